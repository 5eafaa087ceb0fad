"""CoNLL with IOB tags: a token a line, columns for sentence, level and figure labels.

What we write has five columns (token, sentence, levels, figures, and the white space after the token, as in
CoNLL-U's MISC), so that the text comes back as it was. Any file with a token first and an IOB tag last is
read too: its tokens are joined by spaces, its sentences by line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from ecosift.evaluation.formats.annotated import Annotated, Mark, kind_of
from ecosift.evaluation.formats.doccano import label as label_of
from ecosift.evaluation.formats.text import Broken, Found, Place, read_text, write_text

COLUMNS = "# columns = token sentence levels figures space"
NEW_DOC = "# newdoc id = "
DOCSTART = "-DOCSTART-"
BEFORE = "# before = "
TOKEN = re.compile(r"\w+|[^\w\s]")
TAG = re.compile(r"(O|_|-)|([BIES]|[LU])-(.+)")
SAFE = ":-._"
OURS = 5


@dataclass
class _Draft:
    """A page that is being read: its text so far, its marks so far, and the tags that are open."""

    doc: str
    place: Place
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    open: list[Mark | None] = field(default_factory=lambda: [None, None, None])
    space: str = ""
    ours: bool = False

    def say(self, text: str) -> None:
        """Add to the text."""
        self.pieces.append(text)
        self.length += len(text)


def read(path: Path) -> Iterator[Found]:
    """A page for each `# newdoc id` or `-DOCSTART-`; one page if there is none."""
    draft, ours, number = None, False, 0
    for number, whole in enumerate(read_text(path).split("\n"), start=1):
        line = whole.removesuffix("\r")
        place = Place(path, None, "", line=number)
        with place.guard():
            if line.startswith((NEW_DOC, DOCSTART)):
                if draft is not None and draft.pieces:
                    yield Found(draft.place, _page(draft))
                said = line.removeprefix(NEW_DOC) if line.startswith(NEW_DOC) else ""
                draft = _Draft(unquote(said) or f"{path.stem}-{number}", place)
            elif line == COLUMNS:
                ours = True
            elif line.startswith(BEFORE) and draft is not None:
                draft.say(unquote(line.removeprefix(BEFORE)))
            elif not line.strip():
                _end_sentence(draft, ours=ours)
            elif not line.startswith("# ") and line != "#":
                draft = draft or _Draft(path.stem, place)
                _token(draft, line, ours=ours)
    with Place(path, None, "", line=number).guard():
        if draft is None or not draft.pieces:
            raise Broken("no token")
        yield Found(draft.place, _page(draft))


def _end_sentence(draft: _Draft | None, *, ours: bool) -> None:
    if draft is not None:
        for column in range(3):
            _close(draft, column)
        if not ours and draft.pieces:
            draft.space = "\n"


def _token(draft: _Draft, line: str, *, ours: bool) -> None:
    cells = line.split("\t") if "\t" in line else line.split()
    if ours and len(cells) != OURS:
        raise Broken(f"{len(cells)} columns, not {OURS}")
    if len(cells) < 2:
        raise Broken("a token without a tag")
    token = unquote(cells[0]) if ours else cells[0]
    draft.ours = ours
    if draft.space:
        draft.say(draft.space)
    tags = cells[1:4] if ours else [cells[-1]]
    start, end = draft.length, draft.length + len(token)
    for column, cell in enumerate(tags):
        _tag(draft, column, cell, start, end)
    draft.say(token)
    draft.space = unquote(cells[4]) if ours else " "
    if ours and draft.space == "_":
        draft.space = ""


def _tag(draft: _Draft, column: int, cell: str, start: int, end: int) -> None:
    found = TAG.fullmatch(cell)
    if found is None:
        raise Broken(f"no IOB tag: {cell[:40]!r}")
    if found[1]:
        _close(draft, column)
        return
    label, before = found[3], draft.open[column]
    if found[2] in "BSU" or before is None or before.label != label:
        _close(draft, column)
        draft.open[column] = Mark(start, end, label)
    else:
        draft.open[column] = Mark(before.start, end, label)
    if found[2] in "ELSU":
        _close(draft, column)


def _close(draft: _Draft, column: int) -> None:
    if (mark := draft.open[column]) is not None:
        draft.marks += [Mark(mark.start, mark.end, unquote(each)) for each in mark.label.split("|")]
        draft.open[column] = None


def _page(draft: _Draft) -> Annotated:
    for column in range(3):
        _close(draft, column)
    if draft.ours:
        draft.say(draft.space)
    return Annotated(draft.doc, "".join(draft.pieces), tuple(draft.marks))


def write(pages: Iterable[Annotated], path: Path) -> None:
    """All pages in one file."""
    lines = (line for page in pages for line in _lines(page))
    write_text(path, "".join(f"{line}\n" for line in (COLUMNS, *lines)))


def _lines(page: Annotated) -> Iterator[str]:
    yield f"{NEW_DOC}{quote(page.doc, safe=SAFE + '/ ')}"
    columns = [dict(_tagged(page.marks, kind)) for kind in ("unit", "level", "figure")]
    edges = sorted({edge for column in columns for span in column for edge in span})
    tokens = list(_tokens(page.text, edges))
    before = page.text[: tokens[0][0]] if tokens else page.text
    if before:
        yield f"{BEFORE}{quote(before)}"
    ends = {end for _, end in columns[0]}
    rows = [_tags(column, tokens) for column in columns]
    for place, (start, end) in enumerate(tokens):
        after = tokens[place + 1][0] if place + 1 < len(tokens) else len(page.text)
        space = page.text[end:after]
        yield "\t".join((_cell(page.text[start:end]), *(row[place] for row in rows), quote(space) or "_"))
        if end in ends:
            yield ""
    yield ""


def _cell(token: str) -> str:
    """A token as it is, but for what would read as something else."""
    return quote(token, safe="") if token in ("%", "#") else token


def _tagged(marks: Iterable[Mark], kind: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The labels of each span that has marks of one kind, joined."""
    found: dict[tuple[int, int], list[str]] = {}
    for mark in marks:
        if kind_of(mark.label)[0] == kind:
            found.setdefault((mark.start, mark.end), []).append(quote(label_of(mark), safe=SAFE))
    yield from ((span, "|".join(labels)) for span, labels in found.items())


def _tokens(text: str, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Words and signs, cut where a mark begins or ends."""
    at = 0
    for found in TOKEN.finditer(text):
        start, end = found.span()
        while at < len(edges) and edges[at] <= start:
            at += 1
        while at < len(edges) and edges[at] < end:
            yield start, edges[at]
            start = edges[at]
            at += 1
        yield start, end


def _tags(spans: dict[tuple[int, int], str], tokens: Sequence[tuple[int, int]]) -> list[str]:
    """A tag for each token; spans of one column do not overlap."""
    rows = sorted(spans.items())
    tags, at = [], 0
    for start, _ in tokens:
        while at < len(rows) and rows[at][0][1] <= start:
            at += 1
        if at < len(rows) and rows[at][0][0] <= start:
            (begin, _), label = rows[at]
            tags.append(f"{'B' if begin == start else 'I'}-{label}")
        else:
            tags.append("O")
    return tags
