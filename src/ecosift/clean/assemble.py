"""The door of this room: a decoded page in, its content and what was left out back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ecosift.clean.candidates import SENTENCE_WORDS, Candidate, Candidates
from ecosift.clean.classifier import Classifier
from ecosift.clean.decide import UNLIKELY, decide
from ecosift.clean.escaped import may_print_markup, part_escaped
from ecosift.clean.hidden import hidden_text
from ecosift.clean.html import HtmlPage
from ecosift.clean.metadata import Declared, declared_metadata, with_lines
from ecosift.clean.outline import drop_contents, drop_empty_headings, settle_headings
from ecosift.clean.text import read_text
from ecosift.clean.titles import mark_authors, mark_titles, title_of_lines, title_of_tree
from ecosift.types import Block, Cleaned, Metadata

SEPARATOR = "\n\n"
# Pages that show less running text than this (a notice, a teaser) may hold their article elsewhere.
NEXT_TO_NOTHING = 25
MICRODATA = ("itemprop=", 'typeof="')
ESCAPED = ("&lt;/", "&amp;lt;/", "&lt;br")


def clean(
    text: str, media_type: str, url: str | None = None, classifier: Classifier | None = None
) -> Cleaned:
    """Clean a decoded page; `media_type` is `"text/html"` or `"text/plain"`.

    The kept blocks are joined by blank lines, the others keep the reason why they were left out. Without a
    classifier the rules decide alone.
    """
    if media_type == "text/html":
        page = HtmlPage(text)
        attributes = page.has_items() and any(name in text for name in MICRODATA)
        declared = declared_metadata(page.carriers, url, microdata=attributes)
        cleaned = _cleaned(_unescaped(page.candidates, text), declared, classifier)
        return _completed(cleaned, page, declared, classifier)
    return _cleaned(read_text(text), Declared(Metadata(url=url)), classifier)


def _cleaned(page: Candidates, declared: Declared, classifier: Classifier | None) -> Cleaned:
    reasons = decide(page, classifier)
    title = title_of_lines(page.blocks, reasons) if page.plain else title_of_tree(declared, page.blocks)
    mark_titles(page.blocks, reasons, title, (*declared.headlines, *declared.page_titles))
    metadata = with_lines(declared.metadata, page.blocks, reasons)
    mark_authors(page.blocks, reasons, metadata.authors)
    settle_headings(page.blocks, reasons)
    drop_contents(page.blocks, reasons)
    drop_empty_headings(page.blocks, reasons)
    return _assembled(page.blocks, reasons, title, metadata)


def _unescaped(page: Candidates, html: str) -> Candidates:
    # A page has few blocks beside its code.
    if not any(map(may_print_markup, page.blocks)) or not any(escaped in html for escaped in ESCAPED):
        return page
    return replace(page, blocks=list(part_escaped(page.blocks)))


def _completed(
    cleaned: Cleaned, page: HtmlPage, declared: Declared, classifier: Classifier | None
) -> Cleaned:
    """What the page holds out of sight, where it shows next to nothing."""
    if _running_words(cleaned) >= NEXT_TO_NOTHING:
        return cleaned
    hidden = hidden_text(page)
    if hidden is None:
        return cleaned
    # What the page says is its article needs no second opinion.
    found = _cleaned(hidden.page, declared, None if hidden.stated else classifier)
    if _running_words(found) <= NEXT_TO_NOTHING:
        return cleaned
    return _joined(cleaned, found)


def _joined(shown: Cleaned, hidden: Cleaned) -> Cleaned:
    """The hidden text, behind what the page shows instead of it."""
    unlikely = (replace(block, start=None, end=None, reason=UNLIKELY) for block in shown.blocks)
    above = sorted((*shown.dropped, *unlikely), key=lambda block: block.order)
    kept, dropped = (
        tuple(replace(block, order=block.order + len(above)) for block in blocks)
        for blocks in (hidden.blocks, hidden.dropped)
    )
    return replace(hidden, blocks=kept, dropped=(*above, *dropped))


def _running_words(cleaned: Cleaned) -> int:
    words = (block.text.count(" ") + 1 for block in cleaned.blocks if block.kind != "heading")
    return sum(count for count in words if count >= SENTENCE_WORDS)


def _assembled(
    blocks: Sequence[Candidate], reasons: Sequence[str | None], title: str | None, metadata: Metadata
) -> Cleaned:
    kept: list[Block] = []
    dropped: list[Block] = []
    at = 0
    for order, (block, reason) in enumerate(zip(blocks, reasons, strict=True)):
        if reason is None:
            kept.append(block.block(order, at, None))
            at += len(block.text) + len(SEPARATOR)
        else:
            dropped.append(block.block(order, None, reason))
    return Cleaned(title, SEPARATOR.join(block.text for block in kept), tuple(kept), tuple(dropped), metadata)
