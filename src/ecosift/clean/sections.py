"""Sections that are furniture as a whole: what stands under "References" or "Leave a reply"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ecosift.clean.candidates import Candidate
from ecosift.clean.furniture import reason_of_heading
from ecosift.clean.patterns import is_reference

MAX_HEADING_WORDS = 9
MAX_LABEL_WORDS = 6
# With more of the text below than this, a heading ends nothing: the page goes on after a box.
MAX_REST = 0.35
MAX_SECTION = 0.4
# Lists of works: their entries are known by themselves, so that they may outweigh a short page.
LISTED = ("references", "related_links")
MAX_GAP = 2
# So many paragraphs, and no work among them, are no list of works.
MIN_PROSE = 5
# In plain text the first of these close a page; the others are boxes of a few paragraphs.
CLOSING = ("references", "comments", "related_links", "author_box", "footer", "resources", "form", "share")
BOXED = ("declarations", "funding", "keywords", "affiliations", "metadata")
MAX_BOX = 4


class Section(NamedTuple):
    """Blocks from `start` to before `end` are furniture of one kind."""

    start: int
    end: int
    reason: str


def furniture_sections(
    blocks: Sequence[Candidate], reasons: Sequence[str | None], plain: bool
) -> Iterator[Section]:
    """The furniture sections of a page; `reasons` has what is known of single blocks.

    A later section has the last word on its blocks, but an entry under references goes on being one: so two
    sections only overlap where one is of references.
    """
    found = list(_sections(blocks, reasons, plain))
    following = references = len(blocks)
    cut: list[Section] = []
    for section in reversed(found):
        limit = references if section.reason == "references" else following
        cut.append(section._replace(end=min(section.end, limit)))
        following = section.start
        references = section.start if section.reason == "references" else references
    yield from reversed(cut)


def _sections(blocks: Sequence[Candidate], reasons: Sequence[str | None], plain: bool) -> Iterator[Section]:
    weights = [
        block.words if reason is None and block.prose else 0
        for block, reason in zip(blocks, reasons, strict=True)
    ]
    before, scans = [0, *accumulate(weights)], _Scans(blocks)
    at = done = 0
    while at < len(blocks):
        reason = _opens(blocks[at]) if plain or reasons[at] is None else None
        if reason is not None:
            # A section inside one that takes the rest of the page keeps its own name.
            end = (
                _end_of_lines(scans, before, at, reason) if plain else _end_in_tree(scans, before, at, reason)
            )
            done = max(done, end)
            yield Section(at, done, reason)
        at += 1


def _opens(block: Candidate) -> str | None:
    limit = MAX_HEADING_WORDS if block.kind == "heading" else MAX_LABEL_WORDS
    return reason_of_heading(block.text) if block.words <= limit and block.kind != "table_row" else None


class _Scans:
    """How far scans of the blocks reached: one that begins inside another ends where that does."""

    def __init__(self, blocks: Sequence[Candidate]) -> None:
        self.blocks = blocks
        self._list = self._text = (0, 0)

    def end_of_list(self, at: int) -> int:
        """After the last entry that reads as one; what stands between two entries is their titles."""
        start, end = self._list
        if not start <= at < end - 1:
            self._list = (at, _end_of_list(self.blocks, at))
        return self._list[1]

    def next_text(self, at: int) -> int:
        """The next heading or running text."""
        start, end = self._text
        if not start <= at < end:
            self._text = (at, _next_text(self.blocks, at))
        return self._text[1]


def _end_of_lines(scans: _Scans, before: Sequence[int], at: int, reason: str) -> int:
    """Plain text has no levels: to the end of the page, or where much follows, to the next text."""
    blocks = scans.blocks
    listed = scans.end_of_list(at) if reason in LISTED else at + 1
    if reason in BOXED:
        return _end_of_box(blocks, at)
    if reason in CLOSING and before[at] > 0 and before[-1] - before[listed] <= MAX_REST * before[-1]:
        return len(blocks)
    return max(listed, scans.next_text(at))


def _end_of_box(blocks: Sequence[Candidate], at: int) -> int:
    end = at + 1
    while end < min(len(blocks), at + 1 + MAX_BOX) and blocks[end].kind != "heading":
        end += 1
    return end


def _end_of_list(blocks: Sequence[Candidate], at: int) -> int:
    end, gap = at + 1, 0
    for place in range(at + 1, len(blocks)):
        block = blocks[place]
        if is_reference(block.text) or (block.marker and reason_of_heading(block.text) is None):
            end, gap = place + 1, 0
        elif (gap := gap + 1) > MAX_GAP:
            break
    return end


def _end_in_tree(scans: _Scans, before: Sequence[int], at: int, reason: str) -> int:
    """To the next heading of this level; `at` itself where that would take much of the text."""
    blocks = scans.blocks
    if blocks[at].kind != "heading":
        return max(scans.next_text(at), scans.end_of_list(at) if reason in LISTED else at)
    end = at + 1
    while end < len(blocks) and not (blocks[end].kind == "heading" and blocks[end].depth <= blocks[at].depth):
        end += 1
    if reason == "references" and not _lists_works(blocks[at + 1 : end]):
        return at
    small = before[end] - before[at] <= MAX_SECTION * before[-1]
    return end if small or reason in LISTED else at


def _lists_works(blocks: Sequence[Candidate]) -> bool:
    """Whether works stand under "Reference": manuals call what they explain so."""
    prose = [block for block in blocks if block.prose]
    return len(prose) < MIN_PROSE or any(is_reference(block.text) for block in prose)


def _next_text(blocks: Sequence[Candidate], at: int) -> int:
    end = at + 1
    while end < len(blocks) and blocks[end].kind != "heading" and not blocks[end].prose:
        end += 1
    return end
