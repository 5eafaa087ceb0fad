"""A sentence as tokens and as a shape: one letter for each token, over which the grammar is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from ecosift.tagging.statistics.lexicons import Entry
from ecosift.tagging.statistics.numbers import Number

WORD, IDENTIFIER, NUMBER, ORDINAL, YEAR, FRACTION, BREAK, OTHER = "wkNOYH|x"


@dataclass(slots=True)
class Line:
    """The tokens of a text: `starts`, `ends`, lower-cased `lower`; `shape[i]` is the class of token i."""

    text: str
    folded: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    numbers: dict[int, Number] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    shape: str = ""

    def slice(self, first: int, last: int) -> str:
        """The text from token `first` to token `last`, both included."""
        return self.text[self.starts[first] : self.ends[last]]

    def add(self, code: str, start: int, end: int) -> None:
        self.codes.append(code)
        self.starts.append(start)
        self.ends.append(end)
        self.lower.append(self.folded[start:end].lower())

    def cut(self, first: int) -> None:
        """Take back the tokens from `first` on."""
        for column in (self.codes, self.starts, self.ends, self.lower):
            del column[first:]
