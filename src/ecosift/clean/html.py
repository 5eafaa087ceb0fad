"""HTML to candidates: lexbor's tree, written out again and read in one pass without recursion."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ecosift.clean.candidates import Candidate, Candidates, Container
from ecosift.clean.elements import CARRIERS, HEADINGS, KINDS, LISTS, MARKS, PREFORMATTED, WAYS
from ecosift.clean.furniture import hint_of
from ecosift.clean.hostile import defuse
from ecosift.clean.markup import HREF, TOKEN, attribute_of, attributes_of, unescape
from ecosift.clean.rows import OpenCell, Taken, merge_row
from ecosift.clean.runs import OpenMark, Run
from ecosift.clean.tails import part_tails
from ecosift.types import BlockKind

# Below this depth an element's blocks are anchored at the ancestor that stands there: paths stay short.
MAX_PATH = 128
# What stands in it is text to a browser that runs scripts: its blocks are anchored at the element itself.
SEALED = "noscript["
MAX_SPAN = 50
# Tags written alike are read once.
CACHED = 16_384


class HtmlPage:
    """A page's candidates in reading order, and the nodes that carry its metadata, by tag."""

    def __init__(self, html: str) -> None:
        # The parser owns the nodes' memory: it has to live as long as they do.
        self._parser = LexborHTMLParser(defuse(html))
        self.carriers: dict[str, list[LexborNode]] = {tag: self._parser.css(tag) for tag in CARRIERS}
        self.candidates = Walk().read(self._parser.html or "")


class Element:
    """An open element: its way back to the root, and its place among its siblings."""

    __slots__ = ("above", "counts", "mark", "nth", "path", "tag")

    def __init__(self, tag: str, above: Element | None, nth: int) -> None:
        self.tag, self.above, self.nth = tag, above, nth
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
            if deep <= MAX_PATH and not path.rpartition("/")[2].startswith(SEALED):
                path += f"/{step.tag}[{step.nth}]" if step.nth > 0 else f"/*[{-step.nth}]"
            step.path = path
        return path


class BlockElement(Element):
    """An open element that divides text, and what the text inside it inherits from those around."""

    __slots__ = ("around", "cells", "container", "kind", "level", "marker", "preformatted", "taken")

    def __init__(self, tag: str, above: Element | None, nth: int, around: BlockElement | None) -> None:
        # Not by way of the class above: most elements pass here.
        self.tag, self.above, self.nth = tag, above, nth
        self.counts = self.path = self.mark = None
        self.around = around
        self.cells: list[OpenCell] | None = None
        # What cells of rows above take of the rows that stand in it.
        self.taken: Taken | None = None
        self.marker = ""
        self.kind: BlockKind = "paragraph"
        self.level, self.container, self.preformatted = 0, -1, False
        if around is not None:
            self.kind, self.level = around.kind, around.level
            self.container, self.preformatted = around.container, around.preformatted


