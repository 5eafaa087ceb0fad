"""The sentences of an article, with the section that each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ecosift.headings import REPORT, canonical, is_run_in, looks_like_heading
from ecosift.language.sentences import split
from ecosift.types import Block, BlockKind, Cell, Mark, SentenceSpan

Span = tuple[int, int]

BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
LIST_MARK = re.compile(r"[-–—*•●▪■◦‣⁃·○►▸✓✔➢➤+]\s+\S|\(?\d{1,2}[.)]\s+\S|\(?[a-z][.)]\s+\S")
RUN_IN = re.compile(
    r"(?P<head>[A-Z][^:.!?\n]{2,50})[:.]\s|(?P<caps>[A-Z]{4,}[A-Z ,/&]{0,40}?)\s+(?=[A-Z](?:[a-z]|\s))"
)
WORD = re.compile(r"[^\W\d_]{2,}")
INTRODUCES = re.compile(
    r":[\"”’')\]]*$|\b(?:following|as follows|listed below|includes?|included)\b[^.]{0,80}\.?$"
)
NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s")

# Sections that hold sections of their own.
CONTAINERS = frozenset(("methods", "sample", "results", "discussion"))
MAX_DEPTH = 6
MAX_GUESSED = 3
STATEMENT_WORDS = 5
SHORT_STATEMENT_WORDS = 3


def sentence_spans(text: str, blocks: Sequence[Block]) -> list[SentenceSpan]:
    """The sentences of a cleaned article in order; `text[s.start:s.end] == s.text` for each.

    Headings and header cells stand among them with `heading` set. Without blocks, blank lines divide the text
    and every line is an ordinary sentence.
    """
    return _Reader(text).read(blocks) if blocks else _PlainReader(text).read()


@dataclass
class _Outline:
    """The headings above the place reached: `path` has them from the outermost in, a run-in head last."""

    stack: list[tuple[int, str]] = field(default_factory=list)
    run_in: str | None = None
    fresh: bool = False
    path: tuple[str, ...] = ()

    def add(self, heading: str, depth: int) -> None:
        """Put a heading in its place; `depth` 0 is unknown."""
        depth = min(depth or self._numbered(heading) or self._likely(heading), MAX_DEPTH)
        while self.stack and self.stack[-1][0] >= depth:
            self.stack.pop()
        self.stack.append((depth, heading))
        self.fresh = True
        self.open_run_in(None)

    def open_run_in(self, head: str | None) -> None:
        """Let a run-in head ("Results: …") stand below the headings; None closes the last one."""
        self.run_in = head
        heads = tuple(heading for _, heading in self.stack)
        self.path = (*heads, head) if head else heads

    def _numbered(self, heading: str) -> int:
        found = NUMBERED.match(heading)
        return 1 + found[1].count(".") if found else 0

    def _likely(self, heading: str) -> int:
        """The depth of a heading of plain text, from its name and from what stands above it.

        A wrong heading above misleads more than a missing one: in doubt a heading stands alone.
        """
        if not self.stack:
            return 1
        depth, above = self.stack[-1]
        name, names = canonical(heading), [canonical(each) for _, each in self.stack]
        if "abstract" in names and name in REPORT:
            return self._in_abstract(name, names)
        if name is not None:
            return 1
        if heading.endswith("?") and above.endswith("?"):
            return depth
        if self.fresh and len(self.stack) < MAX_GUESSED:
            return depth + 1
        holder = next(
            (level for (level, _), each in zip(self.stack, names, strict=True) if each in CONTAINERS), 0
        )
        return holder + 1

    def _in_abstract(self, name: str | None, names: list[str | None]) -> int:
        """Parts of an abstract stand below it, until a part that opens reports comes again."""
        below = names.index("abstract") + 2
        again = name in ("abstract", "background", "objective") and len(names) >= below
        return 1 if name == "abstract" or again else below


class _Reader:
    """Walks the blocks of a cleaned article once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = _Outline()
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
        for number, span in enumerate(split(block.text)):
            head = _run_in_head(block, span, first=number == 0)
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
            self.lead, self.leads = (last if INTRODUCES.search(self.spans[last].text[-120:]) else None), []
            return
        while self.leads and self.leads[-1][0] >= block.depth:
            self.leads.pop()
        if self.spans[last].text.endswith(":"):
            self.leads.append((block.depth, last))

    def _lead_of(self, depth: int) -> int | None:
        """The item above a nested one, where it introduces it; else the sentence before the list."""
        above = [index for level, index in self.leads if level < depth]
        return above[-1] if above else self.lead

    def _row(self, place: int, block: Block) -> None:
        cells = block.cells or (Cell(0, len(block.text)),)
        texts = [" ".join(block.text[cell.start : cell.end].split()) for cell in cells]
        if not self.in_table:
            self.columns = ()
        is_head_row = all(cell.header for cell in cells) and len(cells) > 1
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


class _PlainReader:
    """Reads a text without blocks: blank lines divide it, and every line is an ordinary sentence."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = _Outline()
        self.spans: list[SentenceSpan] = []
        self.lead: int | None = None

    def read(self) -> list[SentenceSpan]:
        for place, (start, end) in enumerate(paragraphs(self.text)):
            for first, last in split(self.text[start:end]):
                self._sentence(place, start + first, start + last)
        return self.spans

    def _sentence(self, place: int, start: int, end: int) -> None:
        said = self.text[start:end]
        is_item = bool(LIST_MARK.match(said[:8]))
        kind: BlockKind = "list_item" if is_item else "paragraph"
        is_heading = not is_item and _is_line(self.text, start, end) and looks_like_heading(said)
        head = None if is_heading else _run_in(said)
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
            self.lead = len(self.spans) - 1 if INTRODUCES.search(said[-120:]) and not is_heading else None


def paragraphs(text: str) -> Iterator[Span]:
    """The stretches of a text between blank lines, white space alone left out."""
    start = 0
    for gap in BLANK_LINES.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _run_in_head(block: Block, span: Span, *, first: bool) -> str | None:
    bold = next((mark for mark in block.marks if mark.kind == "bold" and mark.start == span[0]), None)
    said = block.text[span[0] : span[1]]
    return (_bold_head(block.text, bold) if first and bold else None) or _run_in(said)


def _bold_head(text: str, bold: Mark) -> str | None:
    """Bold first words that close with a mark, or that name a section."""
    head = text[bold.start : bold.end].strip()
    after = text[bold.end : bold.end + 1]
    closed = head.endswith((":", ".")) or after in (":", ".")
    name = head.rstrip(":. ")
    short = 0 < len(name.split()) <= 8 and bold.end < len(text.rstrip())
    return name if short and (canonical(name) in REPORT or (closed and looks_like_heading(name))) else None


def _run_in(said: str) -> str | None:
    found = RUN_IN.match(said[:80])
    head = (found["head"] or found["caps"]).strip() if found else ""
    return head if is_run_in(head) else None


def _is_line(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    return ("\n" in before[len(before.rstrip()) :] or start == 0 or not before.strip()) and (
        "\n" in after[: len(after) - len(after.lstrip())] or not after.strip()
    )


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
