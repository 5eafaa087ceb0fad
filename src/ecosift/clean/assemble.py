"""The door of this room: a decoded page in, its content and what was left out back."""

from __future__ import annotations

from collections.abc import Sequence

from ecosift.clean.candidates import Candidate
from ecosift.clean.decide import decide
from ecosift.clean.html import parse, read_html
from ecosift.clean.text import read_text
from ecosift.types import Block, Cleaned, Metadata

SEPARATOR = "\n\n"


def clean(text: str, media_type: str, url: str | None = None) -> Cleaned:
    """Clean a decoded page; `media_type` is `"text/html"` or `"text/plain"`.

    The kept blocks are joined by blank lines, the others keep the reason why they were left out.
    """
    if media_type == "text/html":
        tree = parse(text)
        page = read_html(tree)
    else:
        page = read_text(text)
    return _assemble(page.blocks, decide(page), None, Metadata(url=url))


def _assemble(
    blocks: Sequence[Candidate], reasons: Sequence[str | None], title: str | None, metadata: Metadata
) -> Cleaned:
    kept: list[Block] = []
    dropped: list[Block] = []
    at = 0
    for block, reason in zip(blocks, reasons, strict=True):
        if reason is None:
            kept.append(block.kept(at))
            at += len(block.text) + len(SEPARATOR)
        else:
            dropped.append(block.dropped(reason))
    return Cleaned(title, SEPARATOR.join(b.text for b in kept), tuple(kept), tuple(dropped), metadata)
