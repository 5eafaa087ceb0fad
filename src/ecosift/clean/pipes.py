"""Tables in plain text: rows whose cells stand between pipes or tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ecosift.clean.candidates import Candidate
from ecosift.clean.lines import Line, has_gaps, join_pieces
from ecosift.types import Cell

RULE = re.compile(r"[\s|:+=-]+\Z")
SEPARATOR = " | "
MAX_HEAD_WORDS = 6


def find_tables(lines: Sequence[Line]) -> dict[int, Candidate | None]:
    """Table rows by the number of their line; None for a line that only rules the table off."""
    rows: dict[int, Candidate | None] = {}
    at = 0
    while at < len(lines):
        end = _end_of_table(lines, at)
        if end - at >= 2:
            rows.update(_rows(lines, at, end))
        at = max(end, at + 1)
    return rows


def _end_of_table(lines: Sequence[Line], at: int) -> int:
    """The line after the last that has as many cells as this one; `at` itself where this is no row."""
    divider, cells = _shape(lines[at])
    end = at
    if divider:
        while (
            end < len(lines) and _is_row(lines[end], divider, cells) and lines[end].group == lines[at].group
        ):
            end += 1
    return end


def _is_row(line: Line, divider: str, cells: int) -> bool:
    return line.text.count(divider) == cells or _is_rule(line)


def _shape(line: Line) -> tuple[str, int]:
    """What divides the cells of a line, and how often."""
    for divider in "|\t":
        if (count := line.text.count(divider)) > 0:
            return divider, count
    return "", 0


def _is_rule(line: Line) -> bool:
    return "|" in line.text and "-" in line.text and RULE.match(line.text) is not None


def _rows(lines: Sequence[Line], at: int, end: int) -> dict[int, Candidate | None]:
    divider, _ = _shape(lines[at])
    ruled = at + 1 < end and _is_rule(lines[at + 1])
    split = {
        number: _cells(lines[number], divider) for number in range(at, end) if not _is_rule(lines[number])
    }
    heads = ruled and _first_cells_are_heads(list(split.values())[1:])
    rows: dict[int, Candidate | None] = dict.fromkeys(range(at, end))
    for number, cells in split.items():
        if any(text for text, _ in cells):
            rows[number] = _row(lines[number], cells, all_heads=ruled and number == at, first_head=heads)
    return rows


def _cells(line: Line, divider: str) -> list[tuple[str, int]]:
    """Text and start of every cell; the empty ones before a leading and after a closing pipe are none."""
    cells: list[tuple[str, int]] = []
    at = line.start
    for part in line.text.split(divider):
        text = part.strip()
        lead = 0 if len(text) == len(part) else len(part) - len(part.lstrip())
        cells.append((text, at + lead))
        at += len(part) + 1
    if divider == "|" and len(cells) > 1:
        cells = cells[not cells[0][0] : len(cells) - (not cells[-1][0])]
    return cells


def _first_cells_are_heads(rows: Sequence[Sequence[tuple[str, int]]]) -> bool:
    firsts = [row[0][0] for row in rows if row]
    return bool(firsts) and all(_reads_as_head(text) for text in firsts)


def _reads_as_head(text: str) -> bool:
    return text.count(" ") < MAX_HEAD_WORDS and not text.endswith((".", "!", ";"))


def _row(line: Line, cells: Sequence[tuple[str, int]], *, all_heads: bool, first_head: bool) -> Candidate:
    """Cell texts joined; an empty cell takes no room but keeps its column."""
    parts: list[str] = []
    places: list[Cell] = []
    runs: list[tuple[int, int]] = []
    at = raw_end = 0
    head = all_heads or first_head
    for raw, start in cells:
        text = raw
        if raw:
            at += len(SEPARATOR) if parts else 0
            raw_end = start + len(raw)
            if has_gaps(raw):
                joined = join_pieces(((raw, start),))
                text = joined.text
                runs += [(at + place, inside) for place, inside in joined.places]
            else:
                runs.append((at, start))
            parts.append(text)
        places.append(Cell(at, at + len(text), head))
        at, head = at + len(text), all_heads
    return Candidate(
        "table_row",
        SEPARATOR.join(parts),
        "line",
        line.group,
        raw_start=runs[0][1],
        raw_end=raw_end,
        raw_map=tuple(runs),
        cells=tuple(places),
    )
