"""The linear classifier: a sentence as its words, the codebook's evidence and its surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, filterfalse, islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.levels.cues import Matcher
from ecosift.tagging.levels.lexis import CLOSE, Lexis, Numbers, PageWords
from ecosift.tagging.levels.reading import Evidence, Reading
from ecosift.tagging.levels.words import MARKS, Words
from ecosift.types import Valence

Matrix = NDArray[np.float64]
Row = Mapping[str, float]
# Longer sentences than this are lists or debris; their head says what there is to say.
MAX_FORMS = 120
SHORT = 9
# How loud each kind of feature speaks: what is loud needs less weight, and so pays less of the penalty.
WORD, PAIR, CUE, SENSE, CLASS, ORDER = 0.7, 0.4, 3.0, 0.5, 0.3, 0.5
LOUDNESS = {"w": WORD, "b": PAIR, "k": CLASS, "none": ORDER}


class Features(NamedTuple):
    """What the classifier sees of a sentence: its words, and what is known by name.

    `bare` where there is no evidence; `matcher` knows the classes of words.
    """

    words: Words
    named: Row
    bare: bool
    matcher: Matcher

    @property
    def forms(self) -> tuple[str, ...]:
        """The words in order, without marks."""
        return tuple(islice(filterfalse(MARKS.__contains__, self.words.forms), MAX_FORMS))

    @property
    def others(self) -> dict[str, float]:
        """All features but words and pairs of words, by name."""
        forms, row = self.forms, dict(self.named)
        if self.bare:
            row["none"] = ORDER
        if len(forms) <= SHORT:
            row["short"] = 1.0
        _add_classes(row, forms, map(self.matcher.classes.__getitem__, forms))
        return row

    def row(self) -> dict[str, float]:
        """All features by name: `w=` a word, `b=` a pair of words."""
        forms = self.forms
        row = {f"w={form}": WORD for form in forms}
        row.update((f"b={left} {right}", PAIR) for left, right in pairwise(forms))
        return row | self.others


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
    matcher: Matcher,
) -> Features:
    """Features of a sentence. `above` is the evidence in its heading, `before` what its anaphor takes up."""
    named = _of_evidence(evidence, reading.words.forms) if evidence else {}
    if reading.generic:
        named["generic"] = 1.0
    for item in above:
        named[f"h={item.level}"] = 1.0
    for item in before:
        named[f"a={item.level}"] = 1.0
    return Features(reading.words, named, not evidence, matcher)


def _of_evidence(evidence: Sequence[Evidence], forms: Sequence[str]) -> dict[str, float]:
    """What speaks for each level, in which order, between which words, and whether alone."""
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
    seen = _sight_of(sentences[0].matcher, model)
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
    return _sight_of(matcher, model).lexis


class _Sight:
    """A model's rows for words, their pairs and classes, found by number: `Features.row` without the names.

    A row `v=` counts for the share that its word has among the sentence's words that have such a row.
    """

    def __init__(self, matcher: Matcher, model: Model) -> None:
        rows, weights = model.index, model.arrays["weights"]
        known = dict.fromkeys(form for name in rows for form in _forms_named(name))
        self.lexis = Lexis(matcher, known)
        self._unknown = len(self.lexis.known) + 1
        loudness = np.array([LOUDNESS.get(name.partition("=")[0], 1.0) for name in rows], dtype=np.float32)
        self._weights = weights * loudness[:, None]
        self._short, self._bare = rows.get("short", -1), rows.get("none", -1)
        self._words = self._rows_of("w=", rows)
        self._shares = self._rows_of("v=", rows)
        self._pairs = self._pair_table(rows)
        self._kinds = _Kinds(rows, self.lexis)

    def logits(self, words: PageWords, bare: NDArray[np.bool_]) -> Matrix:
        """What the words add to each sentence's logits; `bare` are the sentences without evidence."""
        lines, spoken = words.spoken(MAX_FORMS)
        known = np.minimum(spoken, self._unknown)
        sizes = np.bincount(lines, minlength=len(bare))
        keys = [
            self._keys(lines, self._words[known]),
            self._keys(
                lines[1:], np.where(lines[1:] == lines[:-1], self._pairs.find(known[:-1], known[1:]), -1)
            ),
            self._keys(*self._kinds.find(lines, spoken, known)),
            self._keys(np.flatnonzero(sizes <= SHORT), self._short),
            self._keys(np.flatnonzero(bare), self._bare),
        ]
        return self._summed(np.concatenate(keys), len(bare)) + self._shared(lines, known, len(bare))

    def _keys(self, lines: Numbers, rows: Numbers | int) -> Numbers:
        """Sentence and row as one number, where there is a row."""
        rows = np.broadcast_to(rows, lines.shape)
        found = np.flatnonzero(rows >= 0)
        return lines[found] * len(self._weights) + rows[found]

    def _summed(self, keys: Numbers, count: int) -> Matrix:
        """The sum of each sentence's rows, each row once."""
        table = np.zeros((count, self._weights.shape[1]))
        keys = np.sort(keys)
        lines, rows = np.divmod(keys[np.flatnonzero(np.diff(keys, prepend=-1))], len(self._weights))
        starts = np.flatnonzero(np.diff(lines, prepend=-1))
        if len(starts):
            table[lines[starts]] = np.add.reduceat(self._weights[rows], starts, axis=0)
        return table

    def _shared(self, lines: Numbers, known: Numbers, count: int) -> Matrix:
        """The mean of the rows `v=` of each sentence's words."""
        table = np.zeros((count, self._weights.shape[1]))
        rows = self._shares[known]
        found = np.flatnonzero(rows >= 0)
        lines = lines[found]
        starts = np.flatnonzero(np.diff(lines, prepend=-1))
        if len(starts):
            sums = np.add.reduceat(self._weights[rows[found]], starts, axis=0)
            table[lines[starts]] = sums / np.diff(starts, append=len(lines))[:, None]
        return table

    def _rows_of(self, prefix: str, rows: Mapping[str, int]) -> Numbers:
        found = np.full(self._unknown + 1, -1, dtype=np.intp)
        for name, row in rows.items():
            if name.startswith(prefix):
                found[self.lexis.known[name[len(prefix) :]]] = row
        return found

    def _pair_table(self, rows: Mapping[str, int]) -> _PairRows:
        known = self.lexis.known
        named = ((name[2:].split(" "), row) for name, row in rows.items() if name.startswith("b="))
        return _PairRows(
            {(known[left], known[right]): row for (left, right), row in named}, self._unknown + 1
        )


