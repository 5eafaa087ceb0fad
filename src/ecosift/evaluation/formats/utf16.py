"""Offsets in UTF-16 code units, as browsers and Java count, and in code points, as we do."""

from __future__ import annotations

from bisect import bisect_left

from ecosift.evaluation.formats.text import Broken

LAST_OF_ONE_UNIT = "\uffff"


class Utf16:
    """The offsets of one text under both ways of counting."""

    def __init__(self, text: str) -> None:
        self._pairs = [place for place, character in enumerate(text) if character > LAST_OF_ONE_UNIT]
        self._units = [place + before for before, place in enumerate(self._pairs)]

    def units(self, points: int) -> int:
        """Code units before an offset in code points."""
        return points + bisect_left(self._pairs, points)

    def points(self, units: int) -> int:
        """Code points before an offset in code units. Raises `Broken` where it halves a character."""
        before = bisect_left(self._units, units)
        if before and self._units[before - 1] == units - 1:
            raise Broken(f"offset {units} is in the middle of a character of two UTF-16 units")
        return units - before
