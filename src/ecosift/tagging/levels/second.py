"""A second look at a page: each sentence is judged again by what the first look thought of all of them.

Levels come in stretches, as sections and lines of thought do, and methods name few. A small network is told
the first scores of a sentence, of its neighbours, of its section and of the page, what its cues say, and its
role (Wolpert 1992, "Stacked generalization").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ecosift.models import FloatArray, Model, one_thread
from ecosift.tagging.levels.lexis import Numbers
from ecosift.tagging.levels.odds import Matrix, log_odds, scores_of_odds
from ecosift.types import ROLES, RoleTag

# Names of the arrays among those of a model.
PREFIX = "second_"
# Shorter pages have no surroundings that would tell.
SHORTEST = 3
# How far to either side a sentence's neighbours are heard, and what they say beyond the page.
REACH, BEYOND = 2, -3.0
# Scores nearer to 0 or 1 than this say no more.
MARGIN = 0.001


@dataclass(frozen=True)
class Second:
    """`hidden` (told, hidden) and `output` (hidden, levels), each with its bias.

    `first` is the share that the first look keeps: how dense levels are differs from page to page, and what
    was learnt of that may not hold.
    """

    arrays: Mapping[str, FloatArray]
    first: float

    def judged(self, given: Matrix, told: Matrix) -> Matrix:
        """Scores of the levels from both looks, one row for each of `given`, the first one's."""
        with one_thread():
            hidden = np.maximum(told @ self.arrays["hidden"] + self.arrays["hidden_bias"], 0.0)
            logits = hidden @ self.arrays["output"] + self.arrays["output_bias"]
        return scores_of_odds(self.first * log_odds(given, MARGIN) + (1.0 - self.first) * logits)


def second_of(model: Model) -> Second | None:
    """A model's second look; None where it has none."""
    if (settings := model.manifest["settings"].get("second")) is None:
        return None
    return Second(model.part(PREFIX), settings["first"])


def told_of(given: Matrix, cues: Matrix, under: Numbers, roles: Sequence[RoleTag | None]) -> Matrix:
    """What the second look is told of each of a page's sentences, headings left out.

    `given` are the scores of the levels and `cues` those of the cues alone, a row a sentence; `under` are the
    numbers of their headings.
    """
    odds = log_odds(given, MARGIN)
    neighbours = [_shifted(odds, by) for by in range(-REACH, REACH + 1) if by]
    page = np.broadcast_to(given.mean(axis=0), given.shape)
    parts = [odds, *neighbours, _of_section(given, under), page, log_odds(cues, MARGIN), _named(roles)]
    return np.concatenate(parts, axis=1)


def _shifted(rows: Matrix, by: int) -> Matrix:
    """What stands `by` sentences further on."""
    found = np.full_like(rows, BEYOND)
    if by > 0:
        found[:-by] = rows[by:]
    else:
        found[-by:] = rows[:by]
    return found


def _of_section(given: Matrix, under: Numbers) -> Matrix:
    """The mean score of the other sentences under the same heading; 0 where there is no other."""
    _, home, sizes = np.unique(under, return_inverse=True, return_counts=True)
    sums = np.zeros((len(sizes), given.shape[1]))
    np.add.at(sums, home, given)
    others = np.maximum(sizes[home] - 1, 1)[:, None]
    return np.asarray(np.where(sizes[home, None] > 1, (sums[home] - given) / others, 0.0))


def _named(roles: Sequence[RoleTag | None]) -> Matrix:
    """A column a role."""
    found = np.zeros((len(roles), len(ROLES)))
    for row, role in enumerate(roles):
        if role is not None:
            found[row, ROLES.index(role.label)] = 1.0
    return found
