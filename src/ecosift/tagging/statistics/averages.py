"""Means and medians: by the word before them, by spread, or by what the clause measures."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import DROP, Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.noise import is_dose
from ecosift.tagging.statistics.significance import read_tail_p

_LEAD = re.compile(r"(?P<cue>[AD])[:=of]?q?$")
_AGED = re.compile(r"(?P<cue>[AD])w[:=o]?q?$")
_AT_TIME = frozenset(
    {"at", "over", "for", "within", "after", "during", "every", "in", "up to", "until", "between", "from"}
)


def led(context: Context, figure: Figure) -> bool:
    """As in "mean 99", "median: 8", "average of eight comorbidities"."""
    if figure.form != "bare" or context.line.shape[figure.at + 1 : figure.at + 3] == "%C":
        return False
    line = context.line
    found = _LEAD.search(context.codes_before(figure.at, 4))
    if found is None:
        return False
    figure.kind = "mean" if found["cue"] == "A" else "median"
    figure.first = figure.at - len(found[0])
    if figure.unit is None and line.shape[figure.last + 1 : figure.last + 2] in tuple("PVLZ"):
        figure.last += 1
        figure.unit = figure.last
    return True


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
