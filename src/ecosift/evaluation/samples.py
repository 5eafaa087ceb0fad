"""What a figure is computed from: a row a document, so that documents can be drawn, weighted and swapped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ecosift.evaluation.formulas import Array, Formula

CELLS = 4_000_000


class Sample(Protocol):
    """Documents under one measure."""

    @property
    def documents(self) -> int:
        """How many rows there are."""

    def values(self, weights: Array) -> Array:
        """The figure for each row of `weights`, which says how often each document counts."""

    def beside(self, other: Sample) -> Sample:
        """These documents, and the other's after them."""


@dataclass(frozen=True)
class Sums:
    """A figure that is a formula over the sums of documents."""

    rows: Array
    formula: Formula

    @property
    def documents(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def values(self, weights: Array) -> Array:
        """The figure for each row of weights."""
        return self.formula(weights @ self.rows)

    def beside(self, other: Sample) -> Sums:
        """These documents, and the other's after them."""
        assert isinstance(other, Sums)
        return Sums(np.concatenate([self.rows, other.rows]), self.formula)


@dataclass(frozen=True)
class Ranking:
    """Area under the ROC curve: how often a true item has a higher score than a false one (a tie is half)."""

    scores: Array
    truths: NDArray[np.bool_]
    owners: NDArray[np.intp]
    items: Array
    documents: int

    def values(self, weights: Array) -> Array:
        """The figure for each row of weights."""
        step = max(1, CELLS // max(1, len(self.scores)))
        parts = [self._area(weights[at : at + step]) for at in range(0, len(weights), step)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def beside(self, other: Sample) -> Ranking:
        """These documents, and the other's after them."""
        assert isinstance(other, Ranking)
        return Ranking(
            np.concatenate([self.scores, other.scores]),
            np.concatenate([self.truths, other.truths]),
            np.concatenate([self.owners, other.owners + self.documents]),
            np.concatenate([self.items, other.items]),
            self.documents + other.documents,
        )

    @cached_property
    def _ranks(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Order of the items by score, and where each group of equal scores begins."""
        order = np.argsort(self.scores, kind="stable")
        starts = np.flatnonzero(np.diff(self.scores[order], prepend=-np.inf))
        return order, starts

    def _area(self, weights: Array) -> Array:
        if not len(self.scores):
            return np.full(len(weights), np.nan)
        order, starts = self._ranks
        each = weights[:, self.owners[order]] * self.items[order]
        true = np.add.reduceat(each * self.truths[order], starts, axis=1)
        false = np.add.reduceat(each * ~self.truths[order], starts, axis=1)
        below = np.cumsum(false, axis=1) - false
        won = (true * (below + false / 2)).sum(axis=1)
        pairs = true.sum(axis=1) * false.sum(axis=1)
        return np.where(pairs > 0, won / np.where(pairs > 0, pairs, 1.0), np.nan)


@dataclass(frozen=True)
class Mean:
    """The plain mean of several figures, those that are not defined left out."""

    parts: Sequence[Sample]

    @property
    def documents(self) -> int:
        """How many rows there are."""
        return self.parts[0].documents

    def values(self, weights: Array) -> Array:
        """The figure for each row of weights."""
        each = np.stack([part.values(weights) for part in self.parts])
        known = ~np.isnan(each)
        count = known.sum(axis=0)
        total = np.where(known, each, 0.0).sum(axis=0)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    def beside(self, other: Sample) -> Mean:
        """These documents, and the other's after them."""
        assert isinstance(other, Mean)
        return Mean([a.beside(b) for a, b in zip(self.parts, other.parts, strict=True)])


def value(sample: Sample) -> float:
    """The figure over all documents."""
    return float(sample.values(np.ones((1, sample.documents)))[0])
