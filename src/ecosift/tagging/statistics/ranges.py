"""Two-sided figures: ages and other ranges, spans of samples, and pairs told "from … to …"."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import DROP, Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.line import Line

_SAMPLE = re.compile(r"[wkG]{0,4}(?P<head>[PLKZ])")
_BOUNDED = re.compile(r">N[UT]?(?:f|a|t|,)?<N(?P<unit>[UT])?")
_YEARS = frozenset({"years", "year", "y", "yr", "yrs", "yo"})


def settle_span(context: Context, figure: Figure) -> None:
    """As in "aged 19 to 41", "50-100 patients", "ranged from 5 to 8": a range, a sample, or nothing."""
    line, shape = context.line, context.line.shape
    near, before = context.codes_before(figure.first, 8), context.before(figure.first, 5)
    head = (
        _SAMPLE.match(shape, figure.last + 1)
        if figure.unit is None and line.numbers[figure.at].whole
        else None
    )
    if head is not None and not set(before) & {"score", "scores", "grade", "stage", "item"}:
        figure.kind, figure.last = "sample_size", head.end() - 1
        figure.parts["_noun"] = (head.start(), figure.last)
    elif _is_scale(context, figure):
        figure.kind = DROP
    elif {"ages", "aged"} & set(before):
        figure.kind = "range"
    elif shape[figure.first - 1 : figure.first] == "b" and figure.unit is not None:
        figure.kind = "range" if set(context.before(figure.first, 8)) & cues("lasting") else DROP
        figure.first -= 1
    elif is_age(context, figure) or "R" in near or set(before) & {"bmi", "index"}:
        figure.kind = "range"
    else:
        figure.kind = DROP


def _is_scale(context: Context, figure: Figure) -> bool:
    """As in "VAS (range 0-10)": the ends of an instrument, not of what was observed."""
    if figure.parts["low"] not in (0, 1) or figure.unit is not None:
        return False
    return bool(cues("instruments") & set(context.before(figure.first, 10)))


def is_age(context: Context, figure: Figure) -> bool:
    """Whether a span of years tells ages."""
    line = context.line
    before, after = set(context.before(figure.first, 4)), context.after(figure.last, 2)
    if (
        before & cues("age")
        or after[:1] in (["old"], ["olds"])
        or after == ["of", "age"]
        or after in (["-", "old"], ["-", "olds"])
    ):
        return True
    if figure.unit is None or line.lower[figure.unit] not in _YEARS:
        return False
    alone = line.shape[figure.first - 1 : figure.first] == "(" and line.shape[
        figure.last + 1 : figure.last + 2
    ] in (")", ";", ",")
    return alone and figure.parts.get("high", 0) >= 15


def age_tail(line: Line, figure: Figure) -> None:
    """Take "old", "of age" into the range, and "aged", "ages", "between the ages of" before it."""
    after = line.lower[figure.last + 1 : figure.last + 3]
    if after[:1] in (["old"], ["olds"]):
        figure.last += 1
    elif after in (["-", "old"], ["-", "olds"]) or after == ["of", "age"]:
        figure.last += 2
    if line.lower[figure.first - 1 : figure.first] in (["aged"], ["ages"], ["age"]):
        figure.first -= 1
    ahead = line.lower[max(0, figure.first - 4) : figure.first]
    if ahead[-4:] == ["between", "the", "ages", "of"] or ahead[-3:] == ["between", "ages", "of"]:
        figure.first -= len(ahead) - ahead.index("between")


def bounded(line: Line, at: int) -> Figure | None:
    """As in "≥25 but <30": a range with both sides said by signs."""
    found = _BOUNDED.match(line.shape, at)
    if found is None:
        return None
    numbers = [token for token in range(at, found.end()) if line.shape[token] == "N"]
    low, high = (line.numbers[token] for token in numbers)
    if low.value >= high.value:
        return None
    figure = Figure("range", "bounded", at, found.end() - 1, numbers[0])
    figure.parts.update(low=low.value, high=high.value)
    figure.printed.update(low=low.printed, high=high.printed)
    if found["unit"]:
        figure.unit = figure.last
    return figure


def split_change(context: Context, figures: list[Figure]) -> list[Figure]:
    """Part "from 12 to 15 points" into its two figures where the clause tells a change or an average."""
    out: list[Figure] = []
    for figure in figures:
        out.extend(_two(context, figure) if _is_change(context, figure) else [figure])
    return out


def _is_change(context: Context, figure: Figure) -> bool:
    if figure.form != "span" or context.line.shape[figure.first - 1 : figure.first] != "m":
        return False
    if "t" not in context.line.shape[figure.at : figure.last]:
        return False
    near = context.before(figure.first, 14)
    return "R" not in context.codes_before(figure.first, 3) and bool(
        set(near) & cues("changed") or "mean" in near
    )


def _of_medians(context: Context, figure: Figure) -> bool:
    near = context.codes_before(figure.first, 14)
    return near.rfind("D") > near.rfind("A")


def _two(context: Context, figure: Figure) -> list[Figure]:
    line = context.line
    second = max(token for token in range(figure.at + 1, figure.last + 1) if line.shape[token] == "N")
    split = second - 1 if line.shape[second - 1] in "q<>" else second
    left = Figure("", "bare", figure.first, split - 2, figure.at, unit=figure.unit, percent=figure.percent)
    right = Figure("", "bare", split, figure.last, second, unit=figure.unit, percent=figure.percent)
    for half in (left, right):
        number = line.numbers[half.at]
        counts = number.whole and "number" in context.before(figure.first, 10)
        average = "median" if _of_medians(context, figure) else "mean"
        half.kind = "percentage" if figure.percent else "count" if counts else average
        half.parts["value"], half.printed["value"] = number.value, number.printed
        if line.shape[half.first] == "q":
            half.parts["qualifier"] = line.lower[half.first]
    return [left, right]
