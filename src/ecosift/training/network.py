"""Fits the network that reads a sentence's words in their page, for levels and valence at once.

    fitted = fit_network(units, others, vectors, columns=Columns(levels=5, valences=4))
    fitted.arrays      # what `ecosift.tagging.levels.network.Network` reads
    fitted.held_out    # (sentences, columns): logits by networks that never saw the unit's group

The gradients are worked out by hand (the network has three layers), the steps are Adam's (Kingma & Ba 2015)
with decoupled decay, on one thread: the same units in the same order give the same arrays on one machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import compress, repeat
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from ecosift.models import FloatArray, one_thread
from ecosift.tagging.levels.lexis import Numbers
from ecosift.tagging.levels.network import AROUND, FIRST, NOTHING, UNKNOWN, Heads, Network
from ecosift.tagging.levels.outline import UNHEADED
from ecosift.training.linear import SEED, folds_of

Arrays = dict[str, FloatArray]
NO_VALENCE = -1


@dataclass(frozen=True)
class Unit:
    """A page's sentences in order, or one sentence: what is to be learnt from each.

    `words` are their forms, `levels` (sentences, levels) is 1 where one has a level, `valence` the number of
    its valence or `NO_VALENCE`, `weight` what each counts: 0 where it is only looked at. `heads` are the
    forms of the page's headings and `under` the number of that above each sentence, or `UNHEADED`; without
    `under` there are none. A unit that is not `learnt` is only read out of fold.
    """

    group: str
    words: Sequence[Sequence[str]]
    levels: FloatArray
    valence: NDArray[np.intp]
    weight: FloatArray
    heads: Sequence[Sequence[str]] = ()
    under: Numbers | None = None
    learnt: bool = True


@dataclass(frozen=True)
class Shape:
    """Sizes of the layers and how they are fitted; all of it swept out of fold."""

    channels: int = 128
    context: int = 48
    hidden: int = 256
    epochs: int = 20
    rate: float = 1e-3
    decay: float = 0.01
    batch: int = 80
    longest: int = 40
    # Shares of what a layer is told that are left out while fitting: of vectors, and of answers.
    drop_vectors: float = 0.2
    drop_answers: float = 0.5
    # What a valence counts beside a level.
    valence: float = 1.5
    # The share of the other units that an epoch reads.
    others: float = 1 / 6
    min_count: int = 2


@dataclass(frozen=True)
class FittedNetwork:
    """Arrays, the words of the vectors after the first `FIRST`, and logits out of fold."""

    arrays: Mapping[str, FloatArray]
    words: tuple[str, ...]
    held_out: FloatArray


def fit_network(
    units: Sequence[Unit],
    others: Sequence[Unit],
    vectors: Mapping[str, FloatArray],
    *,
    width: int,
    valences: int,
    folds: int,
    shape: Shape = Shape(),
    workers: int = 1,
) -> FittedNetwork:
    """Fit the network on units and others, and once more for each fold of the units' groups.

    `vectors` has a start of `width` for words; words without one that are frequent enough start small.
    Sentences of weight 0 have no row in `held_out`.
    """
    words = _vocabulary(units, vectors, shape.min_count)
    start = _start(words, vectors, width, units[0].levels.shape[1] * (1 + valences), shape)
    row = {word: at for at, word in enumerate(words, FIRST)}
    known, told = ([_numbered(unit, row) for unit in part] for part in (units, others))
    groups = [unit.group for unit in units]
    sizes = [int((unit.weight > 0).sum()) for unit in units]
    masks = folds_of([group for group, size in zip(groups, sizes, strict=True) for _ in range(size)], folds)
    first = np.cumsum([0, *sizes])[:-1]
    homes = [
        np.array([size > 0 and mask[at] for at, size in zip(first, sizes, strict=True)]) for mask in masks
    ]
    learnt = np.array([unit.learnt for unit in units])
    jobs = [list(compress(known, learnt & ~home)) for home in (*homes, np.zeros_like(learnt))]
    every = _fit_all(start, jobs, told, shape, workers)
    held_out = np.zeros((sum(sizes), len(start["output_bias"])), dtype=np.float32)
    for arrays, home, mask in zip(every, homes, masks, strict=False):
        held_out[mask] = _read(arrays, list(compress(known, home)))
    return FittedNetwork(every[-1], words, held_out)


def _fit_all(
    start: Arrays,
    jobs: Sequence[Sequence[_Numbered]],
    others: Sequence[_Numbered],
    shape: Shape,
    workers: int,
) -> list[Arrays]:
    if workers == 1:
        return [_fitted(start, job, others, shape) for job in jobs]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [*pool.map(_fitted, repeat(start), jobs, repeat(others), repeat(shape))]


@dataclass(frozen=True)
class _Numbered:
    """A unit whose words are rows of the vectors."""

    rows: Sequence[Numbers]
    levels: FloatArray
    valence: NDArray[np.intp]
    weight: FloatArray
    heads: Sequence[Numbers]
    under: Numbers

    def part(self, first: int, last: int) -> _Numbered:
        here = slice(first, last)
        used, under = np.unique(self.under[here], return_inverse=True)
        bare = int(UNHEADED in used)
        return _Numbered(
            self.rows[here],
            self.levels[here],
            self.valence[here],
            self.weight[here],
            [self.heads[at] for at in used[bare:]],
            under - bare,
        )


def _vocabulary(units: Iterable[Unit], vectors: Mapping[str, FloatArray], least: int) -> tuple[str, ...]:
    seen = Counter(word for unit in units for words in (*unit.words, *unit.heads) for word in words)
    return tuple(sorted({word for word, count in seen.items() if word and count >= least} | set(vectors)))


def _numbered(unit: Unit, row: Mapping[str, int]) -> _Numbered:
    rows, heads = (
        [np.array([row.get(word, UNKNOWN) for word in words], dtype=np.intp) for words in part]
        for part in (unit.words, unit.heads)
    )
    under = np.full(len(rows), UNHEADED) if unit.under is None else unit.under
    return _Numbered(rows, unit.levels, unit.valence, unit.weight, heads, under)


def _start(
    words: Sequence[str], vectors: Mapping[str, FloatArray], width: int, columns: int, shape: Shape
) -> Arrays:
    rng = np.random.default_rng(SEED)
    rows = rng.normal(0.0, 0.1, (len(words) + FIRST, width))
    for at, word in enumerate(words, FIRST):
        if word in vectors:
            rows[at] = vectors[word]
    rows[NOTHING] = 0.0
    arrays = {"vectors": rows.astype(np.float32)}
    size, pooled = shape.channels, 2 * shape.channels
    layers = {
        "kernel": (3, width, size),
        "around": (AROUND * pooled, shape.context),
        "hidden": (pooled + shape.context, shape.hidden),
        "output": (shape.hidden, columns),
    }
    for name, sizes in layers.items():
        reach = 1.0 / np.sqrt(np.prod(sizes[:-1]))
        arrays[name] = rng.uniform(-reach, reach, sizes).astype(np.float32)
        arrays[f"{name}_bias"] = rng.uniform(-reach, reach, sizes[-1]).astype(np.float32)
    return arrays


def _read(arrays: Arrays, units: Sequence[_Numbered]) -> FloatArray:
    """What a fitted network says of the sentences that count, unit by unit."""
    network = Network(arrays)
    with one_thread():
        found = [
            network.logits(*_flat(unit.rows), Heads(*_flat(unit.heads), unit.under))[unit.weight > 0]
            for unit in units
        ]
    return np.concatenate(found)


def _flat(sentences: Sequence[Numbers]) -> tuple[Numbers, Numbers]:
    """Rows of the words end to end with `NOTHING` after each sentence, and the places of those."""
    close = np.array([NOTHING], dtype=np.intp)
    rows = np.concatenate([close[:0], *(part for sentence in sentences for part in (sentence, close))])
    return rows, np.cumsum([len(sentence) + 1 for sentence in sentences], dtype=np.intp) - 1


def _fitted(start: Arrays, units: Sequence[_Numbered], others: Sequence[_Numbered], shape: Shape) -> Arrays:
    rng = np.random.default_rng(SEED)
    arrays = {name: array.copy() for name, array in start.items()}
    adam = _Adam(arrays, shape.decay)
    steps = shape.epochs * sum(1 for _ in _batches(units, others, shape, np.random.default_rng(SEED)))
    with one_thread():
        for _ in range(shape.epochs):
            for batch in _batches(units, others, shape, rng):
                rate = shape.rate * max(0.02, 1.0 - adam.steps / steps)
                adam.step(gradients(arrays, batch, shape, rng)[1], _touched(batch), rate)
    return arrays


def _batches(
    units: Sequence[_Numbered], others: Sequence[_Numbered], shape: Shape, rng: np.random.Generator
) -> Iterator[list[_Numbered]]:
    """An epoch: all units and some of the others, long pages in pieces, as many sentences each."""
    some = rng.permutation(len(others))[: int(len(others) * shape.others)]
    pieces = [
        unit.part(at, at + shape.longest)
        for unit in (*units, *(others[at] for at in some))
        for at in range(0, len(unit.rows), shape.longest)
    ]
    batch: list[_Numbered] = []
    size = 0
    for at in rng.permutation(len(pieces)):
        batch.append(pieces[at])
        size += len(pieces[at].rows)
        if size >= shape.batch:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _touched(batch: Sequence[_Numbered]) -> Numbers:
    """The rows of vectors in a batch, that of nothing among them."""
    every = (words for unit in batch for words in (*unit.rows, *unit.heads))
    return np.unique(np.concatenate([*every, [NOTHING]]))


def gradients(
    arrays: Arrays, batch: Sequence[_Numbered], shape: Shape, rng: np.random.Generator | None
) -> tuple[float, Arrays]:
    """The loss of a batch and its gradient for each array; nothing is left out where `rng` is None.

    That of the vectors has a row for each of theirs that the batch touches, in order.
    """
    lot = _Lot(arrays, batch, shape, rng)
    levels = np.concatenate([unit.levels for unit in batch])
    valence = np.concatenate([unit.valence for unit in batch])
    weight = np.concatenate([unit.weight for unit in batch])
    loss, slope = _loss(lot.logits, levels, valence, weight, shape.valence)
    return loss, lot.back(slope)


def _loss(
    logits: FloatArray, levels: FloatArray, valence: NDArray[np.intp], weight: FloatArray, share: float
) -> tuple[float, FloatArray]:
    """Cross-entropy of the levels and, for each level that is there, of its valence; and its slope."""
    count, kinds = levels.shape
    scale = weight[:, None] / (count * kinds)
    own = logits[:, :kinds]
    given = 0.5 * (1.0 + np.tanh(0.5 * own))
    loss = float((scale * (np.logaddexp(0.0, own) - levels * own)).sum())
    slope = np.zeros_like(logits)
    slope[:, :kinds] = scale * (given - levels)
    at, level = np.nonzero(valence != NO_VALENCE)
    if len(at):
        table = logits[:, kinds:].reshape(count, kinds, -1)
        said = table[at, level] - table[at, level].max(axis=1, keepdims=True)
        odds = np.exp(said)
        odds /= odds.sum(axis=1, keepdims=True)
        right = np.arange(len(at)), valence[at, level]
        part = (share * scale[at, 0])[:, None]
        loss -= float((part[:, 0] * np.log(odds[right] + 1e-12)).sum())
        odds[right] -= 1.0
        slope[:, kinds:].reshape(count, kinds, -1)[at, level] = part * odds
    return loss, slope


class _Lot:
    """A batch on its way through the network, and back."""

    def __init__(
        self,
        arrays: Arrays,
        batch: Sequence[_Numbered],
        shape: Shape,
        rng: np.random.Generator | None,
    ) -> None:
        self.arrays, self.shape, self.rng = arrays, shape, rng
        sentences = [sentence for unit in batch for sentence in unit.rows]
        heads = [head for unit in batch for head in unit.heads]
        # Headings are read as the sentences are, after them.
        self.rows, self.ends = _flat([*sentences, *heads])
        self.count = len(sentences)
        self.under = _numbered_through(batch)
        self.page = np.repeat(np.arange(len(batch)), [len(unit.rows) for unit in batch])
        self.starts = np.concatenate([[0], self.ends[:-1] + 1])
        self.home = np.searchsorted(self.ends, np.arange(len(self.rows)))
        self.masks: dict[str, FloatArray | float] = {}
        self._pass()

    def _drop(self, name: str, given: FloatArray, share: float) -> FloatArray:
        if self.rng is None:
            return given
        kept = (self.rng.random(given.shape, dtype=np.float32) >= share).astype(np.float32) / (1.0 - share)
        self.masks[name] = kept
        return given * kept

    def _pass(self) -> None:
        arrays, shape = self.arrays, self.shape
        own = self._drop("vectors", arrays["vectors"][self.rows], shape.drop_vectors)
        own[self.ends] = 0.0
        self.windows = _windows(own)
        heard = self.windows @ arrays["kernel"].reshape(-1, shape.channels) + arrays["kernel_bias"]
        heard[self.ends] = 0.0
        self.heard = np.maximum(heard, 0.0)
        self.sizes = np.maximum(self.ends - self.starts, 1).astype(np.float32)
        self.largest = np.maximum.reduceat(self.heard, self.starts, axis=0)
        mean = np.add.reduceat(self.heard, self.starts, axis=0) / self.sizes[:, None]
        every = np.concatenate([self.largest, mean], axis=1)
        told, above = every[: self.count], np.concatenate([every[self.count :], 0.0 * every[:1]])
        self.beside = self._drop("beside", self._surroundings(told, above), shape.drop_answers)
        self.around = np.maximum(self.beside @ arrays["around"] + arrays["around_bias"], 0.0)
        kept = self._drop("told", told, shape.drop_answers)
        self.told = np.concatenate([kept, self.around], axis=1)
        self.hidden = np.maximum(self.told @ arrays["hidden"] + arrays["hidden_bias"], 0.0)
        self.kept = self._drop("hidden", self.hidden, shape.drop_answers)
        self.logits: FloatArray = self.kept @ arrays["output"] + arrays["output_bias"]

    def _surroundings(self, told: FloatArray, above: FloatArray) -> FloatArray:
        same = (self.page[1:] == self.page[:-1])[:, None]
        before, after = np.zeros_like(told), np.zeros_like(told)
        before[1:], after[:-1] = told[:-1] * same, told[1:] * same
        page = self._page_means(told).astype(told.dtype)
        return np.concatenate([before, after, page, above[self.under]], axis=1)

    def _surroundings_back(self, slope: FloatArray) -> FloatArray:
        """The slope of what the sentences tell, and after them the headings."""
        before, after, page, above = np.split(slope, AROUND, axis=1)
        same = (self.page[1:] == self.page[:-1])[:, None]
        found = np.zeros((len(self.ends) + 1, before.shape[1]), dtype=slope.dtype)
        found[: self.count - 1] += before[1:] * same
        found[1 : self.count] += after[:-1] * same
        found[: self.count] += self._page_means(page)
        # The last row is of no heading.
        np.add.at(found, np.where(self.under == UNHEADED, -1, self.count + self.under), above)
        return found[:-1]

    def _page_means(self, given: FloatArray) -> NDArray[np.float64]:
        """For each sentence the mean over its page; 0 for one alone. The mean's slope is such a mean too."""
        counts = np.bincount(self.page)
        first = np.searchsorted(self.page, np.arange(len(counts)))
        means = np.add.reduceat(given, first, axis=0) / counts[:, None]
        means[counts == 1] = 0.0
        return np.asarray(means[self.page])

    def back(self, slope: FloatArray) -> Arrays:
        """The gradient of every array, from that of the logits."""
        arrays, size = self.arrays, self.shape.channels
        found: Arrays = {}
        slope = self._layer_back(found, "output", self.kept, slope) * self.masks.get("hidden", 1.0)
        slope = self._layer_back(found, "hidden", self.told, slope * (self.hidden > 0))
        beside = slope[:, 2 * size :]
        own = slope[:, : 2 * size] * self.masks.get("told", 1.0)
        slope = self._layer_back(found, "around", self.beside, beside * (self.around > 0))
        told = self._surroundings_back(slope * self.masks.get("beside", 1.0))
        told[: self.count] += own
        largest, mean = told[:, :size], told[:, size:] / self.sizes[:, None]
        heard = mean[self.home] + largest[self.home] * (self.heard == self.largest[self.home])
        heard *= self.heard > 0
        kernel = arrays["kernel"].reshape(-1, size)
        found["kernel"] = (self.windows.T @ heard).reshape(arrays["kernel"].shape)
        found["kernel_bias"] = heard.sum(axis=0)
        before, own, after = np.split(heard @ kernel.T, 3, axis=1)
        own[:-1] += before[1:]
        own[1:] += after[:-1]
        own *= self.masks.get("vectors", 1.0)
        own[self.ends] = 0.0
        order = np.argsort(self.rows, kind="stable")
        first = np.flatnonzero(np.diff(self.rows[order], prepend=-1))
        found["vectors"] = np.add.reduceat(own[order], first, axis=0)
        return found

    def _layer_back(self, found: Arrays, name: str, given: FloatArray, slope: FloatArray) -> FloatArray:
        found[name], found[f"{name}_bias"] = given.T @ slope, slope.sum(axis=0)
        return np.asarray(slope @ self.arrays[name].T)


