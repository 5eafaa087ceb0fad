"""How far a macro-F1 would move with other topics."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from ecosift.evaluation import formulas
from ecosift.evaluation.bootstrap import Estimate, estimates
from ecosift.evaluation.measures import multilabel_counts
from ecosift.evaluation.samples import Sums


def macro_f1_interval(
    groups: Sequence[str],
    found: Sequence[Collection[str]],
    gold: Sequence[Collection[str]],
    levels: Sequence[str],
) -> Estimate:
    """The macro-F1 of sentences with its 95 % interval, whole groups drawn anew; NaN for a lone group."""
    rows = [_counts(group, groups, found, gold, levels) for group in dict.fromkeys(groups)]
    return estimates([Sums(np.array(rows), lambda sums: _macro_f1(sums, len(levels)))])[0]


def _counts(
    group: str,
    groups: Sequence[str],
    found: Sequence[Collection[str]],
    gold: Sequence[Collection[str]],
    levels: Sequence[str],
) -> list[float]:
    own = [at for at, name in enumerate(groups) if name == group]
    counts = multilabel_counts([found[at] for at in own], [gold[at] for at in own], levels)
    return [part for level in levels for part in (counts[level].tp, counts[level].fp, counts[level].fn)]


def _macro_f1(sums: formulas.Array, levels: int) -> formulas.Array:
    return formulas.macro_f1(sums.reshape(*sums.shape[:-1], levels, 3))
