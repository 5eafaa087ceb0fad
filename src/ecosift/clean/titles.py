"""The page's title, and where the page repeats it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby

from ecosift.clean.candidates import SENTENCE_ENDS, Candidate
from ecosift.clean.dates import iso_date
from ecosift.clean.furniture import plain, reason_of_heading, reason_of_line
from ecosift.clean.metadata import Declared
from ecosift.clean.outline import MIN_CONTENTS
from ecosift.clean.patterns import MONTH, reason_of_shape
from ecosift.headings import breaks_off, canonical

# What stands between a title and the name of the site.
SITE_DIVIDER = re.compile(r"(?<!\s)\s*+\|\s*|(?<!\s)\s++(?:[–—·•»-]|::)\s+")
MAX_TITLE_WORDS = 30
MAX_REPEAT_WORDS = 40
MAX_SITE_WORDS = 5
MAX_NAME_WORDS = 6
MAX_DATE_WORDS = 10
MIN_SHARED, MIN_CLOSE = 0.6, 0.3
# What documentation sets behind its headings to link them.
PERMALINK = " \t\u00a0¶#§🔗\uf0c1"
# Lines above the text: near, and as far as a title is looked for; lines that open a page, and into the text.
NEAR, REACH, OPENING, BEYOND = 6, 60, 3, 3
FEW, FULL, LONG_TITLE, MANY = 3, 6, 12, 24
MAX_DATED = 60
# Headlines may end in a question or exclamation mark or a quotation.
MAX_QUESTION = 20
# In the line above a title: "Home › Topics › Sleep".
PATH_MARKS = (" › ", " » ", " > ", " / ")
MIN_POINTS = 2.0
# What a first line loses that only names the site.
MASTHEAD = 5.0
# Dates, and journals with their year.
ENDS_IN_YEAR = re.compile(rf"(?:[.,;/·|(–-] ?|\b{MONTH} )(?:19|20)\d\d\W*\Z", re.IGNORECASE)
# Behind the names of authors: "Ada Doe (1), Kim Roe (2)".
AFFILIATED = re.compile(r"[a-z.] ?\(\d{1,2}(?:[, ]{1,2}\d{1,2}){0,4}\)(?=,|;|\Z| and )")
MARK = re.compile(r" ?\([\d, ]{1,20}\)")
MAX_AUTHOR_WORDS = 60
# So many names with marks of affiliation make a row of authors.
MIN_AFFILIATED = 2
# A citation has a year, and a volume or pages.
YEAR, VOLUME = re.compile(r"\b(?:19|20)\d\d\b"), re.compile(r"\d ?\(\d|\d[:;,] ?\d|\bpp?\. ?\d|10\.\d{4}")
LONGEST_CITATION = 900
CITED = 3.0
WORD = re.compile(r"\w+")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def title_of_tree(declared: Declared, blocks: Sequence[Candidate]) -> str | None:
    """The page's title without the site's name.

    A citation title wins; next a first-level heading that stands in the title element too, or the only one
    if it has much in common with a declared title; then what JSON-LD, Open Graph and the title element say;
    last a lone first-level heading.
    """
    if declared.cited_title:
        return declared.cited_title
    site = declared.metadata.site
    heads = [
        head
        for block in blocks
        if block.tag == "h1" and block.words <= MAX_TITLE_WORDS and (head := block.text.rstrip(PERMALINK))
    ]
    lone = heads[: len({plain(head) for head in heads}) == 1]
    parts = {plain(part) for title in declared.page_titles for part in (title, *_parts(title))}
    agreed = [head for head in heads if plain(head) in parts and plain(head) != plain(site or "")]
    titles = (*declared.headlines, *declared.page_titles)
    close = [head for head in lone if any(_shared(head, title) >= MIN_CLOSE for title in titles)]
    stripped = (_without_site(title, site) for title in declared.page_titles)
    return next(chain(agreed, close, declared.headlines, stripped, lone), None)


def title_of_lines(blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> str | None:
    """The line above the text that most reads as its title; None where only names of sections stand there."""
    text = next((at for at, b in enumerate(blocks) if reasons[at] is None and _is_sentence(b)), len(blocks))
    sections = _sections(blocks, text)
    lines = [
        at
        for at in range(min(text + BEYOND, len(blocks)))
        if (at >= text - REACH or at < OPENING)
        and plain(blocks[at].text) not in sections
        and _may_be_title(blocks[at])
    ]
    repeated = Counter(
        name for at in lines for name in {plain(blocks[at].text), plain(_first_part(blocks[at].text))}
    )
    spoken = Counter(
        word.lower()
        for block, reason in zip(blocks, reasons, strict=True)
        if reason is None and block.prose
        for word in LONG_WORD.findall(block.text)
    )

    citations = _citations(blocks)
    masthead = bool(blocks) and _has_masthead(blocks, reasons, text)

    def points(at: int) -> float:
        return (
            _points_of_words(blocks[at], spoken)
            + 1.2 * min(repeated[plain(blocks[at].text)] - 1, 2)
            + CITED * _is_cited(blocks[at], citations)
            + _points_of_place(at, text)
            + _points_of_neighbours(blocks, reasons, at)
            - MASTHEAD * (at == 0 and masthead)
        )

    best = max(lines, key=lambda at: (points(at), -at), default=None)
    if best is None or points(best) < MIN_POINTS:
        return None
    broken = _broken(blocks, best)
    return _without_site(blocks[best].text, None) if len(broken) == 1 else " ".join(broken)


def _citations(blocks: Iterable[Candidate]) -> list[str]:
    texts = (block.text[:LONGEST_CITATION] for block in blocks)
    return [plain(text) for text in texts if YEAR.search(text) and VOLUME.search(text)]


def _is_cited(block: Candidate, citations: Sequence[str]) -> bool:
    """Whether a citation has the line as its title ("Doe, A. (2021) The line. Journal, 4 (2)")."""
    name = plain(block.text)
    return len(name.split()) >= FULL - 1 and any(name in each and name != each for each in citations)


def _broken(blocks: Sequence[Candidate], at: int) -> list[str]:
    """The lines over which a title runs that was broken where the dump's lines end."""
    first = at - 1 if at and _goes_on(blocks[at - 1], blocks[at]) else at
    last = at + 1 if at + 1 < len(blocks) and _goes_on(blocks[at], blocks[at + 1]) else at
    lines = [block.text for block in blocks[first : last + 1]]
    return lines if sum(len(line.split()) for line in lines) <= MAX_TITLE_WORDS else [blocks[at].text]


