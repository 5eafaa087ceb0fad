"""Two readings of one page → one page to settle: what both say of each sentence, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ecosift.evaluation.alignment import Alignment, align
from ecosift.evaluation.reading import Reading
from ecosift.evaluation.reading import Unit as ReadUnit
from ecosift.review.shapes import Block, Figure, Labels, Unit, View


def compared(one: View, other: View) -> View:
    """The first page with both sides' labels on every sentence that either has."""
    partners = align(_reading(one), _reading(other))
    pairs = list(_in_order(len(one.units), len(other.units), partners))
    units = [_joined(one, other, i, j) for i, j in pairs]
    blocks = tuple(
        replace(one.blocks[one.units[i].block], reason=None) if i is not None else Block("sentence")
        for i, _ in pairs
    )
    return replace(
        one,
        title=one.title or other.title,
        url=one.url or other.url,
        units=tuple(replace(unit, block=at) for at, unit in enumerate(units)),
        blocks=blocks,
        whole=one.whole and other.whole,
        study=one.study or other.study,
        labelled=_labelled(one, other),
        extra={**other.extra, **one.extra},
    )


def only_one(view: View, *, first: bool) -> View:
    """A page that the other file does not have: every sentence is one side's alone."""
    units = tuple(
        replace(unit, sides=(unit.labels, None) if first else (None, unit.labels), differs=("sentence",))
        for unit in view.units
    )
    return replace(view, units=units)


def _labelled(one: View, other: View) -> tuple[str, ...] | None:
    """The layers that either labelled."""
    if one.labelled is None or other.labelled is None:
        return None
    return tuple(dict.fromkeys((*one.labelled, *other.labelled)))


def _reading(view: View) -> Reading:
    placed = bool(view.units) and all(unit.runs for unit in view.units)
    units = tuple(_read_unit(unit, placed=placed) for unit in view.units)
    return Reading(view.doc, units, page=view.text if placed else None, whole=view.whole)


def _read_unit(unit: Unit, *, placed: bool) -> ReadUnit:
    if not placed:
        return ReadUnit(unit.text)
    (_, start), (in_text, in_page) = unit.runs[0], unit.runs[-1]
    return ReadUnit(unit.text, start, in_page + len(unit.text) - in_text)


def _in_order(ones: int, others: int, found: Alignment) -> Iterator[tuple[int | None, int | None]]:
    """Every unit of both, pairs together, in the first one's order; the other's alone where they stood."""
    waiting = 0
    for i in range(ones):
        j = found.partner.get(i)
        if j is not None:
            yield from ((None, k) for k in range(waiting, j) if k not in found.owner)
            waiting = max(waiting, j + 1)
        yield i, j
    yield from ((None, k) for k in range(waiting, others) if k not in found.owner)


def _joined(one: View, other: View, i: int | None, j: int | None) -> Unit:
    if i is None:
        assert j is not None
        lone = other.units[j]
        # Its offsets may lead into another text than the first page's.
        return replace(
            lone,
            runs=lone.runs if one.text == other.text else (),
            sides=(None, lone.labels),
            differs=_missing(lone.labels, one),
        )
    unit = one.units[i]
    if j is None:
        return replace(unit, sides=(unit.labels, None), differs=_missing(unit.labels, other))
    theirs = _carried(other.units[j], unit.text)
    return replace(unit, sides=(unit.labels, theirs), differs=tuple(differences(unit.labels, theirs)))


def _missing(labels: Labels, other: View) -> tuple[str, ...]:
    """A sentence that the other has not is a difference if it is content that the other was to list."""
    said = labels.content and not labels.heading and (other.whole or bool(labels.tags or labels.figures))
    return ("sentence",) if said else ()


def _carried(unit: Unit, text: str) -> Labels:
    """A unit's labels on another text of the same sentence: figures that do not stand in it are left out."""
    if unit.text == text:
        return unit.labels
    figures: list[Figure] = []
    for figure in unit.labels.figures:
        said = unit.text[figure.start : figure.end]
        at = text.find(said, figures[-1].end if figures else 0)
        if at >= 0:
            figures.append(replace(figure, start=at, end=at + len(said)))
    tags = tuple(replace(tag, cues=()) for tag in unit.labels.tags)
    return replace(unit.labels, figures=tuple(figures), tags=tags)


def differences(one: Labels, other: Labels) -> Iterator[str]:
    """The layers in which two readings of a sentence differ."""
    if (one.content, one.heading) != (other.content, other.heading):
        yield "content"
    if one.role != other.role:
        yield "role"
    levels, theirs = _levels(one), _levels(other)
    if set(levels) != set(theirs):
        yield "levels"
    if any(levels[level] != theirs[level] for level in levels if level in theirs):
        yield "valence"
    if _spans(one.figures) != _spans(other.figures):
        yield "figures"


def _levels(labels: Labels) -> Mapping[str, str | None]:
    return {tag.level: tag.valence for tag in labels.tags}


def _spans(figures: Sequence[Figure]) -> set[tuple[str, int, int]]:
    return {(figure.type, figure.start, figure.end) for figure in figures}
