"""Lines known by their shape: dates, bylines, affiliations, entries of a reference list."""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = (
    rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? \d{{4}}"
    rf"|\d{{4}} {MONTH}(?: \d{{1,2}})?|{MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
# "April 9, 2024 | 5 min read", ". 2025 Jun 21.", "Updated: 3 May 2024": only dates, times and labels.
# The branches of a loop exclude each other, so that no line takes long.
DATE_LABEL = (
    r"(?:last|first|updated|published|posted|reviewed|modified|date|on|mon|tue|wed|thu|fri|sat|sun)[a-z]*"
)
AFTER_DATE = (
    r"(?:[a-z]{1,4}t|[ap]\.?m\.?|utc|\d{1,2}[:.]\d\d|\d{1,3} min(?:ute)?s?|read"
    r"|\d{1,4} (?:comments?|shares?|views?|likes?)|no comments)"
)
DATE_LINE = re.compile(
    rf"\W*(?:{DATE_LABEL}\W+)*{DATE}(?:\W+{AFTER_DATE}\b)*(?:\W+by [\w .'-]{{3,40}})?\W*", re.IGNORECASE
)
READING_TIME = re.compile(
    r"\W*(?:reading time:? )?\d{1,3}\W?min(?:ute)?s?\b(?: to)?(?: read(?:ing)?)?(?: time)?\W*", re.IGNORECASE
)
COUNTS = re.compile(
    r"\W*(?:\d[\d,.]*k?|no|one)\s"
    r"(?:comments?|replies|reply|responses?|shares?|views?|likes?|thoughts?|reads?|followers)\b"
    r"(?: (?:on|to) .{0,120})?\W*",
    re.IGNORECASE,
)
NAME = r"[A-Z][\w’'-]*\.?"
BYLINE = re.compile(rf"\W*[Bb][Yy]:? {NAME}(?:,? (?:{NAME}|and|&|de|van|von|der|la|al|the)){{0,9}}\W*")
SAYS = re.compile(rf"{NAME}(?: {NAME}){{0,4}} (?:says|said|wrote|writes|commented)\W*(?:on .{{0,40}})?:\W*")
CITED_LINE = re.compile(
    rf"(?:{NAME} ){{1,6}}et al(?:[ ,.]+(?:[A-Z][\w’'-]*|&|of|and|in|the|for|\d[\w:;()–-]*))*[ .,;]*"
)
INSTITUTION = re.compile(
    r"\b(?:Departments?|School|Faculty|Division|Institute|College|University|Universit\w+|Hospital|Centre|Center"
    r"|Laboratory|Unit|Clinic)\b"
)
# A word in lower case that is none of these makes a sentence of a line.
LOWER_WORD = re.compile(
    r"(?<![\w@.’'-])(?!(?:of|and|the|for|in|at|de|la|du|des|und|y|e|et|e-mail|email)\b)[a-z]\w*(?![\w@]|\.\w)"
)
# What entries of a reference list have and sentences have not: two of these.
ENTRY_PARTS = (
    re.compile(r"\(?\b(?:19|20)\d\d[a-z]?\)?[.;,:)]"),
    re.compile(r"\b\d{1,4}\s?(?:\(\d{1,4}[^()]{0,12}\))?\s?[:,]\s?e?\d{1,6}(?:\s?[-–]\s?e?\d{1,6})?"),
    re.compile(r"\b[A-Z][\w’'-]+,? (?:[A-Z]\.[ -]?){1,3}[,&.(]|\b[A-Z][\w’'-]+ [A-Z]{1,3}[,.]"),
    re.compile(r"\bet al\b"),
    re.compile(
        r"\bdoi\b|10\.\d{4,9}/|https?://|\bPM(?:ID\b|C\d)|\b(?:PubMed|Google Scholar|Crossref)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:Retrieved|Accessed|Available at|Available from|In press|pp\.|Vol\.|eds?\.)"),
)
MAX_LINE = 25
MAX_CITED = 18
MAX_AFFILIATION = 60
MAX_SHAPE = 400
MAX_ENTRY = 1500


def reason_of_shape(text: str, words: int) -> str | None:
    """The kind of furniture that a line's shape gives away."""
    if words > MAX_AFFILIATION or len(text) > MAX_SHAPE:
        return None
    text = text.replace("\u00a0", " ")
    if words <= MAX_LINE:
        if DATE_LINE.fullmatch(text) or READING_TIME.fullmatch(text):
            return "metadata"
        if BYLINE.fullmatch(text) or (words <= MAX_CITED and CITED_LINE.fullmatch(text)):
            return "author_box"
        if COUNTS.fullmatch(text) or SAYS.fullmatch(text):
            return "comments"
    return "affiliations" if _is_affiliation(text) else None


def _is_affiliation(text: str) -> bool:
    return text.count(",") >= 2 and INSTITUTION.search(text) is not None and LOWER_WORD.search(text) is None


def is_reference(text: str) -> bool:
    """Whether a line reads as an entry of a reference list."""
    return len(text) <= MAX_ENTRY and sum(part.search(text) is not None for part in ENTRY_PARTS) >= 2
