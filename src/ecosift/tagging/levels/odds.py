"""Scores as log odds, and back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
# Log odds beyond this are certain.
CERTAIN = 30.0


def log_odds(scores: Matrix, margin: float) -> Matrix:
    """The log odds of scores; nearer than `margin` to 0 or 1 they say no more."""
    kept = np.clip(scores, margin, 1.0 - margin)
    return np.asarray(np.log(kept / (1.0 - kept)))


def scores_of_odds(odds: Matrix) -> Matrix:
    """The scores, from 0 to 1."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -CERTAIN, CERTAIN))))
