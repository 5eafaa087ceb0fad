"""What names and phrases say about a block: the lexicon of page furniture, and the ways to ask it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Annotated, NamedTuple

from pydantic import Field

from ecosift.lexicon import Lexicon, load_lexicon

# The words of "post-footer__links", "relatedPosts" or "RELATED"; none in names that are hashes ("jXK9ad").
NAME_PART = re.compile(r"(?<![^\W_])(?:[A-Z]?[a-z]+|[A-Z]+)(?![0-9])|(?<=[a-z])[A-Z][a-z]+(?![0-9])")
SHOWN = re.compile(r":(?:block|flex|grid|inline|table|contents|visible)")
MAX_NAMES = 200
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ENDS = " \t\u00a0.:!?…,;»«>›→←|*#_–—-=•·+×()[]"
MAX_HEADING = 80
MAX_LINE = 8
MAX_LABELS = 12
LABEL_DIVIDER = re.compile(r"[\s|·•:/,]+")
FIRST_LABEL = re.compile(r"[\s|·•:/,]*([^\s|·•:/,]+)")
KEY = 3
MAX_TAIL = 60
SENTENCE_ENDS = (".", "!", "?", "”", '"', ")")


class Reason(Lexicon):
    """One kind of furniture: what elements and classes are called, what its headings and lines say."""

    name: str
    tags: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()
    lines: frozenset[str] = frozenset()
    openings: tuple[Annotated[str, Field(min_length=3)], ...] = ()
    phrases: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    limit: int = 0


class Phrase(NamedTuple):
    """Words that give a line of up to `limit` words away as `reason`."""

    words: str
    reason: str
    limit: int


class Furniture(Lexicon):
    """`data/furniture.toml`."""

    reason: tuple[Reason, ...]


@cache
def furniture() -> Furniture:
    """The lexicon, read once."""
    found: Furniture = load_lexicon("furniture", Furniture)
    return found


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
    style, role = attributes.get("style"), attributes.get("role")
    if "hidden" in attributes or (style and HIDDEN_STYLE.search(style)):
        return Hint("hidden", "hidden")
    if role and (reason := _by("roles").get(role)):
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
    if words > _longest():
        return None
    line = text.casefold().replace("’", "'")
    if words <= MAX_LINE and (found := _by("lines").get(line.strip(ENDS))):
        return found
    if 1 < words <= MAX_LABELS and (found := _of_labels(line)):
        return found
    for opening, reason, limit in _openings().get(line[:KEY], ()):
        if words <= limit and line.startswith(opening):
            return reason
    for phrase, reason, _ in _phrases(words):
        if phrase in line:
            return reason
    return None


def _of_labels(line: str) -> str | None:
    """A line that only strings labels together ("Email | Print | Share") is what its first label is."""
    lines, opening = _by("lines"), FIRST_LABEL.match(line)
    if opening is None or opening[1] not in lines:
        return None
    labels = [label for label in LABEL_DIVIDER.split(line) if label]
    return lines[labels[0]] if len(labels) > 1 and all(label in lines for label in labels) else None


def ends_in_furniture(text: str) -> int:
    """How many characters at the end of a text are a closing phrase of furniture; 0 where it has none."""
    line = text[-MAX_TAIL:].casefold().rstrip(ENDS)
    if not line.endswith(_tails()):
        return 0
    tail = max((len(phrase) for phrase in _tails() if line.endswith(phrase)), default=0)
    start = len(text) - len(text[-MAX_TAIL:]) + len(line) - tail
    before = text[:start].rstrip(" \t\u00a0([")
    # Only a sentence of its own: "Tap the image and click to enlarge" stays whole.
    return len(text) - len(before) if before.endswith(SENTENCE_ENDS) else 0


def _of_names(names: str) -> Hint | None:
    for name in names[:MAX_NAMES].split():
        hint = _of_name(name)
        # "hidden lg:block": hidden only on small screens
        if hint is None or (hint.reason == "hidden" and SHOWN.search(names)):
            continue
        if not _unless()[hint.reason].intersection(word.lower() for word in NAME_PART.findall(names)):
            return hint
    return None


@cache
def _unless() -> Mapping[str, frozenset[str]]:
    return {reason.name: reason.unless for reason in furniture().reason}


@lru_cache(maxsize=65536)
def _of_name(name: str) -> Hint | None:
    classes = _by("classes")
    if reason := classes.get(name.lower()):
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
def _tails() -> tuple[str, ...]:
    return tuple(phrase for reason in furniture().reason for phrase in reason.tails)


@cache
def _longest() -> int:
    return max(reason.limit for reason in furniture().reason)


@cache
def _heads() -> re.Pattern[str]:
    """The beginnings of furniture headings as one expression; the group that matched names the reason."""
    groups = (
        f"(?P<{reason.name}>{'|'.join(map(re.escape, reason.heads))})"
        for reason in furniture().reason
        if reason.heads
    )
    return re.compile("|".join(groups))


@cache
def _openings() -> Mapping[str, Sequence[Phrase]]:
    """Openings by their first characters; each of them has so many."""
    found: dict[str, list[Phrase]] = {}
    for reason in furniture().reason:
        for opening in reason.openings:
            found.setdefault(opening[:KEY], []).append(Phrase(opening, reason.name, reason.limit))
    return found


@cache
def _phrases(words: int) -> Sequence[Phrase]:
    """Those that a line of so many words has room for, and is short enough for."""
    phrases = [Phrase(phrase, r.name, r.limit) for r in furniture().reason for phrase in r.phrases]
    return [phrase for phrase in phrases if phrase.words.count(" ") < words <= phrase.limit]
