"""Passages kept and dropped, and where sentences end: what cleaning and segmentation are scored on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ecosift.evaluation.alignment import Alignment
from ecosift.evaluation.reading import Reading, Unit

# Without offsets, an end is known by this many characters before it, white space left out.
BEFORE_END = 24

Row = tuple[float, float, float]


def line_counts(gold: Reading, predicted: Reading, aligned: Alignment) -> Row:
    """The gold's passages (sentences and pieces of furniture) as kept or dropped, and what only one has.

    A passage is kept where half of its characters are, or, without offsets, where it stands in the text kept
    or is paired with a sentence of it. A predicted sentence that stands nowhere in the gold was kept by
    mistake.
    """
    kept = _Kept(gold, predicted, aligned)
    tp = fp = fn = 0
    for place, unit in enumerate(gold.units):
        if unit.kind == "heading":
            continue
        is_kept = kept(place, unit)
        tp += unit.kind == "statement" and is_kept
        fn += unit.kind == "statement" and not is_kept
        fp += unit.kind == "furniture" and is_kept
    texts = _letters(" ".join((*(u.text for u in gold.units), *gold.neutral)))
    fp += sum(
        unit.kind == "statement" and place not in aligned.owner and _letters(unit.text) not in texts
        for place, unit in enumerate(predicted.units)
    )
    return float(tp), float(fp), float(fn)


class _Kept:
    def __init__(self, gold: Reading, predicted: Reading, aligned: Alignment) -> None:
        self.aligned = aligned
        self.spans: bytearray | None = None
        if aligned.by_offsets and gold.page is not None:
            self.spans = _covered(predicted, len(gold.page))
        self.text = _letters(predicted.content or "")

    def __call__(self, place: int, unit: Unit) -> bool:
        if self.spans is not None and unit.start is not None and unit.end is not None:
            return 2 * sum(self.spans[unit.start : unit.end]) >= unit.end - unit.start
        return place in self.aligned.partner or _letters(unit.text) in self.text


def boundary_counts_of(gold: Reading, predicted: Reading, aligned: Alignment) -> Row:
    """Ends of sentences and headings that both have, that only the prediction has, that only the gold has.

    An end counts only where both kept the characters before it: what was not kept is cleaning's mistake. The
    last end of a page is left out.
    """
    if aligned.by_offsets and gold.page is not None:
        sides = [_ends(reading, _covered(other, len(gold.page))) for reading, other in _both(gold, predicted)]
    else:
        sides = [_marks(reading, _stream(other)) for reading, other in _both(gold, predicted)]
    want, got = sides
    both = (want & got).total()
    return float(both), float((got - want).total()), float((want - got).total())


def _both(gold: Reading, predicted: Reading) -> tuple[tuple[Reading, Reading], tuple[Reading, Reading]]:
    return (gold, predicted), (predicted, gold)


def _spoken(reading: Reading) -> Iterator[Unit]:
    return (unit for unit in reading.units if unit.kind != "furniture")


def _ends(reading: Reading, covered: bytearray) -> Counter[object]:
    ends = [unit.end for unit in _spoken(reading) if unit.end is not None]
    return Counter(end for end in ends[:-1] if 0 < end <= len(covered) and covered[end - 1])


def _covered(reading: Reading, length: int) -> bytearray:
    """For each character of the page, whether a sentence or heading of the reading has it."""
    covered = bytearray(length)
    for unit in _spoken(reading):
        if unit.start is not None and unit.end is not None:
            start, end = max(0, unit.start), min(unit.end, length)
            covered[start:end] = b"\x01" * max(0, end - start)
    return covered


def _marks(reading: Reading, other: str) -> Counter[object]:
    texts = [_letters(unit.text) for unit in _spoken(reading)]
    marks = Counter(mark for text in texts[:-1] if (mark := text[-BEFORE_END:]))
    there = _standing(marks, other)
    return Counter({mark: number for mark, number in marks.items() if mark in there})


def _standing(marks: Iterable[str], text: str) -> set[str]:
    """Those of the marks that stand in the text; one pass for each length that they have."""
    wanted = set(marks)
    lengths = {len(mark) for mark in wanted}
    return {
        piece
        for length in lengths
        for at in range(len(text) - length + 1)
        if (piece := text[at : at + length]) in wanted
    }


def _stream(reading: Reading) -> str:
    return "".join(_letters(unit.text) for unit in _spoken(reading))


def _letters(text: str) -> str:
    return "".join(text.split())
