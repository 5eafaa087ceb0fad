"""What names and phrases say about a block: the lexicon of page furniture, and the ways to ask it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from ecosift.lexicon import Lexicon, load_lexicon

# The words of "post-footer__links", "relatedPosts" or "RELATED"; none in names that are hashes ("jXK9ad").
NAME_PART = re.compile(r"(?<![^\W_])(?:[A-Z]?[a-z]+|[A-Z]+)(?![0-9])|(?<=[a-z])[A-Z][a-z]+(?![0-9])")
SHOWN = re.compile(r":(?:block|flex|grid|inline|table|contents|visible)")
MAX_NAMES = 200
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ENDS = " \t\u00a0.:!?…,;»«>›→←|*#_–—-=•·+×()[]"
MAX_HEADING = 80


class Reason(Lexicon):
    """One kind of furniture: what elements and classes are called, what its headings and lines say."""

    name: str
    tags: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()
    lines: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    limit: int = 0


class Furniture(Lexicon):
    """`data/furniture.toml`."""

    reason: tuple[Reason, ...]


@cache
def furniture() -> Furniture:
    """The lexicon, read once."""
    return load_lexicon("furniture", Furniture)


class Hint(NamedTuple):
    """What the names of an element speak of, and the name that says so."""

    reason: str
    name: str


def hint_of(tag: str, attributes: Mapping[str, str | None]) -> Hint | None:
    """The kind of furniture that an element's tag, role, class or id speaks of."""
    if reason := _by("tags").get(tag):
        return Hint(reason, tag)
    if not attributes:
        return None
    if "hidden" in attributes or HIDDEN_STYLE.search(attributes.get("style") or ""):
        return Hint("hidden", "hidden")
    role = attributes.get("role") or ""
    if reason := _by("roles").get(role):
        return Hint(reason, role)
    return _of_names(attributes.get("class") or "") or _of_names(attributes.get("id") or "")


def plain(text: str) -> str:
    """A line as the lexicon spells it."""
    return text.casefold().replace("’", "'").strip(ENDS)


def reason_of_heading(text: str) -> str | None:
    """The kind of furniture that a heading opens."""
    if len(text) > MAX_HEADING:
        return None
    name = plain(text)
    if found := _by("headings").get(name) or _by("headings").get(name.rstrip("0123456789 (")):
        return found
    match = _heads().match(name)
    return match.lastgroup if match else None


def reason_of_line(text: str, words: int) -> str | None:
    """The kind of furniture that a line is by itself."""
    line = text.casefold().replace("’", "'")
    if words <= 8 and (found := _by("lines").get(line.strip(ENDS))):
        return found
    limits = _limits()
    if words > limits[""]:
        return None
    match = _openings().match(line)
    if match and match.lastgroup and words <= limits[match.lastgroup]:
        return match.lastgroup
    match = _phrases().search(line)
    return match.lastgroup if match and match.lastgroup and words <= limits[match.lastgroup] else None


@lru_cache(maxsize=65536)
def _of_names(names: str) -> Hint | None:
    classes = _by("classes")
    for name in names[:MAX_NAMES].split():
        if reason := classes.get(name.lower()):
            # "hidden lg:block": hidden only on small screens
            if reason == "hidden" and SHOWN.search(names):
                continue
            return Hint(reason, name.lower())
        for word in NAME_PART.findall(name):
            reason = classes.get(word.lower())
            if reason and reason != "hidden":
                return Hint(reason, word.lower())
    return None


@cache
def _by(field: str) -> Mapping[str, str]:
    return {word: reason.name for reason in reversed(furniture().reason) for word in getattr(reason, field)}


@cache
def _limits() -> Mapping[str, int]:
    limits = {reason.name: reason.limit for reason in furniture().reason}
    return {**limits, "": max(limits.values())}


@cache
def _heads() -> re.Pattern[str]:
    return _alternation("heads")


@cache
def _openings() -> re.Pattern[str]:
    return _alternation("openings")


@cache
def _phrases() -> re.Pattern[str]:
    return _alternation("phrases")


def _alternation(field: str) -> re.Pattern[str]:
    """Phrases of all reasons as one expression; the group that matched names the reason."""
    groups = []
    for reason in furniture().reason:
        if phrases := getattr(reason, field):
            groups.append(f"(?P<{reason.name}>{'|'.join(re.escape(phrase) for phrase in phrases)})")
    return re.compile("|".join(groups))
