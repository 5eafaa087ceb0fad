"""Writes a settled figure as a statistic, with its parts as the record names them."""

from __future__ import annotations

from typing import Any

from ecosift.tagging.statistics.context import Context
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.phrases import bracket_of, phrase_before
from ecosift.types import Statistic

_KINDS = {"P": "participants", "L": "sites", "K": "studies", "Z": "sessions"}

_SPELLED_OUT = {
    "y": "years",
    "yr": "years",
    "yrs": "years",
    "d": "days",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
}
_SPELLED_OUT |= {
    "wk": "weeks",
    "wks": "weeks",
    "mo": "months",
    "min": "minutes",
    "mins": "minutes",
    "s": "seconds",
}


_AGES = frozenset({"range", "mean", "median"})
_LONGER = {"decade": (10, "year"), "fortnight": (2, "week")}


def statistic(context: Context, figure: Figure) -> Statistic:
    """The statistic that a figure is."""
    line = context.line
    _finish(context, figure)
    parts = {key: value for key, value in figure.parts.items() if not key.startswith("_")}
    start, end = line.starts[figure.first], line.ends[figure.last]
    return Statistic(figure.kind, line.text[start:end], start, end, parts, dict(figure.printed))  # type: ignore[arg-type]


def _finish(context: Context, figure: Figure) -> None:
    line = context.line
    parts: dict[str, Any] = figure.parts
    if parts.get("unit") in _LONGER:
        _in_smaller_units(parts)
    if figure.kind == "count" and "numerator" not in parts and "value" in parts:
        parts["numerator"], figure.printed["numerator"] = parts.pop("value"), figure.printed.pop("value")
    if figure.kind == "sample_size" and "_noun" in parts:
        first, last = parts["_noun"]
        parts["unit"] = line.slice(first, last)
        parts["unit_kind"] = _KINDS.get(line.shape[last], "participants")
    elif "_unit" in parts:
        parts["unit"] = line.slice(*parts["_unit"])
    elif figure.percent and figure.kind != "percentage":
        parts["unit"] = "%"
    elif figure.unit is not None and figure.kind not in ("count", "period"):
        printed = line.slice(figure.unit, figure.unit)
        parts["unit"] = _SPELLED_OUT.get(printed, printed)
    elif figure.kind == "sample_size" and figure.form == "n":
        _unit_of_n(context, figure)
    elif figure.kind in _AGES and parts.get("label") == "age":
        parts.setdefault("unit", "years")
    if "ci_low" in parts and "ci_high" in parts and parts["ci_low"] > parts["ci_high"]:
        for values in (parts, figure.printed):
            values["ci_low"], values["ci_high"] = values["ci_high"], values["ci_low"]


def _in_smaller_units(parts: dict[str, Any]) -> None:
    """As in "a decade", told in years."""
    times, parts["unit"] = _LONGER[parts["unit"]]
    duration = parts["duration"]
    if isinstance(duration, dict):
        parts["duration"] = {key: value * times for key, value in duration.items()}
    elif isinstance(duration, list):
        parts["duration"] = [value * times for value in duration]
    else:
        parts["duration"] = duration * times


def _unit_of_n(context: Context, figure: Figure) -> None:
    """As in "Postmenopausal women (N = 279)": the persons before the bracket."""
    start = bracket_of(context, figure.first)
    found = phrase_before(context, start) if start is not None else None
    if found is not None and context.line.shape[found[1]] in _KINDS:
        figure.parts["unit"] = context.line.slice(*found)
        figure.parts["unit_kind"] = _KINDS[context.line.shape[found[1]]]
    else:
        figure.parts["unit_kind"] = "participants"
