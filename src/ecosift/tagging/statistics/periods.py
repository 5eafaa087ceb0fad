"""Periods: durations, time points, calendar spans."""

from __future__ import annotations

import re
from typing import Any

from ecosift.tagging.statistics.calendars import calendar
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line

_JOINT = "(?:,a|,r|,|a|r|t|-)"
_LIST = re.compile(rf"N(?:-?T?{_JOINT}N){{0,6}}-?(?P<unit>T)")
_POINT = re.compile(
    r"(?P<unit>T)N(?:(?:,a|,r|a|r|t|-)N|,N(?!/?[oP]|[wkG]{1,2}P|\(|fN)){0,6}(?![%UTh±]|[./-]N)"
)
_NTH = re.compile(r"O(?:(?:t|a|-)O)?-?(?P<unit>T)(?!N)")
_PAST = re.compile(r"(?P<unit>T)(?!N)")
_NEARER = frozenset({"past", "last", "first", "next", "previous", "preceding", "prior", "following"})
_RECALLED = frozenset({"past", "last", "previous", "preceding", "following"})
_ANCHORED = frozenset({"before", "after", "following", "since"})
_LATER = frozenset({"later", "afterwards", "before", "after", "earlier", "apart"})
_SPENT = frozenset({"spent", "spend", "spending", "lasted", "lasting", "took"})
_FOLLOWING = frozenset({"follow-up", "followup", "observation"})
_THAN = frozenset({"longer", "shorter"})
MOST_YEARS = 13
_OR_MORE = (["or", "more"], ["or", "longer"], ["or", "less"], ["at most"], ["at least"])
_ANNEX = re.compile(r"±|\((?:N\)|N[-t,]N[TU]?\)|[SIR]|±)")


def period(line: Line, at: int) -> Figure | None:
    """The period that begins at token `at`."""
    code = line.shape[at]
    if code in "JYmbO" or (code == "N" and line.shape[at + 1 : at + 2] == "J"):
        figure = calendar(line, at)
        if figure is not None or code in "JYm":
            return figure
    if code == "b":
        return _between(line, at)
    if code == "T":
        return _point(line, at)
    return _nth(line, at) if code == "O" else _duration(line, at)


def _unit_name(line: Line, token: int) -> str:
    lower = line.lower[token]
    known = words().time.get(lower)
    return known or lower.split()[-1].removesuffix("s")


def _duration(line: Line, at: int) -> Figure | None:
    found = _LIST.match(line.shape, at)
    if found is None:
        return None
    unit = found.start("unit")
    if _not_a_period(line, at, unit):
        return None
    tokens = [token for token in range(at, unit) if line.shape[token] == "N"]
    if _is_age_span(line, at, unit, tokens):
        return None
    if not all(line.numbers[token].whole for token in tokens) and line.lower[at - 1 : at] not in (
        ["for"],
        ["over"],
        ["after"],
        ["within"],
    ):
        return None
    if (
        _is_average(line, at)
        or line.lower[unit + 1 : unit + 2] == ["on average"]
        or _is_difference(line, unit)
        or (_is_modifier(line, at, unit) and len(tokens) == 1)
    ):
        return None
    figure = Figure("period", "duration", at, unit, at)
    joints = {line.shape[token] for token in range(at + 1, unit) if line.shape[token + 1] == "N"}
    figure.parts["duration"] = _values(line, tokens, spanning=len(tokens) == 2 and bool(joints & {"t", "-"}))
    figure.parts["unit"] = _unit_name(line, unit)
    _lead(line, figure)
    _trail(line, figure)
    return None if _is_gloss(line, figure) else figure


def _is_modifier(line: Line, at: int, unit: int) -> bool:
    """As in "three day centers": a bare singular unit that belongs to the noun after it."""
    return (
        unit == at + 1
        and line.numbers[at].value != 1
        and not line.lower[unit].endswith("s")
        and line.shape[unit + 1 : unit + 2] in ("P", "L")
    )


def _is_difference(line: Line, unit: int) -> bool:
    """As in "stayed two months longer"."""
    after = line.lower[unit + 1 : unit + 3]
    if after and after[0] in words().cues["later_than"]:
        return after[1:] == ["than"]
    return bool(after) and after[0] in words().cues["lasting_longer"]


def _is_average(line: Line, at: int) -> bool:
    """As in "a median of 14 weeks", "mean stay was 5 days"."""
    near = line.shape[max(0, at - 9) : at]
    place = max(near.rfind("A"), near.rfind("D"))
    if place < 0 or any(code in near[place:] for code in "N;.|,"):
        return False
    said = line.lower[at - (len(near) - place) : at]
    if said[-1] in ("was", "were", "is") and not _FOLLOWING.intersection(
        said
    ):  # "the median wait for a bed was"
        return True
    if {"follow-up", "followup", "after", "at", "over", "for", "during", "within", "observation"} & set(said):
        return False
    return said[-1] in ("was", "were", "of", "is", ":", "=", "(") or near[place:] in ("A", "D", "Aq", "Dq")


