"""What the figures of a table's row are: told by their print together with the heads of row and columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ecosift.tagging.statistics.context import cues
from ecosift.tagging.statistics.lexicons import Entry, words
from ecosift.tagging.statistics.tables.cells import Figure, Print
from ecosift.tagging.statistics.tables.grid import FigureCell, Place, Row
from ecosift.tagging.statistics.tables.heads import FORMS, SPREADS, Head, read_head
from ecosift.types import StatisticType

_OF_ESTIMATES = frozenset("Mp")
_AVERAGES = frozenset("ADM")
_HUNDRED = 100
# A longer head explains rather than names.
MOST_LABEL = 120


@dataclass(slots=True)
class Told:
    """A figure of a table: its kind, place and parts, and the persons that its heads count.

    `cell` is where its cell begins; `beside` has the places of other cells that tell parts of it; `sure` is
    false where arithmetic alone may tell what it is. A `bare` one is a single number.
    """

    kind: StatisticType
    column: int
    cell: int
    start: int
    end: int
    parts: dict[str, Any] = field(default_factory=dict)
    printed: dict[str, Any] = field(default_factory=dict)
    of_column: Base | None = None
    of_row: Base | None = None
    beside: list[tuple[int, int]] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    sure: bool = True
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """A number of persons that a head tells, and its place in the article."""

    total: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the heads say of one cell; the names of row and column are printed words or empty."""

    told: frozenset[str]
    head: Head
    measure: Entry | None
    label: str
    group: str
    unit: str | None
    level: float | None
    adjusted: bool
    of_column: Base | None
    of_row: Base | None
    heads: tuple[str, ...]


def read_row(row: Row, corner: str, caption: Place | None) -> list[Told]:
    """The figures of a row, each told by the cells beside it where those only complete it."""
    asked = [_ask(row, cell, corner, caption) for cell in row.cells]
    found: list[Told] = []
    last: tuple[Told, Asked] | None = None
    for cell, heads in zip(row.cells, asked, strict=True):
        if last is not None and _completes(last, cell, heads):
            continue
        told = _told(cell, heads)
        last = None
        if told is not None:
            found.append(told)
            last = told, heads
    return found


def _ask(row: Row, cell: FigureCell, corner: str, caption: Place | None) -> Asked:
    column = [read_head(place.text) for place in reversed(row.columns.of(cell.column))]
    own = [read_head(place.text) for place in (row.label, *reversed(row.above)) if place is not None]
    head = _speaking(column, own, (read_head(corner), read_head(caption.text if caption else "")))
    label, group = _names(column, own, corner, counted=bool(head.told & (_AVERAGES | {"p"})))
    measure = next((each.measure for each in (head, *column, *own) if each.measure is not None), None)
    everybody = [caption] if caption is not None and not group else []
    bound = (
        _base([*everybody, *row.columns.of(cell.column)]),
        _base([place for place in (*row.above, row.label) if place]),
    )
    names = [place.text for place in (row.label, *row.columns.of(cell.column)[-1:]) if place is not None]
    return Asked(
        head.told,
        head,
        measure if "M" in head.told or measure is None else (measure if head.told <= SPREADS else None),
        label,
        group,
        next((each.unit for each in (*own, *column) if each.unit), None),
        next((each.level for each in (*column, *own) if each.level), None),
        _is_adjusted(column, own, measure),
        *bound,
        tuple(" ".join(name.split()) for name in names),
    )


def _speaking(column: Sequence[Head], own: Sequence[Head], of_all: Sequence[Head]) -> Head:
    """The head that says how a figure is told: estimates and p by their column, else the row before it.

    What stands over the whole table, in its corner or caption, speaks last, and only of figures in pairs.
    """
    of_estimates = next((head for head in column if head.told & _OF_ESTIMATES or head.told == {"C"}), None)
    told = of_estimates or next((head for head in (*own, *column) if head.told), None)
    if told is None or told.told == {"n"}:
        # "Number of falls" may be counted, or what a mean is of.
        heads = (*own, *column, *(head for head in of_all if len(head.told) > 1))
        averaged = next((head for head in heads if head.told & _AVERAGES), None)
        return averaged or told or next((head for head in of_all if len(head.told) > 1), Head())
    if told.told <= SPREADS and told is not of_estimates:
        more = next((head for head in (*own, *column) if head.told - SPREADS), None)
        if more is not None:
            return replace(told, told=told.told | more.told, measure=more.measure)
    return told


def _names(column: Sequence[Head], own: Sequence[Head], corner: str, *, counted: bool) -> tuple[str, str]:
    """What is measured, and in whom: by row and column, or the other way round where the rows are groups.

    With `counted` a number of things is what is measured.
    """
    row = next((head.counted if counted else head.said for head in own if head.said), "")
    said = [head.said for head in reversed(column) if head.said]
    across = ", ".join(dict.fromkeys(said))
    turned = (
        bool(own) and not own[0].told and bool(column) and bool(column[0].told - {"p"}) and column[0].said
    )
    if turned and (corner.casefold() in words().tables.group_corners or own[0].names_group):
        return column[0].counted if counted else column[0].said, row
    known = words().tables
    return row, "" if across.casefold() in known.everybody or across.casefold() in known.models else across


