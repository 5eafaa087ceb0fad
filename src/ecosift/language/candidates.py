"""Where a sentence could end: every closing mark of a text, with what stands on both sides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ecosift.language.abbreviations import opens_sentences

# Nothing after a mark can fail, so that nothing is read twice: one pass whatever the text. (No group is
# possessive: up to 3.11.4 Python reads such groups wrongly.)
MARK = re.compile(
    r"(?P<mark>\.(?:[ \u00a0]\.){2,}|[.!?…]++)"
    r"(?P<close>(?:[\"”’'»)\]\u200b\ufeff]|[ ][”»)\]](?=\s|\Z))*)"
    r"(?P<cite>(?:\s?\[\d[\d,;–\- ]{0,30}\]|\(\d{1,3}(?:[,–-]\s?\d{1,3}){0,8}\)"
    r"|\[[a-z][a-z ]{0,20}\d{0,3}\]|[†‡§¶*]{1,3}(?=\s|\Z)|[¹²³⁰⁴-⁹][¹²³⁰⁴-⁹,⁻–]{0,20})*)"
    r"(?:[ ][:;]-?[)(DP](?=\s|\Z))?"
)
# The number of a note after the stop ("services.3 Another"), or set off by a space ("services. 3 However").
NOTE = re.compile(r"\d{1,3}(?:[,–-]\s?\d{1,3}){0,8}(?=\s+[\"“‘'(\[]?[^\W\d_a-z]|\s*\Z|[A-Z][a-z])")
LOOSE_NOTE = re.compile(r"\s\d{1,3}(?:[,–-]\s?\d{1,3}){0,8}\s+(?=([A-Z][a-z]+))")
# Who said a quotation, or where it stands: '"I was scared." (P7)'.
SOURCE = re.compile(r"\s\((?P<said>[^()]{1,80}(?<![.!?]))\)(?P<after>[.,;]|(?=\s+[^\W_a-z]|\s+[\"“(]|\s*\Z))")
AUTHOR_YEAR = re.compile(r"[^\W\d_].*\d{4}[a-z]?\Z", re.DOTALL)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TOKEN = re.compile(r"\S{1,60}")
OPENERS = "\"“‘'([{*_#¿¡«–—-•⁃ "
BEFORE_WORDS = "\"“‘'([{*_–—-/•⁃"
AROUND_WORDS = "\"“”‘’'([{)]},;:*_"
NOTED = (")", "]", "”", '"', "%", "’")
QUOTES = ("”", '"', "’", "'", "»")
LEFT, RIGHT = 48, 64


@dataclass(slots=True)
class Candidate:
    """A place where a sentence could end, at `end`; the next one would open at `next`.

    `before` is the word that the mark closes, `before_that` the one in front of it; `opener` is what stands
    before the first word of what follows, `after` that word, `token` all that sticks to it. `said` is the
    sentence so far where it is short, else None.
    """

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
    said: str | None


def candidate_at(
    text: str, found: re.Match[str], first: int, end: int, notes: Mapping[int, int]
) -> Candidate | None:
    """The candidate at a match of `MARK` in a sentence that opened at `first`, or None."""
    at, stop = found.start(), found.end()
    cited = bool(found["cite"])
    closed = found.end("close")
    if not cited and (note := min(notes.get(closed, 0), end) or _note(text, at, closed, end)):
        stop, cited = note, True
    source = _source(text, found, stop, end)
    if source and source["after"]:
        return None
    stop = source.end() if source else stop
    onward = _past_space(text, stop, end)
    if onward >= end or (onward == stop and not _may_be_glued(text, at, onward)):
        return None
    return _candidate(text, first, found, (stop, onward), cited=cited)


def _candidate(
    text: str, first: int, found: re.Match[str], gap: tuple[int, int], *, cited: bool
) -> Candidate:
    stop, onward = gap
    left = text[max(first, found.start() - LEFT) : found.start()]
    before, before_that = _words_before(left)
    right = text[onward : onward + RIGHT]
    inner = right.lstrip(OPENERS)
    word, token = WORD.match(inner), TOKEN.match(inner)
    return Candidate(
        at=found.start(),
        end=stop,
        next=onward,
        mark=found["mark"],
        close=found["close"],
        cited=cited,
        glued=stop == onward,
        newline="\n" in text[stop : min(onward, stop + RIGHT)],
        before=before,
        before_that=before_that,
        opener=right[: len(right) - len(inner)],
        after=word[0] if word else "",
        token=token[0] if token else "",
        said=left.lstrip(OPENERS) if len(left) < LEFT else None,
    )


def _words_before(left: str) -> tuple[str, str]:
    """The word that the mark closes (empty after a space) and the one before it."""
    if not left or left[-1].isspace():
        return "", ""
    parts = left.rsplit(None, 2)
    return parts[-1].lstrip(BEFORE_WORDS), (parts[-2].strip(AROUND_WORDS) if len(parts) > 1 else "")


def _note(text: str, at: int, onward: int, end: int) -> int:
    """End of the number of a note after a word and its full stop, or 0."""
    before = text[at - 1 : at]
    if not (before.isalpha() or before in NOTED):
        return 0
    if text[onward : onward + 1].isdigit():
        found = NOTE.match(text, onward, min(end, onward + RIGHT))
        return found.end() if found else 0
    loose = LOOSE_NOTE.match(text, onward, min(end, onward + RIGHT))
    if loose and (text[at - 2 : at].isalpha() or before in NOTED) and opens_sentences(loose[1]):
        return onward + len(loose[0].rstrip())
    return 0


def _source(text: str, found: re.Match[str], stop: int, end: int) -> re.Match[str] | None:
    """The brackets after a closed quotation, or with author and year: part of the sentence before them."""
    if text[stop : stop + 1] != " " or text[stop + 1 : stop + 2] != "(":
        return None
    source = SOURCE.match(text, stop, min(end, stop + 2 * RIGHT))
    quoted = found["close"][-1:] in QUOTES
    return source if source and (quoted or AUTHOR_YEAR.match(source["said"])) else None


def _past_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _may_be_glued(text: str, at: int, onward: int) -> bool:
    """A capital right after the mark ("facility.In"), or an opening mark and a capital."""
    following = text[onward : onward + 2].lstrip("“(")
    return following[:1].isupper() and at > 0 and not text[at - 1].isspace()
