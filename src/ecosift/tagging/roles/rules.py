"""The codebook's rules about roles as log-odds that stand beside what the classifier says (§2, §4 Roles)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ecosift.tagging.roles.cues import cue_weights, heading_weights, section_weights
from ecosift.tagging.roles.looks import PageLook
from ecosift.types import ROLES, Role

Matrix = NDArray[np.float64]
Odds = Mapping[Role, float]
AT = {role: place for place, role in enumerate(ROLES)}
# Without any evidence a sentence of an advice page is background; one of a report may be anything.
ADVICE_BACKGROUND, REPORT_BACKGROUND = 1.5, 0.5

# What makes a sentence of an advice page more than advice.
EVIDENCE = frozenset({"reported", "future", "own_aim", "aim"})
# The heading under which a report asks for what is to be done.
DEMANDS = "demands"
# Two of these make a sentence one about who took part.
WHO = frozenset({"traits", "demographic", "took_part"})
# A list item takes the role of its lead-in.
LEADS = 0.5
# What an outer heading says counts less: in text dumps nobody knows how far it reaches.
INHERITED = 0.5
# What a table of a report shows was found.
TABLE = 2.0


def prior_odds(page: PageLook) -> Matrix:
    """Log-odds of every statement and role from cues, sections and the codebook's rules."""
    if not page.looks:
        return np.zeros((0, len(ROLES)))
    odds, rules = _told(page), RULES if page.weight >= 0.5 else ADVICE_RULES
    odds[:, AT["background"]] += ADVICE_BACKGROUND + page.reports * (REPORT_BACKGROUND - ADVICE_BACKGROUND)
    for at, look in enumerate(page.looks):
        if look.lead is not None and look.lead < at:
            odds[at] += LEADS * odds[look.lead]
        for rule in (*rules, SECTION_RULES[look.section]) if look.section in SECTION_RULES else rules:
            for role, value in rule(page, at).items():
                odds[at, AT[role]] += value
    return odds


def _told(page: PageLook) -> Matrix:
    """What cues and sections add; a heading's own words speak where it names no known section."""
    table, index = _table()
    places: list[int] = []
    starts: list[int] = []
    for look in page.looks:
        starts.append(len(places))
        places.append(0)
        places += [index["cue", cue] for cue in look.named]
        if look.section is None or look.inherited:
            places += [index["heading", cue] for cue in look.heading_cues]
        kind = "inherited" if look.inherited else "section"
        if look.section is not None and (kind, look.section) in index:
            places.append(index[kind, look.section])
    return np.asarray(np.add.reduceat(table[places], starts, axis=0))


@cache
def _table() -> tuple[Matrix, dict[tuple[str, str], int]]:
    """The log-odds of all cues and sections, one row each under a first row of zeros."""
    named: dict[tuple[str, str], Odds] = {("cue", name): odds for name, odds in cue_weights().items()}
    named |= {("heading", name): odds for name, odds in heading_weights().items()}
    for name, odds in section_weights().items():
        named["section", name] = odds
        named["inherited", name] = {role: INHERITED * value for role, value in odds.items()}
    rows = [[0.0] * len(ROLES), *([odds.get(role, 0.0) for role in ROLES] for odds in named.values())]
    return np.array(rows), {key: place for place, key in enumerate(named, start=1)}


def conclusions_report(page: PageLook, at: int) -> Odds:
    """§4: under Conclusions a sentence that says that it reports, or gives figures, is a finding."""
    look = page.looks[at]
    reports = "reported" in look.cues or not {"percent", "p", "n", "interval"}.isdisjoint(look.marks)
    return {"finding": 3.0} if reports else {}


def quotations_found(page: PageLook, at: int) -> Odds:
    """§2: participants' quotations among results are findings."""
    return {"finding": 2.0} if "quotes" in page.looks[at].marks else {}


def result_goes_on(page: PageLook, at: int) -> Odds:
    """§2: a sentence that continues a reported result by anaphora is a finding."""
    if not at or page.looks[at - 1].region != page.looks[at].region:
        return {}
    before, look = page.looks[at - 1], page.looks[at]
    follows = "reported" in before.cues and "continues" in look.cues and not look.opens
    return {"finding": 1.5} if follows else {}


def advice_is_background(page: PageLook, at: int) -> Odds:
    """§2: what a page advises without reported evidence is background."""
    look = page.looks[at]
    if look.section or DEMANDS in look.heading_cues or not EVIDENCE.isdisjoint(look.cues):
        return {}
    return {"background": 0.5, "implication": -1.0, "limitation": -0.5}


def baseline_traits(page: PageLook, at: int) -> Odds:
    """§2: who took part, by sex, age or descent, is the sample, also where results stand."""
    return {"sample": 3.0} if describes_who(page.looks[at].cues) else {}


def describes_who(cues: frozenset[str]) -> bool:
    """Whether a sentence's cues speak of who took part, and of no result."""
    return len(cues & WHO) > 1 and "result" not in cues


def question_asked(page: PageLook, at: int) -> Odds:
    """A research question under its heading is the objective."""
    return {"objective": 2.0} if "question" in page.looks[at].marks else {}


def evidence_among_advice(page: PageLook, at: int) -> Odds:
    """§2: among advice what is reported stands out as a finding, the page's own aim as its objective."""
    look = page.looks[at]
    if "reported" in look.cues:
        return {"finding": 1.2}
    return {"objective": 3.0} if "own_aim" in look.cues else {}


def tables_report(page: PageLook, at: int) -> Odds:
    """A statement in a table of a report shows what was found, unless its section says otherwise."""
    look = page.looks[at]
    return {"finding": TABLE} if look.kind == "table_row" and look.section in (None, "results") else {}


Rule = Callable[[PageLook, int], Odds]
RULES: tuple[Rule, ...] = (result_goes_on, baseline_traits, tables_report)
ADVICE_RULES: tuple[Rule, ...] = (*RULES, advice_is_background, evidence_among_advice)
SECTION_RULES: Mapping[str | None, Rule] = {
    "conclusions": conclusions_report,
    "results": quotations_found,
    "objective": question_asked,
}
