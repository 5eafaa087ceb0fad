"""Dates as printed to ISO dates, as exact as they were."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
MONTH_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{YEAR}[-/](?P<number>\d{{1,2}})(?:[-/](?P<day>\d{{1,2}}))?(?!\d)",
        rf"\b{MONTH_NAME}[ ,.]{{1,2}}{DAY},?\.? {YEAR}\b",
        rf"\b{DAY}(?: of)?[ .-]{{1,2}}{MONTH_NAME},?[ -]{YEAR}\b",
        rf"\b{YEAR} {MONTH_NAME}(?: {DAY})?(?![\w-])",
        rf"\b{MONTH_NAME},? {YEAR}\b",
        # Machines write 20240503.
        rf"\A{YEAR}(?P<number>[01]\d)(?P<day>[0-3]\d)(?!\d)",
        # "13/05/2024" can only be read one way.
        rf"\b(?P<day>1[3-9]|2\d|3[01])[/.](?P<number>\d{{1,2}})[/.]{YEAR}\b",
        rf"\b(?P<number>\d{{1,2}})[/.](?P<day>1[3-9]|2\d|3[01])[/.]{YEAR}\b",
    )
)
ANY_YEAR = re.compile(r"(?:19|20)\d\d")
BARE_YEAR = re.compile(rf"\W*{YEAR}\W*")


def iso_date(text: str) -> str | None:
    """The first date in a short text, as `2025-06-21`, `2025-06` or `2025`; None where there is none."""
    text = text[:200]
    # Most lines of a page have no year.
    if not ANY_YEAR.search(text):
        return None
    found = [match for form in FORMS if (match := form.search(text))]
    for match in sorted(found, key=lambda match: match.start()):
        if date := _iso(match.groupdict()):
            return date
    bare = BARE_YEAR.fullmatch(text[:40])
    return bare["year"] if bare else None


def _iso(parts: dict[str, str | None]) -> str | None:
    name, number, day = parts.get("month"), parts.get("number"), parts.get("day")
    month = MONTHS[name.lower()] if name else int(number or 0)
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{parts['year']}-{month:02}"
    return f"{parts['year']}-{month:02}-{int(day):02}" if 1 <= int(day) <= 31 else None
