"""Sentence spans of one block's text."""

from __future__ import annotations

import re

END = re.compile(r"[.!?…]+[\"”’')\]]*(?:\[\d[\d,–-]*\])?(?=\s+[\"“‘'(\[]?[A-Z0-9]|\s*\n|\s*$)")


def split(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a block, in order and without outer white space."""
    cuts = [found.end() for found in END.finditer(text)]
    return [
        span
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
        if (span := _trim(text, start, end))
    ]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    said = text[start:end]
    first = start + len(said) - len(said.lstrip())
    return (first, first + len(said.strip())) if said.strip() else None
