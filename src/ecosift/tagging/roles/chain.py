"""Probabilities of labels along a page: each sentence's own evidence, and what tends to follow what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
# Sentences are taken so many at a time, all stretches of a page at once; products stay far from overflow.
STRETCH = 16


def posteriors(evidence: Matrix, turns: Matrix, kinds: Sequence[int]) -> Matrix:
    """Probability of every label of every sentence, given the whole sequence (forward-backward).

    `evidence` are log-odds (sentences, labels); `turns` (kinds, labels, labels) those of a label (column)
    after a label (row), for each kind of step between sentences; `kinds[i]` is the step that leads to `i`.
    """
    if not len(evidence):
        return np.zeros(evidence.shape)
    own = np.exp(evidence - evidence.max(axis=1, keepdims=True)) + 1e-12
    steps = np.exp(turns)[np.asarray(kinds[1:], dtype=np.intp)]
    forward = _carried(own[0], steps * own[1:, None, :])
    back = (steps * own[1:, None, :])[::-1].transpose(0, 2, 1)
    backward = _carried(np.ones_like(own[0]), back)[::-1]
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _carried(first: Matrix, steps: Matrix) -> Matrix:
    """A row and what becomes of it through each step, every row up to a factor."""
    count, size = len(steps), len(first)
    stretches = -(-count // STRETCH)
    laid = np.empty((stretches * STRETCH, size, size))
    laid[:count], laid[count:] = steps, np.eye(size)
    through = laid.reshape(stretches, STRETCH, size, size)
    for at in range(1, STRETCH):
        through[:, at] = through[:, at - 1] @ through[:, at]
    rows = np.empty((stretches, 1, size))
    row = first
    for stretch in range(stretches):
        rows[stretch, 0] = row
        row = row @ through[stretch, -1]
        row /= row.sum()
    moved = (rows[:, :, None] @ through).reshape(-1, size)[:count]
    return np.concatenate([first[None], moved])
