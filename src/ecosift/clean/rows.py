"""Table rows: the blocks of a row's cells become one block, unless the table only lays out the page."""

from __future__ import annotations

from dataclasses import dataclass

from ecosift.clean.candidates import Candidate
from ecosift.types import Cell, Mark

SEPARATOR = " | "
# A cell longer than this holds running text: the table lays out a page. (About two hundred words.)
MAX_CELL = 1200


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell: the number of blocks before it, whether it is a header, and how many columns it takes."""

    first: int
    header: bool
    span: int = 1


def merge_row(blocks: list[Candidate], cells: list[OpenCell], container: int, xpath: str) -> None:
    """Replace the blocks of a row, which end the list, by one `table_row` block; layout rows stay."""
    first = cells[0].first
    held = [
        blocks[cell.first : after]
        for cell, after in zip(cells, [cell.first for cell in cells[1:]] + [len(blocks)], strict=True)
    ]
    if len(cells) < 2 or not any(held) or not all(_is_data(cell) for cell in held):
        return
    row = _row(held, cells, container, xpath)
    del blocks[first:]
    blocks.append(row)


def _is_data(cell: list[Candidate]) -> bool:
    return not cell or (len(cell) == 1 and cell[0].kind != "table_row" and len(cell[0].text) <= MAX_CELL)


def _row(held: list[list[Candidate]], cells: list[OpenCell], container: int, xpath: str) -> Candidate:
    """Cell texts joined; an empty cell takes no room but keeps its column."""
    parts: list[str] = []
    places: list[Cell] = []
    marks: list[Mark] = []
    at = 0
    for blocks, cell in zip(held, cells, strict=True):
        end = at
        for block in blocks:
            at += len(SEPARATOR) if parts else 0
            end = at + len(block.text)
            parts.append(block.text)
            marks += [Mark(m.kind, m.start + at, m.end + at, m.href) for m in block.marks]
        places.append(Cell(at, end, cell.header))
        places += [Cell(end, end, cell.header)] * (cell.span - 1)
        at = end
    linked, bold = sum(b.linked for c in held for b in c), sum(b.bold for c in held for b in c)
    return Candidate(
        "table_row", SEPARATOR.join(parts), "tr", container, linked, xpath,
        cells=tuple(places), marks=tuple(marks), bold=bold,
        ids=tuple(name for blocks in held for block in blocks for name in block.ids),
    )  # fmt: skip
