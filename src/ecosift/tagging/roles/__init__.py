"""The rhetorical role of every sentence: what was known, asked, done, found, concluded (codebook §2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.roles.chain import posteriors
from ecosift.tagging.roles.features import KINDS, advice_features, report_features, shared_features, steps_of
from ecosift.tagging.roles.looks import PageLook, look_at
from ecosift.tagging.roles.rules import prior_odds
from ecosift.tagging.roles.scoring import scorer_of
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
    page = look_at(sentences, title, scorer_of(model).eyes if model else None)
    if not len(page):
        return [None] * len(sentences)
    tags = iter(_tags(role_probabilities(page, model)))
    return [None if sentence.heading else next(tags) for sentence in sentences]


def role_probabilities(page: PageLook, model: Model | None) -> Matrix:
    """Probability of every role, columns in the order of `ROLES`, for every statement of a page."""
    evidence, steps = prior_odds(page), steps_of(page)
    if model is None:
        return posteriors(evidence, np.tile(np.eye(len(ROLES)) * STAYS, (KINDS, 1, 1)), steps)
    scorer = scorer_of(model)
    evidence += scorer.scores(shared_features(page))
    if page.weight > 0:
        evidence += page.weight * scorer.scores(report_features(page))
    if page.weight < 1:
        evidence += (1 - page.weight) * scorer.scores(advice_features(page))
    return posteriors(scorer.slope * evidence, scorer.slope * scorer.turns, steps)


def _tags(probabilities: Matrix) -> list[RoleTag]:
    best, scores = probabilities.argmax(axis=1).tolist(), probabilities.max(axis=1).round(4).tolist()
    return [RoleTag(ROLES[k], score) for k, score in zip(best, scores, strict=True)]
