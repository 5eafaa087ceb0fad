"""The words of a page's sentences as numbers: one division of the text, then arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ecosift.tagging.levels.cues import END, Hit, Matcher
from ecosift.tagging.levels.words import LONGEST_KEPT, MARKS, MAX_KEPT, MAX_WORDS, forms_in

Numbers = NDArray[np.intp]
Kind = TypeVar("Kind", bound=np.generic)

# The number that closes every sentence, and its sign in the text.
CLOSE, SIGN = 0, "\0"
SORTED_MARKS = tuple(sorted(MARKS))


@dataclass(frozen=True, slots=True)
class PageWords:
    """Sentences of numbered words end to end, `CLOSE` after each: `ends` are the places of those."""

    numbers: Numbers
    ends: Numbers
    lexis: Lexis

    @property
    def starts(self) -> Numbers:
        """The place of every sentence's first word."""
        return np.concatenate([[0], self.ends[:-1] + 1])[: len(self.ends)]

    def spoken(self, most: int) -> tuple[Numbers, Numbers]:
        """Sentence and number of every word, without marks: of each sentence no more than `most` words."""
        at = np.flatnonzero(self.numbers > len(SORTED_MARKS))
        lines = np.searchsorted(self.ends, at)
        firsts = np.searchsorted(lines, np.arange(len(self.ends)))
        kept = np.arange(len(at)) - firsts[lines] < most
        return lines[kept], self.numbers[at[kept]]

    def hits(self) -> list[list[Hit]]:
        """The hits in every sentence, as `Matcher.find` gives them."""
        found: list[list[Hit]] = [[] for _ in range(len(self.ends))]
        looks = self.lexis.looks[self.numbers]
        places = np.flatnonzero(self.lexis.begins[self.numbers])
        hits = self.lexis.matcher.find_at(places.tolist(), looks.tolist())
        starts = self.starts
        lines = np.searchsorted(self.ends, np.array([hit.first for hit in hits], dtype=np.intp))
        for hit, line, start in zip(hits, lines.tolist(), starts[lines].tolist(), strict=True):
            found[line].append(Hit(hit.first - start, hit.last - start, hit.entry))
        return found


class Lexis:
    """Numbers for the words that `known` names or a phrase tells from others; the rest share numbers.

    1 to the number of `MARKS` are marks, those after them `known`. By number: `looks`, by which `matcher`
    knows a word, and whether a phrase `begins` with it; `classes` has those words that belong to any.
    """

    def __init__(self, matcher: Matcher, known: Iterable[str] = ()) -> None:
        self.matcher = matcher
        forms = dict.fromkeys((*SORTED_MARKS, *known))
        self.known = {form: at for at, form in enumerate(forms, CLOSE + 1)}
        self.classes: dict[int, tuple[str, ...]] = {}
        self.looks = np.zeros(0, dtype=np.intp)
        self.begins = np.zeros(0, dtype=np.bool_)
        self._size = 0
        self._shared: dict[int, int] = {}
        self._pieces = _Pieces(self)
        self._add((END, *self.known))

    def read(self, texts: Sequence[str]) -> PageWords:
        """The words of sentences, of each no more than its beginning."""
        page = "".join(f"{text} {SIGN} " for text in texts)
        if page.count(SIGN) != len(texts):
            page = "".join(f"{text.replace(SIGN, ' ')} {SIGN} " for text in texts)
        every = chain.from_iterable(map(self._pieces.__getitem__, page.split()))
        numbers = np.fromiter(every, dtype=np.intp)
        ends = np.flatnonzero(numbers == CLOSE)
        sizes = np.diff(ends, prepend=-1)
        if len(sizes) and sizes.max() > MAX_WORDS + 1:
            last = np.repeat(ends - sizes, sizes) + MAX_WORDS
            numbers = numbers[(np.arange(len(numbers)) <= last) | (numbers == CLOSE)]
            ends = np.flatnonzero(numbers == CLOSE)
        return PageWords(numbers, ends, self)

    def number(self, form: str) -> int:
        """The number of a form."""
        found = self.known.get(form)
        if found is not None:
            return found
        look = self.matcher.look(form)
        if look not in self._shared:
            self._shared[look] = self._add((form,))
        return self._shared[look]

    def _add(self, forms: Sequence[str]) -> int:
        """Give each form the next number; the first of them is returned."""
        first, size = self._size, self._size + len(forms)
        if size > len(self.looks):
            self.looks, self.begins = _grown(self.looks, 2 * size), _grown(self.begins, 2 * size)
        for at, form in enumerate(forms, first):
            look = self.matcher.look(form)
            self.looks[at], self.begins[at] = look, self.matcher.begins(look)
            if classes := self.matcher.classes[form]:
                self.classes[at] = classes
        self._size = size
        return first


class _Pieces(dict[str, tuple[int, ...]]):
    """The numbers in every piece of text between spaces; a lookup works out what is missing."""

    def __init__(self, lexis: Lexis) -> None:
        super().__init__()
        self._lexis = lexis

    def __missing__(self, piece: str) -> tuple[int, ...]:
        if piece == SIGN:
            found: tuple[int, ...] = (CLOSE,)
        else:
            found = tuple(map(self._lexis.number, forms_in(piece)))
        if len(piece) <= LONGEST_KEPT:
            if len(self) >= MAX_KEPT:
                self.clear()
            self[piece] = found
        return found


def _grown(column: NDArray[Kind], size: int) -> NDArray[Kind]:
    grown = np.zeros(size, dtype=column.dtype)
    grown[: len(column)] = column
    return grown
