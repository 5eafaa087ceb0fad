"""Binds figures to what they measure, in whom, out of how many. What is not told stays out."""

from __future__ import annotations

from itertools import pairwise

from ecosift.tagging.statistics.bounds import bound
from ecosift.tagging.statistics.context import Context
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.groups import Group, group_of, groups_of, parallel_groups
from ecosift.tagging.statistics.labels import label_of, parted, predicate_of
from ecosift.tagging.statistics.totals import bind_totals

_CONNECTED = frozenset("avr,;t")
_UNBOUND = frozenset({"p_value", "period", "test"})


def bind(context: Context, figures: list[Figure]) -> None:
    """Add `label`, `group` and `of` to the figures of a line, and `bounds` to its periods."""
    named: dict[int, list[Group]] = {}
    parallel = parallel_groups(context, figures)
    previous: Figure | None = None
    recent: list[Group] = []
    for series in _series(context, figures):
        begin = context.begin(series[0].at)
        if begin not in named:
            named[begin], previous = groups_of(context, series[0].at), None
            recent = named[begin] or recent
        if series[0].kind in _UNBOUND:
            for figure in series:
                if figure.kind == "period":
                    bound(context, figure)
            continue
        in_turn = not named[begin] and "respectively" in context.sentence(series[0].at)
        _groups(context, series, recent if in_turn else named[begin], parallel)
        _labels(context, series, previous)
        for figure in series:
            _of(context, figure)
        previous = series[-1]
    _colons(context, figures)
    bind_totals(context, figures)


def _groups(context: Context, series: list[Figure], groups: list[Group], parallel: dict[int, str]) -> None:
    for figure in series:
        group = parallel.get(figure.at) or group_of(context, figure, groups, series)
        if group and "group" not in figure.parts:
            figure.parts["group"] = group


def _labels(context: Context, series: list[Figure], previous: Figure | None) -> None:
    first = series[0]
    if previous is not None and _continues(context, previous, first):
        label = predicate_of(context, first) or previous.parts.get("label") or label_of(context, first)
    elif previous is not None and _compares(context, previous, first):
        label = previous.parts.get("label") or label_of(context, first)
    else:
        label = first.parts.get("label") or label_of(context, first)
    if not label and previous is not None and _is_aside(context, previous, first):
        label = "age"
    names = parted(label, len(series)) if label else None
    for place, figure in enumerate(series):
        own = label_of(context, figure) if figure.kind == "count" and figure is not first else None
        told = names[place] if names else own or label
        if told and "label" not in figure.parts:
            figure.parts["label"] = told


def _compares(context: Context, previous: Figure, figure: Figure) -> bool:
    """As in "fell in 43 % of one arm and 59 % of the other (RR 0.73)": the effect is on what they measure."""
    if figure.kind != "effect" or previous.kind in ("effect", "sample_size"):
        return False
    between = context.line.shape[previous.last + 1 : figure.first]
    return between.endswith("(") and len(between) < 9 and not set(between) & set("N|;.")


def _is_aside(context: Context, previous: Figure, figure: Figure) -> bool:
    """As in "aged 34-81 years (median 57)": the middle of the ages just given."""
    between = context.line.shape[previous.last + 1 : figure.first]
    aged = previous.kind == "range" and previous.parts.get("label") == "age"
    return aged and figure.kind in ("mean", "median") and between in ("(", ",", ";", "")


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
    if context.begin(left.at) != context.begin(right.at) or not 0 < len(between) < 4:
        return False
    if between[0] not in _CONNECTED or right.parts.get("label"):
        return False
    return all(code in _CONNECTED or code in "wf" for code in between)


def _continues(context: Context, previous: Figure, figure: Figure) -> bool:
    """Whether the figure goes on with what the one before measures: "79 in Group I, 81 in Group II"."""
    if previous.kind != figure.kind or _unit(context, previous) != _unit(context, figure):
        return False
    between = context.line.shape[previous.last + 1 : figure.first]
    lower = context.line.lower[previous.last + 1 : figure.first]
    if (
        len(between) > 12
        or ";" in between
        or between[-1:] in ("(", ":")
        or {"while", "whereas", "was", "were"} & set(lower)
    ):
        return False
    return len(between) <= 2 or ("f" in between and between[-1:] in ("a", ",", "v", "f", "t"))


def _unit(context: Context, figure: Figure) -> str:
    return "" if figure.unit is None else context.line.lower[figure.unit]


def _of(context: Context, figure: Figure) -> None:
    """As in "91.9% of eligible women": of whom; else the persons that open the sentence."""
    if figure.kind != "percentage":
        return
    noun = figure.parts.get("_of")
    begin = context.begin(figure.at)
    if noun is not None:
        figure.parts["of"] = context.line.slice(*noun)
        if "G" in context.line.shape[noun[0] : noun[1]]:  # "29 % of usual-care patients"
            figure.parts.setdefault("group", context.line.slice(noun[0], noun[1] - 1))
    elif context.line.shape[begin] == "P" and begin < figure.first:
        figure.parts["of"] = context.line.slice(begin, begin).lower()


def _colons(context: Context, figures: list[Figure]) -> None:
    """As in "force (A: 98.8 N vs placebo: -39.0 N)": groups before colons, the measure before the bracket."""
    shape = context.line.shape
    for left, right in pairwise(figures):
        if left.kind != right.kind or left.kind in _UNBOUND or _unit(context, left) != _unit(context, right):
            continue
        between = shape[left.last + 1 : right.first]
        if shape[left.first - 1 : left.first] != ":" or len(between) > 5 or between[-1:] != ":":
            continue
        opening = shape.rfind("(", max(0, left.first - 5), left.first)
        if opening < 0:
            continue
        left.parts["group"] = context.line.slice(opening + 1, left.first - 2)
        start = right.first - 2
        while shape[start - 1] in "wkG" and start - 1 > left.last:
            start -= 1
        right.parts["group"] = context.line.slice(start, right.first - 2)
        measured = label_of(context, Figure(left.kind, "", opening, opening, opening))
        for figure in (left, right):
            figure.parts.pop("label", None)
            if measured:
                figure.parts["label"] = measured
