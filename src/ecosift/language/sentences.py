"""Sentence spans of one block's text."""

from __future__ import annotations

from collections.abc import Iterator

from ecosift.language.candidates import Candidate, candidates
from ecosift.language.decision import ends_sentence
from ecosift.language.lines import Span, segments

MAX_BRACKET = 300


def split(text: str) -> list[Span]:
    """The spans of the sentences of a block, in order and without outer white space; all else is white space."""
    return [span for start, end in segments(text) for span in _sentences(text, start, end)]


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    start = first = _past_space(text, start, end)
    for candidate in candidates(text, start, end):
        opens = candidate.at - first <= len(candidate.before) + 2
        if ends_sentence(candidate, opens=opens) and not _in_brackets(text, first, candidate):
            yield first, candidate.end
            first = candidate.next
    last = _before_space(text, first, end)
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


def _past_space(text: str, at: int, end: int) -> int:
    return end - len(text[at:end].lstrip())


def _before_space(text: str, at: int, end: int) -> int:
    return at + len(text[at:end].rstrip())
