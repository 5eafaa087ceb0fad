"""Figures that open with a number: composites of number, spread, total, share and bounds."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.annexes import read_annexes, spread_kind
from ecosift.tagging.statistics.figures import Figure, put, read_unit
from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line

_PM = re.compile(r"(?P<unit>[%UTh])?\.?±(?P<sd>N)")
_OF = re.compile(r"(?:of?(?:w(?=N))?|/)f?(?P<den>N)(?![%/-])(?P<noun>[wG]{0,4}[PLVK])?")
_RATE = re.compile(r"(?P<event>[wVPU]{0,2}?)f{1,2}(?:w(?=N))?(?P<base>N)(?P<noun>[wkG]{0,3}[PLVKT-]{1,3})?")
_SPAN = re.compile(r"(?P<unit>[%UT])?(?:-(?=t))?(?P<joint>-|t|a)(?P<q>[q<>]|(?<=t)w)?(?P<high>N)")
_AUXILIARIES = frozenset({"had", "have", "has", "were", "was", "are", "said", "reported"})
_CHANCES = frozenset({5, 10, 20, 100})
# a share in words and then in digits: "half of the men (47%)"
_RESTATED = re.compile(r"(?:(?:of?f?)?(?P<noun>[wkG]{0,3}[PLVKZwG]))?\(q?(?P<percent>N)%\)")
_NEARLY = 15
_SHARE_FURTHER = re.compile(r"[fwkTPLVZKUhGo]{0,8}\((?P<percent>N)%\)|,(?P<after>N)%(?!C)")


def numbered(line: Line, at: int) -> Figure:
    """The figure whose key number stands at token `at`."""
    shape = line.shape
    figure = Figure("", "bare", at, at, at)
    put(line, figure, "value", at)
    spread = _PM.match(shape, at + 1)
    if spread is not None:
        return _plus_minus(line, figure, spread)
    share = _OF.match(shape, at + 1)
    if share is not None and _is_share(line, at, share):
        return _of_total(line, figure, share)
    rate = _RATE.match(shape, at + 1)
    if rate is not None and _is_rate(line, at, rate):
        return _rate(line, figure, rate)
    span = _SPAN.match(shape, at + 1)
    if span is not None and _is_span(line, at, span):
        return _from_to(line, figure, span)
    read_unit(line, figure)
    read_annexes(line, figure)
    return figure


def _plus_minus(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    figure.kind, figure.form, figure.last = "mean", "pm", found.end() - 1
    put(line, figure, "sd", found.start("sd"))
    figure.parts["spread_kind"] = spread_kind(line, None, figure.at)
    read_unit(line, figure)
    if figure.unit is None and not figure.percent and found["unit"]:
        figure.unit = figure.at + 1
    read_annexes(line, figure)
    return figure


def _is_share(line: Line, at: int, found: re.Match[str]) -> bool:
    top, base = line.numbers[at], line.numbers[found.start("den")]
    if at and (line.shape[at - 1] in "<>/" or line.lower[at - 1] in words().cues["identifiers"]):
        return False
    whole = top.whole and base.whole and 0 < base.value >= top.value
    if not whole or _is_one_place(line, at, found):
        return False
    after = line.shape[found.start("den") + 1 : found.start("den") + 2]
    slash = line.lower[at + 1] == "/"
    if slash and (after in tuple("UTh") or line.shape[at - 1 : at] == "/" or base.value < 3):
        return False
    spelled = line.lower[at].isalpha() and line.lower[found.start("den")].isalpha()
    if spelled and line.lower[at + 1] == "out of":
        return True
    if spelled and base.value >= 4 and (at == 0 or line.shape[at - 1] in ".,;|a"):
        return True
    return (
        not spelled
        or (bool(found["noun"]) and found["noun"][-1] in "PLV")
        or line.shape[found.end() : found.end() + 1] == "("
    )


def _is_one_place(line: Line, at: int, found: re.Match[str]) -> bool:
    """As in "were treated at one of 38 clinics": the places are the sample."""
    placed = line.lower[at - 1 : at] in (["at"], ["in"], ["from"]) and line.lower[at : at + 2] == [
        "one",
        "of",
    ]
    return placed and bool(found["noun"]) and found["noun"][-1] == "L"


def _of_total(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    if _is_fraction(line, figure, found):
        return _fraction(line, figure, found)
    figure.kind, figure.form = "count", "ratio"
    figure.parts["numerator"], figure.printed["numerator"] = (
        figure.parts.pop("value"),
        figure.printed.pop("value"),
    )
    base = found.start("den")
    put(line, figure, "denominator", base)
    figure.last = base
    if found["noun"] and line.lower[figure.at + 1] != "/":
        figure.last = found.end() - 1
    bare = figure.last
    read_annexes(line, figure)
    if "percent" not in figure.parts and bare <= figure.last:
        _share_further(line, figure)
    figure.kind = "count"
    return figure


def _is_fraction(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    """As in "two out of three mothers": small numbers in words, of nobody who was named."""
    base = line.numbers[found.start("den")]
    spelled = line.lower[figure.at].isalpha() and base.printed.isalpha()
    if line.lower[figure.at + 1] != "out of":
        return False
    return (spelled and base.value <= 10) or (base.value == 10 and not found["noun"])


def _fraction(line: Line, figure: Figure, found: re.Match[str], group: str = "den") -> Figure:
    base = found.start(group)
    share = 100 * line.numbers[figure.at].value / line.numbers[base].value
    figure.kind, figure.form, figure.last, figure.percent = "percentage", "fraction", base, True
    figure.parts["value"] = int(share) if share == int(share) else round(share, 1)
    figure.printed["value"] = line.slice(figure.at, base)
    if restate(line, figure):
        return figure
    if found["noun"] and line.shape[found.end() - 1] in "PLV":
        figure.parts["_of"], figure.last = (found.start("noun"), found.end() - 1), found.end() - 1
        noun = figure.parts["_of"]
        if restate(line, figure):
            figure.parts["_of"] = noun
    return figure


def restate(line: Line, figure: Figure) -> bool:
    """Take the digits of a share that is told in words first; they are its value."""
    found = _RESTATED.match(line.shape, figure.last + 1)
    if found is None or abs(line.numbers[found.start("percent")].value - figure.parts["value"]) > _NEARLY:
        return False
    put(line, figure, "value", found.start("percent"))
    if found["noun"]:
        figure.parts["_of"] = (found.start("noun"), found.end("noun") - 1)
    figure.last = found.end() - 1
    return True


def _share_further(line: Line, figure: Figure) -> None:
    """As in "37 of 366 days (10.1%)": a share that fits the two numbers belongs to them."""
    found = _SHARE_FURTHER.match(line.shape, figure.last + 1)
    if found is None:
        return
    token = found.start("percent") if found["percent"] else found.start("after")
    share = 100 * figure.parts["numerator"] / figure.parts["denominator"]
    if abs(share - line.numbers[token].value) <= 2:
        put(line, figure, "percent", token)
        figure.last = found.end() - 1


def _is_rate(line: Line, at: int, found: re.Match[str]) -> bool:
    """As in "18.4 per 1,000 workers", "19 in every 100", "four in ten"."""
    joint, base = line.lower[at + 1 + len(found["event"])], line.numbers[found.start("base")]
    round_base = base.value in (10, 100, 1000, 10_000, 100_000, 1_000_000)
    if joint == "per":
        return round_base or (base.whole and base.value >= 100)
    if line.shape[found.end("base") : found.end("base") + 1] in ("-", "h", "T"):
        return False
    small = _is_chance(line, at, found) and (not found["event"] or _is_one_of(line, at, found))
    every = line.lower[at + 2] == "every" and not found["event"]
    if (
        found.start("base") > at + 1 + len(found["event"]) + 1
        and not every
        and line.shape[found.start("base") - 1] == "w"
    ):
        return False
    return (
        joint == "in"
        and (
            every or len(found[0]) == 2 or bool(found["noun"] or found["event"]) or _is_a_hundred(line, found)
        )
        and ((every and round_base) or small)
    )


def _is_one_of(line: Line, at: int, found: re.Match[str]) -> bool:
    """As in "one woman in four": no noun follows that the four would be."""
    one = line.numbers[at].value == 1 and line.lower[at].isalpha()
    return one and len(found["event"]) == 1 and not found["noun"]


def _is_a_hundred(line: Line, found: re.Match[str]) -> bool:
    """As in "eleven in a hundred"."""
    base = found.start("base")
    return line.lower[base - 1] == "a" and line.lower[base] in ("hundred", "thousand")


def _is_chance(line: Line, at: int, found: re.Match[str]) -> bool:
    """As in "four in ten", "one in 10 early deaths", "1 in 7 mothers"."""
    top, base = line.numbers[at], line.numbers[found.start("base")]
    if not (top.whole and base.whole and 0 < top.value < base.value) or top.value > 19:
        return False
    if line.lower[at].isalpha() and base.printed.isalpha():
        return True
    if line.lower[at - 1 : at] and line.lower[at - 1] in words().cues["identifiers"]:
        return False
    told = bool(found["noun"]) or not _AUXILIARIES.isdisjoint(line.lower[found.end() : found.end() + 1])
    rare = base.value > 20 and base.value % 5 == 0 and bool(found["noun"]) and base.whole
    return base.value in _CHANCES or ((base.value <= 20 or rare) and told and top.value == 1)


def _rate(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    base, joint = found.start("base"), figure.at + 1 + len(found["event"])
    alone = figure.parts["value"] == 1 and bool(found["noun"])
    if line.lower[joint] == "in" and (line.numbers[base].value <= 20 or alone):
        if found["event"]:
            figure.parts["_of"] = (figure.at + 1, joint - 1)
        return _fraction(line, figure, found, "base")
    figure.kind, figure.form = "count", "rate"
    figure.parts["numerator"], figure.printed["numerator"] = (
        figure.parts.pop("value"),
        figure.printed.pop("value"),
    )
    put(line, figure, "denominator", base)
    figure.last = found.end() - 1
    read_annexes(line, figure)
    return figure


def _is_span(line: Line, at: int, found: re.Match[str]) -> bool:
    if found["joint"] == "a" and "b" not in line.shape[max(0, at - 5) : at]:
        return False
    if found["unit"] in ("T", "U") and after_high(line, found) == "%":
        return False
    if found["q"] == "w" and not line.lower[at - 1] == line.lower[found.start("q")] == "age":
        return False  # "from age 13 to age 16"
    low, high = line.numbers[at], line.numbers[found.start("high")]
    after = line.shape[found.end() : found.end() + 1]
    return low.value <= high.value and not (found["joint"] == "-" and after == "-")


def after_high(line: Line, found: re.Match[str]) -> str:
    """The class of the token after the upper bound."""
    return line.shape[found.end() : found.end() + 1]


def _from_to(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    figure.form = "span"
    figure.parts["low"], figure.printed["low"] = figure.parts.pop("value"), figure.printed.pop("value")
    put(line, figure, "high", found.start("high"))
    figure.last = found.end() - 1
    read_unit(line, figure)
    if figure.unit is None and not figure.percent and found["unit"]:
        figure.percent = found["unit"] == "%"
        figure.unit = None if figure.percent else figure.at + 1
    return figure
