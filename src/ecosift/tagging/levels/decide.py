"""The merge: rules and cues and the classifier become scores and tags that say who decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosift.tagging.levels.cues import Hit
from ecosift.tagging.levels.odds import Matrix, log_odds, scores_of_odds
from ecosift.tagging.levels.reading import Evidence, Reading
from ecosift.tagging.levels.rules import HEEDED, Frame, bare_sample, generic_talk, method_needs_factor
from ecosift.types import Cue, LevelTag, Role, Valence

# Without a model; a trained one brings its own.
THRESHOLD = 0.5
FRAMED = 0.96
# What a frame, or a rule that says none, leaves of the score of another level.
VETO = 0.15
INHERITED = 0.75

DECIMALS = 4
NOTHING_INHERITED: Mapping[str, Hit] = {}

# What silence or many cues can say at most.
SURE = 0.04

Place = Callable[[int, int], Cue]
Alone = NDArray[np.bool_]
# Where no sentence is alone.
ON_PAGE: Alone = np.zeros(1, dtype=np.bool_)


class Case(NamedTuple):
    """A sentence with all that bears on its levels."""

    reading: Reading
    evidence: Sequence[Evidence]
    role: Role | None = None
    frame: Frame | None = None
    defines: bool = False
    inherited: Mapping[str, Hit] = NOTHING_INHERITED


def scores_of(case: Case, given: Mapping[str, float]) -> dict[str, float]:
    """The score of every level as the rules have it."""
    return {level: round(_score(case, level, score), DECIMALS) for level, score in given.items()}


def untouched(case: Case) -> bool:
    """Whether no rule changes a score of this case."""
    return (
        case.frame is None
        and not case.defines
        and not case.inherited
        and case.role not in HEEDED
        and not case.reading.generic
    )


def tag_of(case: Case, level: str, score: float, valence: Valence, place: Place) -> LevelTag:
    """A level as a tag that says who decided and by which words; `place` makes a cue of words."""
    own = [item for item in case.evidence if item.level == level]
    cues = _cues(case, level, own, place)
    return LevelTag(level, score, valence, _decided_by(case, level, own), tuple(cues))


@dataclass(frozen=True, slots=True)
class Merge:
    """How the classifier's and the cues' scores become one: a weighted sum of logits, calibrated by level.

    In a sentence alone the cues have the share `cues_alone`, if there is one. `prior` is added to the log
    odds of what comes of it in the end: how common a level is at a user's.
    """

    classifier: float
    cues: float
    slope: Mapping[str, float]
    shift: Mapping[str, float]
    prior: Mapping[str, float] = field(default_factory=dict)
    cues_alone: float | None = None

    def scores(
        self, levels: Sequence[str], classifier: Matrix, cues: Matrix, alone: Alone = ON_PAGE
    ) -> Matrix:
        """The merged probabilities, one row a sentence; `alone` says of each whether none is beside it."""
        slope = np.array([self.slope[level] for level in levels])
        shift = np.array([self.shift[level] for level in levels])
        return scores_of_odds(slope * self.logits(classifier, cues, alone) + shift)

    def settled(self, levels: Sequence[str], given: Matrix) -> Matrix:
        """Scores moved by what is known of how common each level is."""
        if not self.prior:
            return given
        return scores_of_odds(log_odds(given, 1e-9) + np.array([self.prior[level] for level in levels]))

    def logits(self, classifier: Matrix, cues: Matrix, alone: Alone = ON_PAGE) -> Matrix:
        """The weighted sum, not yet calibrated; cues alone are never quite sure."""
        more = 0.0 if self.cues_alone is None else (self.cues_alone - self.cues) * alone[:, None]
        said, told = log_odds(classifier, 1e-4), log_odds(cues, SURE)
        return np.asarray((self.classifier - more) * said + (self.cues + more) * told)


def cue_scores_of(evidence: Sequence[Evidence], levels: Sequence[str]) -> dict[str, float]:
    """How sure the cues alone are of each level: 1 less the chance that all of them err."""
    doubt = dict.fromkeys(levels, 1.0)
    for item in evidence:
        doubt[item.level] *= 1.0 - item.weight
    return {level: 1.0 - left for level, left in doubt.items()}


def factors_of(evidence: Sequence[Evidence], level: str) -> Sequence[Evidence]:
    """What is named at a level; where nothing is, a frame or the classifier spoke of all that is named."""
    return [item for item in evidence if item.level == level] or evidence


def _score(case: Case, level: str, given: float) -> float:
    """A frame wins (rule 1). Else the given score, lifted by what is inherited, vetoed by rules 4 and 5."""
    if case.defines:
        return VETO * given
    if case.frame is not None:
        return max(FRAMED, given) if level in case.frame.levels else VETO * given
    score = max(given, INHERITED) if level in case.inherited else given
    if (
        bare_sample(case.role)
        or generic_talk(case.reading, level)
        or method_needs_factor(case.role, case.evidence, case.reading.polarity, level)
    ):
        score *= VETO
    return score


def _decided_by(case: Case, level: str, own: Sequence[Evidence]) -> str:
    if case.frame is not None and level in case.frame.levels:
        return case.frame.by
    if own:
        return max(own, key=lambda item: (item.weight, item.by.startswith("rule"))).by
    return "rule:anaphora" if level in case.inherited else "classifier"


def _cues(case: Case, level: str, own: Sequence[Evidence], place: Place) -> list[Cue]:
    spans = [(item.first, item.last) for item in own]
    if case.frame is not None:
        spans = [(hit.first, hit.last) for hit in case.frame.hits if hit.entry.level == level] + spans
    if not own and level in case.inherited:
        spans.append((case.inherited[level].first, case.inherited[level].last))
    return [place(first, last) for first, last in dict.fromkeys(spans)]
