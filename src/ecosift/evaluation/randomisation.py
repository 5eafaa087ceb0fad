"""Whether two extractors differ: a paired randomisation test over documents, and Holm's correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecosift.evaluation.bootstrap import CELLS, SEED
from ecosift.evaluation.samples import Sample, value

SWAPS = 5000
# Figures that are equal on paper may differ in the last bit.
DUST = 1e-12


@dataclass(frozen=True, slots=True)
class Comparison:
    """Second minus first on one measure, with the p value as it is and corrected for all that were asked."""

    measure: str
    first: str
    second: str
    difference: float
    p: float
    corrected: float


def p_value(first: Sample, second: Sample, *, swaps: int = SWAPS) -> float:
    """Share of random swaps of documents between the two that part them at least as far as they are parted.

    The arrangement that was seen counts as one of them, so the least p is 1 / (swaps + 1).
    """
    documents, both = first.documents, first.beside(second)
    observed = abs(value(second) - value(first))
    if np.isnan(observed):
        return float("nan")
    rng = np.random.default_rng(SEED)
    step, as_far = max(1, CELLS // max(1, documents)), 0
    for at in range(0, swaps, step):
        kept = rng.integers(0, 2, (min(step, swaps - at), documents)).astype(np.float64)
        one = both.values(np.concatenate([kept, 1 - kept], axis=1))
        other = both.values(np.concatenate([1 - kept, kept], axis=1))
        as_far += int(np.sum(np.abs(other - one) >= observed - DUST))
    return (as_far + 1) / (swaps + 1)


def holm(values: Sequence[float]) -> list[float]:
    """P values corrected for their number (Holm 1979), in the order given; NaN stays and is not counted."""
    asked = sorted((p, place) for place, p in enumerate(values) if not np.isnan(p))
    corrected, highest = list(values), 0.0
    for rank, (p, place) in enumerate(asked):
        highest = max(highest, min(1.0, p * (len(asked) - rank)))
        corrected[place] = highest
    return corrected
