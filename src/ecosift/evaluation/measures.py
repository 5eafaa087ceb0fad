"""Precision, recall and F1 of every kind that this project reports. Each measure is defined here alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

WORD = re.compile(r"\w+")
T = TypeVar("T")
P = TypeVar("P")


@dataclass(frozen=True)
class Counts:
    """True positives, false positives, false negatives, and what follows from them; counts add up."""

    tp: float = 0
    fp: float = 0
    fn: float = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """True positives over all predicted; 0 where nothing was predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """True positives over all in the gold; 0 where nothing was to be found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 2 tp / (2 tp + fp + fn)."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0


def words(text: str) -> Counter[str]:
    """The multiset of lower-case words."""
    return Counter(WORD.findall(text.lower()))


def word_f1(predicted: str, gold: str) -> Counts:
    """Overlap of the two texts' multisets of words."""
    got, want = words(predicted), words(gold)
    both = (got & want).total()
    return Counts(both, got.total() - both, want.total() - both)


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Twice the shared words over all words, from 0 to 1."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def boundary_counts(predicted: Collection[int], gold: Collection[int]) -> Counts:
    """Sentence ends as offsets; the last end of a document is to be left out by the caller."""
    got, want = set(predicted), set(gold)
    return Counts(len(got & want), len(got - want), len(want - got))


def label_counts(predicted: Iterable[T], gold: Iterable[T], labels: Iterable[T]) -> dict[T, Counts]:
    """Counts of each label over items with one label each."""
    pairs = Counter(zip(predicted, gold, strict=True))
    return {
        label: Counts(
            pairs[label, label],
            sum(n for (p, g), n in pairs.items() if p == label != g),
            sum(n for (p, g), n in pairs.items() if g == label != p),
        )
        for label in labels
    }


def multilabel_counts(
    predicted: Sequence[Collection[T]], gold: Sequence[Collection[T]], labels: Iterable[T]
) -> dict[T, Counts]:
    """Counts of each label over items with any number of labels."""
    pairs = list(zip(predicted, gold, strict=True))
    return {
        label: Counts(
            sum(label in p and label in g for p, g in pairs),
            sum(label in p and label not in g for p, g in pairs),
            sum(label not in p and label in g for p, g in pairs),
        )
        for label in labels
    }


def macro_f1(counts: Mapping[T, Counts]) -> float:
    """Mean F1 over the labels that the gold has."""
    present = [c.f1 for c in counts.values() if c.tp + c.fn]
    return sum(present) / len(present) if present else 0.0


def match(
    gold: Sequence[T], predicted: Sequence[P], similarity: Callable[[T, P], float], *, least: float = 0.0
) -> dict[int, int]:
    """Pairs (index of gold → index of predicted), one to one, the most similar first, each over `least`."""
    found = sorted(
        (-score, i, j)
        for i, g in enumerate(gold)
        for j, p in enumerate(predicted)
        if (score := similarity(g, p)) > least
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in found:
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Characters that two spans share over characters that either has, from 0 to 1."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0