def _base(places: Sequence[Place]) -> Base | None:
    """The number of persons in the nearest head that tells one."""
    for place in reversed(places):
        size = read_head(place.text).size
        if size is not None:
            return Base(size.value, place.start + size.start, place.start + size.end)
    return None


def _is_adjusted(column: Sequence[Head], own: Sequence[Head], measure: Entry | None) -> bool:
    said = {word for head in (*column, *own) for word in head.said.casefold().split()}
    return (measure is not None and measure.adjusted) or not said.isdisjoint(words().tables.adjusted)


def _told(cell: FigureCell, asked: Asked) -> Told | None:
    """The statistic of a cell; None where print and heads do not say what it is."""
    said = cell.print
    reader = _READERS[said.form]
    read = reader(said, asked)
    if read is None:
        return None
    kind, values = read
    told = Told(
        kind, cell.column, cell.place.start, cell.place.start + said.start, cell.place.start + said.end,
        of_column=asked.of_column, of_row=asked.of_row, heads=asked.heads,
        bare=said.form == "single" and "p" not in asked.told,
    )  # fmt: skip
    for key, value in values.items():
        _put(told, key, value)
    told.sure = not told.parts.pop("_unsure", False)
    return _named(told, asked)


def _put(told: Told, key: str, value: object) -> None:
    if isinstance(value, Figure):
        told.parts[key], told.printed[key] = value.number.value, value.printed
    elif isinstance(value, tuple):
        told.parts[key], told.printed[key] = value
    elif value is not None:
        told.parts[key] = value


def _named(told: Told, asked: Asked) -> Told:
    """With label, group and unit as the heads say."""
    if told.kind == "sample_size":
        told.parts["unit_kind"] = "participants"
    elif 0 < len(asked.label) <= MOST_LABEL:
        told.parts["label"] = asked.label
    if 0 < len(asked.group) <= MOST_LABEL and told.kind != "p_value":
        told.parts["group"] = asked.group
    if asked.unit and told.kind in ("mean", "median", "range"):
        told.parts["unit"] = asked.unit
    return told


Values = Mapping[str, object]
Read = tuple[StatisticType, Values] | None


def _pair(said: Print, asked: Asked) -> Read:
    """As in "36 (30.0%)", "52.5 (8.1)"."""
    first, second = said.figures
    told = asked.told | (said.marks & FORMS)
    if told & _OF_ESTIMATES:
        return None if "p" in told else _effect(asked, first)
    if "A" in told or ("S" in told and "D" not in told):
        return _mean(said, asked, first, second)
    if "D" in told:
        return "median", {"value": first}
    if second.percent or {"%", "n"} <= told or first.percent:
        return _shares(asked, first, second)
    unsure = told <= {"n"} and _counts(first) and _is_share(second)
    return ("count", {"numerator": first, "percent": second, "_unsure": True}) if unsure else None


def _shares(asked: Asked, first: Figure, second: Figure) -> Read:
    """A count with its share, or a share with its count."""
    if first.percent or (asked.head.shares_first and not second.percent):
        count = {"numerator": second} if _counts(second) else {}
        return ("percentage", {"value": first, **count}) if _is_share(first) else None
    return (
        ("count", {"numerator": first, "percent": second}) if _counts(first) and _is_share(second) else None
    )


def _mean(said: Print, asked: Asked, first: Figure, spread: Figure) -> Read:
    named = "S" in asked.told or "S" in said.marks
    kind = "unstated" if not named else "se" if said.error or asked.head.error else "sd"
    return "mean", {"value": first, "sd": spread, "spread_kind": kind, "unit": "%" if first.percent else None}


def _effect(asked: Asked, value: Figure, low: Figure | None = None, high: Figure | None = None) -> Read:
    if asked.measure is None:
        return None
    bounds = _interval(asked.level, low, high) if low is not None and high is not None else {}
    adjusted = True if asked.adjusted else None
    return "effect", {"measure": asked.measure.name, "value": value, **bounds, "adjusted": adjusted}


def _interval(level: float | None, low: Figure, high: Figure) -> dict[str, object]:
    if low.number.value > high.number.value:
        low, high = high, low
    shown = None if level is None else int(level) if level == int(level) else level
    return {"ci_low": low, "ci_high": high, "ci_level": shown}


def _spread(said: Print, asked: Asked) -> Read:
    """As in "52.5 ± 8.1"."""
    first, second = said.figures
    if "M" in asked.told:
        return _effect(asked, first)
    return None if asked.told & {"n", "D", "p"} else _mean(said, asked, first, second)


def _bounded(said: Print, asked: Asked) -> Read:
    """As in "0.69 (0.51-0.93)", "41 (30-52)"."""
    first, low, high = said.figures[:3]
    told, level = asked.told | (said.marks & FORMS), said.level or asked.level
    asked = replace(asked, level=level)
    if "M" in told:
        read = _effect(asked, first, low, high)
        return _with_p(read, said)
    if "D" in told or "I" in told:
        kind = "IQR" if "I" in told else "range" if "R" in told else "unstated"
        return "median", {"value": first, "low": low, "high": high, "range_kind": kind}
    if "A" in told:
        return "mean", {"value": first, **(_interval(level, low, high) if "C" in told else {})}
    if "C" in told and (first.percent or "%" in told) and _is_share(first):
        return "percentage", {"value": first, **_interval(level, low, high)}
    return None


