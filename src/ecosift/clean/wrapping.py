"""Whether a plain-text page breaks its lines at a fixed width, and which lines belong together then."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ecosift.clean.lines import Line

MIN_WIDTH, MAX_WIDTH = 40, 130
MIN_CONTINUED = 3
# Where lines are wrapped, those that go on are nearly as long as the width.
NEAR = 0.75
MIN_NEAR = 0.6


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which the page was wrapped, or None where each paragraph stands on one line."""
    lengths = [_width(one) for one, other in pairwise(lines) if _plainly_goes_on(one, other)]
    if len(lengths) < MIN_CONTINUED:
        return None
    width = max(lengths)
    near = sum(length >= NEAR * width for length in lengths)
    return width if MIN_WIDTH <= width <= MAX_WIDTH and near >= MIN_NEAR * len(lengths) else None


def continues(one: Line, other: Line, width: int) -> bool:
    """Whether `other` goes on with the paragraph of `one`: its first word had no room on that line."""
    if one.group != other.group or other.marker:
        return False
    return _width(one) + 1 + len(other.text.split(None, 1)[0]) > width


def _plainly_goes_on(one: Line, other: Line) -> bool:
    return (
        one.group == other.group
        and other.text[0].islower()
        and not other.marker
        and one.text[-1] not in ".!?:;|"
    )


def _width(line: Line) -> int:
    return line.end - line.margin
