"""What the classifier is told of a sentence: its words, the codebook's evidence and its surroundings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, filterfalse, islice, pairwise
from typing import NamedTuple

from ecosift.tagging.levels.cues import Matcher
from ecosift.tagging.levels.reading import Evidence, Reading
from ecosift.tagging.levels.words import MARKS, Words

Row = Mapping[str, float]
# Longer sentences than this are lists or debris; their head says what there is to say.
MAX_FORMS = 120
SHORT = 9
# How loud each kind of feature speaks: what is loud needs less weight, and so pays less of the penalty.
WORD, PAIR, CUE, SENSE, CLASS, ORDER = 0.7, 0.4, 3.0, 0.5, 0.3, 0.5


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
