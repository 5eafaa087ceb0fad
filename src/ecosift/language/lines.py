"""Where a line break or a list mark inside a block ends a sentence without a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecosift.headings import breaks_off, looks_like_heading

Span = tuple[int, int]

BULLETS = "•●▪■◦‣⁃○►▸✓✔➢➤❖∙"
LINE_BREAK = re.compile(r"(?:\r\n?|\n)\s*+")
LIST_LINE = re.compile(rf"[{BULLETS}]|[-–—*+·→o]\s|\(?(?:\d{{1,2}}|[a-zA-Z]|[ivx]{{1,4}})[.)]\)?\s")
LIST_START = re.compile(r"\s*(?P<mark>\d{1,2}|[a-z])(?P<stop>\.\)|[.)])\s+\S")
INLINE_MARK = re.compile(r"(?<=\s)(?P<mark>\d{1,2}|[a-z])(?P<stop>\.\)|[.)])(?=\s+[^\W_a-z])")
INLINE_BULLET = re.compile(rf"[{BULLETS}](?<=\s.)(?=\s?\w)")
TERMINAL = re.compile(r"[.!?…][\"”’'»)\]]*(?:\s?\[\d[\d,;–\- ]{0,30}\]|[\d,–¹²³⁰⁴-⁹]{1,12})*\s*\Z")
BRACKETED = re.compile(r"[(\[].*[)\]]\Z", re.DOTALL)
TAIL = 48


def segments(text: str) -> Iterator[Span]:
    """The stretches of a block between hard breaks; sentences never cross one."""
    start = 0
    for cut in sorted({*_line_cuts(text), *_bullet_cuts(text), *_list_cuts(text)}):
        if cut > start:
            yield start, cut
            start = cut
    if start < len(text):
        yield start, len(text)


def _line_cuts(text: str) -> Iterator[int]:
    if "\n" not in text and "\r" not in text:
        return
    breaks = [(found.start(), found.end()) for found in LINE_BREAK.finditer(text)]
    starts = [0, *(end for _, end in breaks)]
    ends = [*(start for start, _ in breaks), len(text)]
    width = max(end - start for start, end in zip(starts, ends, strict=True))
    for place, (start, end) in enumerate(breaks):
        line = (starts[place], start)
        if _is_blank(text, start, end) or _breaks(text, line, (end, ends[place + 1]), width, len(starts)):
            yield end


def _is_blank(text: str, start: int, end: int) -> bool:
    return text.count("\n", start, end) > 1 or text.count("\r", start, end) > 1


def _breaks(text: str, line: Span, after: Span, width: int, lines: int) -> bool:
    """Whether the break between two lines ends a sentence; after a full stop the stop decides."""
    tail = text[max(line[0], line[1] - TAIL) : line[1]].rstrip()
    head = text[after[0] : after[0] + TAIL]
    if not tail or not head:
        return False
    if LIST_LINE.match(head) or tail.endswith(":"):
        return True
    if TERMINAL.search(tail) or breaks_off(tail) or not _opens_high(head):
        return False
    if _is_bracketed(text, line) or _is_bracketed(text, after):
        return True
    wrapped = _is_wrapped(line, head, width, lines) or head[0].isdigit()
    return not wrapped or _is_heading(text, line)


def _opens_high(head: str) -> bool:
    first = head.lstrip("\"“‘'([")[:1]
    return first.isupper() or first.isdigit() or (not first.isalnum() and first not in "=<>%")


def _is_bracketed(text: str, line: Span) -> bool:
    return line[1] - line[0] <= 200 and bool(BRACKETED.match(text[line[0] : line[1]].strip()))


def _is_heading(text: str, line: Span) -> bool:
    return line[1] - line[0] <= 160 and looks_like_heading(text[line[0] : line[1]])


def _is_wrapped(line: Span, head: str, width: int, lines: int) -> bool:
    """Whether the next word did not fit: the text was wrapped at `width` characters."""
    word = head.split(None, 1)[0]
    return lines > 2 and line[1] - line[0] + 1 + len(word) > 0.9 * width


def _bullet_cuts(text: str) -> Iterator[int]:
    return (found.start() for found in INLINE_BULLET.finditer(text))


def _list_cuts(text: str) -> Iterator[int]:
    """Marks that count on from the one that opens the block: "1. Wash 2. Rinse"."""
    first = LIST_START.match(text)
    if not first:
        return
    due = _next(first["mark"])
    for found in INLINE_MARK.finditer(text, first.end()):
        if found["mark"] == due and found["stop"] == first["stop"]:
            yield found.start()
            due = _next(due)


def _next(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdigit() else chr(ord(mark) + 1)