def _numbered_through(batch: Sequence[_Numbered]) -> Numbers:
    """The number of the heading above each sentence of a batch, counted through its units."""
    firsts = np.cumsum([0, *(len(unit.heads) for unit in batch)])
    return np.concatenate(
        [
            np.where(unit.under == UNHEADED, UNHEADED, unit.under + first)
            for unit, first in zip(batch, firsts, strict=False)
        ]
    )


def _windows(own: FloatArray) -> FloatArray:
    """Each word with the one before and the one after, side by side."""
    before, after = np.zeros_like(own), np.zeros_like(own)
    before[1:], after[:-1] = own[:-1], own[1:]
    return np.concatenate([before, own, after], axis=1)


class _Adam:
    """Steps against the gradient; of the vectors only the rows that a batch touched."""

    def __init__(self, arrays: Arrays, decay: float) -> None:
        self.arrays, self.decay, self.steps = arrays, decay, 0
        self.first = {name: np.zeros_like(array) for name, array in arrays.items()}
        self.second = {name: np.zeros_like(array) for name, array in arrays.items()}

    def step(self, found: Arrays, touched: Numbers, rate: float) -> None:
        self.steps += 1
        one, two = 1.0 - 0.9**self.steps, 1.0 - 0.999**self.steps
        for name, slope in found.items():
            rows = touched if name == "vectors" else slice(None)
            first = self.first[name][rows] * 0.9 + 0.1 * slope
            second = self.second[name][rows] * 0.999 + 0.001 * slope * slope
            self.first[name][rows], self.second[name][rows] = first, second
            change = rate * (first / one) / (np.sqrt(second / two) + 1e-8)
            self.arrays[name][rows] = self.arrays[name][rows] * (1.0 - rate * self.decay) - change
        self.arrays["vectors"][NOTHING] = 0.0