def _goes_on(one: Candidate, other: Candidate) -> bool:
    """Whether a line stops in the middle of a phrase, and the next has the rest."""
    return (
        one.container == other.container
        and one.words > FEW
        and other.kind in ("heading", "paragraph")
        and other.words <= MAX_TITLE_WORDS
        and other.text[-1] not in ".;,:"
        and one.text[-1] not in ",;("
        and not one.text[0].islower()
        and breaks_off(one.text)
    )


def _sections(blocks: Sequence[Candidate], text: int) -> set[str]:
    """What a list of contents above the text names: lines in a row that are headings below."""
    above, rest = blocks[: max(text - 1, 0)], blocks[max(text - 1, 0) :]
    below = {plain(block.text) for block in rest if block.kind == "heading"}
    found: set[str] = set()
    for listed, run in groupby((plain(block.text) for block in above), key=below.__contains__):
        names = list(run)
        if listed and len(names) >= MIN_CONTENTS:
            found.update(names)
    return found


# Points as a logistic regression on text dumps of 360 pages weighs them, rounded.
def _points_of_words(block: Candidate, spoken: Mapping[str, int]) -> float:
    """A title speaks of what the text speaks of; menus do not."""
    words = [word.lower() for word in LONG_WORD.findall(block.text)]
    known = sum((spoken[word] > 0) + (spoken[word] > 2) for word in words) / (2 * max(len(words), 1))
    return (
        known * (2.0 + 4.0 * min(len(words), FULL) / FULL)
        + 0.6 * min(block.words, LONG_TITLE) / LONG_TITLE
        - 0.9 * (block.words <= FEW)
        - 0.7 * (block.words > MANY)
        + 0.8 * (block.kind == "heading")
    )


def _points_of_place(at: int, text: int) -> float:
    above = text - at
    near = 1.2 * (0 < above <= 2) + 0.5 * (0 < above <= NEAR) + 0.7 * (0 < above <= 2 * NEAR)
    return near + 0.8 * max(0.0, 1 - abs(above) / REACH) + 2.0 * (at == 0) + 1.0 * (at < OPENING)


def _points_of_neighbours(blocks: Sequence[Candidate], reasons: Sequence[str | None], at: int) -> float:
    around = (*range(max(at - 2, 0), at), *range(at + 1, min(at + 4, len(blocks))))
    dated = any(len(blocks[near].text) < MAX_DATED and iso_date(blocks[near].text) for near in around)
    path = at > 0 and any(mark in blocks[at - 1].text for mark in PATH_MARKS)
    return 1.2 * _opens_article(reasons, at) + 1.0 * dated + 2.2 * path


