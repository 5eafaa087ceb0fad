"""A model's weights, found by the numbers of words instead of the names of features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.levels.cues import Matcher
from ecosift.tagging.levels.features import CLASS, MAX_FORMS, ORDER, PAIR, SHORT, WORD
from ecosift.tagging.levels.lexis import CLOSE, Lexis, Numbers, PageWords
from ecosift.tagging.levels.network import PREFIX as NETWORK
from ecosift.tagging.levels.network import NetworkReader
from ecosift.tagging.levels.subject import PREFIX as SUBJECT
from ecosift.tagging.levels.subject import Glance

Matrix = NDArray[np.float64]
# How loud the families are whose weights are found here.
LOUDNESS = {"w": WORD, "b": PAIR, "k": CLASS, "none": ORDER}


def sight_of(matcher: Matcher, model: Model) -> Sight:
    """What a model knows of words, as the matcher tells them apart; made once."""
    key = (matcher, model.sha256)
    if key not in _SEEN:
        _SEEN[key] = Sight(matcher, model)
    return _SEEN[key]


class Sight:
    """A model's rows for words, their pairs and classes, found by number: `Features.row` without the names.

    A row `v=` counts for the share that its word has among the sentence's words that have such a row.
    `network` is what reads whole sentences and `glance` what tells pages that are about other things; None
    where the model has none.
    """

    def __init__(self, matcher: Matcher, model: Model) -> None:
        rows, weights = model.index, model.arrays["weights"]
        known = dict.fromkeys(form for name in rows for form in _forms_named(name))
        self.lexis = Lexis(matcher, known)
        self._unknown = len(self.lexis.known) + 1
        named = model.vocabulary[: len(weights)]
        loudness = np.array([LOUDNESS.get(name.partition("=")[0], 1.0) for name in named], dtype=np.float32)
        self._weights = weights * loudness[:, None]
        self._short, self._bare = rows.get("short", -1), rows.get("none", -1)
        self._words = self._rows_of("w=", rows)
        self._shares = self._rows_of("v=", rows)
        self._pairs = self._pair_table(rows)
        self._kinds = _Kinds(rows, self.lexis)
        self.network = NetworkReader(model, self.lexis) if model.part(NETWORK) else None
        self.glance = Glance(model, self.lexis) if model.part(SUBJECT) else None

    def logits(self, words: PageWords, bare: NDArray[np.bool_]) -> Matrix:
        """What the words add to each sentence's logits; `bare` are the sentences without evidence."""
        lines, spoken = words.spoken(MAX_FORMS)
        known = np.minimum(spoken, self._unknown)
        sizes = np.bincount(lines, minlength=len(bare))
        beside = np.flatnonzero(lines[1:] == lines[:-1])
        keys = [
            self._keys(lines, self._words[known]),
            self._keys(lines[beside], self._pairs.find(known[beside], known[beside + 1])),
            self._keys(*self._kinds.find(lines, spoken, known)),
            self._keys(np.flatnonzero(sizes <= SHORT), self._short),
            self._keys(np.flatnonzero(bare), self._bare),
        ]
        return self._summed(np.concatenate(keys), len(bare)) + self._shared(lines, known, len(bare))

    def _keys(self, lines: Numbers, rows: Numbers | int) -> Numbers:
        """Sentence and row as one number, where there is a row."""
        rows = np.broadcast_to(rows, lines.shape)
        found = np.flatnonzero(rows >= 0)
        return lines[found] * len(self._weights) + rows[found]

    def _summed(self, keys: Numbers, count: int) -> Matrix:
        """The sum of each sentence's rows, each row once."""
        table = np.zeros((count, self._weights.shape[1]))
        keys = np.sort(keys)
        lines, rows = np.divmod(keys[np.flatnonzero(np.diff(keys, prepend=-1))], len(self._weights))
        starts = np.flatnonzero(np.diff(lines, prepend=-1))
        if len(starts):
            table[lines[starts]] = np.add.reduceat(self._weights[rows], starts, axis=0)
        return table

    def _shared(self, lines: Numbers, known: Numbers, count: int) -> Matrix:
        """The mean of the rows `v=` of each sentence's words."""
        table = np.zeros((count, self._weights.shape[1]))
        rows = self._shares[known]
        found = np.flatnonzero(rows >= 0)
        lines = lines[found]
        starts = np.flatnonzero(np.diff(lines, prepend=-1))
        if len(starts):
            sums = np.add.reduceat(self._weights[rows[found]], starts, axis=0)
            table[lines[starts]] = sums / np.diff(starts, append=len(lines))[:, None]
        return table

    def _rows_of(self, prefix: str, rows: Mapping[str, int]) -> Numbers:
        found = np.full(self._unknown + 1, -1, dtype=np.intp)
        for name, row in rows.items():
            if name.startswith(prefix):
                found[self.lexis.known[name[len(prefix) :]]] = row
        return found

    def _pair_table(self, rows: Mapping[str, int]) -> _PairRows:
        known = self.lexis.known
        named = ((name[2:].split(" "), row) for name, row in rows.items() if name.startswith("b="))
        return _PairRows(
            {(known[left], known[right]): row for (left, right), row in named}, self._unknown + 1
        )


