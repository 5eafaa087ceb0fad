"""The linear classifier: a sentence as its words, the codebook's evidence and its surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse, islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosift.models import LOT, FloatArray, Model, sums
from ecosift.tagging.levels.reading import Evidence, Reading
from ecosift.tagging.levels.words import MARKS
from ecosift.types import Valence

Matrix = NDArray[np.float64]
Row = Mapping[str, float]
# Longer sentences than this are lists or debris; their head says what there is to say.
MAX_FORMS = 120
SHORT = 9
# How loud each kind of feature speaks: what is loud needs less weight, and so pays less of the penalty.
WORD, PAIR, CUE, SENSE = 0.7, 0.4, 3.0, 0.5


class Features(NamedTuple):
    """What the classifier sees: the words in order, and all else by name."""

    forms: tuple[str, ...]
    others: Row

    def row(self) -> dict[str, float]:
        """All features by name: `w=` a word, `b=` a pair of words, `v=` the share of a word."""
        row = {f"w={form}": WORD for form in self.forms}
        row.update((f"b={left} {right}", PAIR) for left, right in pairwise(self.forms))
        for form in self.forms:
            row[f"v={form}"] = row.get(f"v={form}", 0.0) + 1.0 / len(self.forms)
        return row | dict(self.others)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier says of sentences: probabilities of levels, and logits of valence."""

    levels: Matrix
    valence: Matrix


def features_of(
    reading: Reading, evidence: Sequence[Evidence], above: Iterable[Evidence], before: Iterable[Evidence]
) -> Features:
    """Features of a sentence. `above` is the evidence in its heading, `before` what its anaphor takes up."""
    forms = tuple(islice(filterfalse(MARKS.__contains__, reading.words.forms), MAX_FORMS))
    others: dict[str, float] = {}
    for item in evidence:
        cue = f"c={item.level}"
        others[cue] = max(others.get(cue, 0.0), CUE * item.weight)
        others[f"s={item.level}:{item.sense}"] = SENSE
    if reading.generic:
        others["generic"] = 1.0
    if len(forms) <= SHORT:
        others["short"] = 1.0
    for item in above:
        others[f"h={item.level}"] = 1.0
    for item in before:
        others[f"a={item.level}"] = 1.0
    return Features(forms, others)


def judge(sentences: Sequence[Features], model: Model, levels: Sequence[str]) -> Judgement:
    """One row a sentence; columns in the order of `levels` and of the manifest's valences."""
    labels = model.manifest["labels"]
    table = _words_of(model).logits([features.forms for features in sentences])
    table += model.decision([features.others for features in sentences])
    logits = np.clip(table[:, [labels.index(level) for level in levels]], -30.0, 30.0)
    return Judgement(1.0 / (1.0 + np.exp(-logits)), table[:, len(labels) :])


def valences(base: Matrix, rows: Sequence[Row], model: Model) -> list[Valence]:
    """The valence of every tag, from its sentence's logits and its own features."""
    settings, first = model.manifest["settings"], len(model.manifest["labels"])
    # The intercept is in `base` already.
    own = model.decision(rows)[:, first:] - model.arrays["intercept"][first:]
    return [settings["valences"][at] for at in (base + own).argmax(axis=1).tolist()]


def trained_for(model: Model | None, levels: Sequence[str]) -> bool:
    """Whether the model was trained for these levels."""
    return model is not None and set(levels) == set(model.manifest["labels"])


class _Words:
    """A model's rows for words, found by the words themselves: `Features.row` without the names."""

    def __init__(self, model: Model) -> None:
        rows = model.index
        self._single = {name[2:]: row for name, row in rows.items() if name.startswith("w=")}
        self._share = {name[2:]: row for name, row in rows.items() if name.startswith("v=")}
        pairs = (name for name in rows if name.startswith("b="))
        self._pair = {tuple(name[2:].split(" ")): rows[name] for name in pairs}
        self._weights: FloatArray = model.arrays["weights"].copy()
        self._weights[[*self._single.values()]] *= WORD
        self._weights[[*self._pair.values()]] *= PAIR

    def logits(self, sentences: Sequence[Sequence[str]]) -> Matrix:
        """What the words add to each sentence's logits."""
        lots = [self._lot(sentences[first : first + LOT]) for first in range(0, len(sentences), LOT)]
        return np.vstack(lots) if lots else np.zeros((0, self._weights.shape[1]))

    def _lot(self, sentences: Sequence[Sequence[str]]) -> Matrix:
        words: list[int] = []
        shares: list[int] = []
        word_ends, share_ends = [0], [0]
        for forms in sentences:
            words += [at for at in map(self._single.get, dict.fromkeys(forms)) if at is not None]
            words += [at for at in map(self._pair.get, dict.fromkeys(pairwise(forms))) if at is not None]
            shares += [at for at in map(self._share.get, forms) if at is not None]
            word_ends.append(len(words))
            share_ends.append(len(shares))
        counts = np.array([max(1, len(forms)) for forms in sentences])[:, None]
        weights = self._weights
        return np.asarray(sums(weights[words], word_ends) + sums(weights[shares], share_ends) / counts)


_known: dict[str, _Words] = {}


def _words_of(model: Model) -> _Words:
    if model.sha256 not in _known:
        _known[model.sha256] = _Words(model)
    return _known[model.sha256]
