"""Designs of studies, quoted as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ecosift.lexicon import Lexicon, load_lexicon

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
MOST_WORDS = 7
MOST_MODIFIERS = 8
Span = tuple[int, int]


class Designs(Lexicon):
    """`data/designs.toml`."""

    modifiers: frozenset[str]
    designs: frozenset[str]
    weak: frozenset[str]
    persons: frozenset[str]
    asked: tuple[str, ...]
    took_part: tuple[str, ...]
    bodies: frozenset[str]
    times: frozenset[str]


def designs() -> Designs:
    """The lexicon of designs and of who takes part in studies."""
    lexicon: Designs = load_lexicon("designs", Designs)
    return lexicon


def find_design(texts: Iterable[str]) -> str | None:
    """The first strong design named in the texts, as printed; else the first weak one."""
    weak: str | None = None
    for text in texts:
        found = _longest(text)
        if found and found[1]:
            return found[0]
        weak = weak or (found[0] if found else None)
    return weak


def _longest(text: str) -> tuple[str, bool] | None:
    """The longest design of a text, and whether it is a strong one; strong before weak."""
    words = [(m[0].lower().replace("’", "'"), m.span()) for m in WORD.finditer(text[:2000])]
    found: list[tuple[bool, int, int, str]] = []
    for last in range(len(words)):
        head = _head(words, last, text)
        if head is None:
            continue
        start = _with_modifiers(words, head, text)
        said = text[words[start][1][0] : words[last][1][1]]
        strong = start < head or " ".join(w for w, _ in words[head : last + 1]) not in designs().weak
        found.append((strong, len(said), -start, said))
    if not found:
        return None
    best = max(found)
    return best[3], best[0]


def _head(words: list[tuple[str, Span]], last: int, text: str) -> int | None:
    """Where the longest listed design that ends at `last` begins."""
    if words[last][0] not in _last_words():
        return None
    for first in range(max(0, last - MOST_WORDS + 1), last + 1):
        if " ".join(word for word, _ in words[first : last + 1]) in designs().designs and _runs(
            words, first, last, text
        ):
            return first
    return None


@cache
def _last_words() -> frozenset[str]:
    return frozenset(design.rsplit(" ", 1)[-1] for design in designs().designs)


def _with_modifiers(words: list[tuple[str, Span]], head: int, text: str) -> int:
    start = head
    while start > max(0, head - MOST_MODIFIERS) and words[start - 1][0] in designs().modifiers:
        if not _runs(words, start - 1, start, text):
            break
        start -= 1
    return start


def _runs(words: list[tuple[str, Span]], first: int, last: int, text: str) -> bool:
    """Whether only white space, commas and hyphens part the words."""
    between = (
        text[a[1][1] : b[1][0]] for a, b in zip(words[first:last], words[first + 1 : last + 1], strict=True)
    )
    return all(not gap.strip(" ,-–\n\u00a0") for gap in between)
