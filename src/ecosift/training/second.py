"""Fits the second look at pages, on what the first look says of pages that it never saw."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from ecosift.models import FloatArray, one_thread
from ecosift.tagging.levels.codebook import Codebook
from ecosift.tagging.levels.second import SHORTEST, Second
from ecosift.tagging.levels.tagger import cue_table, spoken_of, told_at
from ecosift.tagging.levels.views import View
from ecosift.training.linear import SEED, Matrix, folds_of
from ecosift.training.lots import Lot
from ecosift.types import RoleTag

# Fewer pages than this do not tell how levels follow each other.
FEWEST_PAGES = 50
FOLDS = 5
# Networks that are fitted from several starts and speak as one.
MEMBERS = 3
HIDDEN, PENALTY, RATE, EPOCHS, BATCH = 32, 0.05, 2e-3, 25, 256
# So often a role is another's while fitting: at run time roles are told by a model, which errs as often.
WRONG_ROLES = 0.1
# The share of the first look in what both say. (Swept: out of fold 0 to .5 are alike; real pages, on which
# levels are denser than on ours, lose .03 without it.)
FIRST = 0.4
Viewed = Sequence[tuple[Lot, Sequence[View]]]


@dataclass(frozen=True)
class FittedSecond:
    """Arrays as `ecosift.tagging.levels.second` reads them, and each lot's scores after an unseen look."""

    arrays: Mapping[str, FloatArray]
    given: list[Matrix]


def fit_second(book: Codebook, viewed: Viewed, given: Sequence[Matrix]) -> FittedSecond | None:
    """Fit the second look; None where there are too few pages.

    `given` are the first look's scores out of fold, a matrix a lot. Lots that are too short keep theirs.
    """
    pages = [
        at for at, (lot, views) in enumerate(viewed) if not lot.loose and len(spoken_of(views)) >= SHORTEST
    ]
    if len(pages) < FEWEST_PAGES or len({viewed[at][0].group for at in pages}) < 2:
        return None
    places = {at: spoken_of(viewed[at][1]) for at in pages}
    rng = np.random.default_rng(SEED)
    told, noisy, wanted, groups = list[Matrix](), list[Matrix](), list[Matrix](), list[str]()
    for at in pages:
        lot, views = viewed[at]
        cues = cue_table(book, views)
        told.append(told_at(views, lot.roles, given[at], cues, places[at]))
        noisy.append(told_at(views, _mistaken(lot.roles, rng), given[at], cues, places[at]))
        wanted.append(np.array([[level in lot.levels[k] for level in book.levels] for k in places[at]]))
        groups += [lot.group] * len(places[at])
    rows, labels = np.concatenate(noisy), np.concatenate(wanted)
    clear, first_look = np.concatenate(told), np.concatenate([given[at][places[at]] for at in pages])
    judged = np.zeros(labels.shape)
    for mask in folds_of(groups, FOLDS):
        second = Second(_fitted(rows[~mask], labels[~mask]), FIRST)
        judged[mask] = second.judged(first_look[mask], clear[mask])
    found, first = [each.copy() for each in given], 0
    for at in pages:
        found[at][places[at]] = judged[first : first + len(places[at])]
        first += len(places[at])
    return FittedSecond(_fitted(rows, labels), found)


def settings_of_second() -> dict[str, Any]:
    """What a manifest tells of the second look."""
    return {
        "first": FIRST,
        "members": MEMBERS,
        "hidden": HIDDEN,
        "penalty": PENALTY,
        "rate": RATE,
        "epochs": EPOCHS,
        "batch": BATCH,
        "folds": FOLDS,
        "wrong_roles": WRONG_ROLES,
    }


def _mistaken(roles: Sequence[RoleTag | None], rng: np.random.Generator) -> list[RoleTag | None]:
    """The roles, some of them those of other sentences of the page."""
    others = rng.permutation(len(roles))
    wrong = rng.random(len(roles)) < WRONG_ROLES
    return [
        roles[other] if err and roles[other] else role
        for role, other, err in zip(roles, others, wrong, strict=True)
    ]


def _fitted(rows: Matrix, labels: Matrix) -> dict[str, FloatArray]:
    """The members side by side as one network, what they are told put to scale in its first layer."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = (rows - mean) / spread
    members = [_member(scaled, labels, SEED + at) for at in range(MEMBERS)]
    hidden, output = (np.concatenate([m.coefs_[layer] for m in members], axis=1 - layer) for layer in (0, 1))
    hidden_bias = np.concatenate([m.intercepts_[0] for m in members])
    output_bias = np.mean([m.intercepts_[1] for m in members], axis=0)
    arrays = {
        "hidden": hidden / spread[:, None],
        "hidden_bias": hidden_bias - (mean / spread) @ hidden,
        "output": output / MEMBERS,
        "output_bias": output_bias,
    }
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def _member(rows: Matrix, labels: Matrix, seed: int) -> MLPClassifier:
    member = MLPClassifier(
        (HIDDEN,),
        alpha=PENALTY,
        batch_size=min(BATCH, len(rows)),
        learning_rate_init=RATE,
        max_iter=EPOCHS,
        n_iter_no_change=EPOCHS,
        random_state=seed,
    )
    with warnings.catch_warnings(), one_thread():
        # So many epochs are meant.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return member.fit(rows, labels.astype(int))
