"""Lines of a plain-text page, each with its place in it, and texts put together from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LINE = re.compile(r"([^\n\r\v\f\u0085\u2028\u2029]*)(?:\r\n|[\n\r\v\f\u0085\u2028\u2029]|\Z)")
SPACES = re.compile(r"[ \t]{2,}|\t")
LIST_MARK = re.compile(
    r"(?:[•●▪■◦‣⁃·○►▸✓✔➢➤→*+–-]|o(?= [A-Z0-9])|\(?\d{1,3}[.)]|\(?[a-z]\)|\([ivx]{1,4}\))(?:[ \t\u00a0]+|$)"
)


@dataclass(slots=True)
class Line:
    """A line that is not blank, without the white space at its ends and without its list mark.

    `start` and `end` index the page, `margin` is where the line began there, `indent` counts the white space
    that opens it; `group` numbers the runs of lines between blank ones; `marker` is its list mark.
    """

    text: str
    start: int
    end: int
    margin: int
    group: int
    indent: int
    marker: str


def split_lines(raw: str) -> list[Line]:
    """The lines of a page that are not blank, in order."""
    lines: list[Line] = []
    group = 0
    for match in LINE.finditer(raw):
        whole = match[1]
        text = whole.strip()
        if not text:
            group += 1
            continue
        indent = len(whole) - len(whole.lstrip())
        mark = LIST_MARK.match(text)
        marked = mark.end() if mark is not None and mark.end() < len(text) else 0
        start = match.start() + indent
        end = start + len(text)
        lines.append(
            Line(text[marked:], start + marked, end, match.start(), group, indent, text[:marked].rstrip())
        )
    return lines


@dataclass(frozen=True, slots=True)
class Joined:
    """A text made of pieces of the page, and where each run of it stands there unchanged."""

    text: str
    places: tuple[tuple[int, int], ...]


def has_gaps(text: str) -> bool:
    """Whether a text has runs of spaces or tabs that become one space."""
    return "  " in text or "\t" in text


def join_pieces(pieces: Iterable[tuple[str, int]]) -> Joined:
    """Pieces (text, start in the page) joined by spaces; runs of spaces and tabs inside become one space."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for text, start in pieces:
        if parts:
            parts.append(" ")
            at += 1
        done = 0
        for gap in SPACES.finditer(text) if has_gaps(text) else ():
            kept = text[done : gap.start()] + " "
            parts.append(kept)
            places.append((at, start + done))
            at += len(kept)
            done = gap.end()
        parts.append(text[done:])
        places.append((at, start + done))
        at += len(text) - done
    return Joined("".join(parts), tuple(places))
