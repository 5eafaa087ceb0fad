"""Journal and year in the lines that a paper's own page prints around its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product

from ecosift.tagging.names import first_person
from ecosift.tagging.notices import MONTH, YEAR, no_journals, year_in
from ecosift.tagging.references import JOURNAL

CITED = re.compile(
    rf"(?P<journal>[A-Z][^.;·|?!]{{2,90}})\.\s(?P<year>{YEAR})(?:\s{MONTH}\b|\s?[;:(]|[.,]?\s?$|[.,]?\s[Dd][Oo][Ii])"
)
ET_AL = re.compile(r"(?P<author>[^.,;:]{3,60}?) et al\.\s?(?P<journal>[A-Z][^.;:]{2,90})?")
DATED = re.compile(rf"\W{{0,3}}(?P<year>{YEAR})\s{MONTH}\b")
# "Journal of Sleep volume 8, Article number: 9 (2023)": no other line says so.
NUMBERED = re.compile(
    rf"{JOURNAL}\s(?:[Vv]olume|[Vv]ol\.)\s\d{{1,4}},\s(?:Article|Issue|Pages?)\b.{{1,40}}?\b(?P<year>{YEAR})\b"
)
PARTED = re.compile(r"\s+(?:[·•|]|-)\s+")
VOLUME = re.compile(
    r"\b(?:vol|volume|issue|iss|pp|doi|citations?)\b\.?|10\.\d{4}|\d\s?\(\d{1,4}\)", re.IGNORECASE
)
LABELLED = re.compile(
    r"(?P<label>authors?|journal|published(?:\sonline|\sin)?|publication\sdate|(?:date|year)\sof\saward|year)\s?:\s{0,3}(?P<said>\S.{2,250})",
    re.IGNORECASE,
)
# A journal with its volume and year: "Journal of Sleep 2023 DOI: 10.…", "Sleep Care 41, 118 (2022)".
PLACED = re.compile(
    rf"(?:Published in\s)?{JOURNAL}(?:[.,]?\s(?:[Vv]ol(?:ume)?\.?\s)?\d[^;|·•]{{0,40}}?)?"
    rf"[,.]?\s\(?(?P<year>{YEAR})\)?(?=[\s,;.:|·•]|\Z)"
)
# What tells such a line from others that open with capitals and have a year.
SOURCE_SIGNS = re.compile(
    r"\b(?:doi|DOI|[Cc]itations?|[Cc]ited|[Vv]ol|[Vv]olume|Published in)\b"
    r"|10\.\d{4}|\d\s?\(\d|\d:\s?e?\d|\d[;,]\s?\d"
)
# What may stand between the journal's name and its numbers.
TAIL = re.compile(rf"(?:,?\s(?:[Vv]olume|[Vv]ol\.?|{MONTH}))?[.,:]?\Z")
# The line of a journal above ". 2024 Apr;13(2)" or "Volume 8, March 2023": its name alone, or with a date.
NAME_LINE = re.compile(rf"{JOURNAL}(?:\s\d{{1,2}}\s{MONTH}\s{YEAR})?")
VOLUME_LINE = re.compile(rf"Volume\s\d{{1,4}}\b.{{0,60}}?\b(?P<year>{YEAR})\b")
# "Reprod Health Lake Stud 2021; 5: 88", nothing behind.
WHOLE = re.compile(
    rf"{JOURNAL}\s(?P<year>{YEAR})\s?;\s?\d{{1,4}}(?:\s?\([^()]{{1,12}}\))?\s?:\s?[\w–-]{{1,20}}\.?\Z"
)
LABEL = re.compile(r"(?:Source|Journal|Citation|Published in|In):\s")
# Of a citation whose names come first: "Doe A, Roe K. Sleep and Sea".
NAMES = re.compile(r"[a-z]\s[A-Z]{1,3}[,.]\s")
BETWEEN = 2
QUOTES = ("'", "‘", "“", '"')
Source = tuple[str | None, int | None]


def cited_source(lines: Sequence[str]) -> Source:
    """Journal and year of the line that cites the paper itself."""
    journal: str | None = None
    year: int | None = None
    for before, line in pairwise(["", *lines]):
        found = CITED.match(line) or NUMBERED.match(line) or WHOLE.match(line)
        if found:
            journal, year = journal or _bare(found["journal"]), year or int(found["year"])
        elif dated := DATED.match(line):
            year = year or int(dated["year"])
            if line.startswith(".") and NAME_LINE.fullmatch(before):
                journal = journal or before
        elif named := ET_AL.match(line):
            journal = journal or (named["journal"] and named["journal"].strip())
        elif parted := _parted(line):
            journal, year = journal or parted[0], year or parted[1]
    published = labelled(lines, "published", "publication", "year")
    return journal or labelled(lines, "journal"), year or year_in(published)


def placed_source(lines: Sequence[str]) -> Source:
    """Journal and year of lines that say so only on a page with a DOI: the journal opens the line."""
    for line in lines:
        found = PLACED.match(line) if SOURCE_SIGNS.search(line) else None
        if found and _is_journal(found["journal"]):
            return _bare(found["journal"]), int(found["year"])
    return _above_volume(lines)


def self_citation(lines: Sequence[str], title: str | None) -> tuple[str, Source] | None:
    """The names, journal and year of the line "Doe, Ada (2021) The page's title. Journal, 4 (2)"."""
    for line, mark in product([line for line in lines if title and title in line], ("", *QUOTES)):
        head, found, rest = line.partition(f") {mark}{title}")
        names, _, year = head.rpartition(" (")
        if found and names and re.fullmatch(YEAR, year):
            journal = re.match(rf"[.?!]?[{''.join(QUOTES)}’”]?[.,]?\s{JOURNAL}", rest)
            is_journal = journal is not None and _is_journal(journal["journal"]) and VOLUME.search(rest)
            return names, (TAIL.sub("", journal["journal"]) if journal and is_journal else None, int(year))
    return None


def labelled(lines: Sequence[str], *labels: str) -> str | None:
    """What stands after a label such as "Journal:"."""
    found = (LABELLED.fullmatch(line) for line in lines)
    return next((m["said"].strip() for m in found if m and m["label"].lower().startswith(labels)), None)


def _above_volume(lines: Sequence[str]) -> Source:
    """The journal whose name stands in a line above "Volume 320, March 2023"."""
    for at, line in enumerate(lines):
        found = VOLUME_LINE.match(line)
        above = lines[max(0, at - BETWEEN) : at] if found else ()
        # Some journals have names like persons; right above the volume stands no person.
        names = (
            NAME_LINE.fullmatch(each)
            for near, each in enumerate(reversed(above))
            if near == 0 or first_person(each) is None
        )
        name = next((each["journal"] for each in names if each and _is_journal(each["journal"])), None)
        if found and name:
            return TAIL.sub("", name), int(found["year"])
    return None, None


def _bare(name: str) -> str:
    """The name of a journal without a label before it and the start of its numbers behind it."""
    return LABEL.sub("", TAIL.sub("", name), count=1).strip()


def _is_journal(name: str) -> bool:
    return not f"{name} ".startswith(no_journals()) and not NAMES.search(name)


def _parted(line: str) -> tuple[str, int] | None:
    """Journal and year of a line such as "Journal of Sleep · 2023 · Vol. 8 · pp. 201–219", in any order."""
    parts = PARTED.split(line)
    if len(parts) < 2 or not VOLUME.search(line):
        return None
    dates = [found for part in parts if (found := re.search(rf"\b{YEAR}\b", part)) and len(part) < 30]
    named = next((part for part in parts if not re.match(rf"\W?{YEAR}|\d", part)), "")
    if re.match(rf"{MONTH}\b", named):
        named = parts[1]
    name = TAIL.sub("", re.sub(r"\s\(?\d.*\Z", "", named.strip()))
    if not dates or not name[:1].isupper() or name.endswith(":") or not _is_journal(name):
        return None
    return name, int(dates[0][0])
