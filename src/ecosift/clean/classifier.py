"""The trained decision: how likely each block of a page is content."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ecosift.clean.candidates import Candidates
from ecosift.clean.containers import MAX_NAMES, words_of_name
from ecosift.clean.features import features
from ecosift.clean.words import words_of
from ecosift.models import Model

Floats = NDArray[np.float32]

# Features further from their mean than this many deviations tell no more.
CLIP = 4.0
# What the rules keep needs less.
SLACK = 0.05
# In HTML the threshold falls faster with the F1 to be hoped for than theory has it, since doubtful blocks get
# scores that are too high. (Swept out of fold: slopes 0.8-2.)
HTML_CUT, LINES_CUT = (1.5, -0.25), (1.0, 0.0)
LOWEST, HIGHEST = 0.15, 0.5
CACHED = 65_536


class Classifier:
    """A model of `models/` at work; `model` is what it was made of."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._nets = {kind: Net.of(model, kind) for kind in ("html", "lines")}
        self._weights = [float(weight) for weight in model.arrays["names"]]
        self._known = lru_cache(maxsize=CACHED)(self._known_words)
        self._name_score = lru_cache(maxsize=CACHED)(self._score_names)

    def scores(self, page: Candidates, reasons: Sequence[str | None]) -> Floats:
        """How likely each block is content; `reasons` is the verdict of the rules, one more thing to know."""
        kind = "lines" if page.plain else "html"
        words = words_of([block.text for block in page.blocks])
        named = np.array(
            [self._name_score(look.tag, look.names) for look in page.containers.looks], dtype=np.float32
        )
        said = words.scores(self.model.arrays[f"{kind}_words"])
        rows = features(page, reasons, words, said, named)
        return self._nets[kind].probabilities(rows)

    def _score_names(self, tag: str, names: str) -> float:
        found = set(self._known(f"<{tag}>", False))
        for name in names[:MAX_NAMES].split():
            found.update(self._known(name, True))
        return sum(map(self._weights.__getitem__, sorted(found)))

    def _known_words(self, name: str, parted: bool) -> tuple[int, ...]:
        index = self.model.index
        return tuple(index[word] for word in (words_of_name(name) if parted else (name,)) if word in index)


def likely(probabilities: Floats, page: Candidates, reasons: Sequence[str | None]) -> NDArray[np.bool_]:
    """Which blocks of a page are content; those that the rules keep need a little less."""
    kept = np.array([reason is None for reason in reasons])
    words = [block.words for block in page.blocks]
    return np.asarray(probabilities >= threshold_of(probabilities, words, page.plain) - SLACK * kept)


def threshold_of(probabilities: Floats, words: Sequence[int], plain: bool) -> float:
    """The score from which a block is content: less on pages where much is in doubt.

    The choice that makes the expected F1 of a page's words largest takes every block above half that F1
    (Lipton, Elkan and Naryanaswamy 2014).
    """
    order = np.argsort(-probabilities, kind="stable")
    size = np.asarray(words, dtype=np.float64)[order]
    right = np.cumsum(size * probabilities[order])
    best = float((2 * right / (np.cumsum(size) + right[-1])).max())
    slope, shift = LINES_CUT if plain else HTML_CUT
    return min(max(slope * best / 2 + shift, LOWEST), HIGHEST)


class Net:
    """One hidden layer of rectified units over standardised features."""

    def __init__(
        self, mean: Floats, scale: Floats, weights: Sequence[Floats], biases: Sequence[Floats]
    ) -> None:
        self.mean, self.scale, self.weights, self.biases = mean, scale, weights, biases

    @classmethod
    def of(cls, model: Model, kind: str) -> Net:
        """The net for pages of a kind."""
        arrays = {key: model.arrays[f"{kind}_{key}"] for key in ("mean", "scale", "w0", "w1", "b0", "b1")}
        return cls(
            arrays["mean"], arrays["scale"], (arrays["w0"], arrays["w1"]), (arrays["b0"], arrays["b1"])
        )

    def probabilities(self, rows: Floats) -> Floats:
        """For each row the mean probability over the nets that stand side by side in the arrays."""
        # In place: a large page's temporaries are slower to get than to fill.
        scaled = rows - self.mean
        scaled *= self.scale
        np.minimum(np.maximum(scaled, -CLIP, out=scaled), CLIP, out=scaled)
        hidden = scaled @ self.weights[0]
        hidden += self.biases[0]
        np.maximum(hidden, 0, out=hidden)
        logits = np.clip(hidden @ self.weights[1] + self.biases[1], -30, 30)
        return np.asarray((1 / (1 + np.exp(-logits))).mean(axis=1), dtype=np.float32)
