"""Every figure that is reported: its name, what it is called, and how it comes from the tallies of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ecosift.evaluation import formulas
from ecosift.evaluation.formulas import Array, Formula
from ecosift.evaluation.samples import Mean, Ranking, Sample, Sums
from ecosift.evaluation.tally import BINS, STUDY_SCORED, VALENCES, Scope, Tally
from ecosift.types import ROLES

Build = Callable[[Sequence[Tally]], Sample]
SCORES: tuple[tuple[str, Formula], ...] = (
    ("precision", formulas.precision),
    ("recall", formulas.recall),
    ("f1", formulas.f1),
)
# What the name of an area alone stands for.
HEADLINES = {
    "aligned": "aligned.gold",
    "cleaning": "cleaning.word_f1",
    "sentences": "sentences.f1",
    "roles": "roles.macro_f1",
    "levels": "levels.macro_f1",
    "valence": "valence.macro_f1",
    "statistics": "statistics.value.f1",
    "checks": "checks.f1",
    "study": "study.fields",
}
FIGURE_KINDS = ("span", "typed", "value", "exact")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure by name. `low` is the least value that it can have; of errors less is better."""

    name: str
    build: Build
    low: float = 0.0
    lower_is_better: bool = False

    @property
    def area(self) -> str:
        """The first part of the name."""
        return self.name.partition(".")[0]

    @property
    def headline(self) -> bool:
        """Whether the name of the area alone stands for this figure."""
        return self.name == HEADLINES[self.area]


def catalogue(scope: Scope, *, whole: bool) -> list[Measure]:
    """The figures that can be given for an extractor; one of quotes has not judged what it does not quote."""
    layers = scope.layers
    found = [_sums("aligned.gold", "aligned"), _sums("aligned.predicted")]
    if not whole:
        found.append(_sums("aligned.absent", "absent"))
    if "content" in layers and whole:
        found += _cleaning()
    if "roles" in layers:
        found += _roles(scope, whole=whole)
    if "levels" in layers:
        found += _levels(scope, whole=whole)
    if "valence" in layers:
        found += _valence()
    if "statistics" in layers:
        found += _statistics()
    if "checks" in layers:
        found += _scores("checks", "checks")
    if "study" in layers:
        found += _study()
    return found


def _sums(name: str, group: str | None = None, formula: Formula = formulas.share) -> Measure:
    key = group or name
    lower = name in ("aligned.absent", "levels.brier", "levels.calibration_error")
    return Measure(name, lambda tallies: Sums(rows(tallies, key), formula), lower_is_better=lower)


def rows(tallies: Sequence[Tally], group: str) -> Array:
    """One row a page of a group of counts."""
    return np.array([page.rows[group] for page in tallies])


def _scores(name: str, group: str, view: Formula | None = None) -> list[Measure]:
    """Precision, recall and F1 of tp, fp, fn, as `view` finds them in the sums of a group."""
    return [_sums(f"{name}.{kind}", group, _then(view, score) if view else score) for kind, score in SCORES]


def _then(view: Formula, formula: Formula) -> Formula:
    return lambda sums: formula(view(sums))


def _slot(view: Formula, at: int) -> Formula:
    return lambda sums: view(sums)[..., at, :]


def _columns(*places: int) -> Formula:
    return lambda sums: sums[..., list(places)]


def _triples(sums: Array) -> Array:
    return sums.reshape(*sums.shape[:-1], -1, 3)


def _matrix(size: int, chosen: Sequence[int]) -> Formula:
    return lambda sums: formulas.counts_of(sums, size)[..., list(chosen), :]


def _cleaning() -> Iterator[Measure]:
    for at, kind in enumerate(("word_precision", "word_recall", "word_f1")):
        yield _sums(f"cleaning.{kind}", "cleaning.words", _then(_columns(at, 3), formulas.share))
    for kind, score in SCORES:
        yield _sums(f"cleaning.line_{kind}", "cleaning.lines", score)
    yield from _scores("sentences", "sentences")


def _roles(scope: Scope, *, whole: bool) -> Iterator[Measure]:
    chosen = [place for place, role in enumerate(ROLES) if role in scope.roles]
    counts = _matrix(len(ROLES), chosen)
    yield _sums("roles.macro_f1", "roles", _then(counts, formulas.macro_f1))
    yield _sums("roles.micro_f1", "roles", _then(counts, formulas.micro_f1))
    if whole:
        yield _sums("roles.accuracy", "roles", formulas.accuracy)
    for at, place in enumerate(chosen):
        yield from _scores(f"roles.{ROLES[place]}", "roles", _slot(counts, at))


def _levels(scope: Scope, *, whole: bool) -> Iterator[Measure]:
    yield _sums("levels.macro_f1", "levels", _then(_triples, formulas.macro_f1))
    yield _sums("levels.micro_f1", "levels", _then(_triples, formulas.micro_f1))
    if whole:
        yield _sums("levels.exact")
    if scope.scored:
        yield Measure("levels.auc", lambda tallies: Mean([_ranking(tallies, k) for k in scope.levels]))
        yield _sums("levels.calibration_error", "bins", formulas.calibration_error)
        yield _sums("levels.brier", "brier")
    for at, level in enumerate(scope.levels):
        yield from _scores(f"levels.{level}", "levels", _slot(_triples, at))
        if scope.scored:
            yield Measure(f"levels.{level}.auc", _ranking_of(level))


def _ranking_of(level: str) -> Build:
    return lambda tallies: _ranking(tallies, level)


def _ranking(tallies: Sequence[Tally], level: str) -> Ranking:
    items = [
        (score, true, owner, weight)
        for owner, page in enumerate(tallies)
        for name, score, true, weight in page.ranked
        if name == level
    ]
    scores, truths, owners, weights = zip(*items, strict=True) if items else ((), (), (), ())
    return Ranking(
        np.array(scores, dtype=np.float64),
        np.array(truths, dtype=np.bool_),
        np.array(owners, dtype=np.intp),
        np.array(weights, dtype=np.float64),
        len(tallies),
    )


def _valence() -> Iterator[Measure]:
    size = len(VALENCES)
    # Barrier and facilitator are what is asked; `both` and `none` are too rare to be averaged with them.
    yield _sums("valence.macro_f1", "valence", _then(_matrix(size, (0, 1)), formulas.macro_f1))
    yield _sums("valence.accuracy", "valence", _right_of_all)
    for at, valence in enumerate(VALENCES):
        yield from _scores(f"valence.{valence}", "valence", _slot(_matrix(size, range(size)), at))


def _right_of_all(sums: Array) -> Array:
    right = sums[..., :: len(VALENCES) + 1].sum(axis=-1)
    return formulas.share(np.stack([right, sums.sum(axis=-1)], axis=-1))


def _statistics() -> Iterator[Measure]:
    for kind in FIGURE_KINDS:
        yield from _scores(f"statistics.{kind}", f"statistics.{kind}")
    yield _sums("statistics.parts")


def _study() -> Iterator[Measure]:
    yield _sums("study.fields", "study", _all_fields)
    for at, key in enumerate(STUDY_SCORED):
        yield _sums(f"study.{key}", "study", _then(_columns(2 * at, 2 * at + 1), formulas.share))


def _all_fields(sums: Array) -> Array:
    return formulas.share(sums.reshape(*sums.shape[:-1], -1, 2).sum(axis=-2))


def reliability(tallies: Sequence[Tally], levels: int) -> Array:
    """Sum of scores, true ones and items of each bin, over all levels."""
    total: Array = rows(tallies, "bins").sum(axis=0).reshape(levels, BINS, 3).sum(axis=0)
    return total
