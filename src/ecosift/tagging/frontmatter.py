"""What a paper's own page prints around its abstract: journal line, authors, DOI, PMID."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecosift.headings import canonical
from ecosift.tagging.names import first_person, person
from ecosift.tagging.notices import is_thesis, no_journals
from ecosift.tagging.references import JOURNAL, find_doi
from ecosift.types import Block, Cleaned

YEAR = r"(?:19|20)\d\d"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
CITED = re.compile(
    rf"(?P<journal>[A-Z][^.;·|?!]{{2,90}})\.\s(?P<year>{YEAR})(?:\s{MONTH}\b|\s?[;:(]|[.,]?\s?$|[.,]?\s[Dd][Oo][Ii])"
)
ET_AL = re.compile(r"(?P<author>[^.,;:]{3,60}?) et al\.\s?(?P<journal>[A-Z][^.;:]{2,90})?")
DATED = re.compile(rf"\W{{0,3}}(?P<year>{YEAR})\s{MONTH}\b")
# A journal with its volume and year: "Journal of Sleep 2023 DOI: 10.…", "Sleep Care 41, 118 (2022)".
PLACED = re.compile(
    rf"{JOURNAL}(?:[.,]?\s(?:[Vv]ol(?:ume)?\.?\s)?\d[^;|·•]{{0,40}}?)?"
    rf"[,.]?\s\(?(?P<year>{YEAR})\)?(?=[\s,;.:|·•]|\Z)"
)
# What tells such a line from others that open with capitals and have a year.
SOURCE_SIGNS = re.compile(
    r"\b(?:doi|DOI|[Cc]itations?|[Cc]ited|[Vv]ol|[Vv]olume)\b|10\.\d{4}|\d\s?\(\d|\d:\s?e?\d|\d[;,]\s?\d"
)
# What may stand between the journal's name and its numbers.
TAIL = re.compile(rf"(?:,?\s(?:Volume|Vol\.?|{MONTH}))?[.,:]?\Z")
# A journal's name alone in its line, where ". 2024 Apr;13(2)" stands in the next.
NAME_LINE = re.compile(rf"{JOURNAL}")
LABELLED = re.compile(
    r"(?P<label>authors?|journal|published(?:\sonline|\sin)?|publication\sdate|year)\s?:\s{0,3}(?P<said>\S.{2,250})",
    re.IGNORECASE,
)
PARTED = re.compile(r"\s+[·•|]\s+")
PMID = re.compile(r"\bPMID:?\s{0,3}(\d{5,9})\b")
VOLUME = re.compile(r"\b(?:vol|volume|issue|pp|doi)\b\.?|10\.\d{4}", re.IGNORECASE)
LATER = frozenset({"references", "related_links", "related", "comments", "footer", "aside"})
LONGEST_LINE = 300
BODY_WORDS = 22
AFTER_TITLE = 6


@dataclass(frozen=True, slots=True)
class Front:
    """The bibliographic fields that a paper's own page gives; all None on any other page."""

    title: str | None = None
    first_author: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None


def read_front(cleaned: Cleaned) -> Front:
    """The fields of the paper whose own page this is. Empty where the page is not a paper's own."""
    lines = list(_front_lines(cleaned))
    journal, year = _cited(lines)
    doi = next((doi for line in lines if (doi := find_doi(line))), None)
    pmid = next((found[1] for line in lines if (found := PMID.search(line))), None)
    data = cleaned.metadata
    if not (journal or doi or pmid or data.journal):
        return _of_thesis(cleaned)
    if journal is None:
        journal, printed = _placed(lines)
        year = year or printed
    return Front(
        title=cleaned.title,
        first_author=_first_author(cleaned, lines),
        year=(_year_in(data.published) if data.journal else None) or year,
        journal=data.journal or journal,
        doi=data.doi or doi,
        pmid=data.pmid or pmid,
    )


def _of_thesis(cleaned: Cleaned) -> Front:
    """The thesis whose page in a repository this is; such a page names no journal."""
    data = cleaned.metadata
    if not (data.authors and data.published and is_thesis(cleaned)):
        return Front()
    return Front(cleaned.title, data.authors[0], _year_in(data.published))


def _front_lines(cleaned: Cleaned) -> Iterator[str]:
    """The short lines above the abstract, or else above the body; of an HTML page the dropped ones."""
    blocks = _in_order(cleaned)
    titled = any(_opens_abstract(block) for block in blocks)
    for block in blocks:
        is_body = block.reason is None and _is_prose(block.text)
        if _opens_abstract(block) or (is_body and not titled):
            return
        if block.reason not in LATER and not is_body:
            lines = (line.strip() for line in block.text.split("\n"))
            yield from (line for line in lines if 3 < len(line) <= LONGEST_LINE)