class _Kinds:
    """Rows for the classes of words: alone, after a word, after another class."""

    def __init__(self, rows: Mapping[str, int], lexis: Lexis) -> None:
        self._lexis = lexis
        named = [(name[2:], row) for name, row in rows.items() if name.startswith("k=")]
        self._names = {name: at for at, name in enumerate(lexis.matcher.class_names)}
        self._alone = np.full(len(self._names), -1, dtype=np.intp)
        self._turns = np.full((len(self._names), len(self._names)), -1, dtype=np.intp)
        after = dict[tuple[int, int], int]()
        for name, row in named:
            head, brace, last = name.rpartition("{")
            kind = self._names[brace + last]
            if not head:
                self._alone[kind] = row
            elif head.endswith(" "):
                after[CLOSE if head == "^ " else lexis.known[head[:-1]], kind] = row
            else:
                self._turns[self._names[head], kind] = row
        self._after = _PairRows(after, max(len(lexis.known) + 2, len(self._names)))

    def find(self, lines: Numbers, spoken: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
        """Sentences and rows, -1 where there is none; `known` are the numbers as far as features go."""
        places, kinds = self._of(spoken)
        if not len(places):
            return places, places
        opens = np.diff(lines, prepend=-1) != 0
        before = np.where(opens, CLOSE, np.roll(known, 1))[places]
        homes = lines[places]
        turns = np.where(homes[1:] == homes[:-1], self._turns[kinds[:-1], kinds[1:]], -1)
        rows = np.concatenate([self._alone[kinds], self._after.find(before, kinds), turns])
        return np.concatenate([homes, homes, homes[1:]]), rows

    def _of(self, spoken: Numbers) -> tuple[Numbers, Numbers]:
        """The place and the number of every class of every word."""
        classes = self._lexis.classes
        told = [
            (at, self._names[name])
            for at, number in enumerate(spoken.tolist())
            if number in classes
            for name in classes[number]
        ]
        found = np.array(told, dtype=np.intp).reshape(-1, 2)
        return found[:, 0], found[:, 1]


class _PairRows:
    """Rows of pairs of numbers, each less than `size`."""

    def __init__(self, rows: Mapping[tuple[int, int], int], size: int) -> None:
        self._size = size
        keys = sorted((left * size + right, row) for (left, right), row in rows.items())
        # One more pair than there are, so that what is looked for always has a place.
        self._keys = np.array([*(key for key, _ in keys), -1], dtype=np.intp)
        self._rows = np.array([*(row for _, row in keys), -1], dtype=np.intp)
        self._opens, self._closes = (np.zeros(size, dtype=np.bool_) for _ in range(2))
        for left, right in rows:
            self._opens[left] = self._closes[right] = True

    def find(self, left: Numbers, right: Numbers) -> Numbers:
        """The row of every pair, -1 for none."""
        found = np.full(len(left), -1, dtype=np.intp)
        asked = np.flatnonzero(self._opens[left] & self._closes[right])
        keys = left[asked] * self._size + right[asked]
        places = np.searchsorted(self._keys[:-1], keys)
        found[asked] = np.where(self._keys[places] == keys, self._rows[places], -1)
        return found


def _forms_named(name: str) -> Sequence[str]:
    """The words in a feature's name."""
    family, _, value = name.partition("=")
    if family in ("w", "v", "e", "page"):
        return (value,)
    if family == "b":
        return value.split(" ")
    word, space, _ = value.rpartition(" ")
    return (word,) if family == "k" and space and word != "^" else ()


_SEEN: dict[tuple[Matcher, str], Sight] = {}
