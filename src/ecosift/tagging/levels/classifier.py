"""The linear classifier: a sentence as its words, the codebook's evidence and its surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, filterfalse, islice, pairwise, repeat
from sys import intern
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosift.models import LOT, FloatArray, Model, sums
from ecosift.tagging.levels.reading import Evidence, Reading
from ecosift.tagging.levels.words import MARKS
from ecosift.types import Valence

Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]
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
    named = [*map(classes.__getitem__, forms)]
    if any(named):
        _add_classes(others, forms, named)
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
        rows, labels = model.index, model.arrays["weights"].shape[1]
        pairs = [(tuple(name[2:].split(" ")), row) for name, row in rows.items() if name.startswith("b=")]
        known = [name[2:] for name in rows if name.startswith(("w=", "v="))]
        known += [form for pair, _ in pairs for form in pair]
        # Number 0 is for what the model does not know; its weights are nought.
        self._number = {intern(form): at for at, form in enumerate(dict.fromkeys(known), 1)}
        self._single = np.zeros((len(self._number) + 1, labels), dtype=np.float32)
        self._share = np.zeros_like(self._single)
        self._alone, self._shared = (np.zeros(len(self._single), dtype=np.bool_) for _ in range(2))
        for name, row in rows.items():
            kind, form = name[:2], name[2:]
            if kind == "w=":
                self._single[self._number[form]] = WORD * model.arrays["weights"][row]
                self._alone[self._number[form]] = True
            elif kind == "v=":
                self._share[self._number[form]] = model.arrays["weights"][row]
                self._shared[self._number[form]] = True
        numbers = [[self._number[form] for form in pair] for pair, _ in pairs]
        lefts, rights = np.array(numbers, dtype=np.int64).reshape(-1, 2).T
        self._opens, self._closes = (np.zeros(len(self._single), dtype=np.bool_) for _ in range(2))
        self._opens[lefts] = self._closes[rights] = True
        keys = self._key(lefts, rights)
        order = np.argsort(keys)
        # One more pair than there are, so that what is looked for always has a place.
        self._pairs = np.append(keys[order], -1)
        chosen = model.arrays["weights"][[row for _, row in pairs]][order]
        self._pair = np.vstack([PAIR * chosen, np.zeros((1, labels))]).astype(np.float32)

    def logits(self, sentences: Sequence[Sequence[str]]) -> Matrix:
        """What the words add to each sentence's logits."""
        lots = [self._lot(sentences[first : first + LOT]) for first in range(0, len(sentences), LOT)]
        return np.vstack(lots) if lots else np.zeros((0, self._single.shape[1]))

    def _lot(self, sentences: Sequence[Sequence[str]]) -> Matrix:
        sizes = np.array([len(forms) for forms in sentences])
        every = chain.from_iterable(sentences)
        words = np.fromiter(map(self._number.get, every, repeat(0)), dtype=np.int64, count=int(sizes.sum()))
        homes, count = np.repeat(np.arange(len(sentences)), sizes), len(sentences)
        shared = np.flatnonzero(self._shared[words])
        known = np.maximum(1.0, np.bincount(homes[shared], minlength=count))[:, None]
        table = np.asarray(_summed(homes[shared], self._share[words[shared]], count) / known)
        alone = np.flatnonzero(self._alone[words])
        table += _summed(*_once(homes[alone], words[alone], self._single), count)
        beside = np.flatnonzero((homes[:-1] == homes[1:]) & self._opens[words[:-1]] & self._closes[words[1:]])
        keys = self._key(words[beside], words[beside + 1])
        places = np.searchsorted(self._pairs[:-1], keys)
        met = self._pairs[places] == keys
        table += _summed(*_once(homes[beside[met]], places[met], self._pair), count)
        return table

    def _key(self, left: Any, right: Any) -> Any:
        return left * (len(self._number) + 1) + right


def _summed(homes: Numbers, parts: FloatArray, count: int) -> FloatArray:
    return sums(parts, np.searchsorted(homes, np.arange(count + 1)))


def _once(homes: Numbers, rows: Numbers, table: FloatArray) -> tuple[Numbers, FloatArray]:
    """The table's rows, each once for each home that has it, in order of the homes."""
    keys = np.sort(homes * len(table) + rows)
    found = keys[np.diff(keys, prepend=-1) > 0]
    return found // len(table), table[found % len(table)]


_known: dict[str, _Words] = {}


def _words_of(model: Model) -> _Words:
    if model.sha256 not in _known:
        _known[model.sha256] = _Words(model)
    return _known[model.sha256]