def _is_prose(text: str) -> bool:
    """Whether a block is long enough for prose and has its small words; a long line of names has not."""
    words = text[:LONGEST_LINE].split()
    return len(words) >= BODY_WORDS and 2 * sum(word[0].islower() for word in words) > len(words)


def _opens_abstract(block: Block) -> bool:
    return block.reason is None and block.kind == "heading" and canonical(block.text) == "abstract"


def _in_order(cleaned: Cleaned) -> list[Block]:
    if any(block.raw_start is None for block in (*cleaned.blocks, *cleaned.dropped)):
        return [block for block in cleaned.dropped if len(block.text) <= LONGEST_LINE]
    return sorted((*cleaned.blocks, *cleaned.dropped), key=lambda block: block.raw_start or 0)


def _cited(lines: Sequence[str]) -> tuple[str | None, int | None]:
    """Journal and year of the line that cites the paper itself."""
    journal: str | None = None
    year: int | None = None
    for before, line in pairwise(["", *lines]):
        found = CITED.match(line)
        if found:
            journal, year = journal or found["journal"].strip(), year or int(found["year"])
        elif dated := DATED.match(line):
            year = year or int(dated["year"])
            if line.startswith(".") and NAME_LINE.fullmatch(before):
                journal = journal or before
        elif named := ET_AL.match(line):
            journal = journal or (named["journal"] and named["journal"].strip())
        elif parted := _parted(line):
            journal, year = journal or parted[0], year or parted[1]
    published = _labelled(lines, "published", "publication", "year")
    return journal or _labelled(lines, "journal"), year or _year_in(published)


def _placed(lines: Sequence[str]) -> tuple[str | None, int | None]:
    """Journal and year at the head of a line that also has a volume or DOI."""
    for line in lines:
        found = PLACED.match(line) if SOURCE_SIGNS.search(line) else None
        if found and not f"{found['journal']} ".startswith(no_journals()):
            return TAIL.sub("", found["journal"]), int(found["year"])
    return None, None


def _labelled(lines: Sequence[str], *labels: str) -> str | None:
    """What stands after a label such as "Journal:"."""
    found = (LABELLED.fullmatch(line) for line in lines)
    return next((m["said"].strip() for m in found if m and m["label"].lower().startswith(labels)), None)


def _year_in(said: str | None) -> int | None:
    found = re.search(rf"\b{YEAR}\b", said or "")
    return int(found[0]) if found else None


def _parted(line: str) -> tuple[str, int] | None:
    """Journal and year of a line such as "Journal of Sleep · 2023 · Vol. 8 · pp. 201–219"."""
    parts = PARTED.split(line)
    dates = [found for part in parts[1:] if (found := re.search(rf"\b{YEAR}\b", part)) and len(part) < 30]
    if (
        len(parts) < 2
        or not dates
        or not VOLUME.search(line)
        or not parts[0][:1].isupper()
        or parts[0].endswith(":")
    ):
        return None
    return parts[0].strip(), int(dates[0][0])


def _first_author(cleaned: Cleaned, lines: Sequence[str]) -> str | None:
    if cleaned.metadata.journal and cleaned.metadata.authors:
        return cleaned.metadata.authors[0]
    cited = (person(found["author"]) for line in lines if (found := ET_AL.match(line)))
    return (
        next((name for name in cited if name), None)
        or first_person(_labelled(lines, "author") or "")
        or _in_line(cleaned, lines)
        or _author_block(cleaned)
    )


def _in_line(cleaned: Cleaned, lines: Sequence[str]) -> str | None:
    """The first name of a line of several names, or of one right below the title."""
    several = (first_person(line) for line in lines if "," in line)
    below = (lines[at + 1 : at + 1 + AFTER_TITLE] for at, line in enumerate(lines) if line == cleaned.title)
    single = (first_person(line) for few in below for line in few)
    return next((name for names in (several, single) for name in names if name), None)


def author_lines(cleaned: Cleaned) -> list[str]:
    """The names that open lines of several names, as papers and abstracts print below their title."""
    lines = (line for block in _in_order(cleaned) if "," in block.text for line in block.text.split("\n"))
    return [name for line in lines if (name := first_person(line.strip()))]


def _author_block(cleaned: Cleaned) -> str | None:
    """The first name under a heading "Authors", or in a block that was dropped for its authors."""
    under = (
        first_person(below.text)
        for head, below in pairwise(_in_order(cleaned))
        if canonical(head.text) == "affiliations" and "uthor" in head.text
    )
    boxes = (
        first_person(block.text)
        for block in cleaned.dropped
        if block.reason in {"author_box", "affiliations"} and "," in block.text
    )
    return next((name for names in (under, boxes) for name in names if name), None)
