"""A small network over the words of a page's sentences: windows of three words, and what stands around.

A convolution over word vectors, its largest and mean answers in a sentence (Kim 2014, "Convolutional Neural
Networks for Sentence Classification"), beside those of the sentences before and after and of the page, then
one hidden layer. What a word adds to a window is known beforehand: reading a page is looking up and adding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ecosift.models import FloatArray, Model, one_thread
from ecosift.tagging.levels.lexis import CLOSE, Lexis, Numbers, PageWords

# Names of the network's arrays and words among those of its model.
PREFIX, WORD = "network_", "e="
# Rows of the word vectors: of nothing, which parts sentences, and of words without a vector. Others follow.
NOTHING, UNKNOWN, FIRST = 0, 1, 2
# So many sentences are read at once: a page of a million words does not need memory for all of its windows.
LOT = 512


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
        found = np.zeros((len(ends), len(self._arrays["output_bias"])), dtype=np.float32)
        spoken = np.flatnonzero(np.diff(ends, prepend=-1) > 1)
        if not len(spoken):
            return found
        told = np.concatenate([self._told(rows[first:last], lot) for first, last, lot in _lots(ends)])[spoken]
        page = told.mean(axis=0) if len(told) > 1 else np.zeros_like(told[0])
        for at in range(0, len(spoken), LOT):
            found[spoken[at : at + LOT]] = self._decided(told[max(at - 1, 0) : at + LOT + 1], page, at)[:LOT]
        return found

    def _decided(self, told: FloatArray, page: FloatArray, at: int) -> FloatArray:
        """The columns of the sentences `told`, without the neighbours that do no more than stand beside."""
        around = self._layer("around", surroundings(told, page))
        hidden = self._layer("hidden", np.concatenate([told, around], axis=1))
        found: FloatArray = hidden @ self._arrays["output"] + self._arrays["output_bias"]
        return found[min(at, 1) :]

    def _told(self, rows: Numbers, ends: Numbers) -> FloatArray:
        """The largest and the mean answer of the windows in each sentence."""
        starts = np.concatenate([[0], ends[:-1] + 1])
        return pooled(self._heard(rows), starts, ends)

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


def surroundings(told: FloatArray, page: FloatArray) -> FloatArray:
    """For each of some sentences what is told before it, after it and on the whole `page`."""
    before, after = np.zeros_like(told), np.zeros_like(told)
    before[1:], after[:-1] = told[:-1], told[1:]
    return np.concatenate([before, after, np.broadcast_to(page, told.shape)], axis=1)


def _lots(ends: Numbers) -> Iterator[tuple[int, int, Numbers]]:
    """The words of some sentences at a time: where they begin and end, and the `ends` counted from there."""
    first = 0
    for at in range(0, len(ends), LOT):
        lot = ends[at : at + LOT]
        last = int(lot[-1]) + 1
        yield first, last, lot - first
        first = last


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
