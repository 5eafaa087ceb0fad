"""Trains the chain of parts in abstracts without headings, on what their authors' headings call a part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain as joined

import numpy as np

from ecosift.tagging.roles.abstracts import PART_OF, PARTS, abstract_features, part_odds
from ecosift.tagging.roles.features import names_of, report_features, shared_features
from ecosift.tagging.roles.looks import PageLook
from ecosift.tagging.roles.rules import prior_odds
from ecosift.tagging.roles.words import Lexis
from ecosift.training.chain import Chain, Lines, fit_chain, matrix_of, vocabulary_of
from ecosift.types import Role

MIN_COUNT, PENALTY, STEPS = 4, 10.0, 90
TELLERS = (shared_features, report_features, abstract_features)


def part_lines(
    looks: Sequence[PageLook], roles: Sequence[Sequence[Role]], lexis: Lexis
) -> tuple[list[str], Lines]:
    """Bare abstracts as rows for the trainer, each statement labelled with its part; and their features."""
    told = [[names_of(tell(look), lexis) for tell in TELLERS] for look in looks]
    pages = [[list(joined(*rows)) for rows in zip(*each, strict=True)] for each in told]
    names = vocabulary_of(pages, MIN_COUNT)
    parts = np.array([PART_OF[role] for page in roles for role in page])
    lines = Lines(
        matrix=matrix_of(list(joined.from_iterable(pages)), names),
        prior=np.concatenate([part_odds(prior_odds(look)) for look in looks]),
        allowed=np.eye(len(PARTS), dtype=np.bool_)[parts],
        kinds=np.zeros(len(parts), dtype=np.intp),
        starts=np.cumsum([0, *map(len, looks)])[:-1],
        weights=np.ones(len(looks)),
    )
    return names, lines


def fit_parts(lines: Lines) -> Chain:
    """The chain of parts."""
    return fit_chain(lines, kinds=1, penalty=PENALTY, steps=STEPS)
