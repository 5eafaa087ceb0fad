"""What a page's own lines say of it: a DOI line, "PMID: 123", a byline, a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ecosift.clean.candidates import Candidate
from ecosift.clean.dates import iso_date
from ecosift.clean.patterns import PEOPLE

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]{1,200}")
DOI_LINE = re.compile(r"\W*(?:doi\b|https?://(?:dx\.)?doi\.org/|digital object identifier)", re.IGNORECASE)
INLINE_DOI = re.compile(r"\bdoi:? ?(?:https?://(?:dx\.)?doi\.org/)?(?=10\.)", re.IGNORECASE)
PMID = re.compile(r"\bPMID:? ?(\d{1,9})\b", re.IGNORECASE)
PUBMED_URL = re.compile(r"pubmed(?:\.ncbi\.nlm\.nih\.gov|/)/?(\d{5,9})\b")
NAME = r"[A-Z][\w’'.-]*"
# "Ada B Okoro et al. J Rural Care. 2023", as abstract services print it.
CITED = re.compile(rf"({NAME}(?: {NAME}){{1,4}}),? et al\.?,? ([A-Z][A-Za-z&.: ]{{2,80}}?)\.? ?(?=\.|\d|$)")
# "Community Ment Health J. 2025 Jun 21."
SOURCE = re.compile(r"([A-Z][A-Za-z&: ]{2,80})\. ((?:19|20)\d\d(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)\s?[.;:]")
BYLINE = re.compile(
    rf"\W*(?:[Ww]ritten |[Pp]osted )?[Bb][Yy]:? ({NAME}(?: (?:{NAME}|de|van|von|der|la|al)){{1,4}})"
)
PERSON_NAME = re.compile(rf"(?!Authors?\b|By\b){NAME}(?: (?:{NAME}|de|van|von|der|la|al|bin)){{1,4}}")
PERSON = re.compile(rf"{NAME}(?: {NAME}){{1,3}}")
TRAILING = ".,;:)]}'\"”’"
MAX_WORDS = 30
MAX_PMID = 9


class Lines:
    """The short lines of a page that are not part of its reference list."""

    def __init__(self, blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> None:
        first = next(
            (at for at, b in enumerate(blocks) if reasons[at] is None and b.words > MAX_WORDS), len(blocks)
        )
        known = zip(blocks, reasons, strict=True)
        self.short = [
            b.text
            for b, reason in known
            if b.words <= MAX_WORDS and reason not in ("references", "related_links")
        ]
        self.head = [
            b.text.replace("\u00a0", " ") for b in blocks[max(0, first - 25) : first] if b.words <= MAX_WORDS
        ]

    def doi(self) -> str | None:
        """The DOI of a line that says it is one."""
        for line in self.short:
            if (DOI_LINE.match(line) or INLINE_DOI.search(line)) and (found := DOI.search(line)):
                return clean_doi(found[0])
        return None

    def pmid(self) -> str | None:
        """The number of the first "PMID: …"."""
        return next((found[1] for line in self.short if (found := PMID.search(line))), None)

    def cited(self) -> tuple[str | None, str | None]:
        """First author and journal of a line "A B Name et al. Journal. Year"."""
        for line in self.head:
            if found := CITED.fullmatch(line.rstrip(" .")) or CITED.match(line):
                return found[1], found[2].strip()
        return None, None

    def journal(self) -> str | None:
        """The journal of a line "Journal Abbrev. 2025 Jun 21; …"."""
        return next((found[1] for line in self.head if (found := SOURCE.match(line))), None)

    def authors(self) -> tuple[str, ...]:
        """Who a byline names; beside a date line, a line that is only a name counts too."""
        for line in self.head:
            if PEOPLE.fullmatch(line):
                return tuple(match[0] for match in PERSON_NAME.finditer(line))
            if found := BYLINE.match(line):
                return (found[1],)
        for one, other in pairwise(self.head):
            for line, beside in ((one, other), (other, one)):
                if len(beside) < 40 and iso_date(beside) and PERSON.fullmatch(line):
                    return (line,)
        return ()

    def published(self) -> str | None:
        """The first date among the lines above the text."""
        return next(
            (date for line in self.head if len(line) < 120 and (date := iso_date(DOI.sub("", line)))), None
        )


def clean_doi(text: str) -> str | None:
    """The DOI in a text, without resolver and closing punctuation."""
    found = DOI.search(text)
    if not found:
        return None
    doi = found[0].rstrip(TRAILING)
    # "(10.1000/x(1)2)": a closing bracket belongs to the DOI where it opens one.
    return doi + ")" if doi.count("(") > doi.count(")") and found[0].startswith(doi + ")") else doi


def clean_pmid(text: str, *, bare: bool = True) -> str | None:
    """The digits in "PMID: 123" or in a PubMed address, or with `bare` of a number alone."""
    text = text.strip()
    if bare and text.isascii() and text.isdigit():
        return text if len(text) <= MAX_PMID else None
    found = PMID.search(text) or PUBMED_URL.search(text)
    return found[1] if found else None


def pmid_of_url(urls: Iterable[str | None]) -> str | None:
    """The PubMed number that an address holds."""
    return next((found[1] for url in urls if url and (found := PUBMED_URL.search(url))), None)
