"""HTML to candidates: lexbor's tree, written out again and read in one pass without recursion."""

from __future__ import annotations

from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ecosift.clean.candidates import Candidate, Candidates, Containers, Look
from ecosift.clean.elements import CARRIERS, HEADINGS, KINDS, LISTS, MARKS, PREFORMATTED, TELLING, WAYS
from ecosift.clean.furniture import hint_of
from ecosift.clean.hostile import defuse
from ecosift.clean.markup import TOKEN, attributes_of, unescape, value_of
from ecosift.clean.rows import OpenCell, Taken, merge_row
from ecosift.clean.runs import OpenMark, Run
from ecosift.clean.tails import part_tails
from ecosift.types import BlockKind

# Below this depth an element's blocks are anchored at the ancestor that stands there: paths stay short.
MAX_PATH = 128
# What stands in it is text to a browser that runs scripts: its blocks are anchored at the element itself.
SEALED = "noscript"
MAX_SPAN = 50
# Tags written alike are read once.
CACHED = 16_384


class HtmlPage:
    """A page's candidates in reading order, and the nodes that carry its metadata, by tag."""

    def __init__(self, html: str) -> None:
        # The parser owns the nodes' memory: it has to live as long as they do.
        self._parser = LexborHTMLParser(defuse(html))
        self.carriers: dict[str, list[LexborNode]] = {tag: [] for tag in CARRIERS}
        for node in self._parser.css(", ".join(CARRIERS)):
            self.carriers[node.tag or ""].append(node)
        self.candidates = Walk().read(self._parser.html or "")

    def has_items(self) -> bool:
        """Whether an element says that it is an item of microdata or RDFa."""
        return self._parser.css_first("[itemscope], [typeof]") is not None


class Element:
    """An open element: its way back to the root, and its place among its siblings.

    `nth` is the place among siblings of its name, or negative, among all, for an odd name. `path` and `deep`,
    the number of its steps, are known once it was asked for its XPath.
    """

    __slots__ = ("above", "counts", "deep", "mark", "nth", "path", "tag")

    def __init__(self, tag: str, above: Element | None, nth: int) -> None:
        self.tag, self.above, self.nth = tag, above, nth
        self.counts: dict[str, int] | None = None
        self.path: str | None = None
        self.deep = 0
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
        if self.path is not None:
            return self.path
        steps: list[Element] = [self]
        # The root has a path.
        while (element := steps[-1].above) is not None and element.path is None:
            steps.append(element)
        path, deep = (element.path or "", element.deep) if element is not None else ("", 0)
        for step in reversed(steps):
            if deep < MAX_PATH:
                path += f"/{step.tag}[{step.nth}]" if step.nth > 0 else f"/*[{-step.nth}]"
                deep = MAX_PATH if step.tag == SEALED else deep + 1
            step.path, step.deep = path, deep
        return path


class BlockElement(Element):
    """An open element that divides text, and what the text inside it inherits from those around."""

    __slots__ = ("around", "cells", "container", "kind", "level", "marker", "preformatted", "taken")

    def __init__(
        self, tag: str, above: Element | None, nth: int, around: BlockElement | None, container: int
    ) -> None:
        # Not by way of the class above: most elements pass here.
        self.tag, self.above, self.nth = tag, above, nth
        self.counts = self.path = self.mark = None
        self.around, self.container = around, container
        self.cells: list[OpenCell] | None = None
        # What cells of rows above take of the rows that stand in it.
        self.taken: Taken | None = None
        self.marker = ""
        self.kind: BlockKind = "paragraph"
        self.level, self.preformatted = 0, False
        if around is not None:
            self.kind, self.level, self.preformatted = around.kind, around.level, around.preformatted


