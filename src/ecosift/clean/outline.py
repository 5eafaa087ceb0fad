"""What is a heading among the kept blocks, and which of them have nothing to head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ecosift.clean.candidates import Candidate
from ecosift.clean.furniture import plain
from ecosift.headings import looks_like_heading

MIN_CONTENTS = 3
# So many headings in a row are a list without marks.
MAX_STACKED = 3
MAX_BOLD_WORDS = 20
BOLD_SHARE = 0.95
BOLD_LEVEL = 6

Reasons = list[str | None]


def settle_headings(blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> None:
    """A bold line of its own is a heading; of many heading-like lines in a row only the last is one."""
    stack: list[Candidate] = []
    for block, reason in zip(blocks, reasons, strict=True):
        if reason is not None:
            continue
        if block.kind == "paragraph" and _is_bold_heading(block):
            block.kind, block.depth = "heading", BOLD_LEVEL
        if block.kind == "heading" and block.tag == "line":
            stack.append(block)
            continue
        _unstack(stack)
        stack = []
    _unstack(stack)


def drop_contents(blocks: Sequence[Candidate], reasons: Reasons) -> None:
    """Lines that only name headings further down are a list of contents."""
    for start, end in contents_lists(blocks, reasons):
        reasons[start:end] = ["navigation"] * (end - start)


def contents_lists(blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Runs of three lines or more that each stand again further down, as headings."""
    later: set[str] = set()
    named = [False] * len(blocks)
    for at in range(len(blocks) - 1, -1, -1):
        if reasons[at] is None and not blocks[at].prose and blocks[at].kind != "table_row":
            name = plain(blocks[at].text)
            named[at] = name in later
            if blocks[at].kind == "heading":
                later.add(name)
    return ((start, end) for start, end in _runs(named) if end - start >= MIN_CONTENTS)


def drop_empty_headings(blocks: Sequence[Candidate], reasons: Reasons) -> None:
    """A heading whose text was left out, or that nothing follows, heads nothing."""
    filled, gap, level = False, False, 0
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if reasons[at] is not None:
            gap = True
        elif block.kind != "heading":
            filled, gap, level = True, False, 0
        elif filled and (not gap or level == 0 or block.depth < level):
            gap, level = False, block.depth or 1
        else:
            reasons[at] = "empty_section"


def _is_bold_heading(block: Candidate) -> bool:
    return (
        block.bold >= BOLD_SHARE * len(block.text)
        and block.words <= MAX_BOLD_WORDS
        and looks_like_heading(block.text)
    )


def _unstack(stack: Sequence[Candidate]) -> None:
    if len(stack) > MAX_STACKED:
        for block in stack[:-1]:
            block.kind = "paragraph"


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, flag in enumerate((*flags, False)):
        if not flag:
            if at > start:
                yield start, at
            start = at + 1
