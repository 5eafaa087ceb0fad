"""The sentences of a text that comes without blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ecosift.headings import looks_like_heading
from ecosift.language.lines import Span
from ecosift.language.outline import Outline, run_in_head
from ecosift.language.sentences import introduces, split
from ecosift.types import BlockKind, SentenceSpan

BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
LIST_MARK = re.compile(r"[-–—*•●▪■◦‣⁃·○►▸✓✔➢➤+]\s+\S|\(?\d{1,2}[.)]\s+\S|\(?[a-z][.)]\s+\S")
AROUND = 40


class PlainReader:
    """Reads a text without blocks: blank lines divide it, and every line is an ordinary sentence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = Outline()
        self.spans: list[SentenceSpan] = []
        self.lead: int | None = None

    def read(self) -> list[SentenceSpan]:
        """The sentences in order."""
        for place, (start, end) in enumerate(paragraphs(self.text)):
            for first, last in split(self.text[start:end]):
                self._sentence(place, start + first, start + last)
        return self.spans

    def _sentence(self, place: int, start: int, end: int) -> None:
        said = self.text[start:end]
        is_item = bool(LIST_MARK.match(said[:8]))
        kind: BlockKind = "list_item" if is_item else "paragraph"
        is_heading = not is_item and _is_line(self.text, start, end) and looks_like_heading(said)
        head = None if is_heading else run_in_head(said)
        if head:
            self.outline.open_run_in(head)
        span = SentenceSpan(
            said, start, end, place, kind, False, self.outline.path, self.lead if is_item else None
        )
        if is_heading:
            self.outline.add(" ".join(said.split()), 0)
            self.spans.append(replace(span, section=self.outline.path[:-1]))
        else:
            self.outline.fresh = False
            self.spans.append(span)
        if not is_item:
            self.lead = len(self.spans) - 1 if introduces(said) and not is_heading else None


def paragraphs(text: str) -> Iterator[Span]:
    """The stretches of a text between blank lines, white space alone left out."""
    start = 0
    for gap in BLANK_LINES.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _is_line(text: str, start: int, end: int) -> bool:
    """Whether a sentence has its line for itself."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    opens = not before.strip() or "\n" in before[len(before.rstrip()) :]
    return opens and (not after.strip() or "\n" in after[: len(after) - len(after.lstrip())])
