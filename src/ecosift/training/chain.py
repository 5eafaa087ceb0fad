"""Linear-chain classifiers: a label for every sentence, from its features and its neighbours' labels.

Where the truth is coarse ("method or sample"), all labels that fit are allowed and the model is asked for
their sum. Plain arrays come out; the same rows in the same order give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from ecosift.tagging.roles.chain import posteriors

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Lines:
    """Sequences laid end to end: one row a sentence.

    `prior` are fixed log-odds, `allowed` the labels that the truth leaves open, `kinds` the kind of step
    that leads to each row, `starts` the first row of every sequence, `weights` how much each sequence counts.
    """

    matrix: Any
    prior: Matrix
    allowed: Mask
    kinds: Places
    starts: Places
    weights: Matrix

    def only(self, chosen: Sequence[int]) -> Lines:
        """The chosen sequences alone."""
        ends = [*self.starts[1:].tolist(), self.matrix.shape[0]]
        spans = [(int(self.starts[k]), ends[k]) for k in chosen]
        rows = np.concatenate([np.arange(first, last) for first, last in spans])
        starts = np.cumsum([0, *(last - first for first, last in spans)])[:-1]
        picked = np.asarray(chosen)
        return Lines(
            self.matrix[rows],
            self.prior[rows],
            self.allowed[rows],
            self.kinds[rows],
            starts,
            self.weights[picked],
        )


@dataclass(frozen=True)
class Chain:
    """Weights (features, labels), and log-odds of a label after a label for each kind of step."""

    weights: Matrix
    turns: Matrix


def vocabulary_of(groups: Iterable[Iterable[Iterable[str]]], min_count: int) -> list[str]:
    """The features that stand in rows of at least `min_count` groups, sorted."""
    seen = Counter(name for rows in groups for name in {name for row in rows for name in row})
    return sorted(name for name, count in seen.items() if count >= min_count)


def matrix_of(rows: Sequence[Iterable[str]], vocabulary: Sequence[str]) -> Any:
    """Rows of feature names as a sparse matrix, each known name counting as often as it is given."""
    index = {name: place for place, name in enumerate(vocabulary)}
    places = [[index[name] for name in row if name in index] for row in rows]
    ends = np.cumsum([0, *map(len, places)])
    flat = np.fromiter((place for row in places for place in row), dtype=np.int64, count=int(ends[-1]))
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(vocabulary)))


def fit_chain(lines: Lines, *, kinds: int, penalty: float, steps: int = 200) -> Chain:
    """The chain that makes the allowed labels most likely, weights held small by `penalty`.

    `kinds` is how many kinds of steps there are, also where these lines lack one.
    """
    shapes = _Shapes(lines.matrix.shape[1], lines.prior.shape[1], kinds)
    walk = _Walk(lines)

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        chain = shapes.unpack(flat)
        value, gradient = walk.loss(chain)
        return value + 0.5 * penalty * float(flat @ flat), shapes.pack(gradient) + penalty * flat

    found = minimize(
        loss,
        np.zeros(shapes.size),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": steps, "ftol": 1e-7, "maxcor": 8},
    )
    return shapes.unpack(found.x)


def predicted(lines: Lines, chain: Chain, slope: float = 1.0) -> Matrix:
    """Probability of every label for every row."""
    evidence = slope * (lines.matrix @ chain.weights + lines.prior)
    ends = [*lines.starts[1:], len(evidence)]
    parts = [
        posteriors(evidence[first:last], slope * chain.turns, lines.kinds[first:last].tolist())
        for first, last in zip(lines.starts, ends, strict=True)
    ]
    return np.concatenate(parts)


def calibrated(held_out: Sequence[tuple[Lines, Chain]]) -> float:
    """The slope under which the labels of lines are most likely, each by the chain that did not see them."""

    def loss(log_slope: float) -> float:
        given = [predicted(part, chain, float(np.exp(log_slope)))[part.allowed] for part, chain in held_out]
        return float(-np.log(np.concatenate(given) + 1e-9).sum())

    return float(
        np.exp(minimize_scalar(loss, bounds=(-2.0, 0.5), method="bounded", options={"xatol": 1e-3}).x)
    )


@dataclass(frozen=True)
class _Shapes:
    features: int
    labels: int
    kinds: int

    @property
    def size(self) -> int:
        return self.features * self.labels + self.kinds * self.labels**2

    def pack(self, chain: Chain) -> Matrix:
        return np.concatenate([chain.weights.ravel(), chain.turns.ravel()])

    def unpack(self, flat: Matrix) -> Chain:
        k, middle = self.labels, self.features * self.labels
        return Chain(flat[:middle].reshape(-1, k), flat[middle:].reshape(-1, k, k))


class _Walk:
    """Forward and backward over all sequences at once: step `t` works on every sequence longer than `t`."""

    def __init__(self, lines: Lines) -> None:
        ends = np.append(lines.starts[1:], lines.matrix.shape[0])
        lengths = ends - lines.starts
        order = np.argsort(-lengths, kind="stable")
        sizes, firsts = lengths[order], lines.starts[order]
        self.steps = [firsts[: int((sizes > t).sum())] + t for t in range(int(sizes[0]))]
        self.kinds = [_by_kind(lines.kinds[rows]) for rows in self.steps]
        self.lines = lines
        self.row_weight = np.repeat(lines.weights, lengths)

    def loss(self, chain: Chain) -> tuple[float, Chain]:
        """Negative log-likelihood of the allowed labels, and its gradient."""
        lines = self.lines
        evidence = lines.matrix @ chain.weights + lines.prior
        free, free_log, free_pairs = self._marginals(evidence, chain, None)
        held, held_log, held_pairs = self._marginals(evidence, chain, lines.allowed)
        off = (free - held) * self.row_weight[:, None]
        gradient = Chain(lines.matrix.T @ off, free_pairs - held_pairs)
        return float(self.row_weight @ (free_log - held_log)), gradient

    def _marginals(
        self, evidence: Matrix, chain: Chain, allowed: Mask | None
    ) -> tuple[Matrix, Matrix, Matrix]:
        """Probability of each label, log of the scale of each row, expected pairs for each kind of step."""
        top = evidence.max(axis=1, keepdims=True)
        own = np.exp(evidence - top) + 1e-300
        if allowed is not None:
            own = own * allowed
        turns = np.exp(chain.turns)
        forward, scale = np.empty_like(own), np.empty(len(own))
        before: Matrix | None = None
        for rows, kinds in zip(self.steps, self.kinds, strict=True):
            here = own[rows]
            if before is not None:
                here = here * _moved(before[: len(rows)], turns, kinds)
            scale[rows] = here.sum(axis=1)
            before = here / scale[rows, None]
            forward[rows] = before
        backward, pairs = self._backward(own / scale[:, None], forward, turns)
        return forward * backward, np.log(scale) + top[:, 0], pairs

    def _backward(self, own: Matrix, forward: Matrix, turns: Matrix) -> tuple[Matrix, Matrix]:
        backward, pairs = np.ones_like(own), np.zeros_like(turns)
        back = turns.transpose(0, 2, 1)
        for step in range(len(self.steps) - 1, 0, -1):
            rows, kinds = self.steps[step], self.kinds[step]
            earlier = rows - 1
            ahead = own[rows] * backward[rows]
            backward[earlier] = _moved(ahead, back, kinds)
            weighted = forward[earlier] * self.row_weight[earlier, None]
            for which, chosen in kinds:
                pairs[which] += turns[which] * (weighted[chosen].T @ ahead[chosen])
        return backward, pairs


ByKind = list[tuple[int, Places | slice]]


def _by_kind(kinds: Places) -> ByKind:
    """The kinds of steps that there are, each with its places; a slice where there is but one."""
    found = np.unique(kinds)
    if len(found) == 1:
        return [(int(found[0]), slice(None))]
    return [(int(which), np.flatnonzero(kinds == which)) for which in found]


def _moved(rows: Matrix, turns: Matrix, kinds: ByKind) -> Matrix:
    """Each row through the transitions of its kind."""
    out = np.empty_like(rows)
    for which, chosen in kinds:
        out[chosen] = rows[chosen] @ turns[which]
    return out
