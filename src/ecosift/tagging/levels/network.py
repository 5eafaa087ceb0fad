"""A small network over the words of a page's sentences: windows of three words, and what stands around.

A convolution over word vectors, its largest and mean answers in a sentence (Kim 2014, "Convolutional Neural
Networks for Sentence Classification"), beside those of the sentences before and after, of the page and of the
heading above, then one hidden layer. What a word adds to a window is known beforehand: reading a page is
looking up and adding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosift.models import FloatArray, Model, one_thread
from ecosift.tagging.levels.lexis import CLOSE, Lexis, Numbers, PageWords
from ecosift.tagging.levels.outline import UNHEADED, Outline

# Names of the network's arrays and words among those of its model.
PREFIX, WORD = "network_", "e="
# How many surroundings a sentence has.
AROUND = 4
# Rows of the word vectors: of nothing, which parts sentences, and of words without a vector. Others follow.
NOTHING, UNKNOWN, FIRST = 0, 1, 2
# So many sentences are read at once: a page of a million words does not need memory for all of its windows.
LOT = 512
# Fewer sentences than this are not worth going through side by side.
FEW = 4


class Heads(NamedTuple):
    """Rows of the words of a page's headings, `NOTHING` at their `ends`; `under` which a sentence stands."""

    rows: Numbers
    ends: Numbers
    under: Numbers


class Network:
    """Arrays as `ecosift.training.network` fits them, ready to read pages.

    `vectors` (words, width), `kernel` (3, width, channels) and `kernel_bias`; `around` (8 channels, context),
    `hidden` (2 channels and context, hidden), `output` (hidden, columns), each with its bias.
    """

    def __init__(self, arrays: Mapping[str, FloatArray]) -> None:
        self._arrays = arrays
        with one_thread():
            before, own, after = (arrays["vectors"] @ part for part in arrays["kernel"])
        # What a word says of a window as its first, its middle and its last.
        self._windows = before, own + arrays["kernel_bias"], after

    def logits(self, rows: Numbers, ends: Numbers, heads: Heads | None = None) -> FloatArray:
        """One row of columns a sentence; `rows` are of the words, `NOTHING` at the `ends` of sentences.

        A sentence without words is passed over by its neighbours, and its row is 0.
        """
        found = np.zeros((len(ends), len(self._arrays["output_bias"])), dtype=np.float32)
        spoken = np.flatnonzero(np.diff(ends, prepend=-1) > 1)
        if not len(spoken):
            return found
        told = self._told(rows, ends)[spoken]
        page = told.mean(axis=0) if len(told) > 1 else np.zeros_like(told[0])
        above, under = self._above(heads, len(ends))
        under = under[spoken]
        for at in range(0, len(spoken), LOT):
            near = slice(max(at - 1, 0), at + LOT + 1)
            given = self._decided(told[near], page, above[under[near]])
            found[spoken[at : at + LOT]] = given[min(at, 1) :][:LOT]
        return found

    def _decided(self, told: FloatArray, page: FloatArray, above: FloatArray) -> FloatArray:
        """The columns of the sentences `told`, one after the other on a `page`, each with what is `above`."""
        around = self._layer("around", surroundings(told, page, above))
        hidden = self._layer("hidden", np.concatenate([told, around], axis=1))
        found: FloatArray = hidden @ self._arrays["output"] + self._arrays["output_bias"]
        return found

    def _above(self, heads: Heads | None, count: int) -> tuple[FloatArray, Numbers]:
        """What each heading tells, nothing last, and the number of that above each of `count` sentences."""
        nothing = np.zeros((1, 2 * len(self._arrays["kernel_bias"])), dtype=np.float32)
        if heads is None or not len(heads.ends):
            return nothing, np.full(count, UNHEADED)
        return np.concatenate([self._told(heads.rows, heads.ends), nothing]), heads.under

    def _told(self, rows: Numbers, ends: Numbers) -> FloatArray:
        """The largest and the mean answer of the windows in each sentence, worked out a lot at a time."""
        return np.concatenate([self._told_of(rows[first:last], lot) for first, last, lot in _lots(ends)])

    def _told_of(self, rows: Numbers, ends: Numbers) -> FloatArray:
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
    order = np.argsort(starts - ends, kind="stable")
    at, sizes = starts[order], (ends - starts)[order]
    largest, total = np.zeros((2, len(order), heard.shape[1]), dtype=heard.dtype)
    # Word by word over all sentences that have so many, the longest first; the few that go on, one by one.
    reach = np.searchsorted(-sizes, -np.arange(sizes[0])).tolist()
    word = next((word for word, count in enumerate(reach) if count < FEW), len(reach))
    for place, count in enumerate(reach[:word]):
        said = heard.take(at[:count] + place, axis=0)
        np.maximum(largest[:count], said, out=largest[:count])
        total[:count] += said
    for row in range(reach[word] if word < len(reach) else 0):
        rest = heard[at[row] + word : at[row] + sizes[row]]
        np.maximum(largest[row], rest.max(axis=0), out=largest[row])
        total[row] += rest.sum(axis=0)
    found = np.empty((len(order), 2 * heard.shape[1]), dtype=heard.dtype)
    found[order] = np.concatenate(
        [largest, total / np.maximum(sizes, 1)[:, None].astype(heard.dtype)], axis=1
    )
    return found


def surroundings(told: FloatArray, page: FloatArray, above: FloatArray) -> FloatArray:
    """For each of some sentences what is told before it, after it, on the whole `page` and in its heading."""
    before, after = np.zeros_like(told), np.zeros_like(told)
    before[1:], after[:-1] = told[:-1], told[1:]
    return np.concatenate([before, after, np.broadcast_to(page, told.shape), above], axis=1)


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
        self._network = Network(model.part(PREFIX))
        # Words of other numbers than the known ones share the last row.
        self._rows: NDArray[np.intp] = np.full(len(lexis.known) + 2, UNKNOWN, dtype=np.intp)
        self._rows[CLOSE] = NOTHING
        for row, form in enumerate(model.names_beside(WORD), FIRST):
            self._rows[lexis.known[form]] = row

    def logits(self, words: PageWords, outline: Outline) -> FloatArray:
        """What the network says of a page's sentences."""
        heads = Heads(self._rows_of(outline.words), outline.words.ends, outline.under)
        with one_thread():
            return self._network.logits(self._rows_of(words), words.ends, heads)

    def _rows_of(self, words: PageWords) -> Numbers:
        return self._rows[np.minimum(words.numbers, len(self._rows) - 1)]
