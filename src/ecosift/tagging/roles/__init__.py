"""The rhetorical role of every sentence: what was known, asked, done, found, concluded (codebook §2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.roles.abstracts import abstract_features, divided, own_weight, part_odds, parted
from ecosift.tagging.roles.chain import posteriors
from ecosift.tagging.roles.features import (
    KINDS,
    Evidence,
    advice_features,
    report_features,
    shared_features,
    steps_of,
)
from ecosift.tagging.roles.looks import PageLook, look_at
from ecosift.tagging.roles.rules import prior_odds
from ecosift.tagging.roles.scoring import PARTS, Judge, judges_of
from ecosift.tagging.roles.second import forms_of, second_of, surroundings
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
    page = look_at(sentences, title, judges_of(model).eyes if model else None)
    if not len(page):
        return [None] * len(sentences)
    tags = iter(_tags(role_probabilities(page, model)))
    return [None if sentence.heading else next(tags) for sentence in sentences]


def role_probabilities(page: PageLook, model: Model | None) -> Matrix:
    """Probability of every role, columns in the order of `ROLES`, for every statement of a page."""
    odds, steps = prior_odds(page), steps_of(page)
    if model is None:
        return posteriors(odds, np.tile(np.eye(len(ROLES)) * STAYS, (KINDS, 1, 1)), steps)
    judges = judges_of(model)
    shared, reports = shared_features(page), report_features(page) if page.weight > 0 else None
    scorer = judges.roles.scorer
    evidence = odds + scorer.scores(shared)
    if reports:
        evidence += page.weight * scorer.scores(reports)
    if page.weight < 1:
        evidence += (1 - page.weight) * scorer.scores(advice_features(page))
    given = posteriors(judges.roles.slope * evidence, judges.roles.slope * judges.roles.turns, steps)
    if reports and judges.parts and page.bare_abstract:
        told = (shared, reports, abstract_features(page))
        return divided(_part_probabilities(page, part_odds(odds), told, judges.parts, model), given)
    return given


def _part_probabilities(
    page: PageLook, odds: Matrix, told: Sequence[Evidence], judge: Judge, model: Model
) -> Matrix:
    """By the chain of parts, and then by the second one; models from before it have the first alone."""
    second = second_of(model.arrays, PARTS)
    own, rest = (judge.scorer.scores(each) for each in parted(told))
    if second:
        own *= own_weight(page)
    evidence = judge.slope * (odds + rest + own)
    given = posteriors(evidence, judge.slope * judge.turns, [0] * len(evidence))
    return second.judged(surroundings(evidence, given, forms_of(page))) if second else given


def _tags(probabilities: Matrix) -> list[RoleTag]:
    best, scores = probabilities.argmax(axis=1).tolist(), probabilities.max(axis=1).round(4).tolist()
    return [RoleTag(ROLES[k], score) for k, score in zip(best, scores, strict=True)]