def _is_age_span(line: Line, at: int, unit: int, tokens: list[int]) -> bool:
    """As in "(40-60 y)": a span of years alone in a bracket tells ages."""
    if len(tokens) != 2 or _unit_name(line, unit) != "year" or line.numbers[tokens[1]].value < 15:
        return False
    return line.shape[at - 1 : at] == "(" and line.shape[unit + 1 : unit + 2] in (")", ",", ";")


def _is_gloss(line: Line, figure: Figure) -> bool:
    """As in "(12-d)" right after "12-day"."""
    back = figure.first - 1
    if back < 3 or line.shape[back] != "(" or line.shape[figure.last + 1 : figure.last + 2] != ")":
        return False
    said = line.numbers.get(back - 2) if line.shape[back - 2] == "N" else line.numbers.get(back - 3)
    return line.shape[back - 1] == "T" and said is not None and said.value == figure.parts["duration"]


def _values(line: Line, tokens: list[int], *, spanning: bool) -> Any:
    values = [line.numbers[token].value for token in tokens]
    if spanning and values[0] <= values[-1]:
        return {"low": values[0], "high": values[-1]}
    return values if len(values) > 1 else values[0]


def _not_a_period(line: Line, first: int, unit: int) -> bool:
    """Ages, frequencies, and figures of which a spread or interval follows."""
    return _tells_age(line, first, unit) or _tells_frequency(line, first, unit) or _has_annex(line, unit)


def _tells_age(line: Line, first: int, unit: int) -> bool:
    shape, after = line.shape, line.lower[unit + 1 : unit + 3]
    if after[:1] in (["old"], ["older"], ["younger"]) or after == ["of", "age"]:
        return True
    if after[:1] in (["or"], ["and"]) and after[-1] in ("older", "younger", "over", "above", "more"):
        return after[-1] != "more" or line.lower[first - 1 : first] not in (["for"], ["after"], ["over"])
    if (
        after in (["-", "old"], ["-", "olds"])
        or after[:1] == ["olds"]
        or line.lower[first - 1 : first] in (["above"], ["below"], ["under"])
    ):
        return True
    bounded = shape[first - 1 : first] in ("<", ">")
    if words().cues["age"] & set(line.lower[max(0, first - (7 if bounded else 4)) : first]):
        return True
    # "children less than five years", "women 18 to 40 years"
    persons = (shape[first - 2 : first] == "Pq" and not _is_while(line, first)) or (
        shape[first - 1 : first] == "P" and "-" not in shape[first:unit]
    )
    return persons and _unit_name(line, unit) in ("year", "month")


def _is_while(line: Line, first: int) -> bool:
    """As in "340 nurses over two years": how long, and not how old."""
    grown = line.lower[first - 2] not in words().cues["children"]
    return grown and line.lower[first - 1] == "over" and line.numbers[first].value < MOST_YEARS


def _tells_frequency(line: Line, first: int, unit: int) -> bool:
    if line.lower[first - 1 : first] == ["every"]:
        return True
    rated = line.shape[unit + 1 : unit + 3] in ("fT", "/T")
    return rated and line.lower[unit + 1] in ("a", "per", "each", "every", "/")


def _has_annex(line: Line, unit: int) -> bool:
    shape = line.shape
    interval = shape[unit + 1 : unit + 3] in ("NC", ",N") and "C" in shape[unit + 1 : unit + 5]
    return interval or _ANNEX.match(shape, unit + 1) is not None


def _lead(line: Line, figure: Figure) -> None:
    """Take qualifier and "within the past" into the span."""
    back = figure.first - 1
    if back >= 0 and line.shape[back] in "q<>" and line.shape[back - 1 : back] != "p":
        if line.lower[back] != "over":
            figure.first = back
        figure.parts["qualifier"] = line.lower[back]
        back -= 1
    if back > 0 and line.lower[back] == "than" and line.lower[back - 1] in _THAN:
        figure.first = back - 1
        figure.parts["qualifier"] = f"{line.lower[back - 1]} than"
        return
    if back >= 0 and line.lower[back] in _NEARER and line.shape[back - 1 : back] in ("f", "q", "", ","):
        figure.first = back
    steps = 0
    while back >= 0 and steps < 3 and (line.lower[back] == "the" or line.lower[back] in _NEARER):
        back, steps = back - 1, steps + 1
    if back >= 0 and line.lower[back] == "within":
        figure.first = back


def _trail(line: Line, figure: Figure) -> None:
    cues = words().cues
    after = line.lower[figure.last + 1 : figure.last + 3]
    for tail in _OR_MORE:
        if after[: len(tail)] == tail:
            figure.last += len(tail)
            figure.parts["qualifier"] = " ".join(tail)
            return
    if after[:1] and after[0] in cues["period_tails"]:
        figure.last += 1
        figure.parts["bounds"] = after[0]
    elif len(after) == 2 and after[0] == "of" and after[1] in cues["gestation"]:
        figure.last += 2
        figure.parts["bounds"] = after[1]
    elif len(after) == 2 and line.shape[figure.last + 2] in "wVZ" and _anchors(line, figure, after[0]):
        figure.last += 2
        figure.parts["bounds"] = " ".join(after)


