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
    for rule in RULES if page.weight >= 0.5 else ADVICE_RULES:
        chosen, added = rule(page)
        for role, value in added.items():
            odds[chosen, AT[role]] += value
    for at in np.flatnonzero((page.order.lead >= 0) & (page.order.lead < np.arange(len(page)))).tolist():
        odds[at] += LEADS * odds[page.order.lead[at]]
    return odds


def _told(page: PageLook) -> Matrix:
    """What cues and sections add; a heading's own words speak where it names no known section."""
    cues, headings, known, outer = _tables()
    alone = page.under("None") | page.inherited
    sections = np.where(page.inherited[:, None], outer[page.section], known[page.section])
    return np.asarray(page.cues @ cues + (page.heading_cues * alone[:, None]) @ headings + sections)


@cache
def _tables() -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """The log-odds of cues, of headings' cues, of sections, and of outer sections, a row each."""
    named = section_weights()
    known = _rows([named.get(name, {}) for name in sections()])
    cues, headings = cue_weights(), heading_weights()
    above = _rows([headings[name] for name in heading_cue_names()])
    return _rows([cues[name] for name in cue_names()]), above, known, INHERITED * known


def _rows(odds: list[Odds]) -> Matrix:
    return np.array([[each.get(role, 0.0) for role in ROLES] for each in odds])


def conclusions_report(page: PageLook) -> tuple[Flags, Odds]:
    """§4: under Conclusions a sentence that says that it reports, or gives figures, is a finding."""
    reports = page.has("reported") | page.marked("percent", "p", "n", "interval")
    return page.under("conclusions") & reports, {"finding": 3.0}


def quotations_found(page: PageLook) -> tuple[Flags, Odds]:
    """§2: participants' quotations among results are findings."""
    return page.under("results") & page.marked("quotes"), {"finding": 2.0}


def question_asked(page: PageLook) -> tuple[Flags, Odds]:
    """A research question under its heading is the objective."""
    return page.under("objective") & page.marked("question"), {"objective": 2.0}


def result_goes_on(page: PageLook) -> tuple[Flags, Odds]:
    """§2: a sentence that continues a reported result by anaphora is a finding."""
    follows = page.has("continues") & ~page.order.opens & (page.order.place > 0)
    follows[1:] &= page.has("reported")[:-1]
    return follows, {"finding": 1.5}


def baseline_traits(page: PageLook) -> tuple[Flags, Odds]:
    """§2: who took part, by sex, age or descent, is the sample, also where results stand."""
    return describes_who(page), {"sample": 3.0}


def describes_who(page: PageLook) -> Flags:
    """Which statements' cues speak of who took part, and of no result."""
    told = sum(page.has(cue).astype(np.intp) for cue in WHO)
    return np.asarray((told > 1) & ~page.has("result"))


def tables_report(page: PageLook) -> tuple[Flags, Odds]:
    """A statement in a table of a report shows what was found, unless its section says otherwise."""
    return page.in_table & page.under("None", "results"), {"finding": 2.0}


def advice_is_background(page: PageLook) -> tuple[Flags, Odds]:
    """§2: what a page advises without reported evidence is background."""
    chosen = page.under("None") & ~page.headed(DEMANDS) & ~page.has(*EVIDENCE)
    return chosen, {"background": 0.5, "implication": -1.0, "limitation": -0.5}


def evidence_among_advice(page: PageLook) -> tuple[Flags, Odds]:
    """§2: among advice what is reported stands out as a finding."""
    return page.has("reported"), {"finding": 1.2}


def aim_among_advice(page: PageLook) -> tuple[Flags, Odds]:
    """§2: among advice the page's own aim is its objective."""
    return page.has("own_aim") & ~page.has("reported"), {"objective": 3.0}


Rule = Callable[[PageLook], tuple[Flags, Odds]]
RULES: tuple[Rule, ...] = (
    result_goes_on,
    baseline_traits,
    tables_report,
    conclusions_report,
    quotations_found,
    question_asked,
)
ADVICE_RULES: tuple[Rule, ...] = (*RULES, advice_is_background, evidence_among_advice, aim_among_advice)
