"""Estimates with an interval and no measure beside them."""

from __future__ import annotations

from ecosift.tagging.statistics.context import Context
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.multiples import name_of_difference

_KINDS = {"M": "effect", "A": "mean", "D": "median", "C": "effect"}


def settle_interval(context: Context, figure: Figure) -> None:
    """An estimate with a confidence interval: of the kind of the nearest measure word, else a difference."""
    code, place = _nearest(context, figure, "MAD", 25)
    figure.kind = _KINDS.get(code, "effect")
    if figure.kind == "effect":
        entry = context.line.entries.get(place) if code == "M" else None
        figure.parts.setdefault("measure", entry.name if entry else name_of_difference(context, figure))


def settle_unnamed(context: Context, figure: Figure) -> None:
    """As in "140 (134-144)": the kind of the interval is unsaid."""
    code, place = _nearest(context, figure, "MADCI", 30)
    signed = figure.unit is None and code != "A" and _is_signed(figure)
    if (code in ("M", "C") or signed) and figure.unit is None:
        figure.kind = "effect"
        for values in (figure.parts, figure.printed):
            values["ci_low"], values["ci_high"] = values.pop("low"), values.pop("high")
        entry = context.line.entries.get(place) if code == "M" else None
        if entry is not None:
            figure.parts.setdefault("measure", entry.name)
        return
    figure.kind = "mean" if code == "A" else "median"
    codes = context.codes_before(figure.first, 30)
    figure.parts["range_kind"] = "IQR" if "I" in codes else "range" if "R" in codes else "unstated"


def _is_signed(figure: Figure) -> bool:
    """Whether the estimate and its lower bound are below zero, as differences are and medians hardly ever."""
    value, low = figure.parts.get("value"), figure.parts.get("low")
    return isinstance(value, (int, float)) and isinstance(low, (int, float)) and value < 0 and low < 0


def _nearest(context: Context, figure: Figure, codes: str, reach: int) -> tuple[str, int]:
    """The nearest word of the classes `codes` before the figure: its class and its token."""
    near = context.codes_before(figure.first, reach)
    place, code = max((near.rfind(code), code) for code in codes)
    return (code, figure.first - len(near) + place) if place >= 0 else ("", -1)
