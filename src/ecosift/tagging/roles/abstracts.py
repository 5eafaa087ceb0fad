"""Abstracts without headings: their four parts, by features that tell there alone.

A part joins roles that authors' headings join. A chain of its own judges the parts; the chain of roles then
only divides each part among its roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from operator import or_

import numpy as np
from numpy.typing import NDArray

from ecosift.tagging.roles.features import FIFTHS, Evidence, Slot, crossed
from ecosift.tagging.roles.looks import PageLook
from ecosift.tagging.roles.words import words_of
from ecosift.types import ROLES, Role

Matrix = NDArray[np.float64]
PARTS: tuple[tuple[Role, ...], ...] = (
    ("background", "objective"),
    ("method", "sample"),
    ("finding",),
    ("implication", "limitation"),
)
PART_OF = {role: at for at, roles in enumerate(PARTS) for role in roles}
_PART_OF_COLUMN = np.array([PART_OF[role] for role in ROLES])
# Words that say what a statement is about are long; so many statements at the front name the topic.
TELLING, FRONT = 5, 3
# How much of a statement's telling words stand elsewhere, in steps.
SHARES = tuple(map(str, range(5)))
ELSEWHERE = ("before", "after", "front", "previous", "next")
Said = frozenset[str]
# Families of a statement's own words and pairs of words.
OWN = frozenset({"w", "b", "s", *(f"part{fifth}" for fifth in range(FIFTHS))})
# The words of a statement of so many count in full; those of longer ones less, of shorter ones more, but no
# statement counts as shorter than the other.
USUAL, SHORT = 32, 4


def abstract_features(page: PageLook) -> Evidence:
    """Features of every statement of a bare abstract, beside those that it has as a report's."""
    made = Evidence(len(page))
    words = page.words
    fifths = FIFTHS * page.order.place // page.order.size
    for fifth in sorted(set(fifths.tolist())):
        spoken = np.flatnonzero((words.place > 0) & (fifths[words.line] == fifth))
        made.said.append((f"part{fifth}", words.line[spoken], words.numbers[spoken]))
    third = np.flatnonzero(words.place > 1)
    made.pairs.append(("s", words.line[third], words.numbers[third - 2], words.numbers[third]))
    _repeat(made, page, fifths)
    return made


def parted(told: Sequence[Evidence]) -> tuple[Evidence, Evidence]:
    """The statements' own words, and all else that is told of them; the first one's flags serve all."""
    first, said = told[0], [each for evidence in told for each in evidence.said]
    own = Evidence(first.count, said=[each for each in said if each[0] in OWN])
    own.pairs = [pair for evidence in told for pair in evidence.pairs]
    rest = replace(first, said=[each for each in said if each[0] not in OWN], pairs=[])
    rest.one = [each for evidence in told for each in evidence.one]
    rest.many = [each for evidence in told for each in evidence.many]
    return own, rest


def own_weight(page: PageLook) -> Matrix:
    """How much the own words of every statement count: many must not outvote all else by their number."""
    return np.asarray(np.sqrt(USUAL / np.maximum(page.words.sizes - 1.0, SHORT)))[:, None]


def part_odds(odds: Matrix) -> Matrix:
    """Log-odds of the parts, from those of their roles."""
    columns = [odds[:, part == _PART_OF_COLUMN] for part in range(len(PARTS))]
    return np.stack([np.logaddexp.reduce(each, axis=1) for each in columns], axis=1)


def divided(parts: Matrix, roles: Matrix) -> Matrix:
    """Probabilities of roles: those of their parts, divided as the probabilities `roles` divide them."""
    known = roles + 1e-9
    whole = known @ (_PART_OF_COLUMN[:, None] == np.arange(len(PARTS)))
    return np.asarray(parts[:, _PART_OF_COLUMN] * known / whole[:, _PART_OF_COLUMN])


def _repeat(made: Evidence, page: PageLook, fifths: NDArray[np.intp]) -> None:
    """How far a statement repeats others: conclusions take up the aim, results bring what is new."""
    said = [frozenset(word for word in words_of(text) if len(word) >= TELLING) for text in page.texts]
    none: Said = frozenset()
    count = len(said)
    before = list(accumulate(said, or_, initial=none))[:count]
    after = list(accumulate(reversed(said), or_, initial=none))[:count][::-1]
    front = [before[min(at, FRONT)] for at in range(count)]
    others = (before, after, front, [none, *said][:count], [*said, none][1:])
    for where, beside in zip(ELSEWHERE, others, strict=True):
        shares = np.array(
            [_share(own, other) for own, other in zip(said, beside, strict=True)], dtype=np.intp
        )
        alone, placed = _slots(where)
        made.one += [(alone, shares), (placed, shares * FIFTHS + fifths)]


def _share(own: Said, other: Said) -> int:
    return min(len(SHARES) - 1, len(SHARES) * len(own & other) // max(1, len(own)))


@cache
def _slots(where: str) -> Sequence[Slot]:
    fifths = tuple(map(str, range(FIFTHS)))
    return crossed("repeats", f"{where} {{}}", SHARES), crossed(
        "repeats", f"{where} {{}} {{}}", SHARES, fifths
    )
