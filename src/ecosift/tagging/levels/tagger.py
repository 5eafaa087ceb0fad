"""Sentences in, levels out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ecosift.models import Model
from ecosift.tagging.levels import rules
from ecosift.tagging.levels.classifier import Features, Judgement, features_of, judge, trained_for, valences
from ecosift.tagging.levels.codebook import Codebook
from ecosift.tagging.levels.decide import (
    THRESHOLD,
    Case,
    Matrix,
    Merge,
    Place,
    cue_scores_of,
    decide,
    factors_of,
)
from ecosift.tagging.levels.reading import Compiled, Evidence, Reading, compile_codebook
from ecosift.tagging.levels.valence import tag_features
from ecosift.tagging.levels.words import Words
from ecosift.types import Cue, Levels, LevelTag, RoleTag, SentenceSpan, Valence

Scores = Mapping[str, float]
NOTHING = Reading(Words("", []))
# Scores are rounded to 4 decimals before they are held against the threshold.
ROUNDING = 0.0001


def tag_levels(
    sentences: Sequence[SentenceSpan],
    roles: Sequence[RoleTag | None],
    codebook: Codebook,
    model: Model | None,
) -> list[Levels]:
    """The levels of every sentence, parallel to `sentences`; headings have no tags and all scores 0.

    Without a model that knows the codebook's levels, cues and rules alone decide.
    """
    compiled = compile_codebook(codebook)
    views = view_page(compiled, sentences)
    if model is None or not trained_for(model, codebook.levels):
        return decide_page(codebook, views, roles, cue_scores(codebook, views), THRESHOLD)
    judgement = judge([view.features for view in views], model, codebook.levels)
    settings = model.manifest["settings"]
    given = merged_scores(codebook, views, judgement.levels, Merge(**settings["merge"]))
    valued = bool(settings["valences"])
    decided = decide_page(codebook, views, roles, given, settings["threshold"], by_cues=not valued)
    return _valued(decided, views, roles, judgement, model) if valued else decided


class View(NamedTuple):
    """A sentence as the codebook reads it, the frame that stands above it, and its features."""

    sentence: SentenceSpan
    reading: Reading
    evidence: tuple[Evidence, ...]
    above: rules.Frame | None
    features: Features


def view_page(compiled: Compiled, sentences: Sequence[SentenceSpan]) -> list[View]:
    """Read a page's sentences in order: each with its own evidence and what its surroundings add."""
    surroundings = _Surroundings(compiled, sentences)
    views: list[View] = []
    before: tuple[Evidence, ...] = ()
    for sentence in sentences:
        if sentence.heading:
            views.append(View(sentence, NOTHING, (), None, Features((), {})))
            before = ()
            continue
        reading = compiled.read(sentence.text)
        evidence = tuple(rules.nearest_to_person(compiled.codebook, reading.evidence))
        taken_up = before if reading.of_kind("anaphor") else ()
        above = surroundings.evidence_in_heading(sentence)
        seen = features_of(reading, evidence, above, taken_up, compiled.classes)
        views.append(View(sentence, reading, evidence, surroundings.frame(sentence), seen))
        before = evidence
    return views


def decide_page(
    codebook: Codebook,
    views: Sequence[View],
    roles: Sequence[RoleTag | None],
    given: Sequence[Scores],
    threshold: float,
    *,
    by_cues: bool = True,
) -> list[Levels]:
    """The merge, sentence by sentence: what one is tagged with, the next may take up.

    `by_cues` gives each tag the valence that its cues have; it is "none" otherwise.
    """
    silent = Levels((), dict.fromkeys(codebook.levels, 0.0))
    found: list[Levels] = []
    before: Scores = {}
    for view, role, scores in zip(views, roles, given, strict=True):
        if view.sentence.heading:
            found.append(silent)
            before = {}
            continue
        if _quiet(view, role) and max(scores.values()) < threshold - ROUNDING:
            found.append(Levels((), {level: round(score, 4) for level, score in scores.items()}))
            before = {}
            continue
        case = _case(codebook, view, role, scores, before)
        levels = decide(codebook, case, _place(view), threshold, by_cues=by_cues)
        found.append(levels)
        before = {tag.level: tag.score for tag in levels.tags}
    return found


def cue_scores(codebook: Codebook, views: Sequence[View]) -> list[Scores]:
    """What the cues alone make of every sentence."""
    return [cue_scores_of(view.evidence, codebook.levels) for view in views]


def merged_scores(codebook: Codebook, views: Sequence[View], table: Matrix, merge: Merge) -> list[Scores]:
    """The classifier's probabilities and the cues' scores as one; columns in the order of the levels."""
    merged = merge.scores(codebook.levels, table, cue_table(codebook, views))
    return [dict(zip(codebook.levels, row, strict=True)) for row in merged.tolist()]


