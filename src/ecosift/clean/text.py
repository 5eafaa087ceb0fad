"""Plain text to candidates: lines, joined where they were wrapped, list marks and table cells apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ecosift.clean.candidates import Candidate, Candidates, Containers, Look
from ecosift.clean.lines import Line, join_pieces, split_lines
from ecosift.clean.pipes import find_tables
from ecosift.clean.tails import part_tails
from ecosift.clean.wrapping import continues, wrap_width
from ecosift.headings import looks_like_heading
from ecosift.types import BlockKind

MIN_LETTERS = 60
# As in "Figure 2. Weight by arm" and "Table 1: Baseline".
CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Chart|Graph)(?: \d{1,2}[A-Za-z]?)? ?[.:|–—-] ", re.IGNORECASE)


def read_text(raw: str) -> Candidates:
    """The candidates of a plain-text page; each knows where in `raw` it stands."""
    lines = split_lines(raw)
    blocks = list(part_tails(_blocks(lines)))
    groups = lines[-1].group + 1 if lines else 0
    containers = Containers([-1] * groups, [0] * groups, [Look("lines")] * groups)
    return Candidates(blocks, containers, plain=True)


def _blocks(lines: Sequence[Line]) -> Iterator[Candidate]:
    width, tables = wrap_width(lines), find_tables(lines)
    at = 0
    while at < len(lines):
        if at in tables:
            row = tables[at]
            if row is not None:
                yield row
            at += 1
            continue
        end = _end_of_letters(lines, at)
        while (
            width and end < len(lines) and end not in tables and continues(lines[end - 1], lines[end], width)
        ):
            end += 1
        yield _block(lines[at:end])
        at = end


def _end_of_letters(lines: Sequence[Line], at: int) -> int:
    """The line after this one, or after many that are one letter each: text set downwards is one text."""
    end = at
    while end < len(lines) and len(lines[end].text) == 1 and not lines[end].marker:
        end += 1
    return end if end - at >= MIN_LETTERS else at + 1


def _block(lines: Sequence[Line]) -> Candidate:
    first = lines[0]
    joined = join_pieces((line.text, line.start) for line in lines)
    return Candidate(
        _kind(first.marker, joined.text),
        joined.text,
        "line",
        first.group,
        raw_start=first.start,
        raw_end=lines[-1].end,
        raw_map=joined.places,
        depth=1 if first.marker else 0,
        marker=first.marker,
    )


def _kind(marker: str, text: str) -> BlockKind:
    if marker:
        return "list_item"
    if CAPTION.match(text):
        return "caption"
    return "heading" if looks_like_heading(text) else "paragraph"
