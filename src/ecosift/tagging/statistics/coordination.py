"""Hands type and unit from one figure to those coordinated with it: "8 vs. 10 cmH2O", "29, 20 and 23 %"."""

from __future__ import annotations

import re
from itertools import pairwise

from ecosift.tagging.statistics.context import DROP, Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.noise import is_dose

_BY_GROUP = frozenset({"in", "of", "for", "at", "after", "with", "from", "among", "amongst", "under"})
# what may stand between two members of a list
_OTHERS = frozenset({"others", "other", "those", "rest", "without", "elsewhere"})
_LAST = re.compile(r"(?:[.,;()]|$)")
MOST_BETWEEN = 16  # tokens
_LINK = re.compile(r"(?:[,;]|[,;]?[avr]f?|t)q?$")


def join(context: Context, figures: list[Figure]) -> None:
    """Settle the figures that are still open by their neighbours, or by their pair."""
    _backward(context, figures)
    _forward(context, figures)
    _pairs(context, figures)
    _forward(context, figures)
    _left_out(context, figures)
    _share_units(context, figures)
    _same_percent(context, figures)
    _past_doses(context, figures)
    _averages_of_time(context, figures)
    _same_interval(context, figures)


def _same_interval(context: Context, figures: list[Figure]) -> None:
    """As in "-3.1 kg (95% CI -4.0 to -2.2) and 0.4 kg (-0.3 to 1.1)": one kind."""
    for left, right in pairwise(figures):
        if right.form != "plain" or "ci_low" not in left.parts or right.kind == "effect":
            continue
        if len(_between(context, left, right)) > 10 or not _same_unit(context, left, right):
            continue
        right.kind = left.kind
        right.parts.pop("range_kind", None)
        if "measure" in left.parts:
            right.parts.setdefault("measure", left.parts["measure"])
        for values in (right.parts, right.printed):
            if "low" in values and "high" in values:
                values["ci_low"], values["ci_high"] = values.pop("low"), values.pop("high")


def _same_percent(context: Context, figures: list[Figure]) -> None:
    """As in "HbA1c fell by 0.9 % with pumps and by 0.4 % with pens": one is what the other is."""
    told = [figure for figure in figures if figure.kind not in ("", DROP)]
    for left, right in pairwise(told):
        if right.kind != "percentage" or left.kind not in ("mean", "median", "effect") or not left.percent:
            continue
        between = _between(context, left, right)
        ranged = "ci_low" in left.parts and "ci_low" in right.parts
        if context.begin(left.at) != context.begin(right.at) or len(between) > 10 or "P" in between:
            continue
        by = context.before(right.first, 1) == ["by"]
        if (ranged and left.kind == "effect") or by or (left.kind != "effect" and _LINK.search(between[-3:])):
            right.kind = left.kind
            if "measure" in left.parts:
                right.parts.setdefault("measure", left.parts["measure"])


def _past_doses(context: Context, figures: list[Figure]) -> None:
    """As in "38 mm after ibuprofen 400 mg, 42 mm after paracetamol 1 g": doses stand between."""
    last: dict[tuple[int, str], Figure] = {}
    for figure in figures:
        if figure.unit is None or figure.unit >= len(context.line.lower):
            continue
        key = (context.begin(figure.at), context.line.lower[figure.unit])
        if figure.kind in ("mean", "median"):
            last[key] = figure
        elif figure.kind in ("", DROP) and figure.form == "bare" and key in last:
            led = context.before(figure.first, 1)
            if led in ([","], ["and"], ["versus"], ["vs"]) and context.codes_after(figure.last, 1) == "f":
                figure.kind, figure.linked = last[key].kind, True


def _averages_of_time(context: Context, figures: list[Figure]) -> None:
    """As in "a median of 14 weeks, against 9 weeks": the second is no period either."""
    for left, right in pairwise(figures):
        timed = (
            left.kind in ("mean", "median") and left.unit is not None and context.line.shape[left.unit] == "T"
        )
        if (
            timed
            and right.kind == "period"
            and isinstance(right.parts.get("duration"), int)
            and (linked(context, left, right) or _each_in_its_group(context, left, right))
        ):
            right.kind, right.unit = left.kind, right.last
            number = context.line.numbers[right.at]
            right.parts = {"value": number.value}
            right.printed = {"value": number.printed}