class Walk:
    """Follows the markup tag by tag; text gathers in a run until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Candidate] = []
        self.containers = Containers()
        self.run = Run()
        # Names that links may lead to, since the last block.
        self.ids: list[str] = []
        self.owner = BlockElement("", None, 0, None, -1)
        self.owner.path, self.owner.deep = "", 0
        self.top: Element = self.owner

    def read(self, html: str) -> Candidates:
        """The candidates of a page as the parser writes it (which is faster than walking its nodes)."""
        run = self.run
        # The element whose text is none of the page's, and how many of its name are open in it.
        silent, nested = "", 0
        for space, text, passed, plain, end, tag, attributes in TOKEN.findall(html):
            if silent:
                if tag == silent:
                    nested += -1 if end else 1
                    silent = silent if nested else ""
                continue
            if text:
                run.add(space + unescape(text), self.owner.preformatted)
            elif space and (not run.space or self.owner.preformatted):
                run.add(space, self.owner.preformatted)
            if end:
                if (top := self.top).tag == tag and top.above is not None:
                    self._close(top, top.above)
            elif tag:
                if (way := WAYS.get(tag)) == "silent":
                    silent, nested = tag, 1
                self._begin(tag, way, attributes)
            elif passed or plain:
                self._pass(passed, plain)
        while (top := self.top).above is not None:
            self._close(top, top.above)
        return Candidates(list(part_tails(self.blocks)), self.containers, plain=False)

    def _pass(self, tag: str, text: str) -> None:
        """An element whose text is not the page's, or else text that is read as it stands."""
        if tag:
            self.top.count(tag)
        else:
            self._begin("plaintext", None, "")
            self.run.add(text, True)
            self._close(self.top, self.top.above or self.owner)

    def _begin(self, tag: str, way: str | None, attributes: str) -> None:
        top = self.top
        nth = top.count(tag)
        if way == "block":
            if self.run.pieces:
                self._flush()
            self._open_block(tag, nth, attributes)
        elif way is None or way == "mark":
            self.top = element = Element(tag, top, nth)
            if way:
                self._open_mark(element, attributes)
            if attributes:
                self._note_names(attributes)
        elif tag == "br":
            self._line_break()

    def _close(self, element: Element, above: Element) -> None:
        if isinstance(element, BlockElement):
            if self.run.pieces:
                self._flush()
            if element.cells:
                merge_row(self.blocks, element.cells, element.container, element.xpath(), _taken(element))
            containers = self.containers
            containers.ends[element.container] = len(containers.parents)
            assert element.around is not None
            self.owner = element.around
        elif element.mark is not None:
            self.run.close_mark(element.mark)
        self.top = above

    def _open_mark(self, element: Element, attributes: str) -> None:
        kind = MARKS[element.tag]
        if kind not in self.run.open:
            href = value_of(attributes, "href") if kind == "link" else None
            element.mark = self.run.open_mark(kind, href)

    def _open_block(self, tag: str, nth: int, attributes: str) -> None:
        """A container, and what kind of block its text will be."""
        around, containers, look = self.owner, self.containers, look_of(tag, attributes)
        index = len(containers.parents)
        containers.parents.append(around.container)
        containers.ends.append(0)
        containers.looks.append(look)
        if look.id:
            self.ids.append(look.id)
        above = self.top
        self.top = self.owner = block = BlockElement(tag, above, nth, around, index)
        if tag == "p":
            if block.kind == "heading" and self._ends_in(around):
                # A heading that was never closed.
                around.kind = block.kind = "paragraph"
        elif tag in TELLING:
            self._tell(block, around, look)
            if tag == "hr":
                self._close(block, above)

    def _tell(self, block: BlockElement, around: BlockElement, look: Look) -> None:
        """What the element's name says of its text."""
        tag = block.tag
        if tag in KINDS:
            block.kind, block.level = KINDS[tag], HEADINGS.get(tag, block.level)
            if tag == "li":
                block.marker = _number(block)
            elif tag in ("td", "th") and around.cells is not None:
                around.cells.append(OpenCell(len(self.blocks), tag == "th", look.span, look.rows))
        elif tag in LISTS:
            block.level = block.level + 1 if block.kind == "list_item" else 1
        elif tag == "tr":
            block.cells = []
        elif tag in PREFORMATTED:
            block.preformatted = True

    def _ends_in(self, element: BlockElement) -> bool:
        """Whether the last text stands in an element itself."""
        return bool(self.blocks) and self.blocks[-1].container == element.container

    def _note_names(self, attributes: str) -> None:
        """What an inline element is called, so that links can lead to it."""
        if ' id="' in attributes or ' name="' in attributes:
            said = attributes_of(attributes)
            self.ids += [name for key in ("id", "name") if (name := said.get(key))]

    def _line_break(self) -> None:
        """One `<br>` is white space, or the end of a line that reads as complete; two divide paragraphs."""
        if self.owner.kind != "heading" and self.run.breaks_here():
            self._flush()
        else:
            self.run.add_break()

    def _flush(self) -> None:
        """What has gathered becomes a candidate of the block-level element it stands in."""
        if (taken := self.run.take()) is None:
            return
        text, marks, linked, bold = taken
        owner, ids = self.owner, tuple(self.ids)
        self.ids.clear()
        self.blocks.append(
            Candidate(
                owner.kind, text, owner.tag, owner.container, linked, owner.path or owner.xpath(),
                owner.level, owner.marker, marks, bold, ids,
            )
        )  # fmt: skip
        owner.marker = ""


@lru_cache(maxsize=CACHED)
def look_of(tag: str, written: str) -> Look:
    """What a block-level element's tag and its attributes as written say."""
    attributes = attributes_of(written)
    hint, name = hint_of(tag, attributes) or (None, "")
    if not attributes:
        return Look(tag, hint, name)
    names = " ".join([attributes.get(key, "") for key in ("class", "id", "role")])
    spans = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
    return Look(tag, hint, name, names, attributes.get("id", ""), *spans)


def _span(said: str | None) -> int:
    wide = int(said[:3]) if said and said.isdecimal() else 1
    return min(max(wide, 1), MAX_SPAN)


def _taken(row: BlockElement) -> Taken:
    around = row.around or row
    if around.taken is None:
        around.taken = {}
    return around.taken


def _number(item: Element) -> str:
    """The number that a browser prints before an item of a plain ordered list."""
    return f"{item.nth}." if item.above is not None and item.above.tag == "ol" else ""
