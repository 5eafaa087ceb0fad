"""The one decision of this stage: for every candidate None (content) or the reason to leave it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ecosift.clean.candidates import Candidate, Candidates
from ecosift.clean.classifier import Classifier, Floats, likely
from ecosift.clean.furniture import reason_of_line
from ecosift.clean.hints import container_reasons
from ecosift.clean.patterns import is_reference, reason_of_shape
from ecosift.clean.regions import find_regions
from ecosift.clean.sections import furniture_sections
from ecosift.headings import canonical

# The same short lines stand on many pages of a site, and a thousand times on some: they are read once.
SHORT, CACHED = 80, 16_384
MAX_LINKED = 0.5
MAX_LINKED_WORDS = 30
# Gains of a block in plain text: its words if it is prose, a loss if it is short or furniture.
SHORT_LOSS = 3.0
FURNITURE_LOSS = 6.0
# Entering the text once more costs as much as a paragraph has words, on small pages a part of what there is.
SWITCH = 100.0
SWITCH_SHARE = 0.2

# What these say holds wherever they are found.
FACTS = frozenset(
    (
        "references", "metadata", "keywords", "affiliations", "declarations", "funding", "share",
        "author_box", "related_links", "promotion", "consent", "advert",
    )
)  # fmt: skip
# Names of containers that mean this on some pages only ("meta-options", "ad"): the classifier weighs them.
DOUBTFUL_NAMES = frozenset(("metadata", "advert"))
STATED = FACTS - DOUBTFUL_NAMES
# Shorter pages, and long ones of nothing but labels, are unlike any that the classifier was trained on.
MIN_WORDS = 120
MANY_BLOCKS, WORDS_A_BLOCK = 2_000, 4
# A classifier that leaves less than this of the words that the rules keep has not understood the page.
MIN_KEPT = 0.05
# Text of which the rules keep so much was cleaned before.
CLEAN_SHARE = 0.97
# So many entries in a row make a list of works.
MIN_ENTRIES = 3
# The reason of a block that no rule speaks against, and the classifier does.
UNLIKELY = "unlikely_content"

Reasons = list[str | None]


def decide(page: Candidates, classifier: Classifier | None = None) -> Reasons:
    """A reason for each candidate, None for content.

    The rules decide where a block's own words or the heading of its section say what it is. Names of
    containers, links and places are evidence that the classifier weighs; without one, the rules decide alone.
    """
    held = container_reasons(page)
    reasons = by_rules(page, held)
    if classifier is None or is_odd(page):
        return reasons
    settled = settle(page, held, reasons, classifier.scores(page, reasons))
    if page.plain and _kept(page.blocks, reasons) >= CLEAN_SHARE * sum(block.words for block in page.blocks):
        return reasons
    _drop_entries(page.blocks, settled)
    return settled


def _drop_entries(blocks: Sequence[Candidate], settled: Reasons) -> None:
    """Works listed one after the other are references, whatever their heading says."""
    first = 0
    for at in range(len(blocks) + 1):
        if at < len(blocks) and _names_a_work(blocks[at].text):
            continue
        if at - first >= MIN_ENTRIES:
            settled[first:at] = [
                "references" if reason in (None, UNLIKELY) else reason for reason in settled[first:at]
            ]
        first = at + 1


def _names_a_work(text: str) -> bool:
    # Most blocks have neither a year nor a link: they need not be searched.
    return ("20" in text or "19" in text or "doi" in text or "http" in text) and is_reference(text)


def is_odd(page: Candidates) -> bool:
    """Whether a page is left to the rules."""
    words, blocks = sum(block.words for block in page.blocks), len(page.blocks)
    return words < MIN_WORDS or (blocks > MANY_BLOCKS and words < WORDS_A_BLOCK * blocks)


def settle(page: Candidates, held: Sequence[str | None], reasons: Reasons, scores: Floats) -> Reasons:
    """What rules and classifier say together; `scores` tells how likely each block is content."""
    for block, score in zip(page.blocks, scores.tolist(), strict=True):
        block.score = score
    settled = [
        _settled(block, reason, held[block.container], probable)
        for block, reason, probable in zip(
            page.blocks, reasons, likely(scores, page, reasons).tolist(), strict=True
        )
    ]
    if _kept(page.blocks, settled) < MIN_KEPT * _kept(page.blocks, reasons):
        return reasons
    _keep_headings(page.blocks, reasons, settled)
    _keep_tables(page.blocks, settled)
    return settled


def _kept(blocks: Sequence[Candidate], reasons: Reasons) -> int:
    return sum(b.words for b, reason in zip(blocks, reasons, strict=True) if reason is None)


def _settled(block: Candidate, reason: str | None, named: str | None, probable: bool) -> str | None:
    if reason is None:
        return None if probable else ("navigation" if block.link_density > MAX_LINKED else UNLIKELY)
    return None if probable and not _is_stated(block, reason, named) else reason


def _is_stated(block: Candidate, reason: str, named: str | None) -> bool:
    """Whether words say it: the block's own, or those of the heading above."""
    stated = reason in STATED if named is not None else reason != "navigation"
    return stated or _of_words(block) is not None