def _has_masthead(blocks: Sequence[Candidate], reasons: Sequence[str | None], text: int) -> bool:
    """Whether the first line is the site's name: a menu below, and a dated heading above the text."""
    if (
        blocks[0].words > MAX_NAME_WORDS
        or reasons[0] != "navigation"
        or "navigation" not in reasons[1:OPENING]
    ):
        return False
    return any(
        reasons[at] is None
        and blocks[at].kind == "heading"
        and blocks[at].words > FEW
        and _points_of_neighbours(blocks, reasons, at) > 0
        and _may_be_title(blocks[at])
        for at in range(1, min(text, REACH))
    )


def _is_sentence(block: Candidate) -> bool:
    ends = block.text[-1] in (SENTENCE_ENDS if block.words > MAX_QUESTION else ".")
    return block.prose and ends


def _opens_article(reasons: Sequence[str | None], at: int) -> bool:
    """Whether byline, date or identifiers follow."""
    return any(reason in ("metadata", "author_box", "affiliations") for reason in reasons[at + 1 : at + 4])


def mark_titles(
    blocks: Sequence[Candidate], reasons: list[str | None], title: str | None, others: Iterable[str] = ()
) -> None:
    """The title's own lines are left out as `title_repeat`: the article carries it apart."""
    names = {plain(name) for name in (title, *others) if name} | {
        plain(part) for name in (title, *others) if name for part in _site_variants(name)
    }
    names.discard("")
    edges = tuple(names)
    for at, block in enumerate(blocks):
        if (
            reasons[at] in (None, "navigation", "unlikely_content")
            and block.words <= MAX_REPEAT_WORDS
            and _repeats(block, title, names, edges)
        ):
            reasons[at] = "title_repeat"
        elif (
            title
            and at + 1 < len(blocks)
            and title.startswith(block.text)
            and title == f"{block.text} {blocks[at + 1].text}"
        ):
            reasons[at] = reasons[at + 1] = "title_repeat"


def _repeats(block: Candidate, title: str | None, names: set[str], edges: tuple[str, ...]) -> bool:
    line = plain(block.text)
    if line in names:
        return True
    # "Title | Site" and "Site - Title"
    if line.startswith(edges) or line.endswith(edges):
        return any(plain(part) in names for part in _site_variants(block.text))
    return block.tag == "h1" and title is not None and _shared(block.text, title) >= MIN_SHARED


def mark_authors(blocks: Sequence[Candidate], reasons: list[str | None], authors: Iterable[str]) -> None:
    """Lines that only name an author are left out as `author_box`: the metadata has them."""
    names = {plain(name) for name in authors}
    for at, block in enumerate(blocks):
        if reasons[at] is None and _names_only(block, names):
            reasons[at] = "author_box"


def _names_only(block: Candidate, names: set[str]) -> bool:
    """Whether a block is the name of an author, or a row of authors with their marks of affiliation."""
    if block.words <= MAX_NAME_WORDS and plain(block.text) in names:
        return True
    if block.words > MAX_AUTHOR_WORDS or block.text.count("(") < MIN_AFFILIATED:
        return False
    return len(AFFILIATED.findall(block.text)) >= MIN_AFFILIATED and all(
        plain(name) in names for name in MARK.sub("", block.text).split(",")
    )


def _may_be_title(block: Candidate) -> bool:
    return (
        2 <= block.words <= MAX_TITLE_WORDS
        and block.kind in ("heading", "paragraph")
        and block.text[-1] not in ".;,:"
        and sum(block.text.count(mark) for mark in "|·•") < 2
        and not block.text.startswith(("By ", "by "))
        and block.text[0] not in "•*|"
        and not ENDS_IN_YEAR.search(block.text)
        and len(AFFILIATED.findall(block.text)) < 2
        and (block.words > MAX_DATE_WORDS or iso_date(block.text) is None)
        and canonical(block.text) is None
        and reason_of_heading(block.text) is None
        and reason_of_line(block.text, block.words) is None
        and reason_of_shape(block.text, block.words) is None
    )


def _without_site(title: str, site: str | None) -> str:
    """A title "Title | Site" or "Site - Title" without the site, where that is known or short."""
    parts = SITE_DIVIDER.split(title)
    if len(parts) == 1:
        return title
    if site and plain(parts[0]) == plain(site):
        return title[title.index(parts[1], len(parts[0])) :]
    words = parts[-1].split()
    short = 0 < len(words) <= MAX_SITE_WORDS and len(parts[-1]) < len(title) / 2 and not words[0][0].islower()
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


def _parts(title: str) -> Iterator[str]:
    """A title's first part, and what is left without the last or the first."""
    yield _first_part(title)
    yield from _site_variants(title)


def _first_part(title: str) -> str:
    return SITE_DIVIDER.split(title, maxsplit=1)[0]


def _shared(one: str, other: str) -> float:
    """Words that two texts share, of all they have."""
    first, second = (set(WORD.findall(text.casefold())) for text in (one, other))
    return len(first & second) / max(len(first | second), 1)