def cue_table(codebook: Codebook, views: Sequence[View]) -> Matrix:
    """What the cues alone make of every sentence, columns in the order of the levels."""
    silent = [0.0] * len(codebook.levels)
    rows = [
        list(cue_scores_of(view.evidence, codebook.levels).values()) if view.evidence else silent
        for view in views
    ]
    return np.asarray(rows, dtype=np.float64).reshape(len(views), len(codebook.levels))


def valence_row(view: View, level: str, role: RoleTag | None) -> dict[str, float]:
    """The features of one tag's valence, besides the sentence's."""
    row = tag_features(
        level, factors_of(view.evidence, level), view.reading.polarity, None if role is None else role.label
    )
    own = [item for item in view.evidence if item.level == level]
    row[f"t:own={len(own) > 0} {len(view.evidence) > 1}"] = 0.5
    for item in own:
        row[f"t:sense={item.sense}"] = 0.7
        row[f"t:by={item.by} {item.valence}"] = 0.5
    return row


def _valued(
    decided: Sequence[Levels],
    views: Sequence[View],
    roles: Sequence[RoleTag | None],
    judgement: Judgement,
    model: Model,
) -> list[Levels]:
    """The tags with the classifier's valence in place of the cues'."""
    places = [(at, tag.level) for at, levels in enumerate(decided) for tag in levels.tags]
    if not places:
        return list(decided)
    rows = [valence_row(views[at], level, roles[at]) for at, level in places]
    found = iter(valences(judgement.valence[[at for at, _ in places]], rows, model))
    return [_with_valence(levels, found) for levels in decided]


def _with_valence(levels: Levels, found: Iterator[Valence]) -> Levels:
    if not levels.tags:
        return levels
    tags = (LevelTag(t.level, t.score, next(found), t.decided_by, t.cues) for t in levels.tags)
    return Levels(tuple(tags), levels.scores)


class _Surroundings:
    """What headings, table heads and lead-ins say about the sentences under them; each is read once."""

    def __init__(self, compiled: Compiled, sentences: Sequence[SentenceSpan]) -> None:
        self._compiled = compiled
        self._sentences = sentences
        self._read: dict[str, Reading] = {}
        self._frames: dict[tuple[object, ...], rules.Frame | None] = {}
        self._level: dict[tuple[str, bool], str | None] = {}
        headings = {heading for sentence in sentences for heading in sentence.section}
        alone = {self._level_of(heading, alone=True) for heading in sorted(headings)}
        # "Community" by itself heads a level only where its siblings do so too.
        self._bare = len(alone - {None}) > 1

    def evidence_in_heading(self, sentence: SentenceSpan) -> Sequence[Evidence]:
        if not sentence.section:
            return ()
        return self._reading(sentence.section[-1]).evidence

    def frame(self, sentence: SentenceSpan) -> rules.Frame | None:
        place = (sentence.section, sentence.heads, sentence.lead_in)
        if place not in self._frames:
            level = self._nearest(sentence)
            self._frames[place] = None if level is None else rules.Frame((level,), "frame")
        return self._frames[place]

    def _nearest(self, sentence: SentenceSpan) -> str | None:
        if sentence.lead_in is not None:
            level = self._level_of(self._sentences[sentence.lead_in].text, alone=False)
            if level is not None:
                return level
        for head in sentence.heads:
            if (level := self._level_of(head, alone=True)) is not None:
                return level
        for heading in reversed(sentence.section):
            if (level := self._level_of(heading, alone=self._bare)) is not None:
                return level
        return None

    def _level_of(self, text: str, *, alone: bool) -> str | None:
        key = (text, alone)
        if key not in self._level:
            self._level[key] = rules.heading_level(self._compiled.codebook, self._reading(text), alone=alone)
        return self._level[key]

    def _reading(self, text: str) -> Reading:
        if text not in self._read:
            self._read[text] = self._compiled.read(text)
        return self._read[text]


def _case(codebook: Codebook, view: View, role: RoleTag | None, given: Scores, before: Scores) -> Case:
    label = None if role is None else role.label
    frame = rules.frame_in_sentence(codebook, view.reading)
    if frame is None and label in rules.FRAMED_ROLES:
        frame = view.above
    return Case(
        reading=view.reading,
        role=label,
        evidence=view.evidence,
        frame=frame,
        defines="name" in view.reading.hits and rules.definition(compile_codebook(codebook), view.reading),
        inherited=rules.anaphora(codebook, view.reading, before),
        given=given,
    )


def _quiet(view: View, role: RoleTag | None) -> bool:
    """Whether no rule has anything to say: no frame, no role that one asks for, nothing named or taken up."""
    if view.above is not None or (role is not None and role.label in rules.HEEDED):
        return False
    return not view.reading.hits or rules.SPEAKING.isdisjoint(view.reading.hits)


def _place(view: View) -> Place:
    words, sentence = view.reading.words, view.sentence

    def place(first: int, last: int) -> Cue:
        start, end = words.place(first, last)
        return Cue(sentence.text[start:end], sentence.start + start, sentence.start + end)

    return place
