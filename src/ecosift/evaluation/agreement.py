"""How far readers of the same pages agree: Cohen, Fleiss, and Krippendorff with missing labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from ecosift.evaluation import formulas
from ecosift.evaluation.alignment import align
from ecosift.evaluation.bootstrap import DRAWS, Estimate, estimates
from ecosift.evaluation.formulas import Array
from ecosift.evaluation.reading import Reading, Unit, fitted
from ecosift.evaluation.samples import Sums
from ecosift.evaluation.tally import VALENCES, outwards
from ecosift.types import ROLES

Ratings = tuple[int | None, ...]
NO_YES = ("no", "yes")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient on one layer: over all readers, or between the two that are named."""

    layer: str
    coefficient: str
    readers: tuple[str, ...]
    items: int
    estimate: Estimate


def agreement(readers: Mapping[str, Mapping[str, Reading]], *, draws: int = DRAWS) -> list[Agreement]:
    """Every coefficient on every layer that at least two readers labelled; readings by reader and document.

    Sentences are paired as predictions are with gold. What one reader did not mark is a missing label.
    """
    names = list(readers)
    docs = list(dict.fromkeys(doc for each in readers.values() for doc in each))
    items = [_items([readers[name].get(doc) for name in names]) for doc in docs]
    found: list[tuple[str, str, tuple[str, ...], int, Sums]] = []
    for layer, size, rated in _layers(items):
        if any(sum(rating is not None for rating in item) > 1 for page in rated for item in page):
            found += _coefficients(layer, size, rated, names)
    worked: list[Estimate] = estimates(
        [sample for *_, sample in found], lows=[_low(name) for _, name, *_ in found], draws=draws
    )
    return [
        Agreement(layer, name, who, number, estimate)
        for (layer, name, who, number, _), estimate in zip(found, worked, strict=True)
    ]


def _low(coefficient: str) -> float:
    return 0.0 if coefficient == "agreement" else -1.0


def _items(readings: Sequence[Reading | None]) -> list[tuple[Unit | None, ...]]:
    """The units of a page, each with what every reader made of it."""
    anchors: list[Unit] = []
    found: list[list[Unit | None]] = []
    page = next((reading.page for reading in readings if reading and reading.page is not None), None)
    for at, reading in enumerate(readings):
        if reading is None:
            continue
        placed = fitted(reading, page)
        owner = align(replace(placed, units=tuple(anchors)), placed).owner
        for place, unit in enumerate(placed.units):
            if place not in owner:
                owner = {**owner, place: len(anchors)}
                anchors.append(unit)
                found.append([None] * len(readings))
            found[owner[place]][at] = unit
    return [tuple(item) for item in found]


Items = Sequence[Sequence[tuple[Unit | None, ...]]]
Layer = tuple[str, int, list[list[Ratings]]]
Label = Callable[[Unit], int | None]


def _layers(pages: Items) -> Iterator[Layer]:
    units = [unit for page in pages for item in page for unit in item if unit]
    levels = outwards(level for unit in units for level in unit.levels)
    if any(unit.kind == "furniture" for unit in units):
        yield "content", 2, _content(pages)
    if any(unit.role for unit in units):
        yield "roles", len(ROLES), _rated(pages, lambda u: ROLES.index(u.role) if u.role in ROLES else None)
    for level in levels:
        yield f"levels.{level}", 2, _rated(pages, _has(level))
    if any(valence for unit in units for valence in unit.levels.values()):
        yield "valence", len(VALENCES), [_directions(page, levels) for page in pages]


def _content(pages: Items) -> list[list[Ratings]]:
    """Content or furniture, by the readers who mark furniture at all."""
    width = max((len(item) for page in pages for item in page), default=0)
    marks = [
        any((unit := item[at]) and unit.kind == "furniture" for page in pages for item in page)
        for at in range(width)
    ]
    return [
        [
            tuple(int(u.kind == "furniture") if u and marks[at] else None for at, u in enumerate(item))
            for item in page
        ]
        for page in pages
    ]


def _has(level: str) -> Label:
    return lambda unit: int(level in unit.levels) if unit.kind == "statement" else None


def _rated(pages: Items, label: Label) -> list[list[Ratings]]:
    return [[tuple(label(unit) if unit else None for unit in item) for item in page] for page in pages]


def _directions(page: Sequence[tuple[Unit | None, ...]], levels: Iterable[str]) -> list[Ratings]:
    return [
        tuple(
            VALENCES.index(v) if unit and (v := unit.levels.get(level)) in VALENCES else None for unit in item
        )
        for level in levels
        for item in page
        if any(unit and level in unit.levels for unit in item)
    ]


def _coefficients(
    layer: str, size: int, rated: Sequence[Sequence[Ratings]], names: Sequence[str]
) -> Iterator[tuple[str, str, tuple[str, ...], int, Sums]]:
    for a, b in combinations(range(len(names)), 2):
        rows = np.array([confusion([(i[a], i[b]) for i in page], size) for page in rated])
        pair, items = (names[a], names[b]), int(rows.sum())
        if items:
            yield layer, "agreement", pair, items, Sums(rows, _agreed)
            yield layer, "cohen_kappa", pair, items, Sums(rows, formulas.cohen_kappa)
    if len(names) > 2:
        fleiss = np.array([fleiss_row(page, size) for page in rated])
        if items := int(fleiss[:, 1].sum()):
            yield layer, "fleiss_kappa", tuple(names), items, Sums(fleiss, formulas.fleiss_kappa)
    together = np.array([coincidences(page, size) for page in rated])
    items = sum(sum(r is not None for r in item) > 1 for page in rated for item in page)
    yield layer, "krippendorff_alpha", tuple(names), items, Sums(together, formulas.krippendorff_alpha)


def _agreed(matrix: Array) -> Array:
    side = round(matrix.shape[-1] ** 0.5)
    right = matrix[..., :: side + 1].sum(axis=-1)
    return formulas.share(np.stack([right, matrix.sum(axis=-1)], axis=-1))


def confusion(pairs: Iterable[tuple[int | None, int | None]], size: int) -> Array:
    """Flat matrix of the labels of two readers, items left out that one did not label."""
    matrix = np.zeros(size * size)
    for a, b in pairs:
        if a is not None and b is not None:
            matrix[a * size + b] += 1
    return matrix


def fleiss_row(items: Iterable[Ratings], size: int) -> Array:
    """Sum of agreements, items, ratings of each label, over the items that every reader labelled."""
    row = np.zeros(2 + size)
    for item in items:
        given = [rating for rating in item if rating is not None]
        if len(given) == len(item) > 1:
            counts = np.bincount(given, minlength=size)
            n = len(given)
            row[0] += (np.sum(counts**2) - n) / (n * (n - 1))
            row[1] += 1
            row[2:] += counts
    return row


def coincidences(items: Iterable[Ratings], size: int) -> Array:
    """Flat matrix of pairable labels: every ordered pair of labels of an item counts 1 / (labels - 1)."""
    matrix = np.zeros((size, size))
    for item in items:
        counts = np.bincount([r for r in item if r is not None], minlength=size).astype(np.float64)
        if (n := counts.sum()) > 1:
            matrix += (np.outer(counts, counts) - np.diag(counts)) / (n - 1)
    return matrix.reshape(-1)
