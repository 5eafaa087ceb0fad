"""From a sentence back to the page: XPath or raw offsets, context, and a text fragment link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from urllib.parse import quote

from ecosift.article import Article
from ecosift.schema import Anchor
from ecosift.types import Block, Sentence

# Browsers match a long text as well as a short one; a link in a table of results should stay readable.
WHOLE_QUOTE = 160
EDGE_WORDS = 6
CONTEXT_WORDS = 6
# What only preformatted text still has; browsers look for it as it stands.
BROKEN = re.compile(r"\n|\t|  +")


class Places:
    """The places of one article's sentences."""

    def __init__(self, article: Article, context: int) -> None:
        self._article, self._context = article, context
        self._url = article.metadata.url or article.metadata.canonical_url

    def anchor(self, sentence: Sentence) -> Anchor:
        """Where the sentence stands in the page as it was scraped."""
        text = self._article.text
        block = self._block(sentence)
        start, end = raw_span(block, sentence.start, sentence.end)
        return Anchor(
            xpath=block.xpath if block else None,
            raw_start=start,
            raw_end=end,
            prefix=text[max(0, sentence.start - self._context) : sentence.start] or None,
            suffix=text[sentence.end : sentence.end + self._context] or None,
            fragment=self._fragment(sentence),
        )

    def _fragment(self, sentence: Sentence) -> str | None:
        """A link that scrolls to the sentence, or None where no text of it occurs once."""
        if self._url is None:
            return None
        lines = self._lines(sentence, sentence.start, sentence.end)
        return self._link(lines, None) or self._link(lines, self._before(sentence))

    def _link(self, lines: Sequence[list[str]], prefix: str | None) -> str | None:
        for first, last in _quotes(lines):
            if self._occurs_once(f"{prefix} {first}" if prefix else first):
                start = f"{_encoded(prefix)}-," if prefix else ""
                end = f",{_encoded(last)}" if last else ""
                mark = "" if "#" in str(self._url) else "#"
                return f"{self._url}{mark}:~:text={start}{_encoded(first)}{end}"
        return None

    def _before(self, sentence: Sentence) -> str | None:
        """The words right before the sentence, on its line; in a table the cells stand apart."""
        if sentence.kind == "table_row":
            return None
        block = self._block(sentence)
        start = block.start if block and block.start is not None else 0
        lines = self._lines(sentence, start, sentence.start)
        return " ".join(lines[-1][-CONTEXT_WORDS:]) if lines else None

    def _lines(self, sentence: Sentence, start: int, end: int) -> list[list[str]]:
        """The words of a stretch of the sentence's block, line by line as they stand in the page."""
        block = self._block(sentence)
        # A row of a table may have very many cells, none of them broken.
        broken = block is not None and block.kind != "table_row"
        ends = (
            sorted(block.start + at for at in _line_ends(block))
            if block and broken and block.start is not None
            else []
        )
        cuts = [start, *(at for at in ends if start < at < end), end]
        pieces = (self._article.text[one:other] for one, other in pairwise(cuts))
        return [words for piece in pieces for line in BROKEN.split(piece) if (words := line.split())]

    def _block(self, sentence: Sentence) -> Block | None:
        return self._article.blocks[sentence.block] if self._article.blocks else None

    @cached_property
    def _page_text(self) -> str:
        # Furniture is on the page too; a browser that looks for the text sees both, in any case of letters.
        texts = [self._article.title or "", self._article.text, *(b.text for b in self._article.dropped)]
        return " ".join(" ".join(texts).split()).casefold()

    def _occurs_once(self, text: str) -> bool:
        wanted, page = text.casefold(), self._page_text
        at = page.find(wanted) if text else -1
        return at >= 0 and page.find(wanted, at + 1) < 0


def _line_ends(block: Block) -> Iterator[int]:
    """Where a browser that looks for text stops: at a `<br>`, in plain text at the end of a line."""
    yield from (mark.start for mark in block.marks if mark.kind == "break")
    yield from (at for at, _ in block.raw_map[1:])


def _quotes(lines: Sequence[list[str]]) -> Iterator[tuple[str, str | None]]:
    """What a link may quote: first and last words, or a whole line; the best first."""
    if not lines:
        return
    longest = max((" ".join(line) for line in lines), key=len)
    if len(lines) > 1 or (len(longest) > WHOLE_QUOTE and len(lines[0]) > 2 * EDGE_WORDS):
        yield " ".join(lines[0][:EDGE_WORDS]), " ".join(lines[-1][-EDGE_WORDS:])
    yield longest, None


def raw_span(block: Block | None, start: int, end: int) -> tuple[int | None, int | None]:
    """Offsets in the decoded plain-text page of `text[start:end]`, which stands in the block."""
    if block is None or block.start is None or not block.raw_map:
        return None, None
    first, last = start - block.start, end - 1 - block.start
    return _raw_offset(block, first), _raw_offset(block, last) + 1


def _raw_offset(block: Block, offset: int) -> int:
    run = bisect_right(block.raw_map, offset, key=lambda pair: pair[0]) - 1
    in_text, in_page = block.raw_map[run]
    return in_page + offset - in_text


def _encoded(text: str) -> str:
    # "-" marks a prefix or suffix in the directive's own grammar, "," and "&" part it.
    return quote(text, safe="").replace("-", "%2D")