def _keep_headings(blocks: Sequence[Candidate], reasons: Reasons, settled: Reasons) -> None:
    """A section that reports have keeps its name where its text is kept."""
    for at in range(len(blocks) - 2, -1, -1):
        if settled[at] is not None and reasons[at] is None and settled[at + 1] is None:
            block = blocks[at]
            if block.kind == "heading" and canonical(block.text) is not None:
                settled[at] = None


def _keep_tables(blocks: Sequence[Candidate], settled: Reasons) -> None:
    """A table that is mostly kept keeps all of its rows: figures say nothing without their heads."""
    first = 0
    for at in range(1, len(blocks) + 1):
        if at < len(blocks) and _continues(blocks[at - 1], blocks[at]):
            continue
        if blocks[first].kind == "table_row":
            _keep_rows(settled, range(first, at))
        first = at


def _keep_rows(settled: Reasons, rows: range) -> None:
    kept = sum(settled[row] is None for row in rows)
    if 2 * kept > len(rows) > kept:
        for row in rows:
            settled[row] = None if settled[row] == UNLIKELY else settled[row]


def _continues(above: Candidate, block: Candidate) -> bool:
    """Whether two rows stand below one another in one table."""
    if above.kind != "table_row" or block.kind != "table_row":
        return False
    paths = [(each.xpath or "").rpartition("/table[") for each in (above, block)]
    return len({(outer, inner.partition("/")[0]) for outer, _, inner in paths}) == 1


def by_rules(page: Candidates, held: Sequence[str | None]) -> Reasons:
    """What the rules say of each candidate; `held` has the kind of furniture that each container is.

    In this order: what the containers are called, what the block says, what section it stands in, and in
    plain text whether it stands in a run of prose.
    """
    reasons = [held[block.container] or _of_block(block) for block in page.blocks]
    known = [reason is not None for reason in reasons]
    for section in list(furniture_sections(page.blocks, reasons, page.plain)):
        for at in range(section.start, section.end):
            if not known[at] or (section.reason == "references" and _is_entry(page.blocks[at])):
                reasons[at] = section.reason
    if page.plain:
        _drop_outside(page.blocks, reasons)
    return reasons


def _is_entry(block: Candidate) -> bool:
    return bool(block.marker) or is_reference(block.text)


def _of_block(block: Candidate) -> str | None:
    if reason := _of_words(block):
        return reason
    return "navigation" if block.link_density > MAX_LINKED and block.words < MAX_LINKED_WORDS else None


def _of_words(block: Candidate) -> str | None:
    text, words = block.text, block.words
    return _of_line(text, words) if len(text) <= SHORT else _said(text, words)


@lru_cache(maxsize=CACHED)
def _of_line(text: str, words: int) -> str | None:
    return _said(text, words)


def _said(text: str, words: int) -> str | None:
    return reason_of_line(text, words) or reason_of_shape(text, words)


def _drop_outside(blocks: Sequence[Candidate], reasons: Reasons) -> None:
    """Lines far from any prose are menus, rails and footers that no phrase gives away."""
    gains = [_gain(block, reason) for block, reason in zip(blocks, reasons, strict=True)]
    prose = sum(gain for gain in gains if gain > 0)
    inside = find_regions(gains, min(SWITCH, SWITCH_SHARE * prose))
    if not any(inside):
        return
    for at in range(len(blocks) - 1, 0, -1):
        inside[at - 1] |= inside[at] and blocks[at - 1].kind == "heading" and reasons[at - 1] is None
    for at, kept in enumerate(inside):
        if not kept:
            reasons[at] = reasons[at] or "navigation"


def _gain(block: Candidate, reason: str | None) -> float:
    if reason:
        return -min(float(block.words), FURNITURE_LOSS)
    return float(block.words) if block.prose else -SHORT_LOSS
