"""The headings above a sentence: how they nest, and heads that open a section from within a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ecosift.headings import REPORT, canonical, is_run_in, looks_like_heading
from ecosift.types import Block, Mark

NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s")
RUN_IN = re.compile(
    r"(?P<head>[A-Z][^:.!?\n]{2,50})[:.]\s|(?P<caps>[A-Z]{4,}[A-Z ,/&]{0,40}?)\s+(?=[A-Z](?:[a-z]|\s))"
)
# Sections that hold sections of their own.
CONTAINERS = frozenset(("methods", "sample", "results", "discussion"))
MAX_DEPTH = 6
MAX_GUESSED = 3
MAX_BOLD_WORDS = 8


@dataclass
class Outline:
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


def run_in_head(said: str) -> str | None:
    """The part of a report that the first words of a sentence name ("Results: …", "METHODS We…"), or None."""
    found = RUN_IN.match(said[:80])
    head = (found["head"] or found["caps"]).strip() if found else ""
    return head if is_run_in(head) else None


def bold_head(block: Block) -> str | None:
    """The bold first words of a block, where they close with a mark or name a part of a report, or None."""
    bold = next((mark for mark in block.marks if mark.kind == "bold" and mark.start == 0), None)
    return _closed_head(block.text, bold) if bold else None


def _closed_head(text: str, bold: Mark) -> str | None:
    head, after = text[: bold.end].strip(), text[bold.end : bold.end + 1]
    name = head.rstrip(":. ")
    if not 0 < len(name.split()) <= MAX_BOLD_WORDS or bold.end >= len(text.rstrip()):
        return None
    closed = head.endswith((":", ".")) or after in (":", ".")
    return name if canonical(name) in REPORT or (closed and looks_like_heading(name)) else None
