"""The words of many lines as numbers: one division of the text, then arrays."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[#%?]|\d[\d.,·]*(?<=\d)")
# No sentence needs more words to show its role, and a page may be one line of a megabyte.
MAX_CHARACTERS, MAX_WORDS = 2000, 160
NUMBER, START, LINE = "#", "^", "\0"
MARKS = ("%", "?")
UNKNOWN, UNKNOWN_PAST = 0, 1
# A word that the lexicon lacks is a past where it ends so and is no shorter.
REGULAR_PAST, SHORTEST_PAST = "ed", 5
# Pieces of text whose words are remembered, and the longest of them.
REMEMBERED, LONGEST_REMEMBERED = 60_000, 24


def words_of(text: str) -> list[str]:
    """The words of a sentence in lower case, each number as `#`."""
    found = WORD.findall(text[:MAX_CHARACTERS].replace("’", "'").lower())
    return [NUMBER if word[0].isdecimal() else word for word in found][:MAX_WORDS]


def is_regular_past(word: str) -> bool:
    """Whether a word ends as a past does."""
    return word[-2:] == REGULAR_PAST and len(word) >= SHORTEST_PAST


class Lexis:
    """The words that somebody asks for, each with a number; all others share two."""

    def __init__(self, words: Iterable[str]) -> None:
        known = sorted({*words, NUMBER, START, *MARKS})
        self.words = ("", "", *known)
        self.numbers = {word: at for at, word in enumerate(known, start=2)}
        self._pieces = _Pieces(self.numbers)

    def __len__(self) -> int:
        return len(self.words)

    def flags(self, words: Collection[str]) -> NDArray[np.bool_]:
        """For every number whether its word is among `words`."""
        return np.array([word in words for word in self.words])

    def read(self, text: str) -> Places:
        """The numbers of the words of a text, `LINE` standing for `START`."""
        if len(self._pieces) > REMEMBERED:
            self._pieces.clear()
        return np.fromiter(chain.from_iterable(map(self._pieces.__getitem__, text.split())), dtype=np.intp)


class _Pieces(dict[str, tuple[int, ...]]):
    """The numbers of the words in a piece of text between spaces: what was seen before is remembered."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        super().__init__({LINE: (numbers[START],)})

    def __missing__(self, piece: str) -> tuple[int, ...]:
        found = tuple(self._number(word) for word in words_of(piece))
        if piece == LINE:
            found = (self._numbers[START],)
        if len(piece) <= LONGEST_REMEMBERED:
            self[piece] = found
        return found

    def _number(self, word: str) -> int:
        unknown = UNKNOWN_PAST if is_regular_past(word) else UNKNOWN
        return self._numbers.get(word, unknown)


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of numbered words end to end, each opened by `START`.

    `line` is the line of every word, `starts` the place of every line's `START`.
    """

    numbers: Places
    line: Places
    starts: Places

    @property
    def place(self) -> Places:
        """The place of every word in its line, 0 for `START`."""
        return np.arange(len(self.numbers)) - self.starts[self.line]


def read_words(lines: Sequence[str], lexis: Lexis) -> Words:
    """The words of `lines` as numbers, of each no more than its beginning."""
    text = "".join(f"{LINE} {line[:MAX_CHARACTERS]} " for line in lines)
    if text.count(LINE) != len(lines):
        text = "".join(f"{LINE} {line[:MAX_CHARACTERS].replace(LINE, '')} " for line in lines)
    numbers = lexis.read(text)
    starts = np.flatnonzero(numbers == lexis.numbers[START])
    sizes = np.diff(starts, append=len(numbers))
    line = np.repeat(np.arange(len(starts)), sizes)
    if len(sizes) and sizes.max() > MAX_WORDS + 1:
        kept = np.arange(len(numbers)) - starts[line] <= MAX_WORDS
        numbers, line = numbers[kept], line[kept]
        starts = np.flatnonzero(np.diff(line, prepend=-1))
    return Words(numbers, line, starts)
