"""Where a sentence could end: every closing mark of a text, with what stands on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Possessive throughout and never failing after a mark: one pass whatever the text.
MARK = re.compile(
    r"(?P<mark>\.(?:[ \u00a0]\.){2,}+|[.!?…]++)"
    r"(?P<close>[\"”’'»)\]]*+)"
    r"(?P<cite>(?:\s?\[\d[\d,;–\- ]{0,30}\]|[¹²³⁰⁴-⁹][¹²³⁰⁴-⁹,⁻–]{0,20})*+)"
    r"(?P<gap>\s*+)"
)
SUPERSCRIPT = re.compile(r"\d{1,3}(?:[,–-]\s?\d{1,3}){0,8}(?=\s+[\"“‘'(\[]?[^\W\d_a-z]|\s*\Z|[A-Z][a-z])")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TOKEN = re.compile(r"\S{1,60}")
OPENERS = "\"“‘'([{*_#¿¡«–—-• "
LEFT, RIGHT = 48, 64


@dataclass(slots=True)
class Candidate:
    """A place where a sentence could end, at `end`; the next one would open at `next`."""

    at: int
    end: int
    next: int
    mark: str
    close: str
    cited: bool
    glued: bool
    newline: bool
    before: str
    before_that: str
    opener: str
    after: str
    token: str


def candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """The places inside `text[start:end]` where a sentence could end, in order."""
    for found in MARK.finditer(text, start, end):
        stop, onward = found.end("cite"), found.end()
        if onward >= end:
            return
        cited = bool(found["cite"])
        if stop == onward:
            mark = _superscript(text, found.start(), onward, end)
            if mark:
                stop, cited = mark, True
                onward = _past_space(text, mark, end)
                if onward >= end:
                    return
            elif not _may_be_glued(text, found.start(), onward):
                continue
        yield _candidate(text, start, found, stop, onward, cited)


def _candidate(text: str, floor: int, found: re.Match[str], stop: int, onward: int, cited: bool) -> Candidate:
    at = found.start()
    before, before_that = _words_before(text, floor, at)
    right = text[onward : onward + RIGHT]
    inner = right.lstrip(OPENERS)
    word, token = WORD.match(inner), TOKEN.match(inner)
    return Candidate(
        at=at,
        end=stop,
        next=onward,
        mark=found["mark"],
        close=found["close"],
        cited=cited,
        glued=stop == onward,
        newline="\n" in text[stop:onward][:200],
        before=before,
        before_that=before_that,
        opener=right[: len(right) - len(inner)],
        after=word[0] if word else "",
        token=token[0] if token else "",
    )


def _words_before(text: str, floor: int, at: int) -> tuple[str, str]:
    """The word that the mark closes (empty after a space) and the one before it."""
    left = text[max(floor, at - LEFT) : at]
    if not left or left[-1].isspace():
        return "", ""
    parts = left.rsplit(None, 2)
    before = parts[-1].lstrip("\"“‘'([{*_–—-/")
    return before, (parts[-2].strip("\"“”‘’'([{)]},;:*_") if len(parts) > 1 else "")


def _superscript(text: str, at: int, onward: int, end: int) -> int:
    """End of the digits of a note right after a word and its full stop ("services.3 Another"), or 0."""
    before = text[at - 1 : at]
    if not (before.isalpha() or before in tuple(')]”"%’')) or not text[onward : onward + 1].isdigit():
        return 0
    found = SUPERSCRIPT.match(text, onward, min(end, onward + RIGHT))
    return found.end() if found else 0


def _past_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _may_be_glued(text: str, at: int, onward: int) -> bool:
    """ "facility.In": a capital right after the mark."""
    following = text[onward : onward + 2]
    return following[:1].isupper() and at > 0 and not text[at - 1].isspace()
