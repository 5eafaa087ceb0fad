"""A sentence as words: lower-cased, number and spelling levelled, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from sys import intern

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[,;:()%.?/&]")
MARKS = frozenset(",;:()%.?/&")
# Longer runs of letters are no words; they are kept as a place only.
MAX_WORD = 40
# Longer sentences are debris: what they say stands in their head, and rules look at pairs of words.
MAX_WORDS = 250
MAX_KEPT = 100_000
# No token holds white space: pieces between spaces are read alone. Longer ones are not worth keeping.
LONGEST_KEPT = 24


class _Forms(dict[str, str]):
    """The form of every word met so far; a lookup works out what is missing."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MAX_KEPT:
            self.clear()
        # One object for equal forms makes every later lookup quicker.
        form = self[word] = intern(_level(word))
        return form


_FORMS = _Forms()


class _Pieces(dict[str, tuple[str, ...]]):
    """The forms in every piece of text between spaces; a lookup works out what is missing."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        found = tuple(map(_FORMS.__getitem__, TOKEN.findall(piece)))
        if len(piece) <= LONGEST_KEPT:
            if len(self) >= MAX_KEPT:
                self.clear()
            self[piece] = found
        return found


_PIECES = _Pieces()


class Words:
    """The words and marks of a text: read when asked for, and places no farther than needed."""

    __slots__ = ("_coming", "_forms", "_found", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._forms: list[str] | None = None
        self._coming: Iterator[re.Match[str]] | None = None
        self._found: list[re.Match[str]] = []

    @property
    def forms(self) -> list[str]:
        """The words in order, each in the form under which it is looked up."""
        if self._forms is None:
            forms = chain.from_iterable(map(_PIECES.__getitem__, self.text.split()))
            self._forms = [*islice(forms, MAX_WORDS)]
        return self._forms

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Where in the text the words `first` to `last` stand."""
        if self._coming is None:
            self._coming = TOKEN.finditer(self.text)
        if last >= len(self._found):
            self._found.extend(islice(self._coming, last + 1 - len(self._found)))
        return self._found[first].start(), self._found[last].end()


def forms_in(piece: str) -> tuple[str, ...]:
    """The forms in a piece of text without white space."""
    return _PIECES[piece]


def normal(word: str) -> str:
    """The form under which a word is looked up: lower case, singular, American spelling."""
    return _FORMS[word]


def _level(word: str) -> str:
    if len(word) > MAX_WORD:
        return ""
    form = word.lower().replace("’", "'")
    return american(_singular(form.removesuffix("'s").removesuffix("'")))


def _singular(form: str) -> str:
    if len(form) <= 3 or not form.endswith("s") or form.endswith(("ss", "us", "is")):
        return form
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(("sses", "ches", "shes", "xes")):
        return form[:-2]
    return form[:-1]


def american(form: str) -> str:
    """British to American, crudely: text and lexicon go through the same mill."""
    if len(form) < 6:
        return form
    form = form.replace("our", "or").replace("isation", "ization").replace("counsell", "counsel")
    form = form.replace("programme", "program").replace("centre", "center").replace("paed", "ped")
    if form.endswith(("ise", "ised", "ising")):
        at = form.rindex("is")
        form = form[:at] + "iz" + form[at + 2 :]
    return form
