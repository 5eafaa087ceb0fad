"""The classifier of levels and of valence, over all sentences of a page at once.

A linear part, and where the model has one a network beside it: the mean of their logits decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecosift.models import Model
from ecosift.tagging.levels.cues import Matcher
from ecosift.tagging.levels.features import Features, Row
from ecosift.tagging.levels.lexis import Lexis, PageWords
from ecosift.tagging.levels.odds import Matrix, scores_of_odds
from ecosift.tagging.levels.outline import Outline
from ecosift.tagging.levels.weights import sight_of
from ecosift.types import Valence


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier says of a page's sentences: probabilities of levels, and logits of valence.

    `linear` and `network` are the logits of its parts, each (sentences, columns): the linear part has a
    column a level and one a valence, the network one a level and then, level by level, one a valence.
    `share` is what the network counts for levels, and `share_of_valence` for valence: 0 where there is none.
    `alone` where only one of the sentences says anything.
    """

    levels: Matrix
    linear: Matrix
    network: Matrix
    share: float
    share_of_valence: float
    alone: bool


def judge(
    sentences: Sequence[Features], words: PageWords, outline: Outline, model: Model, levels: Sequence[str]
) -> Judgement:
    """One row for each of a page's sentences, in order; columns in the order of `levels`.

    `words` are those of the sentences and `outline` what stands above them, by the lexis of this model.
    """
    labels = model.manifest["labels"]
    if not sentences:
        nothing = np.zeros((0, model.arrays["weights"].shape[1]))
        return Judgement(nothing[:, : len(labels)], nothing, nothing, 0.0, 0.0, alone=False)
    seen = sight_of(sentences[0].matcher, model)
    linear = _linear(sentences, model, words)
    alone = sum(bool(features.words.text) for features in sentences) == 1
    share = of_valence = 0.0
    network = np.zeros((len(sentences), len(labels)))
    if seen.network is not None:
        settings = model.manifest["settings"]["network"]
        share, of_valence = settings["alone" if alone else "share"], settings["share_of_valence"]
        network = seen.network.logits(words, outline).astype(np.float64)
    columns = [labels.index(level) for level in levels]
    logits = (1.0 - share) * linear[:, columns] + share * network[:, columns]
    return Judgement(scores_of_odds(logits), linear, network, share, of_valence, alone)


def _linear(sentences: Sequence[Features], model: Model, words: PageWords) -> Matrix:
    table = sight_of(sentences[0].matcher, model).logits(
        words, np.array([features.bare for features in sentences])
    )
    named = [row for row, features in enumerate(sentences) if features.named]
    table[named] += model.decision([sentences[row].named for row in named]) - model.arrays["intercept"]
    return np.asarray(table + model.arrays["intercept"])


def valences(
    judgement: Judgement, places: Sequence[tuple[int, str]], rows: Sequence[Row], model: Model
) -> list[Valence]:
    """The valence of every tag, by its sentence and level, from both parts and the tag's own features."""
    if not places:
        return []
    labels, names = model.manifest["labels"], model.manifest["settings"]["valences"]
    first, at = len(labels), [at for at, _ in places]
    # The intercept is in the sentence's logits already.
    own = model.decision(rows)[:, first:] - model.arrays["intercept"][first:]
    share = judgement.share_of_valence
    logits = (1.0 - share) * (judgement.linear[at, first:] + own)
    if share:
        table = judgement.network[:, first:].reshape(len(judgement.network), first, len(names))
        logits += share * table[at, [labels.index(level) for _, level in places]]
    return [names[best] for best in logits.argmax(axis=1).tolist()]


def trained_for(model: Model | None, levels: Sequence[str]) -> bool:
    """Whether the model was trained for these levels."""
    return model is not None and set(levels) == set(model.manifest["labels"])


def passed_over(matcher: Matcher, words: PageWords, model: Model) -> bool:
    """Whether the model tells at a glance that a page is about other things than levels are of."""
    glance = sight_of(matcher, model).glance
    return glance is not None and glance.passes_over(words)


def lexis_of(matcher: Matcher, model: Model) -> Lexis:
    """The words that the matcher's phrases or the model's features tell apart."""
    return sight_of(matcher, model).lexis