def _with_p(read: Read, said: Print) -> Read:
    if read is None or len(said.figures) < 4:
        return read
    last = said.figures[3]
    part = {"operator": said.operator, "value": last.number.value}
    return (read[0], {**read[1], "p": (part, last.printed)}) if 0 <= last.number.value <= 1 else read


def _bounds(said: Print, asked: Asked) -> Read:
    """Two numbers alone: the range of something."""
    low, high = said.figures
    return ("range", {"low": low, "high": high}) if asked.told == {"R"} else None


def _out_of(said: Print, asked: Asked) -> Read:
    """As in "12/40 (30%)"."""
    first, second, *share = said.figures
    if not (_counts(first) and _counts(second)) or first.number.value > second.number.value:
        return None
    if not share and not asked.told & {"n", "%"}:
        return None
    return "count", {"numerator": first, "denominator": second, "percent": share[0] if share else None}


def _single(said: Print, asked: Asked) -> Read:
    """One number: its heads say what it is."""
    figure, told = said.first, asked.told
    if "p" in told:
        return _p(said, asked)
    qualifier = said.operator if said.operator != "=" else None
    if "M" in told:
        # What the others are compared with has 1 and no interval.
        read = _effect(asked, figure) if figure.number.value != 1 else None
        return None if read is None else (read[0], {**read[1], "qualifier": qualifier})
    if "A" in told or "D" in told:
        unit = "%" if figure.percent else None
        return ("mean" if "A" in told else "median"), {"value": figure, "qualifier": qualifier, "unit": unit}
    if figure.percent or told == {"%"}:
        measured = cues("percent_measures").isdisjoint(asked.label.casefold().split())
        share = _is_share(figure) and measured and (figure.percent or asked.label or asked.group)
        return ("percentage", {"value": figure, "qualifier": qualifier}) if share else None
    if "n" in told and _counts(figure):
        people = asked.label.casefold() in words().tables.sizes
        return ("sample_size", {"value": figure}) if people else ("count", {"numerator": figure})
    return None


def _p(said: Print, asked: Asked) -> Read:
    if not said.figures:
        return ("p_value", {"operator": "=", "value": None}) if asked.told & {"p"} else None
    value = said.figures[0].number.value
    known = "p" in asked.told or "p" in said.marks
    if not known or not 0 <= value <= 1 or said.figures[0].percent:
        return None
    return "p_value", {"operator": said.operator, "value": said.figures[0]}


def _counts(figure: Figure) -> bool:
    return figure.number.whole and not figure.percent


def _is_share(figure: Figure) -> bool:
    return 0 <= figure.number.value <= _HUNDRED


_READERS: Mapping[str, Callable[[Print, Asked], Read]] = {
    "pair": _pair,
    "spread": _spread,
    "bounded": _bounded,
    "bounds": _bounds,
    "out_of": _out_of,
    "single": _single,
    "p": _p,
}


def _completes(last: tuple[Told, Asked], cell: FigureCell, asked: Asked) -> bool:
    """Whether the cell only completes the figure left of it: its share, spread, interval or p."""
    told, before = last
    if cell.column != told.column + 1 + len(told.beside) or (asked.group != before.group and asked.group):
        return False
    done = _complete(told, cell.print, asked, before)
    if done:
        told.beside.append((cell.place.start + cell.print.start, cell.place.start + cell.print.end))
    return done


def _complete(told: Told, said: Print, asked: Asked, before: Asked) -> bool:
    own, figures = asked.told, said.figures
    if told.kind == "count" and own == {"%"} and before.told == {"n"} and said.form == "single":
        if "percent" in told.parts or not _is_share(figures[0]):
            return False
        _put(told, "percent", figures[0])
    elif told.kind == "mean" and own == {"S"} and said.form == "single" and "sd" not in told.parts:
        _put(told, "sd", figures[0])
        _put(told, "spread_kind", "se" if asked.head.error else "sd")
    elif told.kind == "median" and own and own <= {"I", "R"} and said.form == "bounds":
        _put(told, "low", figures[0])
        _put(told, "high", figures[1])
        _put(told, "range_kind", "IQR" if "I" in own else "range")
    elif (
        told.kind in ("effect", "mean")
        and own == {"C"}
        and said.form == "bounds"
        and "ci_low" not in told.parts
    ):
        for key, value in _interval(said.level or asked.level, *figures).items():
            _put(told, key, value)
    elif told.kind == "effect" and own == {"p"} and "p" not in told.parts:
        read = _p(said, asked)
        if read is None or not said.figures:
            return False
        part = {"operator": said.operator, "value": figures[0].number.value}
        _put(told, "p", (part, figures[0].printed))
    else:
        return False
    return True
