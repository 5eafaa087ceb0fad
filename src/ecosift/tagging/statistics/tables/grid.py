"""Tables of an article as grids: which rows are heads, what stands above and before every cell of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ecosift.tagging.statistics.tables.cells import Print, read_cell
from ecosift.tagging.statistics.tables.heads import read_head
from ecosift.types import Block, Cell

# Rows of heads above one another; more are a table that has no figures.
MOST_HEAD_ROWS = 4
MOST_NAME = 60
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the table and where it begins in the article."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell of figures: its column, where it begins in the article, how it is printed."""

    column: int
    place: Place
    print: Print


@dataclass(slots=True)
class Row:
    """A row of figures: its own head, the heads of rows above that it stands under, its cells.

    `columns` has the heads above each column, the nearest last; it is shared by the rows below one head.
    """

    label: Place | None
    above: tuple[Place, ...]
    cells: list[FigureCell]
    columns: Columns


@dataclass(slots=True)
class Columns:
    """The heads above each column of a table, and what stands in its corner."""

    heads: list[list[Place]] = field(default_factory=list)

    def of(self, column: int) -> list[Place]:
        """The heads above a column, the nearest last."""
        return self.heads[column] if column < len(self.heads) else []


@dataclass(slots=True)
class Table:
    """The rows of figures of one table, with its caption."""

    caption: Place | None
    rows: list[Row]


def read_tables(blocks: Sequence[Block]) -> Iterator[Table]:
    """The tables of an article that have rows of figures, in order."""
    caption: Place | None = None
    held: list[Block] = []
    for block in blocks:
        if block.start is None:
            continue
        if block.kind == "table_row" and (not held or _name(block) == _name(held[0])):
            held.append(block)
            continue
        if held:
            yield from _table(caption, held)
        held = [block] if block.kind == "table_row" else []
        caption = Place(block.text, block.start) if block.kind == "caption" else None
    if held:
        yield from _table(caption, held)


def _name(block: Block) -> str:
    """What tells an HTML table from the one that follows it."""
    path = block.xpath or ""
    above, found, inside = path.rpartition("/table[")
    return above + found + inside.partition("/")[0]


def _table(caption: Place | None, blocks: Sequence[Block]) -> Iterator[Table]:
    rows = _Reader().read(blocks)
    if rows:
        yield Table(caption, rows)


class _Reader:
    """Walks the rows of one table once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.columns = Columns()
        self.head_rows = 0
        self.open = True  # no row of figures since the last row of heads
        self.name: Place | None = None  # a row that only names those below it
        self.first: Place | None = None  # the last first cell, which may reach down

    def read(self, blocks: Sequence[Block]) -> list[Row]:
        for block in blocks:
            places = _places(block)
            filled = [at for at, place in enumerate(places) if place.text]
            if not filled:
                continue
            if self._is_head(block.cells, places, filled):
                self._head(block.cells, places)
            elif filled == [0]:
                self.name = places[0]
            else:
                self._figures(block.cells, places)
        return self.rows

    def _is_head(self, cells: Sequence[Cell], places: list[Place], filled: list[int]) -> bool:
        beyond = [at for at in filled if at > 0]
        if not beyond:
            return False
        if all(cells[at].header for at in beyond):
            return True
        if not self.open or self.head_rows >= MOST_HEAD_ROWS or any(map(_is_figure, _texts(places, beyond))):
            return False
        first = self.head_rows == 0 or not places[0].text
        return first or not any(read_head(text).said for text in _texts(places, beyond))

    def _head(self, cells: Sequence[Cell], places: list[Place]) -> None:
        if not self.open or self.head_rows >= MOST_HEAD_ROWS:
            self.columns, self.head_rows, self.name = Columns(), 0, None
        heads = self.columns.heads
        heads += [[] for _ in range(len(places) - len(heads))]
        last, until = None, 0
        for at, (cell, place) in enumerate(zip(cells, places, strict=True)):
            if cell.span > 0:
                last, until = place, at + cell.span
            if last is not None and at < until and last.text:
                heads[at].append(last)
        self.head_rows += 1
        self.open = True

    def _figures(self, cells: Sequence[Cell], places: list[Place]) -> None:
        self.open = False
        prints = [(at, read_cell(places[at].text)) for at in range(1, len(places)) if not cells[at].header]
        figures = [FigureCell(at, places[at], said) for at, said in prints if said is not None]
        first = figures[0].column if figures else len(places)
        names = [
            place
            for at, place in enumerate(places[:first])
            if place.text and (at == 0 or _is_name(place.text))
        ]
        if places[0].text:
            self.first = places[0]
        elif self.first is not None and names and cells[0].span == 0:
            names.insert(0, self.first)
        above = () if self.name is None else (self.name,)
        label = names[-1] if names else None
        if figures:
            self.rows.append(Row(label, (*above, *names[:-1]), figures, self.columns))


def _places(block: Block) -> list[Place]:
    assert block.start is not None
    return [_trimmed(block.text, block.start, cell) for cell in block.cells]


def _trimmed(text: str, start: int, cell: Cell) -> Place:
    said = text[cell.start : cell.end]
    return Place(said.strip(), start + cell.start + len(said) - len(said.lstrip()))


def _is_name(text: str) -> bool:
    """Whether a cell behind the first names the row rather than tells more of it."""
    return len(text) <= MOST_NAME and any(map(str.isalpha, text)) and not any(map(str.isdigit, text))


def _texts(places: list[Place], which: list[int]) -> Iterator[str]:
    return (places[at].text for at in which)


def _is_figure(text: str) -> bool:
    """Whether a cell of the first rows holds figures: no year, no number of persons."""
    said = read_cell(text)
    if said is None:
        return False
    value = said.first.number.value if said.figures else 0
    return not (said.form == "single" and isinstance(value, int) and _FIRST_YEAR <= value <= _LAST_YEAR)