def _each_in_its_group(context: Context, left: Figure, right: Figure) -> bool:
    """As in "240 days in the vitamin group and 253 days in the placebo group"."""
    shape = context.line.shape
    between, after = _between(context, left, right), shape[right.last + 1 : right.last + 6]
    if context.begin(left.at) != context.begin(right.at) or len(between) > 10:
        return False
    parted = between[-1:] in ("a", "v", ",") and between[:1] == "f"
    return parted and after[:1] == "f" and bool(set(between) & set("GP")) and bool(set(after) & set("GPwk"))


def _share_units(context: Context, figures: list[Figure]) -> None:
    """As in "median: 8 vs. 10 cmH2O": the unit is printed once."""
    for left, right in pairwise(figures):
        if (
            left.kind == right.kind in ("mean", "median")
            and left.unit is None
            and linked(context, left, right)
        ):
            left.unit = right.unit


def _between(context: Context, left: Figure, right: Figure) -> str:
    return context.line.shape[left.last + 1 : right.first]


def linked(context: Context, left: Figure, right: Figure) -> bool:
    """Whether only a connective stands between two figures."""
    between = _between(context, left, right)
    return len(between) <= 4 and _LINK.match(between) is not None


def _open(figure: Figure) -> bool:
    return figure.kind == "" and figure.form in ("bare", "signed")


def _backward(context: Context, figures: list[Figure]) -> None:
    """The unit is printed after the last member."""
    for place in range(len(figures) - 2, -1, -1):
        left, right = figures[place], figures[place + 1]
        if (
            _open(left)
            and left.unit is None
            and not ("qualifier" in left.parts and "qualifier" not in right.parts)
            and right.kind in ("percentage", "mean", "median", "effect")
            and linked(context, left, right)
        ):
            _give(right, left)


def _forward(context: Context, figures: list[Figure]) -> None:
    for left, right in pairwise(figures):
        if not (_open(right) and _may_give(context, left, right)):
            continue
        if linked(context, left, right) or _same_frame(context, left, right):
            _give(left, right)


def _left_out(context: Context, figures: list[Figure]) -> None:
    """As in "Porters lost 7.2 days on average, the others 3.9": what was said is left out."""
    told = [figure for figure in figures if figure.kind or _open(figure)]
    for left, right in pairwise(told):
        if not _open(right) or left.kind not in ("mean", "median", "percentage") or right.unit is not None:
            continue
        between = _between(context, left, right)
        same = context.begin(left.at) == context.begin(right.at)
        if (
            same
            and _LAST.match(context.line.shape, right.last + 1)
            and _is_other_side(context, right, between)
        ):
            _give(left, right)


def _is_other_side(context: Context, right: Figure, between: str) -> bool:
    """Whether what stands between names others: ", the others", "and those with a frame", "against"."""
    if len(between) > MOST_BETWEEN or not re.search(r"[,;av]", between):
        return False
    near = context.before(right.first, MOST_BETWEEN)
    return not _OTHERS.isdisjoint(near[-len(between) :]) or between[-1:] == "v"


def _may_give(context: Context, left: Figure, right: Figure) -> bool:
    if left.kind in ("", DROP, "p_value", "period", "test", "range"):
        return False
    if left.form == "rate":
        return right.unit is None
    if (
        left.kind == "sample_size" and context.line.lower[right.at] == "one"
    ):  # "in one urban and one rural town"
        return False
    if left.kind in ("count", "sample_size") and not context.line.numbers[right.at].whole:
        return False
    if left.kind in ("count", "sample_size") or left.percent:
        return right.unit is None
    return True


