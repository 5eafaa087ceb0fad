"""Probabilities of labels along a page: each sentence's own evidence, and what tends to follow what."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
# Products of probabilities are brought back to one every so many sentences, long before they vanish.
RESCALED = 8


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
    forth, back = [steps[kind] for kind in kinds], [steps[kind].T for kind in kinds]
    forward, backward = np.empty_like(own), np.ones_like(own)
    row = forward[0] = own[0]
    for at in range(1, count):
        row = own[at] * (row @ forth[at])
        if at % RESCALED == 0:
            row /= row.sum()
        forward[at] = row
    row = backward[-1]
    for at in range(count - 2, -1, -1):
        row = (own[at + 1] * row) @ back[at + 1]
        if at % RESCALED == 0:
            row /= row.sum()
        backward[at] = row
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))
