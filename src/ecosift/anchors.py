"""From a sentence back to the page: XPath or raw offsets, context, and a text fragment link."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from urllib.parse import quote

from ecosift.article import Article
from ecosift.schema import Anchor
from ecosift.types import Block, Sentence

# Browsers match a long text as well as a short one; a link in a table of results should stay readable.
WHOLE_QUOTE = 160
EDGE_WORDS = 6
CONTEXT_WORDS = 6


class Places:
    """The places of one article's sentences."""

    def __init__(self, article: Article, context: int) -> None:
        self._article, self._context = article, context
        self._url = article.metadata.url or article.metadata.canonical_url

    def anchor(self, sentence: Sentence) -> Anchor:
        """Where the sentence stands in the page as it was scraped."""
        text = self._article.text
        block = self._article.blocks[sentence.block] if self._article.blocks else None
        start, end = _raw_span(block, sentence)
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
        words = sentence.text.split()
        quoted = " ".join(words)
        ranged = len(quoted) > WHOLE_QUOTE and len(words) > 2 * EDGE_WORDS
        first = " ".join(words[:EDGE_WORDS]) if ranged else quoted
        directive = _encoded(first)
        if ranged:
            directive += "," + _encoded(" ".join(words[-EDGE_WORDS:]))
        if not self._occurs_once(first):
            before = self._words_before(sentence)
            if before is None or not self._occurs_once(f"{before} {first}"):
                return None
            directive = f"{_encoded(before)}-,{directive}"
        return f"{self._url}{'' if '#' in self._url else '#'}:~:text={directive}"

    def _words_before(self, sentence: Sentence) -> str | None:
        block = self._article.blocks[sentence.block] if self._article.blocks else None
        start = block.start if block and block.start is not None else 0
        return " ".join(self._article.text[start : sentence.start].split()[-CONTEXT_WORDS:]) or None

    @cached_property
    def _page_text(self) -> str:
        # Furniture is on the page too; a browser that looks for the text sees both, in any case of letters.
        texts = [self._article.title or "", self._article.text, *(b.text for b in self._article.dropped)]
        return " ".join(" ".join(texts).split()).casefold()

    def _occurs_once(self, text: str) -> bool:
        return bool(text) and self._page_text.count(text.casefold()) == 1


def _raw_span(block: Block | None, sentence: Sentence) -> tuple[int | None, int | None]:
    """Offsets of the sentence in the decoded plain-text page."""
    if block is None or block.start is None or not block.raw_map:
        return None, None
    first, last = sentence.start - block.start, sentence.end - 1 - block.start
    return _raw_offset(block, first), _raw_offset(block, last) + 1


def _raw_offset(block: Block, offset: int) -> int:
    run = bisect_right(block.raw_map, offset, key=lambda pair: pair[0]) - 1
    in_text, in_page = block.raw_map[run]
    return in_page + offset - in_text


def _encoded(text: str) -> str:
    # "-" marks a prefix or suffix in the directive's own grammar, "," and "&" part it.
    return quote(text, safe="").replace("-", "%2D")
