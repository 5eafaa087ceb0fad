"""Inline text as it gathers: white space collapsed as HTML does, marks kept with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ecosift.types import Mark

# What HTML collapses, and nothing else: a no-break space stays as it is.
COLLAPSED = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
WHITE = " \t\n\r\f"
LINE_ENDS = frozenset('.!?:;”"')
# A longer `<a>` without an address is a place to jump to that was never closed.
MAX_UNADDRESSED = 200

MarkKind = Literal["link", "sup", "bold", "break"]


@dataclass(slots=True)
class OpenMark:
    """An inline element that has begun and not ended."""

    kind: MarkKind
    start: int
    href: str | None


class Taken(NamedTuple):
    """The text of a finished run, and what of it was linked or bold."""

    text: str
    marks: tuple[Mark, ...]
    linked: int
    bold: int


class Run:
    """Text and inline marks since the last block boundary; of each kind one mark is open at most."""

    __slots__ = ("after_break", "bold", "done", "length", "open", "pieces", "space")

    def __init__(self) -> None:
        self.open: dict[MarkKind, OpenMark] = {}
        self._clear()

    def _clear(self) -> None:
        self.pieces: list[str] = []
        self.done: list[tuple[MarkKind, int, int, str | None]] = []
        # Characters so far, and those of finished bold elements.
        self.length = self.bold = 0
        self.space = True
        self.after_break = False

    def add(self, text: str, preformatted: bool) -> None:
        """Text of one node."""
        if not preformatted:
            if self.space and not text.strip(WHITE):
                return
            if "\n" in text or "  " in text or not text.isprintable():
                text = COLLAPSED.sub(" ", text)
            if self.space and text[:1] == " ":
                text = text[1:]
        if text:
            self.pieces.append(text)
            self.length += len(text)
            self.space = text[-1] == " "
            self.after_break = self.after_break and text == " "

    def add_break(self) -> None:
        """A `<br>` that divides nothing: white space."""
        if self.pieces:
            self.add(" ", False)
            self.after_break = True
            self.done.append(("break", self.length - 1, self.length, None))

    def breaks_here(self) -> bool:
        """Whether a `<br>` here ends a paragraph: the second in a row, or after a sentence or bold line."""
        if self.after_break:
            return True
        text = self.pieces[-1].rstrip() if self.pieces else ""
        return text[-1:] in LINE_ENDS or self._all_bold()

    def _all_bold(self) -> bool:
        bold = self.bold
        if "bold" in self.open:
            bold += self.length - self.open["bold"].start
        return 0 < self.length <= bold + 1

    def open_mark(self, kind: MarkKind, href: str | None) -> OpenMark:
        """A link, superscript or bold element begins."""
        mark = self.open[kind] = OpenMark(kind, self.length, href)
        return mark

    def close_mark(self, mark: OpenMark) -> None:
        """An inline element ends."""
        del self.open[mark.kind]
        if self.length > mark.start:
            self.done.append((mark.kind, mark.start, self.length, mark.href))
            if mark.kind == "bold":
                self.bold += self.length - mark.start

    def take(self) -> Taken | None:
        """The text so far, None where there is only white space; marks still open go on in the next run."""
        if not self.pieces:
            return None
        for mark in self.open.values():
            if self.length > mark.start:
                self.done.append((mark.kind, mark.start, self.length, mark.href))
            mark.start = 0
        whole = "".join(self.pieces) if len(self.pieces) > 1 else self.pieces[0]
        text, done = whole.strip(), self.done
        self._clear()
        if not text:
            return None
        if not done:
            return Taken(text, (), 0, 0)
        lead = len(whole) - len(whole.lstrip()) if whole[0] != text[0] else 0
        length, linked, bold = len(text), 0, 0
        marks: list[Mark] = []
        for kind, start, end, href in done:
            first, last = max(start - lead, 0), min(end - lead, length)
            if first < last and (kind != "link" or _is_link(href, last - first)):
                marks.append(Mark(kind, first, last, href))
                if kind == "link":
                    linked += last - first
                elif kind == "bold":
                    bold += last - first
        return Taken(text, tuple(marks), linked, bold)


def _is_link(href: str | None, length: int) -> bool:
    """Whether a link is one; an address that holds markup has lost its closing quote."""
    return "<" not in href if href is not None else length <= MAX_UNADDRESSED
