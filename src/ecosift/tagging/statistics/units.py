"""Units directly after a number."""

from __future__ import annotations

from ecosift.tagging.statistics.lexicons import Words
from ecosift.tagging.statistics.line import Line


def unit_at(line: Line, table: Words, at: int) -> tuple[int, int] | None:
    """Start and end of the unit that stands at `at`, after a space or hyphen or none."""
    folded = line.folded
    start = at + 1 if at < len(folded) and folded[at] in " -" else at
    found = table.unit.match(folded, start)
    return (found.start(), found.end()) if found else None


def take_unit(line: Line, table: Words, at: int, start: int, end: int) -> int:
    """Add the unit as a token of its class, and the hyphen before it."""
    if line.folded[at] == "-":
        line.add("-", at, at + 1)
    name = line.folded[start:end]
    entry = table.lower.get(name.lower())
    code = "T" if name in table.time else "h" if entry and entry.code == "h" else "U"
    line.add("h" if name in {"h", "s", "hr", "hrs", "min", "mins"} else code, start, end)
    return end
