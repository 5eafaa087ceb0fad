"""Furniture at the end of a paragraph: "Weight by arm and year. Click image to enlarge."."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ecosift.clean.candidates import Candidate
from ecosift.clean.furniture import ends_in_furniture
from ecosift.types import Mark

MIN_WORDS = 6


def part_tails(blocks: Iterable[Candidate]) -> Iterator[Candidate]:
    """The blocks, each closing phrase that is furniture as a block of its own."""
    for block in blocks:
        tail = ends_in_furniture(block.text) if block.words >= MIN_WORDS and not block.cells else 0
        if tail == 0:
            yield block
            continue
        at = len(block.text) - tail
        yield part_of(block, 0, len(block.text[:at].rstrip()))
        after = at + tail - len(block.text[at:].lstrip())
        yield replace(part_of(block, after, len(block.text)), marker="", ids=())


def part_of(block: Candidate, start: int, end: int) -> Candidate:
    """The block from `start` to before `end` of its text, with its marks and places."""
    text = block.text[start:end]
    marks = tuple(
        Mark(m.kind, max(m.start, start) - start, min(m.end, end) - start, m.href)
        for m in block.marks
        if m.start < end and m.end > start
    )
    places = _places(block, start, end)
    return Candidate(
        block.kind, text, block.tag, block.container,
        linked=sum(m.end - m.start for m in marks if m.kind == "link"),
        bold=sum(m.end - m.start for m in marks if m.kind == "bold"),
        xpath=block.xpath,
        raw_start=places[0][1] if places else None,
        raw_end=places[-1][1] + len(text) - places[-1][0] if places else None,
        raw_map=places, depth=block.depth, marker=block.marker, marks=marks, ids=block.ids,
    )  # fmt: skip


def _places(block: Candidate, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The runs of the slice in the page; the first begins where the slice does."""
    runs = [(at, raw) for at, raw in block.raw_map if at < end]
    before = [run for run in runs if run[0] <= start]
    if not before:
        return ()
    at, raw = before[-1]
    first = (0, raw + start - at)
    return (first, *((at - start, raw) for at, raw in runs if at > start))
