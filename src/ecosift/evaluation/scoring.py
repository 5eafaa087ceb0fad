"""Gold and predictions → figures with intervals, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from ecosift.errors import EcosiftError
from ecosift.evaluation.bootstrap import DRAWS, FEW_DOCUMENTS, Estimate, estimates
from ecosift.evaluation.catalogue import HEADLINES, Measure, catalogue
from ecosift.evaluation.gold import Layer
from ecosift.evaluation.randomisation import Comparison, holm, p_value
from ecosift.evaluation.reading import Reading, fitted
from ecosift.evaluation.samples import Sample, value
from ecosift.evaluation.tally import Mistake, Scope, Tally, outwards, tally
from ecosift.types import ROLES

LAYERS: tuple[Layer, ...] = ("content", "roles", "levels", "valence", "statistics", "checks", "study")


@dataclass(frozen=True)
class Prediction:
    """An extractor's readings by document."""

    name: str
    readings: Mapping[str, Reading]

    @property
    def whole(self) -> bool:
        """Whether it reads whole pages; if not, it gives quotes."""
        return all(reading.whole for reading in self.readings.values())


@dataclass
class Scored:
    """One extractor's figures."""

    name: str
    whole: bool
    scope: Scope
    tallies: list[Tally]
    measures: list[Measure]
    estimates: dict[str, Estimate]
    samples: dict[str, Sample] = field(repr=False, default_factory=dict)

    @property
    def mistakes(self) -> list[Mistake]:
        """Every mistake, page by page."""
        return [mistake for page in self.tallies for mistake in page.mistakes]


@dataclass
class Evaluation:
    """All extractors on the same gold."""

    documents: list[str]
    layers: tuple[str, ...]
    extractors: list[Scored]
    comparisons: list[Comparison]
    notes: list[str]
    slices: dict[str, list[Scored]] = field(default_factory=dict)
    slice_key: str | None = None


def evaluate(
    gold: Sequence[tuple[Reading, frozenset[str]]],
    predictions: Sequence[Prediction],
    *,
    by: str | None = None,
    draws: int = DRAWS,
) -> Evaluation:
    """Score every extractor on the gold readings; `gold` gives each with the layers to score in it."""
    layers = tuple(layer for layer in LAYERS if any(layer in scored for _, scored in gold))
    notes = list(_notes(gold, predictions))
    scored = [_score(gold, prediction, draws) for prediction in predictions]
    result = Evaluation([r.doc for r, _ in gold], layers, scored, compare(scored), notes)
    if by:
        result.slices, result.slice_key = sliced(scored, by, draws), by
    return result


def _score(gold: Sequence[tuple[Reading, frozenset[str]]], prediction: Prediction, draws: int) -> Scored:
    readings = [_reading(prediction, g) for g, _ in gold]
    # Quotes tell nothing of a study unless they come with one.
    unread = frozenset() if prediction.whole or any(r.study for r in readings) else frozenset(("study",))
    asked = frozenset[str]().union(*(layers for _, layers in gold)) - unread
    scope = _scope([g for g, _ in gold], readings, asked)
    tallies = [
        tally(g, found, replace(scope, layers=layers - unread))
        for (g, layers), found in zip(gold, readings, strict=True)
    ]
    return _scored(prediction.name, prediction.whole, scope, tallies, draws)


def _scored(name: str, whole: bool, scope: Scope, tallies: list[Tally], draws: int) -> Scored:
    measures = catalogue(scope, whole=whole)
    samples = {measure.name: measure.build(tallies) for measure in measures}
    found = estimates(list(samples.values()), lows=[measure.low for measure in measures], draws=draws)
    return Scored(name, whole, scope, tallies, measures, dict(zip(samples, found, strict=True)), samples)


def _reading(prediction: Prediction, gold: Reading) -> Reading:
    found = prediction.readings.get(gold.doc)
    return fitted(found, gold.page) if found else Reading(gold.doc, whole=prediction.whole)


def _scope(gold: Sequence[Reading], found: Sequence[Reading], layers: frozenset[str]) -> Scope:
    """Every level that either side names, the nearest first; of quotes, only the roles that they have."""
    statements = [unit for reading in found for unit in reading.statements]
    given = {unit.role for unit in statements}
    whole = all(reading.whole for reading in found)
    return Scope(
        levels=outwards(k for side in (gold, found) for r in side for u in r.units for k in u.levels),
        roles=tuple(role for role in ROLES if whole or role in given),
        layers=layers,
        scored=bool(statements) and all(unit.scores is not None for unit in statements),
    )


def layers_of(gold: Sequence[Reading]) -> frozenset[str]:
    """The layers that a set of gold pages labels anywhere; what none of them has cannot be scored."""
    units = [unit for reading in gold for unit in reading.units]
    figures = [figure for unit in units for figure in unit.figures]
    present = {
        "content": any(unit.kind != "statement" for unit in units),
        "roles": any(unit.role for unit in units),
        "levels": any(unit.levels for unit in units),
        "valence": any(valence for unit in units for valence in unit.levels.values()),
        "statistics": bool(figures),
        "checks": any(figure.checks is not None for figure in figures),
        "study": any(reading.study for reading in gold),
    }
    return frozenset(layer for layer, there in present.items() if there)


