"""Linear scores of a page's features by a model's weights, all statements of a page in few sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.roles.cues import PairTable
from ecosift.tagging.roles.features import FIFTHS, Evidence, Slot
from ecosift.tagging.roles.looks import Eyes
from ecosift.tagging.roles.words import Places

Matrix = NDArray[np.float64]
# Families whose values are pairs of words; those of single words are told by their prefix.
PAIRS = ("b", "s")
WORDS = ("w", "h", "p", "n", *(f"{family}{fifth}" for family in ("fifth", "part") for fifth in range(FIFTHS)))
# What names the arrays of the chain of parts.
PARTS = "abstract_"


class Scorer:
    """Weights of features, found by slot, by word and by pair of words as `eyes` number them."""

    def __init__(self, names: Sequence[str], weights: NDArray[np.float32], eyes: Eyes) -> None:
        self._eyes = eyes
        self._index = _by_family(names)
        # The last row stands for every feature that the model does not know.
        self._weights = np.vstack([weights, np.zeros((1, weights.shape[1]), dtype=weights.dtype)])
        self._words = {family: self._rows_of_words(family) for family in WORDS if family in self._index}
        self._pairs = {family: self._rows_of_pairs(family) for family in PAIRS if family in self._index}
        self._tables: dict[tuple[Slot, ...], tuple[Places, Matrix]] = {}

    def scores(self, evidence: Evidence) -> Matrix:
        """The summed weights of each statement's features, (statements, labels)."""
        out = np.zeros((evidence.count, self._weights.shape[1]))
        if evidence.one:
            offsets, table = self._table(tuple(slot for slot, _ in evidence.one))
            codes = np.stack([codes for _, codes in evidence.one])
            out += table[np.where(codes < 0, len(table) - 1, codes + offsets[:, None])].sum(axis=0)
        for slot, held, rows in evidence.many:
            given = held @ self._table((slot,))[1][:-1]
            if rows is not None:
                given = given[rows]
                given[rows < 0] = 0.0
            out += given
        self._add_words(out, evidence)
        return out

    def _add_words(self, out: Matrix, evidence: Evidence) -> None:
        """Add the weights of words and pairs, each feature once for a statement."""
        size, keys = len(self._weights), list[Places]()
        for family, lines, numbers in evidence.said:
            if family in self._words:
                rows = self._words[family][numbers]
                known = np.flatnonzero(rows >= 0)
                keys.append(lines[known] * size + rows[known])
        for family, lines, first, second in evidence.pairs:
            if family in self._pairs:
                places, rows = self._pairs[family].find(first, second)
                keys.append(lines[places] * size + rows)
        if not keys:
            return
        each = np.sort(np.concatenate(keys))
        each = each[np.flatnonzero(np.diff(each, prepend=-1))]
        if not len(each):
            return
        lines, rows = np.divmod(each, size)
        starts = np.flatnonzero(np.diff(lines, prepend=-1))
        out[lines[starts]] += np.add.reduceat(self._weights[rows], starts, axis=0)

    def _table(self, slots: tuple[Slot, ...]) -> tuple[Places, Matrix]:
        """Where the values of each slot begin, and the weights of all, a row of zeros last."""
        if slots not in self._tables:
            rows = [self._row(slot.family, value) for slot in slots for value in slot.values]
            offsets = np.cumsum([0, *(len(slot.values) for slot in slots)])[:-1]
            self._tables[slots] = offsets, self._weights[[*rows, -1]]
        return self._tables[slots]

    def _row(self, family: str, value: str) -> int:
        return self._index.get(family, {}).get(value, -1)

    def _rows_of_words(self, family: str) -> Places:
        rows = np.full(len(self._eyes.lexis), -1, dtype=np.intp)
        for value, row in self._index[family].items():
            rows[self._eyes.lexis.numbers[value]] = row
        return rows

    def _rows_of_pairs(self, family: str) -> PairTable:
        numbers, size = self._eyes.lexis.numbers, len(self._eyes.lexis)
        parted = [(value.split(" "), row) for value, row in self._index[family].items()]
        return PairTable({numbers[a] * size + numbers[b]: row for (a, b), row in parted}, size)


@dataclass(frozen=True)
class Judge:
    """A chain: what features say, what follows what, and the slope of both."""

    scorer: Scorer
    turns: Matrix
    slope: float


class Judges:
    """A model's chains: of roles, and of parts in bare abstracts; `eyes` read pages with its words."""

    def __init__(self, model: Model) -> None:
        self.eyes = Eyes(_words_asked(_by_family(model.vocabulary)))
        self.roles = self._judge(model, "")
        self.parts = self._judge(model, PARTS) if f"{PARTS}weights" in model.arrays else None

    def _judge(self, model: Model, prefix: str) -> Judge:
        weights, turns, slope = (model.arrays[prefix + name] for name in ("weights", "turns", "slope"))
        used = np.flatnonzero(weights.any(axis=1))
        scorer = Scorer([model.vocabulary[row] for row in used.tolist()], weights[used], self.eyes)
        return Judge(scorer, turns.astype(np.float64), float(slope[0]))


def _by_family(names: Sequence[str]) -> dict[str, dict[str, int]]:
    """The row of every feature, by family and value."""
    index: dict[str, dict[str, int]] = {}
    for row, name in enumerate(names):
        family, _, value = name.partition("=")
        index.setdefault(family, {})[value] = row
    return index


def _words_asked(index: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Every word of a feature."""
    single = (value for family in WORDS for value in index.get(family, ()))
    pairs = (value for family in PAIRS for value in index.get(family, ()))
    return [*single, *(word for pair in pairs for word in pair.split(" "))]


_MADE: dict[str, Judges] = {}


def judges_of(model: Model) -> Judges:
    """The model's judges, made once for each model's content."""
    if model.sha256 not in _MADE:
        _MADE[model.sha256] = Judges(model)
    return _MADE[model.sha256]
