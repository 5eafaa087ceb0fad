"""Means and medians: by the word before them, by spread, or by what the clause measures."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import DROP, Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.line import Line
from ecosift.tagging.statistics.noise import is_dose
from ecosift.tagging.statistics.significance import read_tail_p

_LEAD = re.compile(r"(?P<cue>[AD])[:=of]?q?$")
_NAMED_LEAD = re.compile(r"(?P<cue>[AD])[wP]{1,3}(?P<verb>f)?o?\$$")
_UNIT = re.compile(r"[wk]{0,2}(?:[PVLZU]|w(?=[.,;)(fv|]|$))(?:fT)?")
_AGED = re.compile(r"(?P<cue>[AD])w[:=o]?q?$")
_ON_AVERAGE = re.compile(r"(?P<noun>[wk]{0,2}[wkPLVKZ])?(?:f[wT])?,?A")
_PER = frozenset({"a", "an", "per", "each"})
_AT_TIME = frozenset(
    {"at", "over", "for", "within", "after", "during", "every", "in", "up to", "until", "between", "from"}
)


def led(context: Context, figure: Figure) -> bool:
    """As in "mean 99", "median: 8", "average of eight comorbidities"."""
    if figure.form != "bare" or context.line.shape[figure.at + 1 : figure.at + 3] == "%C":
        return False
    line = context.line
    found = _LEAD.search(context.codes_before(figure.at, 4)) or _NAMED_LEAD.search(
        context.codes_before(figure.at, 6)
    )
    if found is None or (found[0][1:2] == "f" and line.lower[figure.at - len(found[0])] == "on average"):
        return False
    figure.kind = "mean" if found["cue"] == "A" else "median"
    figure.first = figure.at - len(found[0])
    if found[0].endswith("$"):
        figure.parts["unit"] = line.slice(figure.at - 1, figure.at - 1)
        named = found[0][1:].rstrip("of$")
        figure.parts["label"] = line.slice(figure.first + 1, figure.first + len(named))
        figure.first = figure.at - 1 if found["verb"] else figure.first
    unit = _UNIT.match(line.shape, figure.last + 1) if figure.unit is None else None
    if unit is not None:
        _with_noun(line, figure, unit)
    return True


def told_after(context: Context, figure: Figure) -> bool:
    """As in "slept 5.4 hours a night on average", "had 44 beds on average"."""
    line = context.line
    found = _ON_AVERAGE.match(line.shape, figure.last + 1) if figure.form == "bare" else None
    if found is None or line.lower[found.end() - 1] != "on average":
        return False
    figure.kind = "mean"
    if found["noun"] and figure.unit is None:
        figure.unit = figure.last = found.end("noun") - 1
        figure.parts["_unit"] = (found.start("noun"), figure.last)
    return True


def _with_noun(line: Line, figure: Figure, unit: re.Match[str]) -> None:
    """As in "a mean of 1.8 antenatal visits", "an average of 0.9 sweet drinks a day"."""
    timed = unit[0].endswith("fT")
    noun = unit.end() - (3 if timed else 1)
    if line.shape[noun] == "w" and not line.lower[noun].endswith("s"):
        return
    rated = timed and line.lower[noun + 1] in _PER
    figure.unit, figure.last = noun, noun + 2 if rated else noun
    figure.parts["_unit"] = (unit.start(), figure.last)


def settle_spread(context: Context, figure: Figure) -> None:
    """A figure with a spread is a mean, unless the clause speaks of medians alone."""
    codes = context.codes_before(figure.first, 12)
    if "D" in codes and "A" not in codes and figure.parts.get("spread_kind") == "unstated":
        figure.kind = "median"


def settle_quartiles(context: Context, figure: Figure) -> None:
    """As in "7 (IQR 3-9)", "45 (range 20-60)"."""
    codes = context.codes_before(figure.first, 20)
    figure.kind = "mean" if codes.rfind("A") > codes.rfind("D") and figure.form == "ranged" else "median"


def average(context: Context, figure: Figure) -> None:
    """Settle a bare number by the nearest cue of the clause; leave it open where there is none."""
    line = context.line
    number = line.numbers[figure.at]
    if number.printed[:1] in ("+", "-", "−", "–"):
        _signed(context, figure)
        return
    told_after = context.after(figure.last, 1) == ["on average"] and not line.lower[figure.at].isalpha()
    if told_after or _is_shift(context, figure):
        figure.kind = "mean"
        return
    if line.lower[figure.at].isalpha() or is_dose(context, figure) or _is_time(context, figure):
        if figure.unit is not None:
            figure.kind = DROP
        return
    if figure.unit is None and {"significance", "alpha", "confidence"} & set(context.before(figure.first, 5)):
        figure.kind = DROP
        return
    codes = context.codes_before(figure.first, 18)
    last = max(codes.rfind("A"), codes.rfind("D"))
    told = set(context.before(figure.first, 3)) & {
        "was",
        "were",
        "is",
        "to",
        "of",
        "from",
        "averaged",
        "by",
    } or codes[-1:] in ("A", "D", "=", ":", "(")
    if last >= 0 and told and codes[last:].count("N") < 4 and ";" not in codes[last:]:
        figure.kind = "mean" if codes[last] == "A" else "median"
    elif (aged := _AGED.search(codes)) is not None and "age" in context.before(figure.first, 2):
        figure.kind = "mean" if aged["cue"] == "A" else "median"
    elif context.before(figure.first, 1) in (["age"], ["aged"]) and not number.whole:
        figure.kind = "mean"
    elif context.before(figure.first, 1) == ["by"] and set(context.before(figure.first, 6)) & cues("changed"):
        figure.kind = "mean" if figure.unit is not None or not number.whole else ""
    elif (
        "A" in codes[-6:]
        and "N" not in codes[-6:]
        and (figure.unit is not None or not number.whole)
        and (context.before(figure.first, 6) and "on average" in context.before(figure.first, 6))
    ) or _is_measured(context, figure):
        figure.kind = "mean"


def _is_shift(context: Context, figure: Figure) -> bool:
    """As in "bedtimes shifted by only four minutes"."""
    near = [word for word in context.before(figure.first, 3) if word != "only"]
    unit = context.line.shape[figure.unit] if figure.unit is not None else ""
    return (
        unit in ("h", "U") and near[-1:] == ["by"] and near[-2] in cues("shifting")
        if len(near) > 1
        else False
    )


def _signed(context: Context, figure: Figure) -> None:
    """A number with its sign: a difference where p follows or the sign is plus, else a change."""
    plus = context.line.numbers[figure.at].printed[0] == "+"
    near = context.codes_before(figure.first, 30)
    paired = "v" in near[-3:] or (figure.unit is not None and "A" in near)
    if plus or not paired:
        figure.last = read_tail_p(context.line, figure, figure.last + 1) - 1
    if plus or "p" in figure.parts:
        figure.kind, figure.form = "effect", "signed"
        figure.parts["measure"] = "mean difference"
    elif figure.unit is not None:
        figure.kind = "mean"


def _is_time(context: Context, figure: Figure) -> bool:
    """As in "at 12 hours", "over 24 hours": when, not how much."""
    if figure.unit is None or context.line.shape[figure.unit] not in "hT":
        return False
    before = context.before(figure.first, 1)
    return (
        bool(before and before[0] in _AT_TIME)
        or figure.parts.get("qualifier") in ("over", "up to", "within")
        or not before
    )


def _is_measured(context: Context, figure: Figure) -> bool:
    """As in "tumour size was 2.59 cm in one group and 3.16 cm in the other"."""
    number, before = context.line.numbers[figure.at], context.before(figure.first, 1)
    if before not in (["was"], ["were"], ["to"], ["from"], ["of"]) or (figure.unit is None and number.whole):
        return False
    if before == ["of"] and set(context.before(figure.first, 2)) & {
        "level",
        "score",
        "value",
        "concentration",
    }:
        return True
    near = set(context.before(figure.first, 14))
    return bool(near & cues("measured")) and (before[0] in ("was", "were") or bool(near & cues("changed")))
