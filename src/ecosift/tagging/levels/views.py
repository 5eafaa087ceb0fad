"""A page's sentences as the codebook reads them, each with what headings and neighbours add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ecosift.tagging.levels import rules
from ecosift.tagging.levels.features import Features, features_of
from ecosift.tagging.levels.lexis import PageWords
from ecosift.tagging.levels.reading import Compiled, Evidence, Reading
from ecosift.tagging.levels.words import Words
from ecosift.types import SentenceSpan

NOTHING = Reading(Words(""))


class View(NamedTuple):
    """A sentence as the codebook reads it, the frame that stands above it, and its features."""

    sentence: SentenceSpan
    reading: Reading
    evidence: tuple[Evidence, ...]
    above: rules.Frame | None
    features: Features


def view_page(
    compiled: Compiled, sentences: Sequence[SentenceSpan], words: PageWords | None = None
) -> list[View]:
    """Read a page's sentences in order: each with its own evidence and what its surroundings add.

    `words` are those of the sentences, headings left empty, where they have been read already.
    """
    surroundings = _Surroundings(compiled, sentences)
    nothing = Features(NOTHING.words, {}, True, compiled.matcher)
    views: list[View] = []
    before: tuple[Evidence, ...] = ()
    told = texts_of(sentences)
    readings = compiled.read_page(told, words or compiled.lexis.read(told))
    for sentence, reading in zip(sentences, readings, strict=True):
        if sentence.heading:
            views.append(View(sentence, NOTHING, (), None, nothing))
            before = ()
            continue
        evidence = tuple(rules.nearest_to_person(compiled.codebook, reading.evidence))
        taken_up = before if reading.of_kind("anaphor") else ()
        above = surroundings.evidence_in_heading(sentence)
        seen = features_of(reading, evidence, above, taken_up, compiled.matcher)
        views.append(View(sentence, reading, evidence, surroundings.frame(sentence), seen))
        before = evidence
    return views


def texts_of(sentences: Sequence[SentenceSpan]) -> list[str]:
    """The sentences' texts, headings left empty."""
    return ["" if sentence.heading else sentence.text for sentence in sentences]


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
