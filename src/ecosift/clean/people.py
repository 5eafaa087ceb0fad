"""Names of authors as carriers spell them, made a clean list: no "By", no roles or degrees, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ecosift.lexicon import Lexicon, load_lexicon

ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|gov|edu|info|io|co|uk|html?)\b", re.IGNORECASE)
# "desk@example.org (Ana Cruz)", as feeds have it; else brackets hold handles and pronouns.
BRACKETS = re.compile(r"\(([^()]{0,80})\)|\[[^\[\]]{0,80}\]")
BETWEEN = re.compile(r" ?[;|•·] ?| / ")
AND = re.compile(r",? (?:and|&|with) ", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")
EDGES = " \t\u00a0,:;|-–—·•*"
# After an initial or "Jr" a full stop is the name's.
LAST_WORD = re.compile(r"(?:^|\s)(?:\w|jr|sr|\w(?:\.\w)+)\.\Z", re.IGNORECASE)
# "ByTrevor Jones": two elements without white space between them.
GLUED = re.compile(r"[Bb]y(?=[A-Z][a-z])")
NAME = r"[A-Z][\w’'.-]*"
PERSON = re.compile(
    rf"(?!The |A |An ){NAME}(?: (?:{NAME}|de|van|von|der|den|la|le|al|bin|ibn|da|dos|di|du|y)){{1,4}}"
)
# What stands beside the name in a byline.
BESIDE = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?(?= ?\d)"
    r"|\w*\d[\w:./-]*|(?:first |last )?(?:updated|published|posted|reviewed|written|edited)(?: on| at)?"
    r"|(?-i:on|at|in|by))"
    r"(?![\w’'-])[ ,.:]*",
    re.IGNORECASE,
)
SMALL = ("of", "for", "the", "and", "&")
MAX_TEXT, MAX_NAME, MAX_WORDS, MAX_PEOPLE = 2_000, 80, 7, 200
MAX_GIVEN = 3


class People(Lexicon):
    """`data/people.toml`."""

    nobody: frozenset[str]
    credentials: frozenset[str]
    suffixes: frozenset[str]
    roles: frozenset[str]
    openings: tuple[str, ...]
    institutions: frozenset[str]


@cache
def people() -> People:
    """The lexicon, read once."""
    found: People = load_lexicon("people", People)
    return found


def clean_names(texts: Iterable[str], *, family_first: bool = False) -> tuple[str, ...]:
    """The persons (or bodies) that texts name, in reading order ("Doe, Jane" is "Jane Doe").

    With `family_first` every text "A, B" is one name, as in citation tags; else "Ann Doe, Joe Roe" are two.
    """
    found: dict[str, str] = {}
    for text in texts:
        for name in _names(text[:MAX_TEXT], family_first):
            found.setdefault(name.casefold(), name)
            if len(found) == MAX_PEOPLE:
                break
    return tuple(found.values())


def names_of_byline(text: str) -> tuple[str, ...]:
    """The persons in what a page shows as byline, without dates and labels; else the first body."""
    found = clean_names([beside_names(text)])
    return tuple(name for name in found if is_person(name)) or tuple(filter(_is_body, found[:1]))


def beside_names(text: str) -> str:
    """A byline with "|" for dates and labels."""
    return BESIDE.sub("|", GLUED.sub("By ", text[:MAX_TEXT]))


def is_person(name: str) -> bool:
    """Whether this is spelled like a person's name, and holds no word that menus and organisations have."""
    return PERSON.fullmatch(name) is not None and not people().institutions.intersection(name.lower().split())


def _is_body(name: str) -> bool:
    return all(word[0].isupper() or word in SMALL for word in name.split())


def _names(text: str, family_first: bool) -> Iterator[str]:
    whole = _without_opening(_without_brackets(" ".join(text.split())))
    for part in (piece for between in BETWEEN.split(whole) for piece in _and_parts(between)):
        pieces = [_stripped(piece) for piece in part.split(",")]
        pieces = [piece for piece in pieces if piece and not _is_title(piece)]
        if len(pieces) == 2 and (family_first or " " not in pieces[0]) and _is_given(pieces[1]):
            pieces = [f"{pieces[1]} {pieces[0]}"]
        for at, piece in enumerate(pieces):
            name = _without_credentials(_without_opening(piece))
            if _is_name(name) and not (at and _is_role(name)):
                yield name


def _and_parts(text: str) -> list[str]:
    """Two persons have two words each; "Ministry of Work and Health" and "Roe & Sons" are one body."""
    parts = AND.split(text)
    persons = all(" " in part for part in parts) and not {"of", "for"}.intersection(text.lower().split())
    return parts if persons else [text]


def _without_brackets(text: str) -> str:
    if "@" in text and (inner := BRACKETS.search(text)) and inner[1]:
        return inner[1]
    return BRACKETS.sub(" ", text) if "(" in text or "[" in text else text


def _without_opening(text: str) -> str:
    text = text.lstrip(EDGES)
    lower = text.lower()
    opening = next((each for each in people().openings if lower.startswith(each)), "")
    return _stripped(text[len(opening) :])


def _stripped(text: str) -> str:
    text = text.strip(EDGES).lstrip(".")
    return text if LAST_WORD.search(text) else text.rstrip("." + EDGES)


def _without_credentials(name: str) -> str:
    words = name.split()
    for at in range(2, len(words)):
        word = words[at]
        # "Yo-Yo Ma", but "Ann Roe MA" and "Ann Roe Staff Writer".
        spelled = word[1:] != word[1:].lower() and word.lower().replace(".", "") in people().credentials
        if spelled or (word.lower() in people().roles and not set(SMALL).intersection(words[:at])):
            return " ".join(words[:at])
    return name


def _is_title(text: str) -> bool:
    """What stands between commas and is no name: degrees, "Jr"."""
    words = text.lower().replace(".", "").split()
    return all(word in people().credentials or word in people().suffixes for word in words)


def _is_given(text: str) -> bool:
    return len(text.split()) <= MAX_GIVEN and not _is_role(text)


def _is_role(text: str) -> bool:
    return text.lower().split(maxsplit=1)[0] in people().roles


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= MAX_NAME
        and len(name.split()) <= MAX_WORDS
        and ":" not in name
        and LETTER.search(name) is not None
        and ADDRESS.search(name) is None
        and name.lower().replace(".", "") not in people().nobody
    )
