"""Decides what a figure is, from its form, its unit and the nearest cue; drops what is no statistic."""

from __future__ import annotations

from collections.abc import Callable

from ecosift.tagging.statistics.averages import average, led, settle_quartiles, settle_spread, told_after
from ecosift.tagging.statistics.context import DROP, Context
from ecosift.tagging.statistics.counting import counted, settle_n
from ecosift.tagging.statistics.effects import settle_interval, settle_unnamed
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.multiples import (
    is_comparison,
    is_extra,
    is_multiple,
    name_of_difference,
    settle_multiple,
)
from ecosift.tagging.statistics.noise import is_assumed, is_noise, is_threshold
from ecosift.tagging.statistics.ranges import settle_span
from ecosift.tagging.statistics.shares import settle_share


def settle(context: Context, figures: list[Figure]) -> None:
    """Give every figure its kind; those that neighbours must decide keep an empty one."""
    previous: Figure | None = None
    for figure in figures:
        if not figure.kind:
            _FORMS[figure.form](context, figure)
            if figure.form == "n":
                previous = _as_before(context, previous, figure)
        elif figure.kind == "mean":
            settle_spread(context, figure)
        elif _REFUSED.get(figure.kind, _never)(context, figure):
            figure.kind = DROP


def _never(_context: Context, _figure: Figure) -> bool:
    return False


_REFUSED: dict[str, Callable[[Context, Figure], bool]] = {"effect": is_assumed, "p_value": is_threshold}


def _as_before(context: Context, previous: Figure | None, figure: Figure) -> Figure:
    """One "n =" after another in a sentence counts what that one counts, unless it names an arm."""
    counted = previous is not None and previous.kind == "count"
    same = previous is not None and context.begin(previous.at) == context.begin(figure.at)
    if counted and same and "G" not in context.codes_before(figure.first, 4):
        figure.kind = "count"
    return figure


def _number(context: Context, figure: Figure) -> None:
    """A number alone, with a unit or with a share."""
    if figure.percent:
        settle_share(context, figure)
    elif is_multiple(context, figure):
        settle_multiple(context, figure)
    elif is_comparison(context, figure) or is_extra(context, figure):
        figure.kind = "effect"
        figure.parts["measure"] = name_of_difference(context, figure)
    elif not led(context, figure) and not told_after(context, figure) and not counted(context, figure):
        if is_noise(context, figure):
            figure.kind = DROP
        elif figure.form == "bare":
            average(context, figure)


def _interval(context: Context, figure: Figure) -> None:
    (settle_share if figure.percent else settle_interval)(context, figure)


def _span(context: Context, figure: Figure) -> None:
    if is_multiple(context, figure):
        settle_multiple(context, figure)
    else:
        (settle_share if figure.percent else settle_span)(context, figure)


_FORMS: dict[str, Callable[[Context, Figure], None]] = {
    "n": settle_n,
    "span": _span,
    "ci": _interval,
    "plain": settle_unnamed,
    "quartiles": settle_quartiles,
    "ranged": settle_quartiles,
    "bare": _number,
}
