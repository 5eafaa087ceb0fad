"""A figure on its way to a statistic: where it stands in the line, and the parts read so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ecosift.tagging.statistics.line import Line


@dataclass(slots=True)
class Figure:
    """A figure on its way to a statistic. `kind` is empty while undecided, `form` says how it is printed.

    `first` and `last` are its tokens, `at` the token of its key number, `unit` the token of its unit.
    """

    kind: str
    form: str
    first: int
    last: int
    at: int
    unit: int | None = None
    percent: bool = False
    linked: bool = False
    parts: dict[str, Any] = field(default_factory=dict)
    printed: dict[str, Any] = field(default_factory=dict)


def put(line: Line, figure: Figure, key: str, token: int) -> None:
    """Set a part to the number at `token`, as value and as printed."""
    number = line.numbers[token]
    figure.parts[key] = number.value
    figure.printed[key] = number.printed


def read_unit(line: Line, figure: Figure) -> None:
    """Take the unit or percent sign after the figure's last token."""
    after = figure.last + 1
    code = line.shape[after : after + 1]
    if code == "%" and line.shape[after + 1 : after + 2] != "C":
        figure.percent, figure.last = True, after
        _points(line, figure)
    elif code in tuple("UTh"):
        figure.unit, figure.last = after, after


def _points(line: Line, figure: Figure) -> None:
    """As in "% points", "%-units"."""
    after = figure.last + 1
    if line.shape[after : after + 1] == "-":
        after += 1
    if line.lower[after : after + 1] in (["points"], ["point"], ["units"]):
        figure.last = after
        figure.parts["measure"] = "percentage points"
