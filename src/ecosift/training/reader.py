"""The network beside the linear classifier of levels: fitted on lots, and mixed with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from ecosift.tagging.levels.codebook import Codebook
from ecosift.tagging.levels.odds import log_odds
from ecosift.tagging.levels.outline import headings_over
from ecosift.tagging.levels.valence import VALENCES
from ecosift.tagging.levels.words import Words
from ecosift.training.elsewhere import Elsewhere
from ecosift.training.linear import Matrix, probabilities
from ecosift.training.lots import Lot, is_silent, places_of
from ecosift.training.network import NO_VALENCE, FittedNetwork, Shape, Unit, fit_network
from ecosift.training.public import PUBLIC
from ecosift.training.vectors import WordVectors

# What the network says counts beside the linear classifier: in a page, and of a sentence alone, where half of
# what it reads by is missing. (Swept: on our own pages .4 to .65 differ by .004; published factors, which
# nobody like us wrote, have .78 to .80 with 0 to .7 of it, up and down, our own gain with more.)
NETWORK, NETWORK_ALONE = 0.5, 0.4
# What it counts for the valence of a tag, wherever that stands.
NETWORK_VALENCE = 0.35
NETWORK_FOLDS = 5
# How large the vectors are when the network begins to learn.
SPREAD = 0.3
# What a sentence elsewhere counts for the network, which reads a part of them at a time.
OTHERS = 0.3


def fit_reader(
    book: Codebook,
    lots: Sequence[Lot],
    vectors: WordVectors | None,
    *,
    elsewhere: Sequence[Elsewhere] = (),
    public: Sequence[Lot] = (),
    learnt: Sequence[bool] | None = None,
    less_none: float = 0.0,
    shape: Shape = Shape(),  # noqa: B008
) -> FittedNetwork:
    """The network beside the linear classifier; `held_out` has a row for each sentence of `spoken_in`.

    `learnt` says of each lot whether the network learns from it; the others are only read. The logit of the
    valence "none" gives way by `less_none`.
    """
    start: dict[str, Any] = {}
    if vectors is not None:
        scaled = (SPREAD / vectors.rows.std() * vectors.rows).astype(np.float32)
        start = dict(zip(vectors.names, scaled, strict=True))
    others = [Lot.without_levels(page.name, page.sentences) for page in elsewhere]
    fitted = fit_network(
        [
            *(
                replace(_unit(book, lot, lot.weight), learnt=own)
                for lot, own in zip(lots, learnt or [True] * len(lots), strict=True)
            ),
            *(_unit(book, lot, PUBLIC) for lot in public),
        ],
        [_unit(book, lot, OTHERS) for lot in others],
        start,
        width=vectors.rows.shape[1] if vectors is not None else shape.channels,
        valences=len(VALENCES),
        folds=NETWORK_FOLDS,
        shape=shape,
        workers=os.cpu_count() or 1,
    )
    return _less_none(book, replace(fitted, held_out=fitted.held_out[: len(places_of(lots))]), less_none)


def _unit(book: Codebook, lot: Lot, weight: float) -> Unit:
    """A lot as the network sees it: its headings stand above sentences, not among them."""
    kept = [at for at, sentence in enumerate(lot.sentences) if not sentence.heading]
    levels = [[float(level in lot.levels[at]) for level in book.levels] for at in kept]
    valence = [
        [
            VALENCES.index(lot.valence[at][level]) if level in lot.valence[at] else NO_VALENCE
            for level in book.levels
        ]
        for at in kept
    ]
    heads, under = headings_over([lot.sentences[at] for at in kept])
    return Unit(
        lot.group,
        [Words(lot.sentences[at].text).forms for at in kept],
        np.array(levels, dtype=np.float32),
        np.array(valence, dtype=np.intp),
        np.array([0.0 if is_silent(lot, at) else weight for at in kept], dtype=np.float32),
        [Words(head).forms for head in heads],
        under,
    )


def mixed(book: Codebook, lots: Sequence[Lot], held_out: Matrix, beside: FittedNetwork) -> Matrix:
    """The probabilities of both together: a weighted mean of their logits."""
    own, share = log_odds(held_out, 1e-9), shares_of(lots)
    return probabilities(
        (1.0 - share) * own + share * beside.held_out[:, : len(book.levels)], exclusive=False
    )


def valence_mixed(
    book: Codebook,
    lots: Sequence[Lot],
    tags: Sequence[tuple[int, int, str]],
    logits: Matrix,
    beside: FittedNetwork,
) -> Matrix:
    """The logits of both together for each tag: the `id` of its lot, its sentence, its level."""
    row = {(id(lot), at): number for number, (lot, at) in enumerate(places_of(lots))}
    places = [row[lot, at] for lot, at, _ in tags]
    table = beside.held_out[:, len(book.levels) :].reshape(len(row), len(book.levels), -1)
    said = table[places, [book.levels.index(level) for *_, level in tags]]
    return np.asarray((1.0 - NETWORK_VALENCE) * logits + NETWORK_VALENCE * said)


def shares_of(lots: Sequence[Lot]) -> Matrix:
    """What the network counts for each sentence to learn from, shape (sentences, 1)."""
    return np.array([[NETWORK_ALONE if lot.alone else NETWORK] for lot, _ in places_of(lots)])


def settings_of(shape: Shape) -> dict[str, Any]:
    """What a manifest tells of the network."""
    shares = {"share": NETWORK, "alone": NETWORK_ALONE, "share_of_valence": NETWORK_VALENCE}
    return {**shares, "folds": NETWORK_FOLDS, **asdict(shape)}


def _less_none(book: Codebook, fitted: FittedNetwork, less: float) -> FittedNetwork:
    none = len(book.levels) + np.arange(len(book.levels)) * len(VALENCES) + VALENCES.index("none")
    arrays = {name: array.copy() for name, array in fitted.arrays.items()}
    held_out = fitted.held_out.copy()
    arrays["output_bias"][none] -= less
    held_out[:, none] -= less
    return replace(fitted, arrays=arrays, held_out=held_out)