def _same_frame(context: Context, left: Figure, right: Figure) -> bool:
    """As in "8 pupils … in Class A, 5 in Class B, and 11 in Class C"."""
    shape = context.line.shape
    if context.begin(left.at) != context.begin(right.at) or not _same_unit(context, left, right):
        return False
    after = context.after(right.last, 4)
    if left.kind == "sample_size" and after[:2] == ["to", "the"] and context.line.numbers[right.at].whole:
        return True
    grouped = (
        bool(after[:1])
        and after[0] in _BY_GROUP
        and any(code in shape[right.last + 2 : right.last + 7] for code in "GPkXwM")
    )
    number = context.line.numbers[right.at]
    if left.kind in ("count", "sample_size"):
        if not number.whole and left.form != "rate":
            return False
        between = _between(context, left, right)
        ends = shape[right.last + 1 : right.last + 2] in ("", ".", ",", ";", ")", "a", "w")
        if left.kind == "sample_size" and between.endswith("G") and ends:
            return True
        near = re.search(r"[,a;v]f?q?$", between) is not None
        return near and (
            grouped
            or (
                left.kind == "sample_size"
                and shape[right.last + 1 : right.last + 2] in ("w", "G")
                and len(between) < 8
            )
        )
    return grouped and re.search(r"[,av]f?q?$", _between(context, left, right)) is not None


def _same_unit(context: Context, left: Figure, right: Figure) -> bool:
    if right.unit is None:
        return True
    return left.unit is not None and context.line.lower[left.unit] == context.line.lower[right.unit]


def _give(giver: Figure, taker: Figure) -> None:
    taker.kind, taker.linked = giver.kind, True
    if giver.kind == "count" and "value" in taker.parts:
        taker.parts["numerator"], taker.printed["numerator"] = (
            taker.parts.pop("value"),
            taker.printed.pop("value"),
        )
    taker.percent = taker.percent or giver.percent
    if taker.unit is None:
        taker.unit = giver.unit
    if "_noun" in giver.parts and giver.kind == taker.kind == "sample_size":
        taker.parts.setdefault("_noun", giver.parts["_noun"])
    if giver.form == "rate" and taker.kind == "count":
        taker.parts.setdefault("denominator", giver.parts["denominator"])
        taker.printed.setdefault("denominator", giver.printed["denominator"])
    for key in ("measure", "range_kind"):
        if key in giver.parts:
            taker.parts.setdefault(key, giver.parts[key])


def _pairs(context: Context, figures: list[Figure]) -> None:
    """Two bare figures with "vs" between: averages, unless the clause counts."""
    shape = context.line.shape
    for left, right in pairwise(figures):
        if not (_open(left) and _open(right)):
            continue
        between = _between(context, left, right)
        listed = _list_of_scores(context, left, right)
        if not (("v" in between and len(between) <= 4) or listed) or is_dose(context, right):
            continue
        kind = _pair_kind(context, left, right)
        if kind is None:
            continue
        for figure in (left, right):
            figure.kind = kind
            if kind == "count":
                figure.parts["numerator"] = figure.parts.pop("value", figure.parts.get("numerator"))
                figure.printed["numerator"] = figure.printed.pop("value", figure.printed.get("numerator"))
        if left.unit is None:
            left.unit = right.unit
    del shape


def _list_of_scores(context: Context, left: Figure, right: Figure) -> bool:
    if not linked(context, left, right):
        return False
    numbers = context.line.numbers
    decimals = not numbers[left.at].whole and not numbers[right.at].whole
    return decimals and "r" not in _between(context, left, right) and not is_dose(context, right)


def _pair_kind(context: Context, left: Figure, right: Figure) -> str | None:
    codes = context.codes_before(left.first, 40)
    last = max(codes.rfind("A"), codes.rfind("D"))
    if last >= 0:
        return "mean" if codes[last] == "A" else "median"
    numbers = context.line.numbers
    whole = numbers[left.at].whole and numbers[right.at].whole
    before = set(context.before(left.first, 8))
    if whole and right.unit is None and before & (cues("outcome") | {"number"}):
        return "count"
    if whole and right.unit is None and not before & cues("measured"):
        if before & {"number", "patients", "cases"}:
            return "count"
        return "mean" if "p" in context.codes_after(right.last, 3) else None
    return "mean"
