"""The codebook's rules about roles as log-odds that stand beside what the classifier says (§2, §4 Roles)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ecosift.tagging.roles.cues import (
    cue_names,
    cue_weights,
    heading_cue_names,
    heading_weights,
    section_weights,
)
from ecosift.tagging.roles.looks import Flags, PageLook, sections
from ecosift.types import ROLES, Role

Matrix = NDArray[np.float64]
Odds = Mapping[Role, float]
AT = {role: place for place, role in enumerate(ROLES)}
# Without any evidence a sentence of an advice page is background; one of a report may be anything.
ADVICE_BACKGROUND, REPORT_BACKGROUND = 1.5, 0.5

# What makes a sentence of an advice page more than advice.
EVIDENCE = ("reported", "future", "own_aim", "aim")
# The heading under which a report asks for what is to be done.
DEMANDS = "demands"
# Two of these make a sentence one about who took part.
WHO = ("traits", "demographic", "took_part")
# A list item takes the role of its lead-in.
LEADS = 0.5
# What an outer heading says counts less: in text dumps nobody knows how far it reaches.
INHERITED = 0.5


def prior_odds(page: PageLook) -> Matrix:
    """Log-odds of every statement and role from cues, sections and the codebook's rules."""
    odds = _told(page)
    odds[:, AT["background"]] += ADVICE_BACKGROUND + page.reports * (REPORT_BACKGROUND - ADVICE_BACKGROUND)
    rules, added = _rules(page.weight < 0.5)
    odds += np.array([rule(page) for rule in rules]).T @ added
    lead = page.order.lead
    for at in np.flatnonzero((lead >= 0) & (lead < np.arange(len(page)))).tolist():
        odds[at] += LEADS * odds[lead[at]]
    return odds


def _told(page: PageLook) -> Matrix:
    """What cues and sections add; a heading's own words speak where it names no known section."""
    cues, headings, known = _tables()
    alone = page.under("None") | page.inherited
    section = page.section + len(sections()) * page.inherited
    return np.asarray(
        page.cues @ cues + (page.heading_cues * alone[:, None]) @ headings + known.take(section, axis=0)
    )


@cache
def _rules(advice: bool) -> tuple[tuple[Rule, ...], Matrix]:
    """The rules of a page, and what each adds, a row each."""
    rules = ADVICE_RULES if advice else RULES
    return tuple(rules), _rows(list(rules.values()))


@cache
def _tables() -> tuple[Matrix, Matrix, Matrix]:
    """The log-odds of cues, of headings' cues, and of sections, the outer ones last, a row each."""
    named = section_weights()
    known = _rows([named.get(name, {}) for name in sections()])
    cues, headings = cue_weights(), heading_weights()
    above = _rows([headings[name] for name in heading_cue_names()])
    return _rows([cues[name] for name in cue_names()]), above, np.concatenate([known, INHERITED * known])


def _rows(odds: list[Odds]) -> Matrix:
    return np.array([[each.get(role, 0.0) for role in ROLES] for each in odds])


Rule = Callable[[PageLook], Flags]


def conclusions_report(page: PageLook) -> Flags:
    """§4: under Conclusions a sentence that says that it reports, or gives figures, is a finding."""
    return page.under("conclusions") & (page.has("reported") | page.marked("percent", "p", "n", "interval"))


def quotations_found(page: PageLook) -> Flags:
    """§2: participants' quotations among results are findings."""
    return page.under("results") & page.marked("quotes")


def question_asked(page: PageLook) -> Flags:
    """A research question under its heading is the objective."""
    return page.under("objective") & page.marked("question")


def result_goes_on(page: PageLook) -> Flags:
    """§2: a sentence that continues a reported result by anaphora is a finding."""
    follows = page.has("continues") & ~page.order.opens & (page.order.place > 0)
    follows[1:] &= page.has("reported")[:-1]
    return follows


def describes_who(page: PageLook) -> Flags:
    """§2: who took part, by sex, age or descent, is the sample, also where results stand."""
    told = sum(page.has(cue).astype(np.intp) for cue in WHO)
    return np.asarray((told > 1) & ~page.has("result"))


def tables_report(page: PageLook) -> Flags:
    """A statement in a table of a report shows what was found, unless its section says otherwise."""
    return page.in_table & page.under("None", "results")


def advice_is_background(page: PageLook) -> Flags:
    """§2: what a page advises without reported evidence is background."""
    return page.under("None") & ~page.headed(DEMANDS) & ~page.has(*EVIDENCE)


def evidence_among_advice(page: PageLook) -> Flags:
    """§2: among advice what is reported stands out as a finding."""
    return page.has("reported")


def aim_among_advice(page: PageLook) -> Flags:
    """§2: among advice the page's own aim is its objective."""
    return page.has("own_aim") & ~page.has("reported")


# What each rule adds to roles where it holds.
RULES: dict[Rule, Odds] = {
    result_goes_on: {"finding": 1.5},
    describes_who: {"sample": 3.0},
    tables_report: {"finding": 2.0},
    conclusions_report: {"finding": 3.0},
    quotations_found: {"finding": 2.0},
    question_asked: {"objective": 2.0},
}
ADVICE_RULES: dict[Rule, Odds] = {
    **RULES,
    advice_is_background: {"background": 0.5, "implication": -1.0, "limitation": -0.5},
    evidence_among_advice: {"finding": 1.2},
    aim_among_advice: {"objective": 3.0},
}
