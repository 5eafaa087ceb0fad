"""Linear scores of a page's features by a model's weights, all statements of a page in few sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.roles.cues import PairTable
from ecosift.tagging.roles.features import FIFTHS, Evidence, Slot, Told
from ecosift.tagging.roles.looks import Eyes, flag_columns, flag_groups
from ecosift.tagging.roles.words import Numbers, Places, changes

Matrix = NDArray[np.float64]
FloatArray = NDArray[np.float32]
# Families whose values are pairs of words; those of single words are told by their prefix.
PAIRS = ("b", "s")
WORDS = ("w", "h", "p", "n", *(f"{family}{fifth}" for family in ("fifth", "part") for fifth in range(FIFTHS)))
# What names the arrays of the chain of parts.
PARTS = "abstract_"


class Scorer:
    """Weights of features, found by slot, by word and by pair of words as `eyes` number them."""

    def __init__(self, names: Sequence[str], weights: FloatArray, eyes: Eyes) -> None:
        self._eyes = eyes
        self._index = _by_family(names)
        # The last row stands for every feature that the model does not know.
        self._weights = np.vstack([weights, np.zeros((1, weights.shape[1]), dtype=weights.dtype)])
        self._words = {family: self._rows_of_words(family) for family in WORDS if family in self._index}
        self._pairs = {family: self._rows_of_pairs(family) for family in PAIRS if family in self._index}
        # A row's place in a key of a line and a row.
        self._bits = len(self._weights).bit_length()
        self._tables: dict[tuple[Slot, ...], tuple[Places, FloatArray]] = {}
        self._flags: dict[tuple[Told, ...], FloatArray] = {}

    def scores(self, evidence: Evidence) -> Matrix:
        """The summed weights of each statement's features, (statements, labels)."""
        out = np.zeros((evidence.count, self._weights.shape[1]))
        if evidence.one:
            offsets, table = self._table(tuple(slot for slot, _ in evidence.one))
            codes = np.concatenate([codes for _, codes in evidence.one]).reshape(len(offsets), -1)
            out += table.take(codes + offsets, axis=0).sum(axis=0)
        if evidence.many:
            given = evidence.flags @ self._of_flags(tuple(told for told, _ in evidence.many))
            for each, (_, rows) in zip(given, evidence.many, strict=True):
                out += each[:-1] if rows is None else each.take(rows, axis=0)
        self._add_words(out, evidence)
        return out

    def _add_words(self, out: Matrix, evidence: Evidence) -> None:
        """Add the weights of words and pairs, each feature once for a statement."""
        keys = np.concatenate([np.empty(0, dtype=np.intp), *self._keys(evidence)])
        if not len(keys):
            return
        # Each kind comes line by line, which this way of sorting makes use of.
        keys.sort(kind="stable")
        keys = keys.take(changes(keys))
        lines, rows = keys >> self._bits, keys & ((1 << self._bits) - 1)
        starts = changes(lines)
        lines, sums = lines.take(starts), np.add.reduceat(self._weights.take(rows, axis=0), starts, axis=0)
        own = int(lines.searchsorted(evidence.count))
        out[lines[:own]] += sums[:own]
        if evidence.above and own < len(lines):
            under = evidence.above[-1]
            beyond = np.zeros((under.max() + 1, out.shape[1]))
            beyond[lines[own:]] = sums[own:]
            out += beyond.take(under, axis=0)

    def _keys(self, evidence: Evidence) -> Iterator[Places]:
        """The line and the row of every word and pair that the model knows, in one number."""
        for family, lines, numbers in (*evidence.said, *((evidence.above[:3],) if evidence.above else ())):
            if family in self._words:
                rows = self._words[family].take(numbers)
                known = np.flatnonzero(rows >= 0)
                yield (lines.take(known) << self._bits) + rows.take(known)
        for family, lines, first, second in evidence.pairs:
            if family in self._pairs:
                places, rows = self._pairs[family].find(first, second)
                yield (lines.take(places) << self._bits) + rows

    def _table(self, slots: tuple[Slot, ...]) -> tuple[Places, FloatArray]:
        """Where the codes of each slot begin, one a row, and the weights of all."""
        if slots not in self._tables:
            parts = [self._of_slot(slot) for slot in slots]
            offsets = np.cumsum([0, *map(len, parts)])[:-1, None]
            self._tables[slots] = offsets, np.concatenate(parts)
        return self._tables[slots]

    def _of_slot(self, slot: Slot) -> FloatArray:
        """The weights of every combination of a slot's values."""
        out = np.zeros((*slot.shape, self._weights.shape[1]), dtype=np.float32)
        for family, pattern in slot.features:
            named = slot.named(pattern)
            told = product(*(slot.sides[side] for side in named))
            rows = [self._row(family, pattern, dict(zip(named, values, strict=True))) for values in told]
            apart = [len(values) if side in named else 1 for side, values in slot.sides.items()]
            out += self._weights[rows].reshape(*apart, -1)
        return out.reshape(-1, out.shape[-1])

    def _row(self, family: str, pattern: str, values: Mapping[str, str | None]) -> int:
        if None in values.values():
            return -1
        return self._index.get(family, {}).get(pattern.format(**values), -1)

    def _of_flags(self, many: tuple[Told, ...]) -> FloatArray:
        """The weights of all flags for each of several ways to tell them, (ways, flags, labels)."""
        if many not in self._flags:
            width = sum(map(len, flag_groups().values()))
            out = np.zeros((len(many), width, self._weights.shape[1]), dtype=np.float32)
            for way, told in zip(out, many, strict=True):
                for family, group in told:
                    rows = [self._index.get(family, {}).get(name, -1) for name in flag_groups()[group]]
                    way[flag_columns(group)] += self._weights[rows]
            self._flags[many] = out
        return self._flags[many]

    def _rows_of_words(self, family: str) -> Numbers:
        rows = np.full(len(self._eyes.lexis), -1, dtype=np.int32)
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
