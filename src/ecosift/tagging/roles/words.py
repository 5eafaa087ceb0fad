"""The words of many lines as numbers: one division of the text, then arrays."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
# Whole numbers in as few bytes as their table needs.
Numbers = NDArray[np.signedinteger[Any]]

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[#%?]|\d[\d.,·]*(?<=\d)")
# No sentence needs more words to show its role, and a page may be one line of a megabyte.
MAX_CHARACTERS, MAX_WORDS = 2000, 160
NUMBER, START, LINE = "#", "^", "\0"
MARKS = ("%", "?")
# Signs around words that are none themselves.
AROUND = '.,;:!()[]“”"'
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
        self._pieces = _Pieces(self.numbers, len(self.words))

    def __len__(self) -> int:
        return len(self.words)

    def flags(self, words: Collection[str]) -> NDArray[np.bool_]:
        """For every number whether its word is among `words`."""
        return np.array([word in words for word in self.words])

    def read(self, text: str) -> Places:
        """The numbers of the words of a text, `LINE` standing for `START`."""
        if len(self._pieces) > REMEMBERED:
            self._pieces.clear()
        return np.frombuffer(b"".join(map(self._pieces.__getitem__, text.split())), dtype=np.intp)


class _Pieces(dict[str, bytes]):
    """The words in a piece of text between spaces, as bytes of an array: what was seen is remembered."""

    def __init__(self, numbers: dict[str, int], size: int) -> None:
        self._numbers = numbers
        # Pieces of one word share its bytes.
        self._alone = [number.tobytes() for number in np.arange(size)]
        super().__init__()

    def __missing__(self, piece: str) -> bytes:
        bare = piece.strip(AROUND).lower()
        # Most pieces are one word, which needs no search.
        words = [bare] if bare.isalpha() else [START] if piece == LINE else words_of(piece)
        found = b"".join([self._alone[self._number(word)] for word in words])
        if len(piece) <= LONGEST_REMEMBERED:
            self[piece] = found
        return found

    def _number(self, word: str) -> int:
        unknown = UNKNOWN_PAST if is_regular_past(word) else UNKNOWN
        return self._numbers.get(word, unknown)


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of numbered words end to end, each opened by `START`.

    `line` is the line of every word, `starts` the place of every line's `START`, `sizes` how many words each
    has, `START` among them.
    """

    numbers: Places
    line: Places
    starts: Places
    sizes: Places

    @property
    def place(self) -> Places:
        """The place of every word in its line, 0 for `START`."""
        return np.arange(len(self.numbers)) - self.starts.take(self.line)

    @property
    def spoken(self) -> NDArray[np.bool_]:
        """Which are words of a line, not its `START`."""
        spoken = np.ones(len(self.numbers), dtype=np.bool_)
        spoken[self.starts] = False
        return spoken


def changes(values: Places) -> Places:
    """Where a value is not the one before it, the first of all among these places."""
    fresh = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)


def read_words(lines: Sequence[str], lexis: Lexis) -> Words:
    """The words of `lines` as numbers, of each no more than its beginning."""
    short = [line[:MAX_CHARACTERS] for line in lines]
    text = _joined(short)
    if text.count(LINE) != len(lines):
        text = _joined([line.replace(LINE, "") for line in short])
    return _divided(lexis.read(text), lexis.numbers[START])


def _joined(lines: Sequence[str]) -> str:
    return f"{LINE} {f' {LINE} '.join(lines)}" if lines else ""


def _divided(numbers: Places, start: int) -> Words:
    """The numbers line by line, no line longer than it may be."""
    starts = np.flatnonzero(numbers == start)
    sizes = np.diff(starts, append=len(numbers))
    line = np.arange(len(starts)).repeat(sizes)
    if len(sizes) and sizes.max() > MAX_WORDS + 1:
        kept = np.arange(len(numbers)) - starts[line] <= MAX_WORDS
        numbers, line, sizes = numbers[kept], line[kept], np.minimum(sizes, MAX_WORDS + 1)
        starts = sizes.cumsum() - sizes
    return Words(numbers, line, starts, sizes)
