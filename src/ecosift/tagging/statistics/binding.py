"""Binds figures to what they measure, in whom, out of how many. What is not told stays out."""

from __future__ import annotations

from ecosift.tagging.statistics.context import Context
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.groups import Group, group_of, groups_of
from ecosift.tagging.statistics.labels import label_of

_CONNECTED = frozenset("avr,;t")


def bind(context: Context, figures: list[Figure]) -> None:
    """Add `label`, `group` and `of` to the figures of a line."""
    named: dict[int, list[Group]] = {}
    previous: Figure | None = None
    for series in _series(context, figures):
        begin = context.begin(series[0].at)
        if begin not in named:
            named[begin] = groups_of(context, series[0].at)
        if previous is not None and context.begin(previous.at) != begin:
            previous = None
        for figure in series:
            _bind(context, figure, named[begin], series, previous)
            previous = figure if figure.kind != "p_value" and figure.kind != "period" else previous


def _bind(
    context: Context, figure: Figure, groups: list[Group], series: list[Figure], previous: Figure | None
) -> None:
    parts = figure.parts
    _of(context, figure)
    if figure.kind in ("p_value", "period", "test"):
        return
    if "group" not in parts:
        group = group_of(context, figure, groups, series)
        if group:
            parts["group"] = group
    continues = previous is not None and _continues(context, previous, figure)
    label = previous.parts.get("label") if continues and previous else label_of(context, figure)
    if label and "label" not in parts:
        parts["label"] = label


def _series(context: Context, figures: list[Figure]) -> list[list[Figure]]:
    """Runs of figures of one kind with only connectives between: "17.0 vs. 13.1", "12, 14 and 9 %"."""
    runs: list[list[Figure]] = []
    for figure in figures:
        last = runs[-1][-1] if runs else None
        if last is not None and last.kind == figure.kind and _joined(context, last, figure):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return runs


def _joined(context: Context, left: Figure, right: Figure) -> bool:
    between = context.line.shape[left.last + 1 : right.first]
    if context.begin(left.at) != context.begin(right.at) or len(between) > 3:
        return False
    return (
        bool(between)
        and all(code in _CONNECTED or code == "w" for code in between)
        and between[0] in _CONNECTED
    )


def _continues(context: Context, previous: Figure, figure: Figure) -> bool:
    """Whether the figure goes on with what the one before it measures: "79 and 74 in Group I, 81 and 103 in Group II"."""
    if previous.kind != figure.kind or previous.parts.get("unit") != figure.parts.get("unit"):
        return False
    between = context.line.shape[previous.last + 1 : figure.first]
    lower = context.line.lower[previous.last + 1 : figure.first]
    if len(between) > 12 or ";" in between or any(word in ("was", "were", ":") for word in lower):
        return False
    if len(between) <= 2:
        return True
    return "f" in between and "(" not in between[-1:] and between[-1:] in ("a", ",", "v", "f", "t")


def _of(context: Context, figure: Figure) -> None:
    """ "91.9% of eligible women": of whom; else the persons that open the sentence."""
    if figure.kind != "percentage":
        return
    noun = figure.parts.get("_of")
    if noun is not None:
        figure.parts["of"] = context.line.slice(noun[0], noun[1])
        return
    begin = context.begin(figure.at)
    if context.line.shape[begin] == "P" and begin < figure.first:
        figure.parts["of"] = context.line.slice(begin, begin).lower()
