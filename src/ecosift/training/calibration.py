"""Whether scores mean what they say: skill, error in bins, and slope of probabilities."""

from __future__ import annotations

import numpy as np

from ecosift.training.linear import Matrix, platt

BINS = 10
MARGIN = 1e-4


def brier_skill(given: Matrix, wanted: Matrix) -> float:
    """1 less the squared error over that of each class's own share; 0 is no better than the shares."""
    shares = wanted.mean(axis=0)
    spread = float(((shares - wanted) ** 2).sum())
    return float(1.0 - ((given - wanted) ** 2).sum() / spread) if spread else 0.0


def calibration_error(given: Matrix, wanted: Matrix) -> float:
    """How far mean score and share of right ones lie apart in bins of equal mass, on average over classes."""
    errors = [_error(given[:, at], wanted[:, at]) for at in range(given.shape[1])]
    return float(np.mean(errors))


def calibration_slope(given: Matrix, wanted: Matrix) -> float:
    """By what the logits of one class must be multiplied to be right: under 1, scores are too sure."""
    kept = np.clip(given, MARGIN, 1.0 - MARGIN)
    return platt(np.log(kept / (1.0 - kept)), wanted, np.ones(len(given)))[0]


def _error(given: Matrix, wanted: Matrix) -> float:
    bins = np.array_split(np.argsort(given, kind="stable"), BINS)
    gaps = [abs(given[each].sum() - wanted[each].sum()) for each in bins]
    return float(sum(gaps) / len(given))
