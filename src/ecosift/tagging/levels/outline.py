"""The headings of a page, and which of them each sentence stands under."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ecosift.tagging.levels.lexis import Lexis, Numbers, PageWords
from ecosift.types import SentenceSpan

# The number of the heading over a sentence that stands under none.
UNHEADED = -1


class Outline(NamedTuple):
    """The words of a page's headings, each once, and the number of the nearest above each sentence."""

    words: PageWords
    under: Numbers


def outline_of(sentences: Sequence[SentenceSpan], lexis: Lexis) -> Outline:
    """The outline of a page's sentences."""
    heads, under = headings_over(sentences)
    return Outline(lexis.read(heads), under)


def headings_over(sentences: Sequence[SentenceSpan]) -> tuple[list[str], Numbers]:
    """The headings under which any of the sentences stands, and for each sentence the number of its own."""
    found: dict[str, int] = {}
    under = [
        found.setdefault(sentence.section[-1], len(found)) if sentence.section else UNHEADED
        for sentence in sentences
    ]
    return list(found), np.array(under, dtype=np.intp)
