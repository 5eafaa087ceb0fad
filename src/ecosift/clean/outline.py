"""Headings against what is left under them."""

from __future__ import annotations

from collections.abc import Sequence

from ecosift.clean.candidates import Candidate


def drop_empty_headings(blocks: Sequence[Candidate], reasons: list[str | None]) -> None:
    """A heading whose text was left out, or that nothing follows, heads nothing."""
    filled, gap, level = False, False, 0
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if reasons[at] is not None:
            gap = True
        elif block.kind != "heading":
            filled, gap, level = True, False, 0
        elif filled and (not gap or level == 0 or block.depth < level):
            gap, level = False, block.depth or 1
        else:
            reasons[at] = "empty_section"
