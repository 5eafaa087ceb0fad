"""A second look at a bare abstract: a small chain judges again by what the first one thought of the whole.

Parts of an abstract come in few, whole stretches. Whether a statement ends one is seen best from how likely
its neighbours are of the next, alone and in their order, and from what is still to come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecosift.tagging.roles.chain import posteriors
from ecosift.tagging.roles.looks import PageLook

Matrix = NDArray[np.float64]
DIGIT = re.compile(r"\d")
# Names of the arrays, after what names those of the first chain.
WEIGHTS, TURNS = "second_weights", "second_turns"
# How far to either side a statement's neighbours are heard.
REACH = 2
# No part is thought less likely than this.
LEAST = 1e-4


@dataclass(frozen=True)
class Second:
    """The second chain: weights of what it is told, and log-odds of a part after a part."""

    weights: Matrix
    turns: Matrix

    def judged(self, told: Matrix) -> Matrix:
        """Probabilities of the parts of one abstract's statements, which are told `surroundings`."""
        return posteriors(told @ self.weights, self.turns, [0] * len(told))


def second_of(arrays: Mapping[str, NDArray[np.float32]], prefix: str) -> Second | None:
    """The second chain among a model's arrays, named behind `prefix`; None where there is none."""
    if prefix + WEIGHTS not in arrays:
        return None
    return Second(arrays[prefix + WEIGHTS].astype(np.float64), arrays[prefix + TURNS].astype(np.float64))


def forms_of(page: PageLook) -> Matrix:
    """How many words and how many digits every statement has."""
    digits = [len(DIGIT.findall(text)) for text in page.texts]
    return np.stack([page.words.sizes - 1.0, digits], axis=1)


def surroundings(evidence: Matrix, first: Matrix, forms: Matrix) -> Matrix:
    """What the second chain is told of every statement of one abstract, a column of ones last.

    `evidence` are the first chain's log-odds of the parts, `first` its probabilities, `forms` as `forms_of`.
    """
    count = len(first)
    alone = evidence - evidence.mean(axis=1, keepdims=True)
    beside = [_moved(alone, by) for by in range(-REACH, REACH + 1)]
    none = np.zeros((1, first.shape[1]))
    before = np.maximum.accumulate(np.concatenate([none, first[:-1]]))
    behind = np.maximum.accumulate(np.concatenate([none, first[:0:-1]]))[::-1]
    whole = np.broadcast_to(first.mean(axis=0), first.shape)
    columns = [np.log(first + LEAST), *beside, before, behind, whole, _place(count), _shape(forms)]
    return np.concatenate([*columns, np.ones((count, 1))], axis=1)


def _moved(rows: Matrix, by: int) -> Matrix:
    """The row so many places on for each row, zeros beyond the ends."""
    out, count = np.zeros_like(rows), len(rows)
    out[max(0, -by) : max(0, count - by)] = rows[max(0, by) : max(0, count + by)]
    return out


def _place(count: int) -> Matrix:
    at = np.arange(count)
    return np.stack([at, count - 1 - at, at / count, np.full(count, count)], axis=1)


def _shape(forms: Matrix) -> Matrix:
    """Words and digits of each, beside the others', and how much of the text has been said by its end."""
    words, digits = forms[:, 0], forms[:, 1]
    everything = max(1.0, float(words.sum()))
    said, usual = words.cumsum() / everything, everything / len(words)
    return np.stack([words, words / usual, said, digits, digits - digits.mean()], axis=1)
