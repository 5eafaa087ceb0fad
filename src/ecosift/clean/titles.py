"""The page's title, and where the page repeats it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ecosift.clean.candidates import Candidate
from ecosift.clean.furniture import plain, reason_of_heading, reason_of_line
from ecosift.clean.metadata import Declared
from ecosift.clean.patterns import reason_of_shape
from ecosift.headings import canonical

# What stands between a title and the name of the site.
SITE_DIVIDER = re.compile(r"\s+(?:[|–—·•»-]|::)\s+|\s*\|\s*")
MAX_TITLE_WORDS = 30
MAX_REPEAT_WORDS = 40
MAX_SITE_WORDS = 5
MAX_NAME_WORDS = 6
MIN_SHARED = 0.6
NEAR, REACH = 6, 40
WORD = re.compile(r"\w+")


def title_of_tree(declared: Declared, blocks: Sequence[Candidate]) -> str | None:
    """The title that the markup gives, without the site's name; else the page's first-level heading."""
    heads = [block.text for block in blocks if block.tag == "h1"]
    if declared.headlines:
        return declared.headlines[0]
    stripped = [_without_site(title, declared.metadata.site, heads) for title in declared.page_titles]
    return next(iter(stripped), None) or (heads[0] if len(heads) == 1 else None)


def title_of_lines(blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> str | None:
    """The line above the text that most reads as its title; None where only names of sections stand there."""
    text = next((at for at, b in enumerate(blocks) if reasons[at] is None and b.prose), len(blocks))
    lines = {
        at: blocks[at] for at in range(text) if _may_be_title(blocks[at]) and (at >= text - REACH or at < 3)
    }
    if not lines:
        return None
    counts = Counter(
        plain(part) for block in lines.values() for part in {block.text, _first_part(block.text)}
    )

    def score(at: int) -> tuple[float, int]:
        block = lines[at]
        points = 3.0 * (counts[plain(block.text)] > 1) + 2.0 * (text - at <= NEAR) + (block.words >= 5)
        return points + (block.kind == "heading") + (at == 0), -at

    best = max(lines, key=score)
    return _without_site(lines[best].text, None, [block.text for block in lines.values()])


def mark_titles(
    blocks: Sequence[Candidate], reasons: list[str | None], title: str | None, others: Iterable[str] = ()
) -> None:
    """The title's own lines are left out as `title_repeat`: the article carries it apart."""
    names = {plain(name) for name in (title, *others) if name} | {
        plain(part) for name in (title, *others) if name for part in _site_variants(name)
    }
    names.discard("")
    for at, block in enumerate(blocks):
        if (
            reasons[at] in (None, "navigation")
            and block.words <= MAX_REPEAT_WORDS
            and _repeats(block, title, names)
        ):
            reasons[at] = "title_repeat"


def _repeats(block: Candidate, title: str | None, names: set[str]) -> bool:
    if plain(block.text) in names or any(plain(part) in names for part in _site_variants(block.text)):
        return True
    return block.tag == "h1" and title is not None and _shared(block.text, title) >= MIN_SHARED


def mark_authors(blocks: Sequence[Candidate], reasons: list[str | None], authors: Iterable[str]) -> None:
    """Lines that only name an author are left out as `author_box`: the metadata has them."""
    names = {plain(name) for name in authors}
    for at, block in enumerate(blocks):
        if reasons[at] is None and block.words <= MAX_NAME_WORDS and plain(block.text) in names:
            reasons[at] = "author_box"


def _may_be_title(block: Candidate) -> bool:
    return (
        2 <= block.words <= MAX_TITLE_WORDS
        and block.kind in ("heading", "paragraph")
        and block.text[-1] not in ".;,:"
        and block.text[0] not in "•*|"
        and canonical(block.text) is None
        and reason_of_heading(block.text) is None
        and reason_of_line(block.text, block.words) is None
        and reason_of_shape(block.text, block.words) is None
    )


def _without_site(title: str, site: str | None, heads: Sequence[str]) -> str:
    """A title "Title | Site" or "Site - Title" without the site that is known, short, or not in a heading."""
    parts = SITE_DIVIDER.split(title)
    if len(parts) == 1:
        return title
    known = {plain(head) for head in heads}
    for variant in (title, *_site_variants(title)):
        if plain(variant) in known:
            return variant
    if site and plain(parts[0]) == plain(site):
        return title[title.index(parts[1], len(parts[0])) :]
    short = len(parts[-1].split()) <= MAX_SITE_WORDS and len(parts[-1]) < len(title) / 2
    if (site and plain(parts[-1]) == plain(site)) or short:
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»-:")
    return title


def _site_variants(title: str) -> Iterator[str]:
    """What is left without the last part, or without the first: long enough to be a title still."""
    parts = SITE_DIVIDER.split(title)
    if len(parts) > 1:
        for variant in (
            title[: title.rindex(parts[-1])].rstrip(" |–—·•»-:"),
            title[title.index(parts[1], len(parts[0])) :],
            parts[0],
        ):
            if variant.count(" ") >= 1:
                yield variant


def _first_part(title: str) -> str:
    return SITE_DIVIDER.split(title, maxsplit=1)[0]


def _shared(one: str, other: str) -> float:
    """Words that two texts share, of all they have."""
    first, second = (set(WORD.findall(text.casefold())) for text in (one, other))
    return len(first & second) / max(len(first | second), 1)
