"""Linear scores of rows by a model's weights, all statements of a page in one sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.roles.features import Row

Matrix = NDArray[np.float64]


class Scorer:
    """A model's weights, found by family and value."""

    def __init__(self, model: Model) -> None:
        self.index: dict[str, dict[str, int]] = {}
        for place, name in enumerate(model.vocabulary):
            family, _, value = name.partition("=")
            self.index.setdefault(family, {})[value] = place
        weights = model.arrays["weights"]
        # The last row stands for every feature that the model does not know.
        self.weights = np.vstack([weights, np.zeros((1, weights.shape[1]), dtype=weights.dtype)])
        self.turns = model.arrays["turns"].astype(np.float64)
        self.slope = float(model.arrays["slope"][0])

    def scores(self, rows: Sequence[Row]) -> Matrix:
        """The summed weights of each row, (rows, labels)."""
        places: list[int] = []
        starts: list[int] = []
        unknown = len(self.weights) - 1
        for row in rows:
            starts.append(len(places))
            places.append(unknown)
            for family, values in row:
                known = self.index.get(family)
                if known:
                    places += [known[value] for value in values if value in known]
        if not rows:
            return np.zeros((0, self.weights.shape[1]))
        return np.add.reduceat(self.weights[places], starts, axis=0).astype(np.float64)


_MADE: dict[str, Scorer] = {}


def scorer_of(model: Model) -> Scorer:
    """The model's scorer, made once for each model's content."""
    if model.sha256 not in _MADE:
        _MADE[model.sha256] = Scorer(model)
    return _MADE[model.sha256]
