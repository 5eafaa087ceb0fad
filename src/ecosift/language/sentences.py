"""Sentence spans of one block's text: candidates, what stands around them, a decision for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ecosift.language.candidates import MARK, Candidate, candidate_at
from ecosift.language.decision import ends_sentence
from ecosift.language.lines import Span, segments

MAX_BRACKET = 300
INTRODUCES = re.compile(
    r":[\"”’')\]]*$|\b(?:following|as follows|listed below|includes?|included)\b[^.]{0,80}\.?$"
)


NO_NOTES: Mapping[int, int] = {}


def split(text: str, notes: Mapping[int, int] = NO_NOTES) -> list[Span]:
    """The spans of the sentences of a block, in order; between them stands white space and nothing else.

    `notes` has the ends of the marks known to be citations or notes, by where they start.
    """
    return [span for start, end in segments(text) for span in _sentences(text, start, end, notes)]


def introduces(sentence: str) -> bool:
    """Whether a sentence leads in to the list or table that follows it ("Barriers were:")."""
    return bool(INTRODUCES.search(sentence[-120:]))


def _sentences(text: str, start: int, end: int, notes: Mapping[int, int]) -> Iterator[Span]:
    first = end - len(text[start:end].lstrip())
    for found in MARK.finditer(text, first, end):
        if found.start() < first:
            continue
        candidate = candidate_at(text, found, first, end, notes)
        if candidate and ends_sentence(candidate) and not _in_brackets(text, first, candidate):
            yield first, candidate.end
            first = candidate.next
    last = first + len(text[first:end].rstrip())
    if last > first:
        yield first, last


def _in_brackets(text: str, first: int, candidate: Candidate) -> bool:
    """Whether the candidate stands inside round brackets that opened within its sentence and close soon."""
    floor = max(first + 1, candidate.end - MAX_BRACKET)
    opened = text.rfind("(", floor, candidate.end)
    if opened < 0 or text.rfind(")", opened, candidate.end) >= 0:
        return False
    closed = text.find(")", candidate.end, candidate.end + MAX_BRACKET)
    again = text.find("(", candidate.end, candidate.end + MAX_BRACKET)
    return closed >= 0 and (again < 0 or closed < again)
