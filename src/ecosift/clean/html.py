"""HTML to candidates: lexbor's tree, walked once and without recursion."""

from __future__ import annotations

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ecosift.clean.candidates import Candidate, Candidates, Container
from ecosift.clean.elements import BLOCKS, CARRIERS, HEADINGS, KINDS, LISTS, MARKS, PREFORMATTED, SILENT, VOID
from ecosift.clean.furniture import hint_of
from ecosift.clean.hostile import defuse
from ecosift.clean.rows import OpenCell, merge_row
from ecosift.clean.runs import OpenMark, Run
from ecosift.clean.tails import part_tails
from ecosift.types import BlockKind

# Below this depth an element's blocks are anchored at the ancestor that stands there: paths stay short.
MAX_PATH = 128
MAX_SPAN = 50
NO_HINT = (None, "")


class HtmlPage:
    """A page's candidates in reading order, and the nodes that carry its metadata, by tag."""

    def __init__(self, html: str) -> None:
        # The parser owns the nodes' memory: it has to live as long as they do.
        self._parser = LexborHTMLParser(defuse(html))
        self.carriers: dict[str, list[LexborNode]] = {tag: [] for tag in CARRIERS}
        walk = Walk()
        root = self._parser.root
        for node in root.traverse(include_text=True) if root is not None else ():
            tag, parent = node.tag, node.parent
            if parent is not None and parent.mem_id != walk.top.id:
                walk.climb(parent.mem_id)
            if tag == "-text":
                if walk.silent is None:
                    walk.run.add(node.text_content or "", walk.owner.preformatted)
            elif tag and tag[0] != "-":
                walk.open(node, tag)
                if tag in CARRIERS:
                    self.carriers[tag].append(node)
        self.candidates = walk.finish()


class Element:
    """An open element: its way back to the root, and its place among its siblings."""

    __slots__ = ("above", "counts", "id", "mark", "nth", "path", "tag")

    def __init__(self, node_id: int, tag: str, above: Element | None, nth: int) -> None:
        self.id, self.tag, self.above, self.nth = node_id, tag, above, nth
        self.counts: dict[str, int] | None = None
        self.path: str | None = None
        self.mark: OpenMark | None = None

    def count(self, tag: str) -> int:
        """Place of the next child among those of its name; negative: among all, for an odd name."""
        counts = self.counts
        if counts is None:
            counts = self.counts = {}
        nth = counts[tag] = counts.get(tag, 0) + 1
        return nth if tag.isalnum() else -sum(counts.values())

    def xpath(self) -> str:
        """Path from the root, each step with its place among siblings of the same name."""
        steps: list[Element] = []
        element: Element | None = self
        while element is not None and element.path is None:
            steps.append(element)
            element = element.above
        path = element.path or "" if element is not None else ""
        deep = path.count("/")
        for step in reversed(steps):
            deep += 1
            if deep <= MAX_PATH:
                path += f"/{step.tag}[{step.nth}]" if step.nth > 0 else f"/*[{-step.nth}]"
            step.path = path
        return path


class BlockElement(Element):
    """An open element that divides text, and what the text inside it inherits from those around."""

    __slots__ = ("around", "cells", "container", "kind", "level", "marker", "preformatted")

    def __init__(
        self, node_id: int, tag: str, above: Element | None, nth: int, around: BlockElement | None
    ) -> None:
        super().__init__(node_id, tag, above, nth)
        self.around = around
        self.cells: list[OpenCell] | None = None
        self.marker = ""
        self.kind: BlockKind = "paragraph"
        self.level, self.container, self.preformatted = 0, -1, False
        if around is not None:
            self.kind, self.level = around.kind, around.level
            self.container, self.preformatted = around.container, around.preformatted


