"""One page of gold against one reading of it: every count that a figure is made of, and every error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ecosift.evaluation.alignment import Alignment, align
from ecosift.evaluation.formulas import Array
from ecosift.evaluation.matching import FigurePair, pair_figures, same_field, same_number, shared_parts
from ecosift.evaluation.measures import words
from ecosift.evaluation.passages import boundary_counts_of, line_counts
from ecosift.evaluation.reading import Reading, Unit
from ecosift.types import ROLES

VALENCES = ("barrier", "facilitator", "both", "none")
STUDY_SCORED = ("doi", "pmid", "year", "first_author")
BINS = 10
MISSED, STRAY = "(missed)", "(not in the gold)"
# One who keeps this share of a stray sentence's words in texts that the gold calls neutral is not blamed.
NEUTRAL = 0.8


# The levels of the default codebook in its order; those of other codebooks come after them, by name.
OUTWARDS = ("individual", "interpersonal", "organizational", "community", "policy")


def outwards(levels: Iterable[str]) -> tuple[str, ...]:
    """Levels in the order in which reports show them."""
    named = set(levels)
    return (*(level for level in OUTWARDS if level in named), *sorted(named - set(OUTWARDS)))


@dataclass(frozen=True, slots=True)
class Scope:
    """What is scored: the levels in play, the roles that the extractor gives, and the gold's layers."""

    levels: tuple[str, ...]
    roles: tuple[str, ...]
    layers: frozenset[str]
    # Whether the extractor scores every level of every sentence.
    scored: bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """An error in context. `layer` is roles, levels, valence, statistics, checks, study or content."""

    doc: str
    layer: str
    gold: str
    predicted: str
    text: str
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Tally:
    """The counts of one page, a row for each group of figures, and its mistakes."""

    doc: str
    metadata: Mapping[str, Any]
    rows: dict[str, Array]
    ranked: list[tuple[str, float, bool, float]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def tally(gold: Reading, predicted: Reading, scope: Scope) -> Tally:
    """Score one reading of a page."""
    return _Page(gold, predicted, scope).tally


class _Page:
    def __init__(self, gold: Reading, predicted: Reading, scope: Scope) -> None:
        self.gold, self.predicted, self.scope = gold, predicted, scope
        self.aligned = align(gold, predicted)
        self.tally = Tally(gold.doc, gold.metadata, empty_rows(scope))
        self.rows = self.tally.rows
        for place, unit in enumerate(gold.units):
            if unit.kind == "statement":
                at = self.aligned.partner.get(place)
                found = predicted.units[at] if at is not None else None
                self._statement(place, unit, found if found and found.kind == "statement" else None)
        for unit in self._strays():
            self._stray(unit)
        self._shares()
        self._figures()
        if "study" in scope.layers:
            self._study()
        if "content" in scope.layers and predicted.whole and not gold.sampled:
            self._cleaning()

    def _statement(self, place: int, gold: Unit, found: Unit | None) -> None:
        layers = self.scope.layers
        if "roles" in layers and gold.role is not None:
            said = (found.role or MISSED) if found else MISSED
            self._role(gold.role, said, gold.weight)
            if said != gold.role and (found or self.predicted.whole):
                self._mistake("roles", gold.role, said, place)
        if "levels" in layers:
            self._levels(place, gold, found)
        if "valence" in layers and found:
            self._valence(place, gold, found)

    def _role(self, gold: str | None, found: str | None, weight: float) -> None:
        side, size = len(ROLES) + 1, len(ROLES)
        row = ROLES.index(gold) if gold in ROLES else size
        column = ROLES.index(found) if found in ROLES else size
        self.rows["roles"][row * side + column] += weight

    def _levels(self, place: int, gold: Unit, found: Unit | None) -> None:
        given = found.levels if found else {}
        for at, level in enumerate(self.scope.levels):
            self.rows["levels"][3 * at : 3 * at + 3] += gold.weight * _hit(
                level in given, level in gold.levels
            )
        right = found is not None and set(given) == set(gold.levels)
        self.rows["levels.exact"] += gold.weight * np.array([right, 1.0])
        self._scores(gold.levels, found, gold.weight)
        if set(given) != set(gold.levels):
            self._mistake("levels", _listed(gold.levels), _listed(given) if found else MISSED, place)

    def _scores(self, truth: Mapping[str, object], found: Unit | None, weight: float) -> None:
        if not self.scope.scored:
            return
        for at, level in enumerate(self.scope.levels):
            score = float((found.scores or {}).get(level, 0.0)) if found else 0.0
            true = level in truth
            self.tally.ranked.append((level, score, true, weight))
            if found:
                bin_ = 3 * (at * BINS + min(BINS - 1, int(score * BINS)))
                self.rows["bins"][bin_ : bin_ + 3] += weight * np.array([score, true, 1.0])
                self.rows["brier"] += weight * np.array([(score - true) ** 2, 1.0])

    def _valence(self, place: int, gold: Unit, found: Unit) -> None:
        for level, want in gold.levels.items():
            have = found.levels.get(level)
            if want in VALENCES and have in VALENCES:
                at = VALENCES.index(want) * len(VALENCES) + VALENCES.index(have)
                self.rows["valence"][at] += gold.weight
                if want != have:
                    self._mistake("valence", f"{level}: {want}", f"{level}: {have}", place)

    def _strays(self) -> Iterator[Unit]:
        """Predicted statements without a gold statement, unless nobody judged what they quote."""
        if self.gold.sampled:
            return
        neutral = words(" ".join(self.gold.neutral))
        for place, unit in enumerate(self.predicted.units):
            owner = self.aligned.owner.get(place)
            if unit.kind != "statement" or (
                owner is not None and self.gold.units[owner].kind in ("statement", "heading")
            ):
                continue
            bag = words(unit.text)
            if not neutral or (bag & neutral).total() < NEUTRAL * bag.total():
                yield unit

    def _stray(self, unit: Unit) -> None:
        if "roles" in self.scope.layers and unit.role:
            self._role(None, unit.role, 1.0)
        if "levels" in self.scope.layers:
            for at, level in enumerate(self.scope.levels):
                self.rows["levels"][3 * at + 1] += level in unit.levels
            self._scores({}, unit, 1.0)
        if self.scope.layers & {"roles", "levels"} and (unit.levels or unit.role):
            said = ", ".join(filter(None, (unit.role, _listed(unit.levels) if unit.levels else "")))
            self.tally.mistakes.append(Mistake(self.gold.doc, "content", STRAY, said, unit.text))

    def _shares(self) -> None:
        statements = [i for i, unit in enumerate(self.gold.units) if unit.kind == "statement"]
        found = [j for j, unit in enumerate(self.predicted.units) if unit.kind == "statement"]
        partner, owner = self.aligned.partner, self.aligned.owner
        self.rows["aligned"] += np.array([sum(i in partner for i in statements), len(statements)])
        self.rows["aligned.predicted"] += np.array([sum(j in owner for j in found), len(found)])
        self.rows["absent"] += np.array([self.predicted.absent, self.predicted.absent + len(found)])

    def _figures(self) -> None:
        if "statistics" not in self.scope.layers:
            return
        pairs = pair_figures(self.gold, self.predicted, self.aligned)
        for pair in pairs:
            self._figure(pair)

    def _figure(self, pair: FigurePair) -> None:
        gold, found = pair.gold, pair.found
        if self.gold.sampled and not pair.judged:
            return
        typed = bool(gold and found and gold.type == found.type)
        right = {
            "span": bool(gold and found),
            "typed": typed,
            "value": pair.same_kind and same_number(gold.parts, found.parts) if gold and found else False,
            "exact": typed and pair.exact,
        }
        for name, yes in right.items():
            hit = np.array([yes, bool(found) and not yes, bool(gold) and not yes], dtype=np.float64)
            self.rows[f"statistics.{name}"] += pair.weight * hit
        if gold:
            self.rows["statistics.parts"] += pair.weight * np.array(shared_parts(gold, found))
        if not right["value"]:
            self.tally.mistakes.append(
                Mistake(
                    self.gold.doc,
                    "statistics",
                    f"{gold.type}: {gold.text}" if gold else STRAY,
                    f"{found.type}: {found.text}" if found else MISSED,
                    pair.sentence,
                )
            )
        self._verdicts(pair)

    def _verdicts(self, pair: FigurePair) -> None:
        gold = pair.gold
        if "checks" not in self.scope.layers or gold is None or gold.checks is None:
            return
        want, have = Counter(gold.checks), Counter(pair.found.checks or () if pair.found else ())
        both = (want & have).total()
        self.rows["checks"] += np.array([both, have.total() - both, want.total() - both])
        if want != have:
            said = [
                ", ".join(f"{check}: {verdict}" for check, verdict in sorted(side)) for side in (want, have)
            ]
            self.tally.mistakes.append(Mistake(self.gold.doc, "checks", said[0], said[1], pair.sentence))

    def _study(self) -> None:
        want, have = self.gold.study or {}, self.predicted.study or {}
        for place, key in enumerate(STUDY_SCORED):
            gold, found = want.get(key), have.get(key)
            if gold or found:
                right = bool(gold and found) and same_field(key, str(gold), str(found))
                self.rows["study"][2 * place : 2 * place + 2] += np.array([right, 1.0])
                if not right:
                    self.tally.mistakes.append(
                        Mistake(self.gold.doc, "study", f"{key}: {gold}", f"{key}: {found}", "")
                    )

    def _cleaning(self) -> None:
        want = words(" ".join(unit.text for unit in self.gold.statements))
        headings = (unit.text for unit in self.gold.units if unit.kind == "heading")
        free = words(" ".join((*headings, *self.gold.neutral)))
        got = words(self.predicted.content or "")
        tp = (got & want).total()
        # Headings and neutral texts are neither asked for nor punished.
        fp, fn = (got - want - free).total(), want.total() - tp
        precision = tp / (tp + fp) if tp + fp else 0.0
        recall = tp / (tp + fn) if tp + fn else 0.0
        f1 = 2 * tp / (2 * tp + fp + fn) if tp else 0.0
        self.rows["cleaning.words"] += np.array([precision, recall, f1, 1.0])
        self.rows["cleaning.lines"] += np.array(line_counts(self.gold, self.predicted, self.aligned))
        self.rows["sentences"] += np.array(boundary_counts_of(self.gold, self.predicted, self.aligned))

    def _mistake(self, layer: str, gold: str, predicted: str, place: int) -> None:
        units = self.gold.units
        before = units[place - 1].text if place else ""
        after = units[place + 1].text if place + 1 < len(units) else ""
        self.tally.mistakes.append(
            Mistake(self.gold.doc, layer, gold, predicted, units[place].text, before, after)
        )


def empty_rows(scope: Scope) -> dict[str, Array]:
    """A row of zeros for each group of counts."""
    side, levels = len(ROLES) + 1, len(scope.levels)
    sizes = {
        "aligned": 2,
        "aligned.predicted": 2,
        "absent": 2,
        "cleaning.words": 4,
        "cleaning.lines": 3,
        "sentences": 3,
        "roles": side * side,
        "levels": 3 * levels,
        "levels.exact": 2,
        "bins": 3 * BINS * levels,
        "brier": 2,
        "valence": len(VALENCES) ** 2,
        "statistics.span": 3,
        "statistics.typed": 3,
        "statistics.value": 3,
        "statistics.exact": 3,
        "statistics.parts": 2,
        "checks": 3,
        "study": 2 * len(STUDY_SCORED),
    }
    return {name: np.zeros(size) for name, size in sizes.items()}


def _hit(given: bool, wanted: bool) -> Array:
    return np.array([given and wanted, given and not wanted, wanted and not given], dtype=np.float64)


def _listed(levels: Sequence[str] | Mapping[str, object]) -> str:
    return ", ".join(sorted(levels)) or "none"


__all__ = ["Alignment", "Mistake", "Scope", "Tally", "empty_rows", "tally"]
