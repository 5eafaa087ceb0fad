"""The sentences of an article, with the section that each stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ecosift.language.lines import Span
from ecosift.language.outline import Outline, bold_head, run_in_head
from ecosift.language.plain import PlainReader
from ecosift.language.sentences import introduces, split
from ecosift.types import Block, Cell, Mark, SentenceSpan

WORD = re.compile(r"[^\W\d_]{2,}")
STATEMENT_WORDS = 5
SHORT_STATEMENT_WORDS = 3
LONGEST_NOTE = 12
NOTED = frozenset(".!?…”\"’')]")


def sentence_spans(text: str, blocks: Sequence[Block]) -> list[SentenceSpan]:
    """The sentences of a cleaned article in order; `text[s.start:s.end] == s.text` for each.

    Headings and header cells stand among them with `heading` set. Without blocks, blank lines divide the text
    and every line is an ordinary sentence.
    """
    return _BlockReader(text).read(blocks) if blocks else PlainReader(text).read()


class _BlockReader:
    """Walks the blocks of a cleaned article once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = Outline()
        self.spans: list[SentenceSpan] = []
        self.lead: int | None = None
        self.leads: list[tuple[int, int]] = []
        self.columns: tuple[str, ...] = ()
        self.in_table = False

    def read(self, blocks: Sequence[Block]) -> list[SentenceSpan]:
        for place, block in enumerate(blocks):
            if block.start is None or not block.text.strip():
                continue
            if block.kind in ("heading", "title"):
                self._heading(place, block)
            elif block.kind == "table_row":
                self._row(place, block)
            else:
                self._prose(place, block)
            self.in_table = block.kind == "table_row"
        return self.spans

    def _heading(self, place: int, block: Block) -> None:
        assert block.start is not None
        start, end = _trimmed(block.text, 0, len(block.text))
        if block.kind == "heading":
            self.outline.add(" ".join(block.text.split()), block.depth)
        above = self.outline.path[:-1] if block.kind == "heading" else ()
        self._add(place, block, (start, end), heading=True, section=above)
        self.lead, self.leads = None, []

    def _prose(self, place: int, block: Block) -> None:
        is_item = block.kind == "list_item"
        lead = self._lead_of(block.depth) if is_item else None
        before = self.outline.run_in
        for number, span in enumerate(split(block.text, _notes(block))):
            head = (bold_head(block) if number == 0 else None) or run_in_head(block.text[slice(*span)])
            if head:
                self.outline.open_run_in(head)
            self._add(place, block, span, lead_in=lead)
        if is_item:
            self.outline.open_run_in(before)
        self._remember_lead(block, is_item)
        self.outline.fresh = False

    def _remember_lead(self, block: Block, is_item: bool) -> None:
        last = len(self.spans) - 1
        if not is_item:
            self.lead, self.leads = (last if introduces(self.spans[last].text) else None), []
            return
        while self.leads and self.leads[-1][0] >= block.depth:
            self.leads.pop()
        if self.spans[last].text.endswith(":"):
            self.leads.append((block.depth, last))

    def _lead_of(self, depth: int) -> int | None:
        """The item above a nested one, where it introduces it; else the sentence before the list."""
        return next((index for level, index in reversed(self.leads) if level < depth), self.lead)

    def _row(self, place: int, block: Block) -> None:
        cells = block.cells or (Cell(0, len(block.text)),)
        texts = [" ".join(block.text[cell.start : cell.end].split()) for cell in cells]
        if not self.in_table:
            self.columns = ()
        is_head_row = all(cell.header for cell in cells) and sum(map(bool, texts)) > 1
        if is_head_row:
            self.columns = tuple(texts)
        stated = [_is_statement(cell, at, texts) for at, cell in enumerate(cells)]
        for at, cell in enumerate(cells):
            self._cell(place, block, cell, stated[at], self._heads(at, texts, stated))
        self.outline.fresh = False

    def _heads(self, at: int, texts: list[str], stated: list[bool]) -> tuple[str, ...]:
        row = texts[0] if at > 0 and not stated[0] else ""
        column = self.columns[at] if at < len(self.columns) else ""
        return tuple(head for head in (row, column) if head)

    def _cell(self, place: int, block: Block, cell: Cell, stated: bool, heads: tuple[str, ...]) -> None:
        start, end = _trimmed(block.text, cell.start, cell.end)
        if start == end:
            return
        if not stated:
            self._add(place, block, (start, end), heading=True)
            return
        for first, last in split(block.text[start:end]):
            self._add(place, block, (start + first, start + last), lead_in=self.lead, heads=heads)

    def _add(
        self,
        place: int,
        block: Block,
        span: Span,
        *,
        heading: bool = False,
        section: tuple[str, ...] | None = None,
        lead_in: int | None = None,
        heads: tuple[str, ...] = (),
    ) -> None:
        assert block.start is not None
        start, end = block.start + span[0], block.start + span[1]
        above = self.outline.path if section is None else section
        self.spans.append(
            SentenceSpan(self.text[start:end], start, end, place, block.kind, heading, above, lead_in, heads)
        )


def _notes(block: Block) -> dict[int, int]:
    """Short raised or linked marks, end by start: what may follow a full stop and still belong to it."""
    return {
        mark.start: mark.end
        for mark in block.marks
        if mark.kind != "bold" and mark.end - mark.start <= LONGEST_NOTE and _is_note(block, mark)
    }


def _is_note(block: Block, mark: Mark) -> bool:
    in_page = mark.kind == "sup" or (mark.href or "").startswith("#")
    return in_page and block.text[mark.start - 1 : mark.start] in NOTED


def _is_statement(cell: Cell, at: int, texts: list[str]) -> bool:
    """Whether a cell says something: words enough, and no label of a row of figures."""
    words = len(WORD.findall(texts[at]))
    if cell.header or words < SHORT_STATEMENT_WORDS:
        return False
    others = [text for other, text in enumerate(texts) if other != at and text]
    if at == 0 and others and not any(WORD.search(text) for text in others):
        return False
    return words >= STATEMENT_WORDS or texts[at].endswith((".", "!"))


def _trimmed(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    first = start + len(said) - len(said.lstrip())
    return first, first + len(said.strip())