def compare(scored: Sequence[Scored]) -> list[Comparison]:
    """Each pair of extractors on each headline figure that both have, p values corrected for all of them."""
    asked = [
        (name, one, other)
        for one, other in combinations(scored, 2)
        for name in HEADLINES.values()
        if name in one.samples and name in other.samples and not name.startswith("aligned")
    ]
    pairs = [_comparable(one, other, name) for name, one, other in asked]
    values = [p_value(*pair) for pair in pairs]
    return [
        Comparison(name, one.name, other.name, value(b) - value(a), p, corrected)
        for (name, one, other), (a, b), p, corrected in zip(asked, pairs, values, holm(values), strict=True)
    ]


def _comparable(one: Scored, other: Scored, name: str) -> tuple[Sample, Sample]:
    """Both extractors' samples under one scope: the roles that both give, the levels that either names."""
    if one.scope.levels == other.scope.levels and one.scope.roles == other.scope.roles:
        return one.samples[name], other.samples[name]
    roles = tuple(role for role in one.scope.roles if role in other.scope.roles)
    levels = outwards((*one.scope.levels, *other.scope.levels))
    pair = []
    for side in (one, other):
        scope = replace(side.scope, roles=roles, levels=levels)
        tallies = [_widened(page, side.scope.levels, levels) for page in side.tallies]
        measure = next(m for m in catalogue(scope, whole=side.whole) if m.name == name)
        pair.append(measure.build(tallies))
    return pair[0], pair[1]


def _widened(page: Tally, have: Sequence[str], want: Sequence[str]) -> Tally:
    rows = dict(page.rows)
    wide = np.zeros((len(want), 3))
    for at, level in enumerate(have):
        wide[want.index(level)] = rows["levels"].reshape(-1, 3)[at]
    rows["levels"] = wide.reshape(-1)
    return replace(page, rows=rows)


def sliced(scored: Sequence[Scored], key: str, draws: int = DRAWS) -> dict[str, list[Scored]]:
    """The figures over the pages of each value of a metadata key, pages without it under `(none)`."""
    kinds = dict.fromkeys(_value(page, key) for page in scored[0].tallies) if scored else {}
    return {
        kind: [
            _scored(
                each.name,
                each.whole,
                each.scope,
                [page for page in each.tallies if _value(page, key) == kind],
                draws,
            )
            for each in scored
        ]
        for kind in sorted(kinds)
    }


def _value(page: Tally, key: str) -> str:
    found = page.metadata.get(key)
    return "(none)" if found is None else str(found)


def worst(scored: Scored, number: int) -> list[tuple[str, dict[str, float]]]:
    """The documents whose mean over the headline figures is lowest, with these figures."""
    names = [name for name in HEADLINES.values() if name in scored.samples and name != "aligned.gold"]
    each = {name: scored.samples[name].values(np.eye(len(scored.tallies))) for name in names}
    table = [
        (page.doc, {name: float(each[name][at]) for name in names}) for at, page in enumerate(scored.tallies)
    ]
    return sorted(table, key=lambda row: (_mean(row[1]), row[0]))[:number]


def _mean(figures: Mapping[str, float]) -> float:
    known = [figure for figure in figures.values() if figure == figure]  # noqa: PLR0124 - NaN is not itself
    return sum(known) / len(known) if known else 1.0


def resolve(name: str, known: Iterable[str]) -> str:
    """The figure that a name stands for: an area, a figure, or a figure whose F1 is meant.

    Raises `EcosiftError` where there is none.
    """
    names = list(known)
    for candidate in (name, HEADLINES.get(name, name), f"{name}.f1", f"{name}.macro_f1"):
        if candidate in names:
            return candidate
    raise EcosiftError(f"no figure {name!r} was scored; there are {', '.join(names)}")


def _notes(
    gold: Sequence[tuple[Reading, frozenset[str]]], predictions: Sequence[Prediction]
) -> Iterable[str]:
    if len(gold) < FEW_DOCUMENTS:
        yield f"only {len(gold)} documents: intervals from fewer than {FEW_DOCUMENTS} are too narrow"
    docs = {reading.doc for reading, _ in gold}
    for prediction in predictions:
        missing = sorted(docs - set(prediction.readings))
        if missing:
            some = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
            yield f"{prediction.name}: no prediction for {len(missing)} of {len(docs)} documents ({some})"
        failed = [r for r in prediction.readings.values() if r.error]
        if failed:
            yield f"{prediction.name}: failed on {len(failed)} documents (first: {failed[0].error})"
        absent = sum(reading.absent for reading in prediction.readings.values())
        if absent:
            yield f"{prediction.name}: {absent} quotes stand nowhere in their pages"
