"""What a page's own lines say of it: a DOI line, "PMID: 123", a byline, a date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise

from ecosift.clean.candidates import Candidate
from ecosift.clean.dates import iso_date
from ecosift.clean.people import beside_names, is_person, names_of_byline

# Addresses of repositories ("…/handle/10.5555/88213") only look like DOIs.
DOI = re.compile(r"(?<!handle/)(?<!handle\.net/)\b10\.\d{4,9}/[^\s\"<>{}|\\^`]{1,200}")
DOI_LINE = re.compile(r"\W*(?:doi\b|https?://(?:dx\.)?doi\.org/|digital object identifier)", re.IGNORECASE)
INLINE_DOI = re.compile(r"\bdoi:? ?(?:https?://(?:dx\.)?doi\.org/)?(?=10\.)", re.IGNORECASE)
PMID = re.compile(r"\bPMID:? ?(\d{1,9})\b", re.IGNORECASE)
PUBMED_URL = re.compile(r"pubmed(?:\.ncbi\.nlm\.nih\.gov|/)/?(\d{5,9})\b")
NAME = r"[A-Z][\w’'.-]*"
# "Ada B Okoro et al. J Rural Care. 2023", as abstract services print it.
CITED = re.compile(rf"({NAME}(?: {NAME}){{1,4}}),? et al\.?,? ([A-Z][A-Za-z&.: ]{{2,80}}?)\.? ?(?=\.|\d|$)")
# "Community Ment Health J. 2025 Jun 21."
SOURCE = re.compile(r"([A-Z][A-Za-z&: ]{2,80})\. ((?:19|20)\d\d(?: [A-Z][a-z]{2}(?: \d{1,2})?)?)\s?[.;:]")
# What follows a journal that stands alone in the line above: ". 2024 Apr;13(2):145-158."
GOES_ON = re.compile(r"\. ?(?:19|20)\d\d\b")
# These name the author wherever they stand; "by" and a bare label only above the text.
STATED = re.compile(
    r"\W*(?:(?:written|authored)(?: and edited)? by\b:?|authors?(?:\(s\))?:) ?(?=\w)", re.IGNORECASE
)
OPENING = re.compile(
    r"\W*(?:(?:(?:posted|published|written|article|story|words|text|report(?:ed)?) )?by\b:? ?"
    r"|authors?(?:\(s\))?:?\Z)",
    re.IGNORECASE,
)
OTHER_ROLE = re.compile(r"\b(?:reviewed|edited|checked|photo\w*|images?) by\b", re.IGNORECASE)
# "Ann B Lee 1, Joe Doe 2 3": the numbers lead to affiliations.
AFFILIATION_MARK = re.compile(
    r"(?<=[a-zD.]) ?(?:\d{1,2}(?:[ ,]\d{1,2}){0,4}|\(\d{1,2}(?:[ ,]{1,2}\d{1,2}){0,4}\))(?=,|\Z)"
    r"|,? et al\b\.?| ?\+ ?\d+ more\b"
)
LOWER = re.compile(r"\b[a-z]{2,}\b")
PUBLISHED = re.compile(
    r"\b(?:published|publication date|posted|issued|release date|date)\b(?: on| online)?\W{0,3}(?=\w|\Z)",
    re.IGNORECASE,
)
MODIFIED = re.compile(
    r"\b(?:updated?|modified|modification date|revised|revision date)\b(?: on| at)?\W{0,3}(?=\w|\Z)",
    re.IGNORECASE,
)
OTHER_DATE = re.compile(
    r"\b(?:updated?|modified|modification|revised|revision|accessed|retrieved|expires|next|due)\b",
    re.IGNORECASE,
)
TRAILING = ".,;:)]}'\"”’"
MAX_WORDS = 30
MAX_PMID = 9
MAX_NAMES, MIN_SPELLED = 300, 0.7
# A line with so many marks of affiliations is one of authors wherever it stands.
MIN_MARKS = 2
# So many lines may stand between names and the date.
BESIDE, MAX_SOURCE, MAX_DATE, MAX_LABEL = 2, 120, 30, 20


class Lines:
    """The short lines of a page that are not part of its reference list."""

    def __init__(self, blocks: Sequence[Candidate], reasons: Sequence[str | None]) -> None:
        first = next(
            (at for at, b in enumerate(blocks) if reasons[at] is None and b.words > MAX_WORDS), len(blocks)
        )
        known = zip(blocks, reasons, strict=True)
        self._prose = [block.text for block in blocks if block.prose]
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
        for line in (self.short[at] for at in self._with("10.")):
            if (DOI_LINE.match(line) or INLINE_DOI.search(line)) and (found := DOI.search(line)):
                return clean_doi(found[0])
        return None

    def pmid(self) -> str | None:
        """The number of the first "PMID: …"."""
        lines = (self.short[at] for at in self._with("pmid"))
        return next((found[1] for line in lines if (found := PMID.search(line))), None)

    def _with(self, *words: str) -> list[int]:
        """The places of the short lines that hold one of the words, found in all lines at once."""
        text, starts = self._together
        found: set[int] = set()
        for word in words:
            at = text.find(word)
            while at >= 0:
                line = bisect_right(starts, at)
                found.add(line - 1)
                at = text.find(word, starts[line]) if line < len(starts) else -1
        return sorted(found)

    @cached_property
    def _together(self) -> tuple[str, list[int]]:
        """The short lines as one text in lower case, and where each begins."""
        lines = [line.lower() for line in self.short]
        return "\n".join(lines), list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))

    def cited(self) -> tuple[str | None, str | None]:
        """First author and journal of a line "A B Name et al. Journal. Year"."""
        for line in self.head:
            if found := CITED.fullmatch(line.rstrip(" .")) or CITED.match(line):
                return found[1], found[2].strip()
        return None, None

    def journal(self) -> str | None:
        """The journal of a line "Journal Abbrev. 2025 Jun 21; …"."""
        whole = (
            f"{line.rstrip()}{below}" if GOES_ON.match(below) else line
            for line, below in pairwise([*self.head, ""])
        )
        return next((found[1].strip() for line in whole if (found := SOURCE.match(line))), None)

    def authors(self) -> tuple[str, ...]:
        """Who a byline names; a line that only holds names counts beside a date, journal or identifier."""
        stated = self._after(STATED, self.short, self._with("written by", "written and", "author"))
        if names := next(chain(stated, self._after(OPENING, self.head, range(len(self.head)))), ()):
            return names
        sources = [_is_source(line) for line in self.head]
        journals = [bool(GOES_ON.match(below)) for below in (*self.head[1:], "")]
        beside = (
            line
            for reach in range(BESIDE + 1)
            for at, line in enumerate(self.head)
            if not journals[at]
            and (
                any(sources[max(at - reach, 0) : at + reach + 1])
                or len(AFFILIATION_MARK.findall(line[:MAX_NAMES])) >= MIN_MARKS
            )
        )
        return next((names for line in beside if (names := self._named(line))), ())

    def _after(
        self, opening: re.Pattern[str], lines: Sequence[str], places: Iterable[int]
    ) -> Iterator[tuple[str, ...]]:
        """The persons after each opening, in its line or the next."""
        for at in places:
            if found := opening.match(lines[at]):
                after = lines[at][found.end() :] or "".join(lines[at + 1 : at + 2])
                if names := self._persons(names_of_byline(after)):
                    yield names

    def _named(self, line: str) -> tuple[str, ...]:
        """The persons in a line that holds nothing else but perhaps a date: all of them, or none."""
        if len(line) > MAX_NAMES or " " not in line or OTHER_ROLE.search(line):
            return ()
        line = AFFILIATION_MARK.sub("", line)
        names = names_of_byline(line)
        spelled = sum(len(name) for name in names)
        known = self._persons(names)
        return known if known == names and spelled >= MIN_SPELLED * len(_undated(line)) else ()

    def _persons(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Names of persons; words that the page has in lower case too are none."""
        return tuple(
            name
            for name in names
            if is_person(name) and not all(word.lower() in self._words for word in name.split())
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words that the page's running text has in lower case."""
        return frozenset(word for text in self._prose for word in LOWER.findall(text))

    def published(self) -> str | None:
        """The first date above the text that is not said to be another one; else one said to be this."""
        above = (
            line
            for before, line in pairwise(["", *self.head])
            if len(line) < MAX_SOURCE and not (len(before) < MAX_LABEL and OTHER_DATE.search(before))
        )
        first = next((date for line in above if (date := _date_before(OTHER_DATE, line))), None)
        return first or self._date_after(PUBLISHED, "publi", "posted", "issued", "date")

    def modified(self) -> str | None:
        """The date of a line "Last updated: …"."""
        return self._date_after(MODIFIED, "updat", "modif", "revis")

    def _date_after(self, label: re.Pattern[str], *words: str) -> str | None:
        """The first date that a label (with one of the words) stands before, in its line or the next."""
        for at in self._with(*words):
            if found := label.search(self.short[at], 0, MAX_SOURCE):
                after = self.short[at][found.end() :] or "".join(self.short[at + 1 : at + 2])
                if date := iso_date(after[:MAX_DATE]):
                    return date
        return None


def _date_before(label: re.Pattern[str], line: str) -> str | None:
    found = label.search(line)
    return iso_date(DOI.sub("", line[: found.start()] if found else line))


def _is_source(line: str) -> bool:
    """A date, a journal or an identifier."""
    return len(line) < MAX_SOURCE and (
        iso_date(line) is not None or DOI_LINE.match(line) is not None or SOURCE.match(line) is not None
    )


def _undated(line: str) -> str:
    return beside_names(line).replace("|", "").strip()


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