def _anchors(line: Line, figure: Figure, word: str) -> bool:
    return word == "since" or (word == "after" and line.lower[figure.first] == "within")


def _between(line: Line, at: int) -> Figure | None:
    found = re.compile(r"bN-?T?aN-?(?P<unit>T)").match(line.shape, at)
    if found is None:
        return None
    unit = found.start("unit")
    tokens = [token for token in range(at, unit) if line.shape[token] == "N"]
    figure = Figure("period", "duration", at, unit, tokens[0])
    if _not_a_period(line, at, unit):
        return _aged(line, figure, tokens)
    figure.parts["duration"] = _values(line, tokens, spanning=True)
    figure.parts["unit"] = _unit_name(line, unit)
    _trail(line, figure)
    return figure


def _aged(line: Line, figure: Figure, tokens: list[int]) -> Figure | None:
    """As in "between 13 and 17 years of age"."""
    low, high = (line.numbers[token] for token in tokens)
    figure.kind, figure.form, figure.unit = "range", "span", figure.last
    figure.parts.update(low=low.value, high=high.value)
    figure.printed.update(low=low.printed, high=high.printed)
    return figure


def _point(line: Line, at: int) -> Figure | None:
    """As in "week 12", "day one and four", "within the past year"."""
    found = _POINT.match(line.shape, at)
    if found is None or (at and line.shape[at - 1] in "N-"):
        return _past(line, at)
    end = found.end()
    tokens = [token for token in range(at, end) if line.shape[token] == "N"]
    if _is_school_year(line, at, tokens):
        return None
    if not all(line.numbers[token].whole for token in tokens) or (
        line.lower[tokens[0]] == "one" and len(tokens) == 1 and line.lower[at] != "day"
    ):
        return None
    figure = Figure("period", "duration", at, end - 1, tokens[0])
    joints = {line.shape[token - 1] for token in tokens[1:]}
    figure.parts["duration"] = _values(line, tokens, spanning=len(tokens) == 2 and bool(joints & {"t", "-"}))
    figure.parts["unit"] = _unit_name(line, at)
    _trail(line, figure)
    return figure


def _is_school_year(line: Line, at: int, tokens: list[int]) -> bool:
    """As in "pupils in years 3 to 6"."""
    if line.lower[at] not in ("year", "years") or line.numbers[tokens[0]].value >= MOST_YEARS:
        return False
    return line.lower[at - 1 : at] == ["in"] and line.shape[at - 2 : at - 1] == "P"


def _past(line: Line, at: int) -> Figure | None:
    """A unit alone: "within the past year", "for a week", "a year later"."""
    before = line.lower[max(0, at - 3) : at]
    after = line.lower[at + 1 : at + 2]
    figure = Figure("period", "duration", at, at, at)
    figure.parts["duration"], figure.parts["unit"] = 1, _unit_name(line, at)
    if line.lower[at].endswith("s") or not before or after in (["old"], ["of"]):
        return None
    if before[-1] in _RECALLED:
        return _recalled(line, figure, before)
    if before[-1] == "a" and _is_a_while(line, at, after):
        figure.first = at - 1
        if line.shape[at - 2 : at - 1] == "q":
            figure.first, figure.parts["qualifier"] = at - 2, before[-2]
        elif before[-2:-1] == ["within"]:
            figure.first = at - 2
        return figure
    if before[-1] == "the" and after and after[0] in _ANCHORED and before[-2:-1] not in (["on"], ["of"]):
        return figure
    return None


def _recalled(line: Line, figure: Figure, before: list[str]) -> Figure | None:
    """As in "in the past year", "past-year drinking"."""
    at = figure.at
    figure.first = at - 1
    if line.folded[line.ends[at - 1]] == "-":
        return figure
    if before[:2] == ["within", "the"]:
        figure.first = at - 3
        _trail(line, figure)
    return figure if {"in", "over", "during", "within"} & set(" ".join(before).split()) else None


def _is_a_while(line: Line, at: int, after: list[str]) -> bool:
    """As in "for a year", "almost a year", "a year later", "spent a week"."""
    led = line.lower[at - 2] if at > 1 else ""
    if led in ("for", "after", "within") or led in _SPENT or line.shape[at - 2 : at - 1] == "q":
        return True
    return bool(after) and after[0] in _LATER


def _nth(line: Line, at: int) -> Figure | None:
    found = _NTH.match(line.shape, at)
    if (
        found is None
        or line.shape[found.end() : found.end() + 1] in tuple("PG")
        or line.shape[at - 1 : at] == "-"
    ):
        return None
    tokens = [token for token in range(at, found.end()) if line.shape[token] == "O"]
    if any(token not in line.numbers for token in tokens):
        return None
    if len(tokens) == 1 and line.lower[found.start("unit")].endswith("s"):  # "the first months"
        return None
    figure = Figure("period", "duration", at, found.end() - 1, at)
    figure.parts["duration"] = _values(line, tokens, spanning=len(tokens) == 2)
    figure.parts["unit"] = _unit_name(line, found.start("unit"))
    _lead(line, figure)
    _trail(line, figure)
    return figure
