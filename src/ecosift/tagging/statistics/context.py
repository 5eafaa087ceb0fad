"""Where a figure stands: the sentence, the words before and after it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line

DROP = "drop"
_BOUNDARY = re.compile(r"\.(?=[^NO)\],;±a-z]|[wPGfqAMD])|\|")


@dataclass(slots=True)
class Context:
    """A line with the first token of each of its sentences."""

    line: Line
    bounds: list[int]

    def begin(self, token: int) -> int:
        """The first token of the sentence that `token` stands in."""
        return self.bounds[bisect_right(self.bounds, token) - 1]

    def end(self, token: int) -> int:
        """The token after that sentence."""
        place = bisect_right(self.bounds, token)
        return self.bounds[place] if place < len(self.bounds) else len(self.line.shape)

    def before(self, token: int, count: int) -> list[str]:
        """Up to `count` words before `token` in its sentence, the nearest last."""
        return self.line.lower[max(self.begin(token), token - count) : token]

    def after(self, token: int, count: int) -> list[str]:
        """Up to `count` words after `token` in its sentence."""
        return self.line.lower[token + 1 : min(self.end(token), token + 1 + count)]

    def codes_before(self, token: int, count: int) -> str:
        """The shape before `token` in its sentence."""
        return self.line.shape[max(self.begin(token), token - count) : token]

    def codes_after(self, token: int, count: int) -> str:
        """The shape after `token` in its sentence."""
        return self.line.shape[token + 1 : min(self.end(token), token + 1 + count)]

    def sentence(self, token: int, reach: int = 60) -> frozenset[str]:
        """The words around `token` in its sentence."""
        first = max(self.begin(token), token - reach)
        return frozenset(self.line.lower[first : min(self.end(token), token + reach)])


def context_of(line: Line) -> Context:
    """The sentences of a line, told by full stops and line breaks."""
    return Context(line, [0, *(found.end() for found in _BOUNDARY.finditer(line.shape))])


def cues(name: str) -> frozenset[str]:
    """A set of cue words of the lexicon."""
    return words().cues[name]
