"""What names and phrases say about a block: the lexicon of page furniture, and the ways to ask it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from ecosift.lexicon import Lexicon, load_lexicon

NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Reason(Lexicon):
    """One kind of furniture: what elements and classes are called, what its headings and lines say.

    `classes` are words of class names and ids, `headings` whole headings (what follows is furniture too), `lines`
    whole lines, `openings` how lines begin, `phrases` what lines hold.
    """

    name: str
    tags: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


class Furniture(Lexicon):
    """`data/furniture.toml`."""

    reason: tuple[Reason, ...]


@cache
def furniture() -> Furniture:
    """The lexicon, read once."""
    return load_lexicon("furniture", Furniture)


@cache
def _by(field: str) -> Mapping[str, str]:
    """Reason of every word in a field; the first reason to list it keeps it."""
    return {word: reason.name for reason in reversed(furniture().reason) for word in getattr(reason, field)}


def hint_of(tag: str, attributes: Mapping[str, str | None]) -> str | None:
    """The kind of furniture that an element's tag, role, class or id speaks of."""
    if not attributes:
        return _by("tags").get(tag)
    if "hidden" in attributes or HIDDEN_STYLE.search(attributes.get("style") or ""):
        return "hidden"
    role = attributes.get("role")
    found = _by("tags").get(tag) or (_by("roles").get(role) if role else None)
    return found or _of_names(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")


@lru_cache(maxsize=65536)
def _of_names(names: str) -> str | None:
    classes = _by("classes")
    for word in NAME_WORD.findall(names[:200]):
        if found := classes.get(word.lower()):
            return found
    return None
