"""The statistics of tables: every cell of figures that print and heads explain, checked against its heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ecosift.tagging.statistics.tables.checks import checked_table
from ecosift.tagging.statistics.tables.figures import Told, read_row
from ecosift.tagging.statistics.tables.grid import Columns, Place, Table, read_tables
from ecosift.tagging.statistics.tables.heads import Head, read_head
from ecosift.types import Block, Check, SentenceSpan, Statistic


@dataclass(frozen=True, slots=True)
class Cell:
    """The statistic of a table's cell, and the heads of its row and column as printed."""

    statistic: Statistic
    heads: tuple[str, ...]


def cells_of_tables(
    text: str, sentences: Sequence[SentenceSpan], blocks: Sequence[Block]
) -> Mapping[int, Cell]:
    """The statistics of the cells that say nothing but figures, by the place of the cell in `sentences`."""
    places = {
        sentence.start: index
        for index, sentence in enumerate(sentences)
        if sentence.kind == "table_row" and sentence.heading
    }
    if not places:
        return {}
    return {
        places[start]: cell
        for table in read_tables(blocks)
        for start, cell in _cells(text, table)
        if start in places
    }


def with_cells(sentences: Sequence[SentenceSpan], cells: Mapping[int, Cell]) -> list[SentenceSpan]:
    """The sentences with every cell that has a statistic as one of them, and no heading any more."""
    return [
        replace(sentence, heading=False, heads=cells[index].heads) if index in cells else sentence
        for index, sentence in enumerate(sentences)
    ]


def _cells(text: str, table: Table) -> Iterator[tuple[int, Cell]]:
    caption = read_head(table.caption.text) if table.caption is not None else Head()
    rows: list[list[Told]] = []
    for row in table.rows:
        corner = row.columns.of(0)
        rows.append(read_row(row, corner[-1].text if corner else "", table.caption))
    of_study = _is_of_study(table, caption)
    for told, checks in checked_table(rows):
        # Prices, ratings and specifications are single numbers too.
        if of_study or not told.bare:
            yield told.cell, Cell(_statistic(text, told, checks), told.heads)


def _is_of_study(table: Table, caption: Head) -> bool:
    """Whether a head says what only studies say; those of columns may also name people, p, an interval."""
    rows = (place for row in table.rows for place in (row.label, *row.above) if place is not None)
    if (
        caption.is_of_study
        or caption.names_people
        or any(read_head(place.text).is_of_study for place in rows)
    ):
        return True
    columns = [head for place in _heads_of_columns(table) if (head := read_head(place.text))]
    return any(head.is_of_study or head.names_people or head.told & {"p", "C"} for head in columns)


def _heads_of_columns(table: Table) -> Iterator[Place]:
    columns: Columns | None = None
    for row in table.rows:
        if row.columns is not columns:
            columns = row.columns
            yield from (place for heads in columns.heads for place in heads)


def _statistic(text: str, told: Told, checks: tuple[Check, ...]) -> Statistic:
    start, end = told.start, told.end
    return Statistic(told.kind, text[start:end], start, end, told.parts, told.printed, (), checks)
