"""The linear classifier: a sentence as its words, the codebook's evidence and its surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, filterfalse, islice, pairwise
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
WORD, PAIR, CUE, SENSE, CLASS, ORDER = 0.7, 0.4, 3.0, 0.5, 0.3, 0.5


class Features(NamedTuple):
    """What the classifier sees: the words in order, and all else by name."""

    forms: tuple[str, ...]
    others: Row

    def row(self) -> dict[str, float]:
        """All features by name: `w=` a word, `b=` a pair of words."""
        row = {f"w={form}": WORD for form in self.forms}
        row.update((f"b={left} {right}", PAIR) for left, right in pairwise(self.forms))
        return row | dict(self.others)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier says of sentences: probabilities of levels, and logits of valence."""

    levels: Matrix
    valence: Matrix


def features_of(
    reading: Reading,
    evidence: Sequence[Evidence],
    above: Iterable[Evidence],
    before: Iterable[Evidence],
    classes: Mapping[str, Sequence[str]],
) -> Features:
    """Features of a sentence. `above` is the evidence in its heading, `before` what its anaphor takes up.

    `classes` gives the classes of every word.
    """
    forms = tuple(islice(filterfalse(MARKS.__contains__, reading.words.forms), MAX_FORMS))
    others = _of_evidence(evidence, reading.words.forms)
    _add_classes(others, forms, map(classes.__getitem__, forms))
    if reading.generic:
        others["generic"] = 1.0
    if len(forms) <= SHORT:
        others["short"] = 1.0
    for item in above:
        others[f"h={item.level}"] = 1.0
    for item in before:
        others[f"a={item.level}"] = 1.0
    return Features(forms, others)


def _of_evidence(evidence: Sequence[Evidence], forms: Sequence[str]) -> dict[str, float]:
    """What speaks for each level, in which order, between which words, and whether alone."""
    if not evidence:
        return {"none": ORDER}
    row: dict[str, float] = {}
    last = len(forms) - 1
    for item in evidence:
        level = item.level
        cue = f"c={level}"
        row[cue] = max(row.get(cue, 0.0), CUE * item.weight)
        row[f"s={level}:{item.sense}"] = SENSE
        row[f"after={forms[item.first - 1] if item.first else '^'} {level}"] = ORDER
        row[f"until={forms[item.last + 1] if item.last < last else '$'} {level}"] = ORDER
    row[f"first={evidence[0].level}"] = row[f"last={evidence[-1].level}"] = ORDER
    levels = sorted({item.level for item in evidence})
    if len(levels) == 1:
        row[f"alone={levels[0]}"] = ORDER
    row.update((f"both={one} {other}", ORDER) for one, other in combinations(levels, 2))
    return row


def _add_classes(row: dict[str, float], forms: Sequence[str], classes: Iterable[Sequence[str]]) -> None:
    """Who or what kind of place a word stands for, after which word, and in which order."""
    before = ""
    for at, names in enumerate(classes):
        for name in names:
            row[f"k={name}"] = row[f"k={forms[at - 1] if at else '^'} {name}"] = CLASS
            if before != name:
                row[f"k={before}{name}"] = CLASS
            before = name


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
    """A model's rows for words, found by the words themselves: `Features.row` without the names.

    A row `v=` counts for the share that its word has among the sentence's words that have such a row.
    """

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
        counts = np.maximum(1, np.diff(share_ends))[:, None]
        weights = self._weights
        return np.asarray(sums(weights[words], word_ends) + sums(weights[shares], share_ends) / counts)


_known: dict[str, _Words] = {}


def _words_of(model: Model) -> _Words:
    if model.sha256 not in _known:
        _known[model.sha256] = _Words(model)
    return _known[model.sha256]
