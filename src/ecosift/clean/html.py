"""HTML to candidates: lexbor's tree, walked once and without recursion."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ecosift.clean.candidates import Candidate, Candidates, Container
from ecosift.clean.elements import BLOCKS, HEADINGS, KINDS, LISTS, PREFORMATTED, SILENT
from ecosift.clean.furniture import hint_of
from ecosift.clean.nesting import bound_nesting
from ecosift.clean.rows import OpenCell, merge_row
from ecosift.clean.runs import OpenMark, Run
from ecosift.types import BlockKind

# Below this depth an element's blocks are anchored at the ancestor that stands there: paths stay short.
MAX_PATH = 128
NO_HINT = (None, "")
PLAIN_NAME = re.compile(r"[a-z][a-z0-9_-]*\Z")


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page, its nesting bounded: lexbor's time is quadratic in it."""
    return LexborHTMLParser(bound_nesting(html))


def read_html(tree: LexborHTMLParser) -> Candidates:
    """The candidates of a page, in reading order."""
    walk = Walk()
    root = tree.root
    if root is not None:
        for node in root.traverse(include_text=True):
            walk.visit(node)
    return walk.finish()


class Element:
    """An open element: its way back to the root, and what its text inherits from it."""

    __slots__ = (
        "above", "anchor", "cells", "container", "counts", "depth", "id", "kind", "level", "mark", "marker", "path",
        "place", "pre", "silent", "tag",
    )  # fmt: skip

    def __init__(self, node_id: int, tag: str, above: Element | None) -> None:
        self.id, self.tag, self.above = node_id, tag, above
        self.counts: dict[str, int] = {}
        self.path: str | None = None
        self.mark: OpenMark | None = None
        self.cells: list[OpenCell] | None = None
        self.marker = ""
        if above is None:
            self.depth, self.place, self.silent, self.pre, self.level = 0, "", False, False, 0
            self.kind: BlockKind = "paragraph"
            self.container = -1
            self.anchor: Element = self
            return
        counts = above.counts
        nth = counts[tag] = counts.get(tag, 0) + 1
        if PLAIN_NAME.match(tag):
            self.place = f"/{tag}[{nth}]"
        else:  # a name that XPath cannot spell
            self.place = f"/*[{sum(counts.values())}]"
        self.depth = above.depth + 1
        self.anchor = self if self.depth <= MAX_PATH else above.anchor
        self.silent = above.silent or tag in SILENT
        self.pre = above.pre or tag in PREFORMATTED
        self.kind, self.level, self.container = above.kind, above.level, above.container

    def xpath(self) -> str:
        """Path from the root, each step with its place among siblings of the same name."""
        steps: list[str] = []
        element: Element | None = self.anchor
        while element is not None and element.path is None:
            steps.append(element.place)
            element = element.above
        path = (element.path or "") if element is not None else ""
        self.anchor.path = path = path + "".join(reversed(steps))
        return path


class Walk:
    """Follows the tree node by node; text gathers in a run until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Candidate] = []
        self.containers: list[Container] = []
        self.run = Run()
        self.top = Element(0, "", None)
        self.owner = self.top

    def visit(self, node: LexborNode) -> None:
        """Take one node, in document order."""
        tag, above = node.tag, node.parent
        parent_id = above.mem_id if above is not None else 0
        while self.top.id != parent_id and self.top.above is not None:
            self.close()
        if tag == "-text":
            if not self.top.silent:
                self.run.add(node.text_content or "", self.top.pre)
        elif tag and tag[0] != "-":
            self.open(node, tag)

    def finish(self) -> Candidates:
        """Close what is open and hand over the candidates."""
        while self.top.above is not None:
            self.close()
        return Candidates(self.blocks, self.containers, plain=False)

    def open(self, node: LexborNode, tag: str) -> None:
        """An element begins."""
        if tag == "br":
            self.top.counts["br"] = self.top.counts.get("br", 0) + 1
            self.line_break()
            return
        element = self.top = Element(node.mem_id, tag, self.top)
        if element.silent:
            return
        if tag in BLOCKS:
            self.flush()
            self.owner = element
            self.open_block(element, node.attributes)
        elif tag == "a":
            element.mark = self.run.open_mark("link", node.attributes.get("href"))
        elif tag in ("sup", "b", "strong"):
            element.mark = self.run.open_mark("sup" if tag == "sup" else "bold", None)

    def open_block(self, element: Element, attributes: Mapping[str, str | None]) -> None:
        """A block-level element begins: its container, and what kind of block its text will be."""
        tag, above = element.tag, element.above
        hint = hint_of(tag, attributes) or NO_HINT
        container = Container(len(self.containers), element.container, tag, *hint)
        self.containers.append(container)
        element.container = container.index
        if tag in HEADINGS:
            element.kind, element.level = "heading", HEADINGS[tag]
        elif tag in KINDS:
            element.kind = KINDS[tag]
            if tag == "li" and above is not None and above.tag == "ol":
                element.marker = f"{above.counts['li']}."
        elif tag in LISTS:
            element.level = element.level + 1 if element.kind == "list_item" else 1
        elif tag == "table":
            element.kind = "paragraph"
        elif tag == "tr":
            element.cells = []
        elif tag in ("td", "th"):
            element.kind = "paragraph"
            self.open_cell(element, tag == "th")

    def open_cell(self, cell: Element, header: bool) -> None:
        row = cell.above
        if row is not None and row.cells is not None:
            row.cells.append(OpenCell(len(self.blocks), header))

    def close(self) -> None:
        """The innermost element ends."""
        element = self.top
        assert element.above is not None
        if element.silent:
            pass
        elif element.mark is not None:
            self.run.close_mark(element.mark)
        elif element.tag in BLOCKS:
            self.flush()
            if element.cells:
                merge_row(self.blocks, element.cells, element.container, element.xpath())
            self.owner = self._block_above(element.above)
        self.top = element.above

    @staticmethod
    def _block_above(element: Element) -> Element:
        while element.tag not in BLOCKS and element.above is not None:
            element = element.above
        return element

    def line_break(self) -> None:
        """One `<br>` is white space, or the end of a line that reads as complete; two divide paragraphs."""
        if self.top.silent:
            return
        if self.run.breaks_here() and self.owner.kind != "heading":
            self.flush()
        else:
            self.run.add_break()

    def flush(self) -> None:
        """What has gathered becomes a candidate of the block it stands in."""
        taken = self.run.take()
        if taken is None:
            return
        owner = self.owner
        block = Candidate(
            owner.kind, taken.text, owner.tag, owner.container, taken.linked, owner.xpath(),
            depth=owner.level, marker=owner.marker, marks=taken.marks, bold=taken.bold,
        )  # fmt: skip
        owner.marker = ""
        self.blocks.append(block)
