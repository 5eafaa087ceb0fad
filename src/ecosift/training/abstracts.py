"""Trains the chains of parts in abstracts without headings, on what their authors' headings call a part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain as joined

import numpy as np
from scipy.sparse import diags

from ecosift.tagging.roles.abstracts import PART_OF, PARTS, abstract_features, own_weight, part_odds, parted
from ecosift.tagging.roles.features import names_of, report_features, shared_features
from ecosift.tagging.roles.looks import PageLook
from ecosift.tagging.roles.rules import prior_odds
from ecosift.tagging.roles.second import Second, forms_of, surroundings
from ecosift.tagging.roles.words import Lexis
from ecosift.training.chain import (
    Chain,
    Lines,
    Matrix,
    calibrated,
    fit_chain,
    matrix_of,
    predicted,
    vocabulary_of,
)
from ecosift.types import Role

MIN_COUNT, PENALTY, STEPS = 4, 10.0, 90
# Of the second chain, whose columns are brought to one scale.
SECOND_PENALTY, SECOND_STEPS = 5.0, 150
# What hardly varies in training must not outweigh all else where it does.
LEAST_SPREAD = 0.01
# The second chain learns from what the first says of abstracts that it did not see: so many shares.
SHARES = 5
TELLERS = (shared_features, report_features, abstract_features)


@dataclass(frozen=True)
class Abstracts:
    """Bare abstracts as rows for the trainer, each statement labelled with its part; their features' names.

    `forms` are those of the statements, as the second chain is told of them.
    """

    names: list[str]
    lines: Lines
    forms: Matrix

    def __len__(self) -> int:
        return len(self.lines.starts)

    def only(self, chosen: Sequence[int]) -> Abstracts:
        """The chosen abstracts alone."""
        each = np.split(self.forms, self.lines.starts[1:])
        return Abstracts(self.names, self.lines.only(chosen), np.concatenate([each[k] for k in chosen]))


@dataclass(frozen=True)
class PartJudge:
    """The chain of parts with its slope, and the chain that judges again."""

    first: Chain
    slope: float
    second: Second

    def probabilities(self, abstracts: Abstracts) -> Matrix:
        """Probability of every part for every row."""
        told = _told(abstracts, self.first, self.slope)
        return np.concatenate([self.second.judged(each) for each in told])


def read_parts(looks: Sequence[PageLook], roles: Sequence[Sequence[Role]], lexis: Lexis) -> Abstracts:
    """Bare abstracts and the roles of their statements, made ready for the trainer."""
    told = [parted([tell(look) for tell in TELLERS]) for look in looks]
    own, rest = ([names_of(each, lexis) for each in side] for side in zip(*told, strict=True))
    names = vocabulary_of([[*a, *b] for a, b in zip(own, rest, strict=True)], MIN_COUNT)
    weight = np.concatenate([own_weight(look)[:, 0] for look in looks])
    parts = np.array([PART_OF[role] for page in roles for role in page])
    lines = Lines(
        matrix=(diags(weight) @ _matrix(own, names) + _matrix(rest, names)).tocsr(),
        prior=np.concatenate([part_odds(prior_odds(look)) for look in looks]),
        allowed=np.eye(len(PARTS), dtype=np.bool_)[parts],
        kinds=np.zeros(len(parts), dtype=np.intp),
        starts=np.cumsum([0, *map(len, looks)])[:-1],
        weights=np.ones(len(looks)),
    )
    return Abstracts(names, lines, np.concatenate([forms_of(look) for look in looks]))


def fit_parts(abstracts: Abstracts) -> PartJudge:
    """Both chains of parts."""
    everything = range(len(abstracts))
    shares = [everything[share::SHARES] for share in range(min(SHARES, len(abstracts)))]
    held = [abstracts.only(share) for share in shares]
    others = [abstracts.lines.only([k for k in everything if k not in share]) for share in shares]
    chains = [_fit(lines) for lines in others]
    slope = calibrated([(part.lines, chain) for part, chain in zip(held, chains, strict=True)])
    told = dict[int, Matrix]()
    for share, part, chain in zip(shares, held, chains, strict=True):
        told |= dict(zip(share, _told(part, chain, slope), strict=True))
    second = _fit_second(np.concatenate([told[k] for k in everything]), abstracts.lines)
    return PartJudge(_fit(abstracts.lines), slope, second)


def _matrix(pages: Iterable[Iterable[list[str]]], names: Sequence[str]) -> Matrix:
    made: Matrix = matrix_of(list(joined.from_iterable(pages)), names)
    return made


def _fit(lines: Lines) -> Chain:
    return fit_chain(lines, kinds=1, penalty=PENALTY, steps=STEPS)


def _told(abstracts: Abstracts, chain: Chain, slope: float) -> list[Matrix]:
    """What the second chain is told of every abstract."""
    lines = abstracts.lines
    evidence = slope * (lines.matrix @ chain.weights + lines.prior)
    columns = (evidence, predicted(lines, chain, slope), abstracts.forms)
    cuts = [np.split(each, lines.starts[1:]) for each in columns]
    return [surroundings(*each) for each in zip(*cuts, strict=True)]


def _fit_second(told: Matrix, lines: Lines) -> Second:
    """The second chain, its weights for what is told as it is."""
    middle, spread = told[:, :-1].mean(axis=0), np.maximum(told[:, :-1].std(axis=0), LEAST_SPREAD)
    scaled = np.concatenate([(told[:, :-1] - middle) / spread, told[:, -1:]], axis=1)
    rows = Lines(scaled, np.zeros_like(lines.prior), lines.allowed, lines.kinds, lines.starts, lines.weights)
    fitted = fit_chain(rows, kinds=1, penalty=SECOND_PENALTY, steps=SECOND_STEPS)
    weights = fitted.weights[:-1] / spread[:, None]
    return Second(np.concatenate([weights, fitted.weights[-1:] - middle @ weights]), fitted.turns)
