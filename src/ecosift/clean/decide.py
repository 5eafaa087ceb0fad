"""The one decision of this stage: for every candidate None (content) or the reason to leave it out."""

from __future__ import annotations

from collections.abc import Sequence

from ecosift.clean.candidates import Candidate, Candidates


def decide(page: Candidates) -> list[str | None]:
    """A reason for each candidate, None for content."""
    return _plain(page.blocks) if page.plain else _tree(page)


def _plain(blocks: Sequence[Candidate]) -> list[str | None]:
    return [None if block.words > 5 or block.kind == "heading" else "navigation" for block in blocks]


def _tree(page: Candidates) -> list[str | None]:
    hints: list[str | None] = []
    for container in page.containers:
        hints.append(container.hint or (hints[container.parent] if container.parent >= 0 else None))
    return [
        hints[block.container] or ("navigation" if block.link_density > 0.5 else None)
        for block in page.blocks
    ]
