"""The linear classifier: a sentence as its words, the codebook's evidence and its surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ecosift.models import Model
from ecosift.tagging.levels.reading import Evidence, Reading
from ecosift.tagging.levels.words import MARKS
from ecosift.types import Valence

Matrix = NDArray[np.float64]
# Longer sentences than this are lists or debris; their head says what there is to say.
MAX_FORMS = 120
SHORT = 9
# How loud each kind of feature speaks: what is loud needs less weight, and so pays less of the penalty.
WORD, PAIR, CUE, SENSE = 0.7, 0.4, 3.0, 0.5


def features(reading: Reading, above: Sequence[Evidence], before: Sequence[Evidence]) -> dict[str, float]:
    """Features of a sentence. `above` is the evidence in its heading, `before` what its anaphor takes up."""
    forms = [form for form in reading.words.forms[:MAX_FORMS] if form not in MARKS]
    row = {f"w={form}": WORD for form in forms}
    row.update((f"b={left} {right}", PAIR) for left, right in pairwise(forms))
    share = 1.0 / max(1, len(forms))
    for form in forms:
        row[f"v={form}"] = row.get(f"v={form}", 0.0) + share
    for item in reading.evidence:
        row[f"c={item.level}"] = max(row.get(f"c={item.level}", 0.0), CUE * item.weight)
        row[f"s={item.level}:{item.sense}"] = SENSE
    if reading.generic:
        row["generic"] = 1.0
    if len(forms) <= SHORT:
        row["short"] = 1.0
    row.update((f"h={item.level}", 1.0) for item in above)
    row.update((f"a={item.level}", 1.0) for item in before)
    return row


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the classifier says of sentences: probabilities of levels, and logits of valence."""

    levels: Matrix
    valence: Matrix


def judge(rows: Sequence[Mapping[str, float]], model: Model, levels: Sequence[str]) -> Judgement:
    """One row a sentence; columns in the order of `levels` and of the manifest's valences."""
    labels = model.manifest["labels"]
    table = model.decision(rows).astype(np.float64)
    logits = np.clip(table[:, [labels.index(level) for level in levels]], -30.0, 30.0)
    return Judgement(1.0 / (1.0 + np.exp(-logits)), table[:, len(labels) :])


def valences(base: Matrix, rows: Sequence[Mapping[str, float]], model: Model) -> list[Valence]:
    """The valence of every tag, from its sentence's logits and its own features."""
    settings, first = model.manifest["settings"], len(model.manifest["labels"])
    # The intercept is in `base` already.
    own = model.decision(rows)[:, first:] - model.arrays["intercept"][first:]
    return [settings["valences"][at] for at in (base + own).argmax(axis=1)]


def trained_for(model: Model | None, levels: Sequence[str]) -> bool:
    """Whether the model was trained for these levels."""
    return model is not None and set(levels) == set(model.manifest["labels"])
