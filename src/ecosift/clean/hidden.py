"""Text that a page holds and shows only by script: in templates, in JSON-LD, in an element left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from ecosift.clean.candidates import Candidate, Candidates, Containers, Look
from ecosift.clean.html import HtmlPage
from ecosift.clean.jsonld import article_bodies
from ecosift.clean.meta import jsonld_nodes

TEMPLATE = re.compile(r"<(/?)template\b", re.IGNORECASE)
# Elements that take what follows for their own text when their end is missing.
SWALLOWING = "title, style, script, textarea, iframe, noframes, noembed, xmp"
PARAGRAPH = re.compile(r"</(?:p|div|li|h[1-6])\s*>", re.IGNORECASE)
# XML lets an element end where it begins; HTML goes on reading.
CLOSED_AT_ONCE = re.compile(r"<(?:script|style|title|textarea|iframe)\b[^<>]*/>", re.IGNORECASE)
LINE_ENDS = re.compile(r"\s*\n\s*")
MAX_SOURCES = 50
MAX_SIBLINGS = 2_000
# So many words of running text, or there is nothing to find.
MIN_WORDS = 30
MAX_MISSES = 20


@dataclass(frozen=True, slots=True)
class Source:
    """An element whose text is markup: that markup, and the text as it stands in the page."""

    node: LexborNode
    markup: str
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """The blocks found; `stated` if the page says that they are its article."""

    page: Candidates
    stated: bool


def hidden_text(page: HtmlPage) -> Hidden | None:
    """What stands in templates, the articles' JSON-LD or elements left open: whichever has most to read.

    A block's XPath is that of the element that holds it, and None where that holds it in other characters.
    """
    found = [
        Hidden(_candidates(list(_templates(page))), stated=False),
        Hidden(_candidates(list(_bodies(page))), stated=True),
        Hidden(_candidates(list(_swallowed(page))), stated=False),
    ]
    best = max(found, key=lambda hidden: running_words(hidden.page.blocks))
    return best if running_words(best.page.blocks) >= MIN_WORDS else None


def running_words(blocks: Sequence[Candidate]) -> int:
    """How many words of running text there are."""
    return sum(block.words for block in blocks if block.prose)


def _templates(page: HtmlPage) -> Iterator[Source]:
    for node in _found(page, "template"):
        yield Source(node, TEMPLATE.sub(r"<\1div", node.html or ""))


def _bodies(page: HtmlPage) -> Iterator[Source]:
    for node in jsonld_nodes(page.carriers["script"]):
        script = node.text()
        bodies = [body if PARAGRAPH.search(body) else _paragraphs(body) for body in article_bodies(script)]
        if bodies:
            yield Source(node, "".join(bodies), script)


def _paragraphs(text: str) -> str:
    return f"<p>{LINE_ENDS.sub('<p>', text)}</p>"


def _swallowed(page: HtmlPage) -> Iterator[Source]:
    for node in _found(page, SWALLOWING):
        text = node.text()
        if PARAGRAPH.search(text):
            # Before the first tag stands what the element was meant for.
            yield Source(node, CLOSED_AT_ONCE.sub("", text[text.index("<") :]), text)


def _found(page: HtmlPage, selector: str) -> list[LexborNode]:
    """The elements of a page that a selector names, as many as are looked into."""
    roots = page.carriers["html"]
    return roots[0].css(selector)[:MAX_SOURCES] if roots else []


def _candidates(sources: Sequence[Source]) -> Candidates:
    """The blocks of all sources as one page's."""
    blocks: list[Candidate] = []
    containers = Containers([-1], [0], [Look("html")])
    for source in sources:
        inner, shift = HtmlPage(source.markup).candidates, len(containers)
        containers.parents += [at + shift if at >= 0 else 0 for at in inner.containers.parents]
        containers.ends += [end + shift for end in inner.containers.ends]
        containers.looks += inner.containers.looks
        places = _Places(source)
        for block in inner.blocks:
            block.container += shift
            block.xpath = places.of(block.text)
            blocks.append(block)
    containers.ends[0] = len(containers)
    return Candidates(blocks, containers, plain=False)


class _Places:
    """Where the blocks of one source stand: in its element, as long as they are found in its text."""

    def __init__(self, source: Source) -> None:
        self._xpath = xpath_of(source.node)
        self._printed = None if source.printed is None else " ".join(source.printed.split())
        self._at = self._misses = 0

    def of(self, text: str) -> str | None:
        if self._printed is None or self._xpath is None:
            return self._xpath
        if self._misses > MAX_MISSES:
            return None
        at = self._printed.find(" ".join(text.split()), self._at)
        if at < 0:
            self._misses += 1
            return None
        self._at = at
        return self._xpath


def xpath_of(node: LexborNode) -> str | None:
    """Path from the root, each step with its place among siblings of its name; None if too many."""
    steps: list[str] = []
    step: LexborNode | None = node
    while step is not None and step.tag and step.tag[0] != "-":
        if len(steps) == MAX_SIBLINGS or (nth := _place(step)) is None:
            return None
        steps.append(f"/{step.tag}[{nth}]")
        step = step.parent
    return "".join(reversed(steps))


def _place(node: LexborNode) -> int | None:
    nth, before = 1, node.prev
    for _ in range(MAX_SIBLINGS):
        if before is None:
            return nth
        nth += before.tag == node.tag
        before = before.prev
    return None
