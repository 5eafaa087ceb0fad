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
    r"(?:at|gmt|utc|[bcemp]s?t|[cemp]dt|[ap]\.?m\b\.?|\d{1,2}[:.]\d\d|\d{1,3} min(?:ute)?s?|read"
    r"|\d{1,4} (?:comments?|shares?|views?|likes?)|no comments)"
)
DATE_LINE = re.compile(
    rf"\W*(?:{DATE_LABEL}\W+)*{DATE}(?:\W+(?:{AFTER_DATE}|{DATE_LABEL}|{DATE}))*"
    r"(?:\W+by [\w .'-]{3,40})?\W*",
    re.IGNORECASE,
)
# "Policy Brief No. 17 | April 2024"
ENDS_IN_DATE = re.compile(rf"[^.!?|·•]{{2,80}}[|·•] ?{DATE}\W*", re.IGNORECASE)
DIGIT = re.compile(r"\d")
READING_TIME = re.compile(
    r"\W*(?:reading time:? )?\d{1,3}\W?min(?:ute)?s?\b(?: to)?(?: read(?:ing)?)?(?: time)?\W*", re.IGNORECASE
)
COUNTS = re.compile(
    r"\W*\d[\d,.]*k?\s"
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
# "Ann B Lee 1, Joe Doe 2 3, Mary Roe": two people or more.
PERSON = rf"{NAME}(?: (?:{NAME}|de|van|von|der|la|al|bin)){{1,4}}(?:[ ,]?\d{{1,2}}){{0,4}}"
PEOPLE = re.compile(
    rf"(?:[Aa]uthors?:? |[Bb]y:? )?{PERSON}(?:(?:,|;| and| &) (?:and )?{PERSON})+"
    r"(?: ?[+]\d+ more|,? et al\.?)?\W*"
)
SIGNATURE = re.compile(rf"[—–-]{{1,2}} ?{NAME}(?: {NAME}){{1,4}}(?:, [\w ]{{2,40}})?")
EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}")
# A journal, a date and the issue: "Rural Addict Behav. 2024 May; 11(2), p. 133".
SOURCE_LINE = re.compile(
    rf"(?:[A-Z][\w&]*\.? ){{1,9}}(?:\. )?(?:19|20)\d\d(?: {MONTH}(?: \d{{1,2}})?)?;.{{0,200}}", re.IGNORECASE
)
INSTITUTION = re.compile(
    r"\b(?:Departments?|School|Faculty|Division|Institut\w*|College|University|Universit\w+|Hospital|Centre|Center"
    r"|Laboratory|Unit|Clinic|Alliance|Ministry)\b"
)
# A word in lower case that is none of these makes a sentence of a line.
LOWER_WORD = re.compile(
    r"(?<![\w@.’'-])(?!(?:of|and|the|for|in|at|de|la|du|des|und|y|e|et|e-mail|email)\b)[a-z]\w*(?![\w@]|\.\w)"
)
# What entries of a reference list have and sentences have not: two of these, or one and where the work is.
ENTRY_PARTS = (
    re.compile(r"\(?\b(?:19|20)\d\d[a-z]?\)?[.;,:)]"),
    re.compile(r"\b\d{1,4}\s?(?:\(\d{1,4}[^()]{0,12}\))?\s?[:,]\s?e?\d{1,6}(?:\s?[-–]\s?e?\d{1,6})?"),
    re.compile(r"\b[A-Z][\w’'-]+,? (?:[A-Z]\.[ -]?){1,3}[,&.(]|\b[A-Z][\w’'-]+ [A-Z]{1,3}[,.]"),
    re.compile(r"\bet al\b"),
    re.compile(r"\b(?:Retrieved|Accessed|Available at|Available from|In press|pp\.|Vol\.|eds?\.)"),
)
WHERE = re.compile(
    r"\bdoi\b|10\.\d{4,9}/|https?://|\bPM(?:ID\b|C\d)|\b(?:PubMed|Google Scholar|Crossref)\b",
    re.IGNORECASE,
)
MAX_LINE = 25
MAX_CITED = 18
MAX_CONTACT = 15
MAX_AFFILIATION = 60
MAX_SHAPE = 400
MAX_ENTRY = 1500


def reason_of_shape(text: str, words: int) -> str | None:
    """The kind of furniture that a line's shape gives away."""
    if words > MAX_AFFILIATION or len(text) > MAX_SHAPE:
        return None
    text = text.replace("\u00a0", " ")
    if text[0] in "©[" and text.startswith(("©", "[Image", "[Photo", "[Picture", "[Video")):
        return "footer" if text[0] == "©" else "metadata"
    found = _of_short_line(text, words) if words <= MAX_LINE else None
    return found or (_of_listing(text) if "," in text or ";" in text else None)


# Each expression is asked only where a character that it needs stands in the line: most lines have none.
def _of_short_line(text: str, words: int) -> str | None:
    if DIGIT.search(text):
        if any(pattern.fullmatch(text) for pattern in (DATE_LINE, READING_TIME, ENDS_IN_DATE)):
            return "metadata"
        if COUNTS.fullmatch(text):
            return "comments"
    if ":" in text and SAYS.fullmatch(text):
        return "comments"
    if _names_author(text, words):
        return "author_box"
    return "contact" if "@" in text and words <= MAX_CONTACT and EMAIL.search(text) else None


def _names_author(text: str, words: int) -> bool:
    if "by" in text[:6].lower() and BYLINE.fullmatch(text):
        return True
    if text[0] in "—–-" and SIGNATURE.fullmatch(text):
        return True
    return "et al" in text and words <= MAX_CITED and CITED_LINE.fullmatch(text) is not None


def _of_listing(text: str) -> str | None:
    if ";" in text and SOURCE_LINE.fullmatch(text):
        return "metadata"
    if PEOPLE.fullmatch(text):
        return "author_box"
    return "affiliations" if _is_affiliation(text) else None


def _is_affiliation(text: str) -> bool:
    """Parts divided by commas, an institution among them, and no word that a sentence would have."""
    found = INSTITUTION.findall(text)
    numbered = text[0].isdigit() or len(found) > 1
    return bool(found) and text.count(",") >= (1 if numbered else 2) and LOWER_WORD.search(text) is None


def is_reference(text: str) -> bool:
    """Whether a line reads as an entry of a reference list."""
    if len(text) > MAX_ENTRY:
        return False
    found = False
    for part in ENTRY_PARTS:
        if part.search(text):
            if found:
                return True
            found = True
    return found and WHERE.search(text) is not None
