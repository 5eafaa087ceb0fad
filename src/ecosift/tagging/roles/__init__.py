"""The rhetorical role of every sentence: what was known, asked, done, found, concluded (codebook §2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.roles.chain import posteriors
from ecosift.tagging.roles.features import KINDS, PageLook, advice_features_of, features_of, look_at, steps_of
from ecosift.tagging.roles.rules import prior_odds
from ecosift.types import ROLES, RoleTag, SentenceSpan

__all__ = ["tag_roles"]

Matrix = NDArray[np.float64]
# Without a model: a label tends to go on.
STAYS = 0.6


def tag_roles(
    sentences: Sequence[SentenceSpan], *, title: str | None = None, model: Model | None = None
) -> list[RoleTag | None]:
    """The role of every sentence with its probability; None for headings.

    Without a `model` the cues and rules alone decide.
    """
    page = look_at(sentences, title)
    tags = iter(_tags(role_probabilities(page, model)))
    return [None if sentence.heading else next(tags) for sentence in sentences]


def role_probabilities(page: PageLook, model: Model | None) -> Matrix:
    """Probability of every role, columns in the order of `ROLES`, for every statement of a page."""
    evidence = prior_odds(page).astype(np.float64)
    turns, slope = np.tile(np.eye(len(ROLES)) * STAYS, (KINDS, 1, 1)), 1.0
    if model is not None:
        evidence += page.weight * model.decision(features_of(page))
        evidence += (1 - page.weight) * model.decision(advice_features_of(page))
        turns, slope = model.arrays["turns"].astype(np.float64), float(model.arrays["slope"][0])
    return posteriors(slope * evidence, slope * turns, steps_of(page))


def _tags(probabilities: Matrix) -> list[RoleTag]:
    best = probabilities.argmax(axis=1)
    return [RoleTag(ROLES[k], round(float(row[k]), 4)) for k, row in zip(best, probabilities, strict=True)]
