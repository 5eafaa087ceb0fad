"""Every figure as a formula over sums of documents, so that any resample of them gives it at once.

A formula takes an array whose last axis holds the sums and gives an array without that axis; what is not
defined there (a precision where nothing was predicted) is NaN.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Formula = Callable[[Array], Array]


def share(sums: Array) -> Array:
    """Right, asked → right / asked."""
    return _over(sums[..., 0], sums[..., 1])


def precision(sums: Array) -> Array:
    """tp, fp, fn → tp / (tp + fp)."""
    return _over(sums[..., 0], sums[..., 0] + sums[..., 1])


def recall(sums: Array) -> Array:
    """tp, fp, fn → tp / (tp + fn)."""
    return _over(sums[..., 0], sums[..., 0] + sums[..., 2])


def f1(sums: Array) -> Array:
    """tp, fp, fn → 2 tp / (2 tp + fp + fn)."""
    return _over(2 * sums[..., 0], 2 * sums[..., 0] + sums[..., 1] + sums[..., 2])


def counts_of(matrix: Array, size: int) -> Array:
    """A flat matrix of gold (rows) and predicted labels (columns) → tp, fp, fn of each label.

    The matrix may have one row and one column more, for what only one side has.
    """
    square = _square(matrix)
    right = np.diagonal(square, axis1=-2, axis2=-1)[..., :size]
    predicted, wanted = square.sum(axis=-2)[..., :size], square.sum(axis=-1)[..., :size]
    return np.stack([right, predicted - right, wanted - right], axis=-1)


def macro_f1(counts: Array) -> Array:
    """tp, fp, fn of each label → mean F1 of the labels that the gold has."""
    present = counts[..., 0] + counts[..., 2] > 0
    each = np.where(present, np.nan_to_num(f1(counts)), 0.0)
    return _over(each.sum(axis=-1), present.sum(axis=-1).astype(np.float64))


def micro_f1(counts: Array) -> Array:
    """tp, fp, fn of each label → F1 of their sums."""
    return f1(counts.sum(axis=-2))


def accuracy(matrix: Array) -> Array:
    """A flat matrix → share of the gold's items (rows, the last left out) on the diagonal."""
    square = _square(matrix)
    right = np.trace(square[..., :-1, :-1], axis1=-2, axis2=-1)
    return _over(right, square[..., :-1, :].sum(axis=(-2, -1)))


def cohen_kappa(matrix: Array) -> Array:
    """A flat square matrix of two readers' labels → agreement beyond chance, (p - e) / (1 - e)."""
    square = _square(matrix)
    total = square.sum(axis=(-2, -1))
    agreed = _over(np.trace(square, axis1=-2, axis2=-1), total)
    chance = _over((square.sum(axis=-1) * square.sum(axis=-2)).sum(axis=-1), total * total)
    return _over(agreed - chance, 1 - chance)


def fleiss_kappa(sums: Array) -> Array:
    """Sum of each item's agreement, items, then ratings of each label → (p - e) / (1 - e)."""
    agreed = _over(sums[..., 0], sums[..., 1])
    ratings = sums[..., 2:]
    shares = _over(ratings, ratings.sum(axis=-1, keepdims=True))
    chance = (shares**2).sum(axis=-1)
    return _over(agreed - chance, 1 - chance)


def krippendorff_alpha(matrix: Array) -> Array:
    """A flat coincidence matrix → 1 - observed / expected disagreement, for labels without order."""
    square = _square(matrix)
    each, total = square.sum(axis=-1), square.sum(axis=(-2, -1))
    observed = total - np.trace(square, axis1=-2, axis2=-1)
    expected = _over(total * total - (each**2).sum(axis=-1), total - 1)
    return 1 - _over(observed, expected)


def calibration_error(bins: Array) -> Array:
    """Sum of scores, true ones and items of each bin, flat → mean gap of score and truth, by items."""
    table = bins.reshape(*bins.shape[:-1], -1, 3)
    gaps = np.abs(table[..., 0] - table[..., 1]).sum(axis=-1)
    return _over(gaps, table[..., 2].sum(axis=-1))


def _square(matrix: Array) -> Array:
    side = round(matrix.shape[-1] ** 0.5)
    return matrix.reshape(*matrix.shape[:-1], side, side)


def _over(a: Array, b: Array) -> Array:
    a, b = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
    # Differences of sums leave dust where there should be nothing.
    nothing = np.abs(b) < 1e-12
    return np.where(nothing, np.nan, a / np.where(nothing, 1.0, b))
