"""What a paper's own page prints around its abstract: journal line, authors, DOI, PMID."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecosift.headings import canonical
from ecosift.tagging.designs import designs
from ecosift.tagging.names import first_inverted, first_of_field, first_person, person
from ecosift.tagging.notices import cites_published, is_report, is_thesis, year_in
from ecosift.tagging.references import FULL, find_doi
from ecosift.tagging.sources import (
    ET_AL,
    Source,
    cited_source,
    labelled,
    placed_source,
    self_citation,
)
from ecosift.types import Block, Cleaned

PMID = re.compile(r"\bPMID:?\s{0,3}(\d{5,9})\b")
LATER = frozenset({"references", "related_links", "related", "comments", "footer", "aside"})
LONGEST_LINE = 300
# A title is known by so many characters.
SAME = 40
BODY_WORDS = 22
LONGEST_DATED = 150
YEARS = re.compile(r"\b(?:19|20)\d\d\b")
TALK = re.compile(
    r"\b(?:[Aa]bstract|[Pp]oster|[Oo]ral (?:presentation|session)|[Cc]ongress|[Cc]onference|[Ss]ymposium)\b"
)
RUN_IN = re.compile(r"(?P<head>[A-Z][A-Za-z]{4,12})\s?[:.]\s")
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
    lines = [line for line in _front_lines(cleaned) if not _cites_another(line, cleaned.title)]
    cited = self_citation(lines, cleaned.title)
    journal, year = cited[1] if cited else cited_source(lines)
    doi = next((doi for line in lines if (doi := find_doi(line))), None)
    pmid = next((found[1] for line in lines if (found := PMID.search(line))), None)
    data = cleaned.metadata
    if not (journal or doi or pmid or data.journal):
        return _of_thesis(cleaned, cited, lines)
    if journal is None:
        journal, printed = placed_source(lines)
        year = year or printed
    return Front(
        title=cleaned.title,
        first_author=_in_full(first_of_field(cited[0]) if cited else None, _first_author(cleaned, lines)),
        year=(year_in(data.published) if data.journal else None) or year,
        journal=data.journal or journal,
        doi=data.doi or doi,
        pmid=data.pmid or pmid,
    )


def _in_full(cited: str | None, printed: str | None) -> str | None:
    """The author whom the page's citation names, as the page prints the name elsewhere."""
    same = cited and printed and cited.split()[-1] == printed.split()[-1]
    return printed if same or not cited else cited


def _of_thesis(cleaned: Cleaned, cited: tuple[str, Source] | None, lines: Sequence[str]) -> Front:
    """The thesis, working paper or talk whose abstract this page shows; such a page names no journal."""
    data = cleaned.metadata
    has_abstract = any(block.text.strip(" :").casefold() == "abstract" for block in cleaned.blocks)
    is_paper = has_abstract and is_report(cleaned)
    if not is_paper and not is_thesis(cleaned) and not _is_talk(cleaned, lines):
        return Front()
    if cited:
        return Front(cleaned.title, first_of_field(cited[0]), cited[1][1])
    named = (name for name in data.authors if designs().bodies.isdisjoint(name.casefold().split()))
    author = next(named, None) or _in_line(cleaned, lines) or _author_block(cleaned)
    year = year_in(labelled(lines, "date of", "year of")) or year_in(data.published) or _only_year(lines)
    return Front(cleaned.title, author, year) if author else Front()


def _only_year(lines: Sequence[str]) -> int | None:
    """The year of lines in which there is only one."""
    years = {found for line in lines if len(line) <= LONGEST_DATED for found in YEARS.findall(line)}
    return int(years.pop()) if len(years) == 1 else None


def _is_talk(cleaned: Cleaned, lines: Sequence[str]) -> bool:
    """Whether a page shows the abstract of a talk or poster: methods, results, and whose or where it was."""
    sections = {canonical(block.text) for block in cleaned.blocks if block.kind == "heading"}
    sections |= {canonical(found["head"]) for each in cleaned.blocks if (found := RUN_IN.match(each.text))}
    if not sections.issuperset({"methods", "results"}):
        return False
    return any(block.reason == "affiliations" for block in cleaned.dropped) or any(map(TALK.search, lines))


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


def _cites_another(line: str, title: str | None) -> bool:
    """Whether a line cites a work in full under another title than the page's."""
    cites = FULL.match(line) is not None or cites_published(line)
    return cites and not (title and title[:SAME].casefold() in line.casefold())


def _is_prose(text: str) -> bool:
    """Whether a block is long enough for prose and has its small words; a long line of names has not."""
    words = text[:LONGEST_LINE].split()
    return len(words) >= BODY_WORDS and 2 * sum(word[0].islower() for word in words) > len(words)


def _opens_abstract(block: Block) -> bool:
    return block.reason is None and block.kind == "heading" and canonical(block.text) == "abstract"


def _in_order(cleaned: Cleaned) -> list[Block]:
    if any(block.raw_start is None for block in (*cleaned.blocks, *cleaned.dropped)):
        # In HTML, what is kept is front only above an abstract.
        head = next((block.order for block in cleaned.blocks if _opens_abstract(block)), 0)
        above = (each for each in cleaned.blocks if each.order < head and not _is_prose(each.text))
        return [block for block in (*above, *cleaned.dropped) if len(block.text) <= LONGEST_LINE]
    return sorted((*cleaned.blocks, *cleaned.dropped), key=lambda block: block.raw_start or 0)


def _first_author(cleaned: Cleaned, lines: Sequence[str]) -> str | None:
    if cleaned.metadata.journal and cleaned.metadata.authors:
        return cleaned.metadata.authors[0]
    cited = (person(found["author"]) for line in lines if (found := ET_AL.match(line)))
    return (
        next((name for name in cited if name), None)
        or first_person(labelled(lines, "author") or "")
        or _in_line(cleaned, lines)
        or _author_block(cleaned)
        or _byline(cleaned)
    )


def _byline(cleaned: Cleaned) -> str | None:
    """The first name of the byline, where an abstract shows that it is the paper's own."""
    has_abstract = any(_opens_abstract(block) for block in cleaned.blocks)
    return person(next(iter(cleaned.metadata.authors), "")) if has_abstract else None


def _in_line(cleaned: Cleaned, lines: Sequence[str]) -> str | None:
    """The first name of a line of several names, or of one right below the title."""
    several = (first_person(line) or first_inverted(line) for line in lines if "," in line)
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
