"""The linear classifier of levels and of valence, over all sentences of a page at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.levels.cues import Matcher
from ecosift.tagging.levels.features import Features, Row
from ecosift.tagging.levels.lexis import Lexis, PageWords
from ecosift.tagging.levels.weights import sight_of
from ecosift.types import Valence

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier says of sentences: probabilities of levels, and logits of valence."""

    levels: Matrix
    valence: Matrix


def judge(
    sentences: Sequence[Features], model: Model, levels: Sequence[str], words: PageWords | None = None
) -> Judgement:
    """One row a sentence; columns in the order of `levels` and of the manifest's valences.

    `words` are those of the sentences where they have been read already, by the lexis of this model.
    """
    labels = model.manifest["labels"]
    table = _logits(sentences, model, words) if sentences else np.zeros((0, model.arrays["weights"].shape[1]))
    logits = np.clip(table[:, [labels.index(level) for level in levels]], -30.0, 30.0)
    return Judgement(1.0 / (1.0 + np.exp(-logits)), table[:, len(labels) :])


def _logits(sentences: Sequence[Features], model: Model, words: PageWords | None) -> Matrix:
    seen = sight_of(sentences[0].matcher, model)
    if words is None:
        words = seen.lexis.read([features.words.text for features in sentences])
    table = seen.logits(words, np.array([features.bare for features in sentences]))
    named = [row for row, features in enumerate(sentences) if features.named]
    table[named] += model.decision([sentences[row].named for row in named]) - model.arrays["intercept"]
    return np.asarray(table + model.arrays["intercept"])


def valences(base: Matrix, rows: Sequence[Row], model: Model) -> list[Valence]:
    """The valence of every tag, from its sentence's logits and its own features."""
    settings, first = model.manifest["settings"], len(model.manifest["labels"])
    # The intercept is in `base` already.
    own = model.decision(rows)[:, first:] - model.arrays["intercept"][first:]
    return [settings["valences"][at] for at in (base + own).argmax(axis=1).tolist()]


def trained_for(model: Model | None, levels: Sequence[str]) -> bool:
    """Whether the model was trained for these levels."""
    return model is not None and set(levels) == set(model.manifest["labels"])


def lexis_of(matcher: Matcher, model: Model) -> Lexis:
    """The words that the matcher's phrases or the model's features tell apart."""
    return sight_of(matcher, model).lexis