class Walk:
    """Follows the tree node by node; text gathers in a run until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Candidate] = []
        self.containers: list[Container] = []
        self.run = Run()
        self.owner = BlockElement(0, "", None, 0, None)
        self.owner.path = ""
        self.top: Element = self.owner
        self.silent: Element | None = None

    def climb(self, parent_id: int) -> None:
        """Close elements up to the one that the next node stands in."""
        top = self.top
        while top.id != parent_id and top.above is not None:
            self._close(top, top.above)
            top = top.above

    def open(self, node: LexborNode, tag: str) -> None:
        """An element begins."""
        top = self.top
        nth = top.count(tag)
        if self.silent is not None:
            self.top = Element(node.mem_id, tag, top, nth)
        elif tag in BLOCKS:
            self._flush()
            self.top = self.owner = block = BlockElement(node.mem_id, tag, top, nth, self.owner)
            self._open_block(block, node.attributes)
        elif tag in VOID:
            if tag == "br":
                self._line_break()
        else:
            self.top = element = Element(node.mem_id, tag, top, nth)
            if tag in MARKS and MARKS[tag] not in self.run.open:
                element.mark = self.run.open_mark(
                    MARKS[tag], node.attributes.get("href") if tag == "a" else None
                )
            elif tag in SILENT:
                self.silent = element

    def finish(self) -> Candidates:
        """Close what is open and hand over the candidates."""
        while self.top.above is not None:
            self._close(self.top, self.top.above)
        return Candidates(list(part_tails(self.blocks)), self.containers, plain=False)

    def _close(self, element: Element, above: Element) -> None:
        if isinstance(element, BlockElement):
            self._flush()
            if element.cells:
                merge_row(self.blocks, element.cells, element.container, element.xpath())
            assert element.around is not None
            self.owner = element.around
        elif element.mark is not None:
            self.run.close_mark(element.mark)
        elif element is self.silent:
            self.silent = None
        self.top = above

    def _open_block(self, block: BlockElement, attributes: Mapping[str, str | None]) -> None:
        """Its container, and what kind of block its text will be."""
        tag, around = block.tag, self.owner.around
        hint, name = hint_of(tag, attributes) or NO_HINT
        container = Container(len(self.containers), block.container, tag, hint, name, _names(attributes))
        self.containers.append(container)
        block.container = container.index
        if tag in KINDS:
            block.kind, block.level = KINDS[tag], HEADINGS.get(tag, block.level)
            if tag == "li":
                block.marker = _number(block)
            elif tag in ("td", "th") and around is not None and around.cells is not None:
                around.cells.append(OpenCell(len(self.blocks), tag == "th", _span(attributes.get("colspan"))))
        elif tag in LISTS:
            block.level = block.level + 1 if block.kind == "list_item" else 1
        elif tag == "tr":
            block.cells = []
        elif tag in PREFORMATTED:
            block.preformatted = True

    def _line_break(self) -> None:
        """One `<br>` is white space, or the end of a line that reads as complete; two divide paragraphs."""
        if self.owner.kind != "heading" and self.run.breaks_here():
            self._flush()
        else:
            self.run.add_break()

    def _flush(self) -> None:
        """What has gathered becomes a candidate of the block-level element it stands in."""
        taken = self.run.take() if self.run.pieces else None
        if taken is None:
            return
        owner = self.owner
        self.blocks.append(
            Candidate(
                owner.kind, taken.text, owner.tag, owner.container, taken.linked, owner.xpath(),
                depth=owner.level, marker=owner.marker, marks=taken.marks, bold=taken.bold,
            )
        )  # fmt: skip
        owner.marker = ""


def _span(colspan: str | None) -> int:
    wide = int(colspan[:3]) if colspan and colspan.isdecimal() else 1
    return min(max(wide, 1), MAX_SPAN)


def _number(item: Element) -> str:
    """The number that a browser prints before an item of a plain ordered list."""
    return f"{item.nth}." if item.above is not None and item.above.tag == "ol" else ""


def _names(attributes: Mapping[str, str | None]) -> str:
    """What an element is called: its classes, id and role."""
    if not attributes:
        return ""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('role') or ''}"
