"""How far a figure would move with other documents: intervals by drawing documents anew, with replacement.

The interval is Student's t on the spread of the draws, on the scale of log odds, so that it stays between the
least and the greatest value that the figure can have. Percentiles of the draws hold the true figure too
rarely where documents are few: `benchmarks/intervals.py` shows by how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Literal

import numpy as np

from ecosift.evaluation.formulas import Array
from ecosift.evaluation.samples import Sample, value

Method = Literal["logit", "t", "percentile"]
DRAWS = 1000
SEED = 20_261
FEW_DOCUMENTS = 20
# Quantile of the normal distribution for 95 %.
Z = 1.959963984540054
# Quantiles of Student's t for one and two degrees of freedom, where the series below fails.
FEW_FREEDOMS = {1: 12.706204736174694, 2: 4.302652729749462}
# Memory for the weights of one batch of draws.
CELLS = 8_000_000
# Beyond these log odds a share is 0 on any screen.
FAR = 50.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval; NaN where it is not defined."""

    value: float
    low: float
    high: float


def estimates(samples: Sequence[Sample], *, lows: Sequence[float] = (), draws: int = DRAWS) -> list[Estimate]:
    """Every figure with its 95 % interval; all of them see the same draws of documents.

    `lows` are the least values that the figures can have, 0 if not given; the greatest is 1.
    """
    if not samples:
        return []
    drawn: list[list[Array]] = [[] for _ in samples]
    for weights in _batches(samples[0].documents, draws):
        for place, sample in enumerate(samples):
            drawn[place].append(sample.values(weights))
    return [
        interval(sample, np.concatenate(values) if values else np.zeros(0), low=low)
        for sample, values, low in zip(samples, drawn, lows or [0.0] * len(samples), strict=True)
    ]


def draw(documents: int, draws: int = DRAWS) -> Array:
    """How often each document is drawn, a row a draw; the same at every call."""
    return np.concatenate([*_batches(documents, draws), np.zeros((0, documents))])


def _batches(documents: int, draws: int) -> Iterator[Array]:
    rng = np.random.default_rng(SEED)
    step = max(1, CELLS // max(1, documents))
    even = np.full(documents, 1 / max(1, documents))
    for at in range(0, draws if documents > 1 else 0, step):
        yield rng.multinomial(documents, even, size=min(step, draws - at)).astype(np.float64)


def interval(sample: Sample, drawn: Array, *, method: Method = "logit", low: float = 0.0) -> Estimate:
    """The figure of a sample, and its interval given the figures of the draws."""
    estimate, known = value(sample), drawn[~np.isnan(drawn)]
    if np.isnan(estimate) or len(known) < 2:
        return Estimate(estimate, float("nan"), float("nan"))
    if method == "percentile":
        return Estimate(estimate, *(float(x) for x in np.quantile(known, (0.025, 0.975))))
    # The spread of the draws is too narrow by (n - 1) / n.
    spread = float(known.std(ddof=1)) * sqrt(sample.documents / (sample.documents - 1))
    margin = t_quantile(sample.documents - 1) * spread
    if method == "t" or not low < estimate < 1:
        return Estimate(estimate, max(low, estimate - margin), min(1.0, estimate + margin))
    return Estimate(estimate, *_on_odds((estimate - low) / (1 - low), margin / (1 - low), low))


def _on_odds(share: float, margin: float, low: float) -> Iterator[float]:
    """Both ends of an interval that is even in log odds, which change by 1 / (p (1 - p)) with the share."""
    middle, reach = log(share / (1 - share)), margin / (share * (1 - share))
    for end in (middle - reach, middle + reach):
        yield low + (1 - low) / (1 + exp(min(-end, FAR)))


def t_quantile(freedom: int) -> float:
    """The .975 quantile of Student's t (series of Hill 1970)."""
    if freedom in FEW_FREEDOMS:
        return FEW_FREEDOMS[freedom]
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    return Z + sum(term / float(freedom) ** power for power, term in enumerate(terms, start=1))
