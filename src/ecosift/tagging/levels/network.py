"""A small network over the words of a page's sentences: windows of three words, and what stands around.

A convolution over word vectors, its largest and mean answers in a sentence (Kim 2014, "Convolutional Neural
Networks for Sentence Classification"), beside those of the sentences before and after and of the page, then
one hidden layer. What a word adds to a window is known beforehand: reading a page is looking up and adding.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ecosift.models import FloatArray, Model, one_thread
from ecosift.tagging.levels.lexis import CLOSE, Lexis, Numbers, PageWords

# Names of the network's arrays and words among those of its model.
PREFIX, WORD = "network_", "e="
# Rows of the word vectors: of nothing, which parts sentences, and of words without a vector. Others follow.
NOTHING, UNKNOWN, FIRST = 0, 1, 2


class Network:
    """Arrays as `ecosift.training.network` fits them, ready to read pages.

    `vectors` (words, width), `kernel` (3, width, channels) and `kernel_bias`; `around` (6 channels, context),
    `hidden` (2 channels and context, hidden), `output` (hidden, columns), each with its bias.
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self._arrays = arrays
        with one_thread():
            before, own, after = (arrays["vectors"] @ part for part in arrays["kernel"])
        # What a word says of a window as its first, its middle and its last.
        self._windows = before, own + arrays["kernel_bias"], after

    def logits(self, rows: Numbers, ends: Numbers) -> FloatArray:
        """One row of columns a sentence; `rows` are of the words, `NOTHING` at the `ends` of sentences.

        A sentence without words is passed over by its neighbours, and its row is 0.
        """
        starts = np.concatenate([[0], ends[:-1] + 1])[: len(ends)]
        columns = self._arrays["output_bias"]
        found = np.zeros((len(ends), len(columns)), dtype=np.float32)
        spoken = np.flatnonzero(ends > starts)
        if len(spoken):
            told = pooled(self._heard(rows), starts, ends)[spoken]
            around = self._layer("around", surroundings(told))
            found[spoken] = (
                self._layer("hidden", np.concatenate([told, around], axis=1)) @ self._arrays["output"]
            )
            found[spoken] += columns
        return found

    def _heard(self, rows: Numbers) -> FloatArray:
        """What every window of three words says, shape (words, channels)."""
        before, own, after = self._windows
        heard: FloatArray = own.take(rows, axis=0)
        heard[1:] += before.take(rows[:-1], axis=0)
        heard[:-1] += after.take(rows[1:], axis=0)
        heard[rows == NOTHING] = 0.0
        np.maximum(heard, 0.0, out=heard)
        return heard

    def _layer(self, name: str, given: FloatArray) -> FloatArray:
        found = np.asarray(given @ self._arrays[name], dtype=np.float32)
        found += self._arrays[f"{name}_bias"]
        return np.maximum(found, 0.0)


def pooled(heard: FloatArray, starts: Numbers, ends: Numbers) -> FloatArray:
    """The largest and the mean answer in each sentence; the rows at `ends` have to be 0."""
    sizes = np.maximum(ends - starts, 1).astype(np.float32)
    largest = np.maximum.reduceat(heard, starts, axis=0)
    mean = np.add.reduceat(heard, starts, axis=0) / sizes[:, None]
    return np.concatenate([largest, mean], axis=1)


def surroundings(told: FloatArray) -> FloatArray:
    """For each sentence of a page what is told before it, after it and on the whole page; 0 for one alone."""
    before, after = np.zeros_like(told), np.zeros_like(told)
    before[1:], after[:-1] = told[:-1], told[1:]
    page = np.zeros_like(told)
    if len(told) > 1:
        page[:] = told.mean(axis=0)
    return np.concatenate([before, after, page], axis=1)


class NetworkReader:
    """A model's network, and the rows of its word vectors by the numbers of a lexis."""

    def __init__(self, model: Model, lexis: Lexis) -> None:
        names = model.vocabulary[len(model.arrays["weights"]) :]
        self._network = Network(arrays_of(model))
        # Words of other numbers than the known ones share the last row.
        self._rows: NDArray[np.intp] = np.full(len(lexis.known) + 2, UNKNOWN, dtype=np.intp)
        self._rows[CLOSE] = NOTHING
        for row, name in enumerate(names, FIRST):
            self._rows[lexis.known[name.removeprefix(WORD)]] = row

    def logits(self, words: PageWords) -> FloatArray:
        """What the network says of a page's sentences."""
        rows = self._rows[np.minimum(words.numbers, len(self._rows) - 1)]
        with one_thread():
            return self._network.logits(rows, words.ends)


def arrays_of(model: Model) -> dict[str, FloatArray]:
    """The arrays of a model's network by their own names; empty where it has none."""
    return {
        name.removeprefix(PREFIX): array for name, array in model.arrays.items() if name.startswith(PREFIX)
    }
