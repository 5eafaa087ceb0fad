"""Table rows: the blocks of a row's cells become one block, unless the table only lays out the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecosift.clean.candidates import SENTENCE_ENDS, Candidate
from ecosift.types import Cell, Mark

SEPARATOR = " | "
# A cell longer than this holds running text: the table lays out a page. (About two hundred words.)
MAX_CELL = 1200
# A cell across a table that names the rows below it is a short one.
MAX_NAME_WORDS = 12
# Columns further right are not followed downwards.
MAX_TAKEN = 50

# How many rows more a cell above takes a column, by column.
Taken = dict[int, int]


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell: the number of blocks before it, whether it is a header, the columns and rows it takes."""

    first: int
    header: bool
    span: int = 1
    rows: int = 1


def merge_row(
    blocks: list[Candidate], cells: list[OpenCell], container: int, xpath: str, taken: Taken
) -> None:
    """Replace the blocks of a row, which end the list, by one `table_row` block; layout rows stay.

    `taken` has the columns that cells of rows above take in this one; it is brought up to date.
    """
    first = cells[0].first
    held = [
        blocks[cell.first : after]
        for cell, after in zip(cells, [cell.first for cell in cells[1:]] + [len(blocks)], strict=True)
    ]
    named = len(cells) == 1 and _names_rows(blocks, held[0], cells[0], xpath)
    if (len(cells) < 2 and not named) or not any(held) or not all(_is_data(cell) for cell in held):
        return
    row = _row(held, cells, container, xpath, taken)
    del blocks[first:]
    blocks.append(row)


def _is_data(cell: list[Candidate]) -> bool:
    return not cell or (len(cell) == 1 and cell[0].kind != "table_row" and len(cell[0].text) <= MAX_CELL)


def _names_rows(blocks: list[Candidate], held: list[Candidate], cell: OpenCell, xpath: str) -> bool:
    """Whether the only cell of a row goes across the table that it stands in, and names the rows below."""
    if len(held) != 1 or cell.span < 2 or not cell.first:
        return False
    above, name = blocks[cell.first - 1], held[0]
    return (
        above.kind == "table_row"
        and _table_of(above.xpath or "") == _table_of(xpath)
        and name.words <= MAX_NAME_WORDS
        and name.text[-1] not in SENTENCE_ENDS - {")", ":"}
    )


def _table_of(xpath: str) -> str:
    around, _, inside = xpath.rpartition("/table[")
    return around + inside.partition("/")[0]


def _row(
    held: list[list[Candidate]], cells: list[OpenCell], container: int, xpath: str, taken: Taken
) -> Candidate:
    """Cell texts joined; an empty cell takes no room but keeps its column."""
    parts: list[str] = []
    places: list[Cell] = []
    marks: list[Mark] = []
    at = 0
    for blocks, cell in zip(held, cells, strict=True):
        end = at
        places += _from_above(taken, len(places), at)
        for block in blocks:
            at += len(SEPARATOR) if parts else 0
            end = at + len(block.text)
            parts.append(block.text)
            marks += [Mark(m.kind, m.start + at, m.end + at, m.href) for m in block.marks]
        _take(taken, len(places), cell)
        places.append(Cell(at, end, cell.header, cell.span))
        places += [Cell(end, end, cell.header, 0)] * (cell.span - 1)
        at = end
    places += _from_above(taken, len(places), at)
    linked, bold = sum(b.linked for c in held for b in c), sum(b.bold for c in held for b in c)
    return Candidate(
        "table_row", SEPARATOR.join(parts), "tr", container, linked, xpath,
        cells=tuple(places), marks=tuple(marks), bold=bold,
        ids=tuple(name for blocks in held for block in blocks for name in block.ids),
    )  # fmt: skip


def _from_above(taken: Taken, column: int, at: int) -> Iterator[Cell]:
    """The places from `column` on that cells of rows above take."""
    while taken.get(column, 0) > 0:
        taken[column] -= 1
        yield Cell(at, at, False, 0)
        column += 1


def _take(taken: Taken, column: int, cell: OpenCell) -> None:
    if cell.rows > 1:
        taken |= dict.fromkeys(range(column, min(column + cell.span, MAX_TAKEN)), cell.rows - 1)
