"""What counts as running text: the weight that containers, sections and regions are judged by."""

from __future__ import annotations

from ecosift.clean.candidates import Candidate

# A line of eight words that ends like a sentence, or of twenty whatever its end. (Best of 6-12 and 15-30 on pages.)
SENTENCE_WORDS = 8
LONG_WORDS = 20
MAX_LINKED = 0.5


def is_prose(block: Candidate) -> bool:
    """Whether a block is running text rather than a label, a menu entry or a list of links."""
    return (
        block.words >= SENTENCE_WORDS
        and (block.ends or block.words >= LONG_WORDS)
        and block.link_density < MAX_LINKED
    )
