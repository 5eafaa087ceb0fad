"""Names of persons in bylines and prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ecosift.clean.people import people
from ecosift.tagging.designs import designs

PART = r"[A-ZÀ-ÖØ-ÞŁŚŠŽČĐ](?:[\w'’]|-(?=\w)){0,30}\.?"
PARTICLE = r"(?:van|von|de|der|den|del|della|la|le|da|di|dos|du|al|el|bin|ibn|ter|ten|y)"
# Two to five words, the first and last with a capital: "Leah A. Holcomb", "Maria del Carmen Ruiz".
PERSON = rf"{PART}(?:[ -](?:{PARTICLE} ){{0,2}}{PART}){{1,4}}"
TITLES = r"(?:(?:Dr|Prof|Professor|Associate Professor|Assistant Professor|Mr|Ms|Mrs|Sir|Dame)\.?\s){0,2}"
WHOLE = re.compile(PERSON)
DECORATION = re.compile(
    r"[(\[]\d{1,2}(?:,\s?\d{1,2}){0,5}[)\]]|[\d*†‡§¶#⁰¹²³⁴-⁹]+(?:\s*,\s*[\d*†‡§¶#⁰¹²³⁴-⁹]+)*|\b(?:MD|PhD|MPH|RN|MSc|BSc|MSW|DrPH|ScD)(?=\d|\b)\.?"
    # "Edda Lindgren a b, Tomas Okafor c": letters lead to affiliations too.
    r"|(?<=[a-z])\s[a-f](?:\s[a-f]){0,3}(?=,|\Z)"
)
# What a publisher's page reads out before the names.
PANEL = re.compile(r"Author links open overlay panel\s*")
LONGEST = 1500
SEPARATOR = re.compile(r"\s*(?:,|;|·|\band\b|&)\s*")


def person(said: str) -> str | None:
    """The name, where all of `said` is one person's; bodies and places are nobody."""
    name = " ".join(said.split()).strip(" .,")
    words = re.split(r"[\s-]", name.casefold().replace(".", ""))
    # "St Brendan" is a hospital, school or place.
    if not WHOLE.fullmatch(name) or not designs().bodies.isdisjoint(words) or words[0] in {"st", "saint"}:
        return None
    return name


def first_person(line: str) -> str | None:
    """The first name of a line that is nothing but names; None for any other line."""
    if len(line) > 2000 or re.match(r"by\s", line, re.IGNORECASE):
        return None
    bare = DECORATION.sub(" , ", PANEL.sub("", line))
    pieces = [" ".join(piece.split()) for piece in SEPARATOR.split(bare) if piece.strip(" ,;.")]
    pieces = [
        piece for piece in pieces if piece not in {"et al.", "et al", "…", "..."} and not _is_group(piece)
    ]
    pieces = [piece for piece in pieces if piece.lower().replace(".", "") not in people().credentials]
    names = [person(piece) for piece in pieces]
    return names[0] if names and all(names) else None


def first_of_field(said: str) -> str | None:
    """The first name of a field of names, which may have the surname first: "Doe, Jane; Roe, Kim"."""
    # "Jane Doe, Kim Roe" are two, "Doe, Jane" is one.
    if name := first_person(said):
        return name
    surname, _, rest = re.split(r";|\sand\s|&", said, maxsplit=1)[0].partition(",")
    return person(f"{rest.partition(',')[0].strip()} {surname.strip()}")


def first_inverted(line: str) -> str | None:
    """The first name of a line of names that all have the surname first: "Doe, Jane; Roe, Kim B"."""
    pieces = [piece.split(",") for piece in line.strip(" ;.").split(";")]
    if len(pieces) < 2 or len(line) > LONGEST or any(len(piece) != 2 for piece in pieces):
        return None
    names = [person(f"{given.strip()} {surname.strip()}") for surname, given in pieces]
    return names[0] if all(names) else None


def spelled_out(author: str, given: str, names: Iterable[str], texts: Iterable[str]) -> str:
    """The full name of an author of whom a citation gives the surname, where names or prose have it.

    Else the surname with the initials that the citation prints.
    """
    surname = f" {author.casefold()}"
    for name in (*names, *_before(author, texts)):
        if name.casefold().endswith(surname) and name.startswith(given[:1]):
            return name
    return f"{given} {author}".strip()


def _before(surname: str, texts: Iterable[str]) -> Iterator[str]:
    """The surname with the words before it that read as given names."""
    pattern = re.compile(rf"(?<!\w){TITLES}(?P<name>{PART}(?: {PART})? {re.escape(surname)})(?!\w)")
    for text in texts:
        if surname in text:
            for found in pattern.finditer(text[:LONGEST]):
                words = found["name"].split(" ")
                yield from (" ".join(words[at:]) for at in range(len(words) - len(surname.split(" "))))


def _is_group(piece: str) -> bool:
    """Whether a piece of a line of authors is the study group that closes it ("SHARE investigators")."""
    return piece.rsplit(" ", 1)[-1].casefold() in designs().groups
