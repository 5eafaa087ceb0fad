"""Figures that open with a name: "n = 12", "odds ratio 2.1"."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.annexes import read_annexes
from ecosift.tagging.statistics.figures import Figure, put, read_unit
from ecosift.tagging.statistics.line import Line

_N_EQUALS = re.compile(r"n[=:]q?(?P<value>[NY])")
_PERSONS = re.compile(r"[wk]{0,2}[PLKZ](?=[);,.]|$)")
_SHARE = re.compile(r"[,;]?\(?(?P<percent>N)%(?!C)\)?")
_MEASURE = re.compile(
    r"M(?:\(M\))?(?P<fill>(?:[owafkGDAPUtbx/:=,LVM]|\((?:N%)?C\)|\([MN]%?C?\)|\((?:N%)?C[,;]?p?\)){0,9}?)(?P<q>[q<>])?(?P<value>N)(?!%?C)"
)
_ADJACENT = re.compile(r"[=:,oM]{0,2}(?:\((?:N%)?C\))?[=:,of]{0,2}$")


def n_equals(line: Line, at: int) -> Figure | None:
    """As in "n = 12", with a share in brackets or after a comma where there is one."""
    found = _N_EQUALS.match(line.shape, at)
    if found is None:
        return None
    token = found.start("value")
    figure = Figure("", "n", at, token, token)
    put(line, figure, "value", token)
    persons = _PERSONS.match(line.shape, token + 1)
    if persons is not None:
        figure.parts["_noun"], figure.last = (token + 1, persons.end() - 1), persons.end() - 1
        return figure
    rest = _SHARE.match(line.shape, token + 1)
    if rest and line.shape[token + 1] in ",;(":
        put(line, figure, "percent", rest.start("percent"))
        closes = line.shape[token + 1] == "(" and line.shape[rest.end() - 1] == ")"
        figure.last = rest.end() - 1 if closes else rest.start("percent") + 1
        figure.kind = "count"
    return figure


def measured(line: Line, at: int) -> Figure | None:
    """A measure of effect and the number it is said to have."""
    found = _MEASURE.match(line.shape, at)
    if found is None:
        return None
    token, fill = found.start("value"), found["fill"]
    entry, adjacent = line.entries[at], _ADJACENT.match(fill) is not None
    if (len(line.lower[at]) == 1 and "=" not in fill) or line.shape[token + 1 : token + 2] == "/":
        return None
    figure = Figure("effect", "measure", at, token, token)
    put(line, figure, "value", token)
    figure.parts["measure"] = entry.name
    if entry.adjusted:
        figure.parts["adjusted"] = True
    if found["q"]:
        figure.parts["qualifier"] = line.lower[found.start("q")]
    read_unit(line, figure)
    bare = figure.last
    read_annexes(line, figure)
    alone = figure.last == bare
    if alone and not _tells(line, figure, fill, adjacent=adjacent):
        return None
    if not adjacent and (len(fill) > 6 or fill.count("f") > 1 or ("f" in fill and "q" not in found[0])):
        figure.first = found.start("q") if found["q"] else token
    return figure


def _tells(line: Line, figure: Figure, fill: str, *, adjacent: bool) -> bool:
    """Whether a number without interval or p is the measure's value, and not a time, a dose or a count."""
    number, after = line.numbers[figure.at], line.shape[figure.last + 1 : figure.last + 2]
    timed = figure.unit is not None and line.shape[figure.unit] in "Th"
    if line.entries[figure.first].name == "AUC" and (number.whole or number.value > 1):
        return False  # of a drug's concentration, not of a test
    counts = number.whole and (after in tuple("PLKZVG-wk") or line.lower[figure.at].isalpha())
    loose = any(code in fill for code in "PTGL") or len(fill) > 6
    named = line.entries.get(figure.first)
    common = named is not None and named.name in ("mean difference", "risk difference")
    if line.lower[figure.at].isalpha() or (common and ":" in fill):
        return False
    if timed and common:
        return "=" in fill or fill.endswith("o")
    if adjacent:
        return not (counts and common)
    return not loose and not counts and not timed and (not number.whole or "=" in fill or figure.percent)
