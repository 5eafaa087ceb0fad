"""Probabilities of labels along a page: each sentence's own evidence, and what tends to follow what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def posteriors(evidence: Matrix, turns: Matrix, kinds: Sequence[int]) -> Matrix:
    """Probability of every label of every sentence, given the whole sequence (forward-backward).

    `evidence` are log-odds (sentences, labels); `turns` (kinds, labels, labels) those of a label (column)
    after a label (row), for each kind of step between sentences; `kinds[i]` is the step that leads to `i`.
    """
    count = len(evidence)
    if not count:
        return np.zeros(evidence.shape)
    own = np.exp(evidence - evidence.max(axis=1, keepdims=True)) + 1e-12
    steps = np.exp(turns)
    forth = [steps[kind] for kind in kinds]
    forward, backward = np.empty_like(own), np.ones_like(own)
    forward[0] = own[0] / own[0].sum()
    for at in range(1, count):
        row = own[at] * (forward[at - 1] @ forth[at])
        forward[at] = row / row.sum()
    for at in range(count - 2, -1, -1):
        row = forth[at + 1] @ (own[at + 1] * backward[at + 1])
        backward[at] = row / row.sum()
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))
