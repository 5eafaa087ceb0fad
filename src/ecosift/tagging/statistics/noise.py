"""Tells figures that report nothing: identifiers, doses, scales, thresholds, versions, ratios."""

from __future__ import annotations

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.lexicons import words

_PLANNED = frozenset({"power", "powered", "sample", "alpha", "needed", "required"})
_SAID_OF = frozenset(
    {"considered", "regarded", "deemed", "accepted", "taken", "chosen", "denoted", "defined", "interpreted"}
)


def is_threshold(context: Context, figure: Figure) -> bool:
    """As in "P < 0.05 was considered significant" says what would count, not what was found."""
    if _SAID_OF & set(context.after(figure.last, 5)):
        return True
    before = set(context.before(figure.first, 9))
    if {"significance", "threshold", "alpha", "significant"} & before and {
        "set",
        "level",
        "threshold",
        "defined",
    } & before:
        return True
    return bool(_SAID_OF & before) and bool({"significant", "significance"} & before)


def is_assumed(context: Context, figure: Figure) -> bool:
    """Whether an effect is one that the study was planned to detect."""
    if "ci_low" in figure.parts or "p" in figure.parts:
        return False
    said = context.sentence(figure.first)
    return "detect" in said and bool(said & _PLANNED)


def is_noise(context: Context, figure: Figure) -> bool:
    """Whether a bare number is part of something else."""
    line, shape = context.line, context.line.shape
    previous = shape[figure.first - 1 : figure.first] if figure.first > context.begin(figure.at) else ""
    following = shape[figure.last + 1 : figure.last + 2]
    if shape[figure.last + 1 : figure.last + 3] == "%C" or context.before(figure.first, 1) == ["per"]:
        return True
    if previous == ":" and set("AD") & set(context.codes_before(figure.first, 3)):
        return False
    if (previous and previous in "/:$kX±") or (
        previous and previous in "<>=" and shape[figure.first - 2 : figure.first - 1] != "A"
    ):
        return True
    if (following and following in "/:-C±$+") or (following == "h" and figure.unit is None):
        return True
    if _is_own_age(context, figure) or _is_named(context, figure):
        return True
    return figure.unit is not None and line.shape[figure.unit - 1] == "-"


def _is_own_age(context: Context, figure: Figure) -> bool:
    """As in "by age 10": no average."""
    aged = context.before(figure.first, 1) == ["age"] or context.before(figure.first, 2) == ["age", "of"]
    if not aged or figure.unit is not None:
        return False
    averaged = set("AD") & set(context.codes_before(figure.first, 4))
    return not averaged and context.line.numbers[figure.at].whole


def _is_named(context: Context, figure: Figure) -> bool:
    """As in "type 2", "question 14"."""
    before = context.before(figure.first, 1)
    if not before or before[0] not in cues("identifiers"):
        return False
    return not (before[0] in ("group", "arm", "groups") and context.line.numbers[figure.at].value >= 10)


def is_dose(context: Context, figure: Figure) -> bool:
    """Whether the figure's unit is one of what is given, and nothing says that it was measured."""
    line = context.line
    if figure.unit is None or line.slice(figure.unit, figure.unit) not in words().doses:
        return False
    if line.shape[figure.last + 1 : figure.last + 2] in ("w", "o", "k"):
        return True
    near = set(context.before(figure.first, 14))
    return not near & cues("measured") and not {"mean", "median", "average", "total"} & near