class Walk:
    """Follows the markup tag by tag; text gathers in a run until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[Candidate] = []
        self.containers: list[Container] = []
        self.run = Run()
        # Names that links may lead to, since the last block.
        self.ids: list[str] = []
        self.owner = BlockElement("", None, 0, None)
        self.owner.path = ""
        self.top: Element = self.owner
        # The element whose text is none of the page's, and how many of its name are open in it.
        self.silent: str | None = None
        self.nested = 0

    def read(self, html: str) -> Candidates:
        """The candidates of a page as the parser writes it (which is faster than walking its nodes)."""
        run = self.run
        for space, text, raw_tag, raw, end, tag, attributes in TOKEN.findall(html):
            if text:
                if self.silent is None:
                    run.add(space + unescape(text), self.owner.preformatted)
            elif space and self.silent is None and (not run.space or self.owner.preformatted):
                run.add(space, self.owner.preformatted)
            if end:
                self._end(tag)
            elif tag:
                self._begin(tag, attributes)
            elif raw_tag:
                self._pass(raw_tag, raw)
        while (top := self.top).above is not None:
            self._close(top, top.above)
        return Candidates(list(part_tails(self.blocks)), self.containers, plain=False)

    def _begin(self, tag: str, attributes: str) -> None:
        if self.silent is not None:
            self.nested += tag == self.silent
            return
        top, way = self.top, WAYS.get(tag)
        nth = top.count(tag)
        if way is None:
            self.top = Element(tag, top, nth)
            if attributes:
                self._note_names(attributes)
        elif way == "block":
            if self.run.pieces:
                self._flush()
            self.top = self.owner = block = BlockElement(tag, top, nth, self.owner)
            self._open_block(block, attributes)
            if tag == "hr":
                self._close(block, top)
        elif way == "mark":
            self.top = element = Element(tag, top, nth)
            self._open_mark(element, attributes)
            if attributes:
                self._note_names(attributes)
        elif way == "silent":
            self.silent, self.nested = tag, 1
        elif tag == "br":
            self._line_break()

    def _end(self, tag: str) -> None:
        if self.silent is not None:
            self.nested -= tag == self.silent
            if not self.nested:
                self.silent = None
        elif (top := self.top).tag == tag and top.above is not None:
            self._close(top, top.above)

    def _pass(self, tag: str, text: str) -> None:
        """An element whose text is read as it stands, if it is the page's at all."""
        self._begin(tag, "")
        if self.silent is None:
            self.run.add(text, self.owner.preformatted or tag in PREFORMATTED)
        self._end(tag)

    def _close(self, element: Element, above: Element) -> None:
        if isinstance(element, BlockElement):
            if self.run.pieces:
                self._flush()
            if element.cells:
                merge_row(self.blocks, element.cells, element.container, element.xpath(), _taken(element))
            self.containers[element.container].end = len(self.containers)
            assert element.around is not None
            self.owner = element.around
        elif element.mark is not None:
            self.run.close_mark(element.mark)
        self.top = above

    def _open_mark(self, element: Element, attributes: str) -> None:
        kind = MARKS[element.tag]
        if kind not in self.run.open:
            href = attribute_of(attributes, HREF) if kind == "link" else None
            element.mark = self.run.open_mark(kind, href)

    def _open_block(self, block: BlockElement, attributes: str) -> None:
        """Its container, and what kind of block its text will be."""
        tag, around = block.tag, self.owner.around
        looks = look_of(tag, attributes)
        index = len(self.containers)
        self.containers.append(Container(index, block.container, tag, looks.hint, looks.name, looks.names))
        block.container = index
        if looks.id:
            self.ids.append(looks.id)
        if tag in KINDS:
            block.kind, block.level = KINDS[tag], HEADINGS.get(tag, block.level)
            if tag == "li":
                block.marker = _number(block)
            elif tag in ("td", "th") and around is not None and around.cells is not None:
                around.cells.append(OpenCell(len(self.blocks), tag == "th", looks.span, looks.rows))
        elif tag == "p" and block.kind == "heading" and around is not None and self._ends_in(around):
            # A heading that was never closed.
            around.kind = block.kind = "paragraph"
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
        owner = self.owner
        self.blocks.append(
            Candidate(
                owner.kind, taken.text, owner.tag, owner.container, taken.linked, owner.xpath(),
                depth=owner.level, marker=owner.marker, marks=taken.marks, bold=taken.bold,
                ids=tuple(self.ids),
            )
        )  # fmt: skip
        if self.ids:
            self.ids = []
        owner.marker = ""


class Look(NamedTuple):
    """What a tag says: kind of furniture, the name that says so, all names, its id, columns, rows."""

    hint: str | None
    name: str
    names: str
    id: str
    span: int = 1
    rows: int = 1


def look_of(tag: str, written: str) -> Look:
    """What the attributes of a block-level element's tag say of it."""
    return _read_look(tag, written) if written else _bare_look(tag)


@lru_cache(maxsize=CACHED)
def _read_look(tag: str, written: str) -> Look:
    attributes = attributes_of(written)
    hint, name = hint_of(tag, attributes) or (None, "")
    names = " ".join([attributes.get(key, "") for key in ("class", "id", "role")])
    spans = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
    return Look(hint, name, names, attributes.get("id", ""), *spans)


@cache
def _bare_look(tag: str) -> Look:
    hint, name = hint_of(tag, {}) or (None, "")
    return Look(hint, name, "", "")


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
