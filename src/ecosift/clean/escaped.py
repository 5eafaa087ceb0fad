"""Markup that a page prints as text ("<p>Rides helped.</p>"), because it was escaped once too often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ecosift.clean.candidates import SENTENCE_WORDS, Candidate
from ecosift.clean.elements import HEADINGS, KINDS, PREFORMATTED
from ecosift.clean.tails import part_of

DIVIDER = re.compile(
    r"(?:<|&lt;)/?(p|div|br|hr|ul|ol|li|h[1-6]|section|article|blockquote|figure|figcaption)\b[^<>&]{0,300}(?:>|&gt;)",
    re.IGNORECASE,
)
# Inline tags go with the dividers that they stand beside; those inside a text stay, as the page prints them.
EDGE = r"(?:\s|(?:<|&lt;)/?(?:a|b|i|u|em|strong|span|font|small)\b[^<>&]{0,300}(?:>|&gt;))"
BEFORE, AFTER = re.compile(rf"{EDGE}++", re.IGNORECASE), re.compile(rf"{EDGE}++\Z", re.IGNORECASE)
MIN_WORDS = 4


class Piece(NamedTuple):
    """A part of a text between two tags, and the tag before it."""

    start: int
    end: int
    tag: str


def part_escaped(blocks: Iterable[Candidate]) -> Iterator[Candidate]:
    """The blocks, those that print markup parted where it divides text. Every part stands in the page.

    Markup that a text speaks of, and code, stay whole.
    """
    for block in blocks:
        pieces = _pieces(block.text) if may_print_markup(block) else []
        if not _is_markup(block.text, pieces):
            yield block
            continue
        for piece in pieces:
            part = part_of(block, piece.start, piece.end)
            kind = KINDS.get(piece.tag, "paragraph") if block.kind == "paragraph" else block.kind
            yield replace(part, kind=kind, depth=HEADINGS.get(piece.tag, part.depth))


def may_print_markup(block: Candidate) -> bool:
    """Whether it is worth looking for markup in a block's text."""
    return (
        (block.text[-1] == ">" or block.text[0] == "<" or "&lt;/" in block.text)
        and block.tag not in PREFORMATTED
        and not block.cells
    )


def _is_markup(text: str, pieces: list[Piece]) -> bool:
    """Whether tags stand at an end and divide sentences: text about tags has words between them."""
    words = [text.count(" ", piece.start, piece.end) + 1 for piece in pieces]
    whole = all(
        count >= MIN_WORDS or piece.tag[0] in "hl" for count, piece in zip(words, pieces, strict=True)
    )
    at_end = bool(pieces) and (pieces[0].start > 0 or pieces[-1].end < len(text))
    return at_end and whole and max(words) >= SENTENCE_WORDS


def _pieces(text: str) -> list[Piece]:
    found: list[Piece] = []
    at, tag = 0, "p"
    for match in (*DIVIDER.finditer(text), None):
        start, end = _trimmed(text, at, match.start() if match else len(text))
        if start < end:
            found.append(Piece(start, end, tag))
        if match:
            at, tag = match.end(), match[1].lower() if match[0][1] != "/" else "p"
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if before := BEFORE.match(text, start, end):
        start = before.end()
    # Only so far back: the expression has to look for where its end begins.
    if start < end and (after := AFTER.search(text, max(start, end - 400), end)):
        end = after.start()
    return start, end
