"""The one decision of this stage: for every candidate None (content) or the reason to leave it out."""

from __future__ import annotations

from collections.abc import Sequence

from ecosift.clean.candidates import Candidate, Candidates
from ecosift.clean.furniture import reason_of_line
from ecosift.clean.hints import container_reasons
from ecosift.clean.patterns import is_reference, reason_of_shape
from ecosift.clean.regions import find_regions
from ecosift.clean.sections import furniture_sections

MAX_LINKED = 0.5
MAX_LINKED_WORDS = 30
# Gains of a block in plain text: its words if it is prose, a loss if it is short or furniture.
SHORT_LOSS = 3.0
FURNITURE_LOSS = 6.0
# Entering the text once more costs as much as a paragraph has words, on small pages a part of what there is.
SWITCH = 100.0
SWITCH_SHARE = 0.2

Reasons = list[str | None]


def decide(page: Candidates) -> Reasons:
    """A reason for each candidate, None for content.

    In this order: what the containers are called, what the block says, what section it stands in, and in
    plain text whether it stands in a run of prose.
    """
    reasons = _by_block(page)
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


def _by_block(page: Candidates) -> Reasons:
    held = container_reasons(page)
    return [held[block.container] or _of_block(block) for block in page.blocks]


def _of_block(block: Candidate) -> str | None:
    if reason := reason_of_line(block.text, block.words) or reason_of_shape(block.text, block.words):
        return reason
    return "navigation" if block.link_density > MAX_LINKED and block.words < MAX_LINKED_WORDS else None


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