class _Kinds:
    """Rows for the classes of words: alone, after a word, after another class."""

    def __init__(self, rows: Mapping[str, int], lexis: Lexis) -> None:
        self._lexis = lexis
        named = [(name[2:], row) for name, row in rows.items() if name.startswith("k=")]
        self._names = {name: at for at, name in enumerate(lexis.matcher.class_names)}
        self._alone = np.full(len(self._names), -1, dtype=np.intp)
        self._turns = np.full((len(self._names), len(self._names)), -1, dtype=np.intp)
        after = dict[tuple[int, int], int]()
        for name, row in named:
            head, brace, last = name.rpartition("{")
            kind = self._names[brace + last]
            if not head:
                self._alone[kind] = row
            elif head.endswith(" "):
                after[CLOSE if head == "^ " else lexis.known[head[:-1]], kind] = row
            else:
                self._turns[self._names[head], kind] = row
        self._after = _PairRows(after, max(len(lexis.known) + 2, len(self._names)))

    def find(self, lines: Numbers, spoken: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
        """Sentences and rows, -1 where there is none; `known` are the numbers as far as features go."""
        places, kinds = self._of(spoken)
        if not len(places):
            return places, places
        opens = np.diff(lines, prepend=-1) != 0
        before = np.where(opens, CLOSE, np.roll(known, 1))[places]
        homes = lines[places]
        turns = np.where(homes[1:] == homes[:-1], self._turns[kinds[:-1], kinds[1:]], -1)
        rows = np.concatenate([self._alone[kinds], self._after.find(before, kinds), turns])
        return np.concatenate([homes, homes, homes[1:]]), rows

    def _of(self, spoken: Numbers) -> tuple[Numbers, Numbers]:
        """The place and the number of every class of every word."""
        classes = self._lexis.classes
        told = [
            (at, self._names[name])
            for at, number in enumerate(spoken.tolist())
            if number in classes
            for name in classes[number]
        ]
        found = np.array(told, dtype=np.intp).reshape(-1, 2)
        return found[:, 0], found[:, 1]


class _PairRows:
    """Rows of pairs of numbers, each less than `size`."""

    def __init__(self, rows: Mapping[tuple[int, int], int], size: int) -> None:
        self._size = size
        keys = sorted((left * size + right, row) for (left, right), row in rows.items())
        # One more pair than there are, so that what is looked for always has a place.
        self._keys = np.array([*(key for key, _ in keys), -1], dtype=np.intp)
        self._rows = np.array([*(row for _, row in keys), -1], dtype=np.intp)
        self._opens, self._closes = (np.zeros(size, dtype=np.bool_) for _ in range(2))
        for left, right in rows:
            self._opens[left] = self._closes[right] = True

    def find(self, left: Numbers, right: Numbers) -> Numbers:
        """The row of every pair, -1 for none."""
        found = np.full(len(left), -1, dtype=np.intp)
        asked = np.flatnonzero(self._opens[left] & self._closes[right])
        keys = left[asked] * self._size + right[asked]
        places = np.searchsorted(self._keys[:-1], keys)
        found[asked] = np.where(self._keys[places] == keys, self._rows[places], -1)
        return found


def _forms_named(name: str) -> Sequence[str]:
    """The words in a feature's name."""
    family, _, value = name.partition("=")
    if family in ("w", "v"):
        return (value,)
    if family == "b":
        return value.split(" ")
    word, space, _ = value.rpartition(" ")
    return (word,) if family == "k" and space and word != "^" else ()


_seen: dict[tuple[Matcher, str], _Sight] = {}


def _sight_of(matcher: Matcher, model: Model) -> _Sight:
    key = (matcher, model.sha256)
    if key not in _seen:
        _seen[key] = _Sight(matcher, model)
    return _seen[key]
