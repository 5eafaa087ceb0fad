"""Works as pages cite them for readers: "Ada Doe and Kim Roe, “Nights afloat,” Sleep and Sea, 2024"."""

from __future__ import annotations

import re
from typing import NamedTuple

from ecosift.tagging.names import first_inverted, first_person, person
from ecosift.tagging.references import JOURNAL, NAME, SURNAME_FIRST
from ecosift.tagging.secondhand import IS_OUT, MONTH

YEAR = r"(?:19|20)\d\d"
LONGEST, LONGEST_LINE = 900, 450
# So much may stand behind a citation that fills a line.
LONGEST_REST = 90
MOST_CUTS = 12
QUOTED = re.compile(
    r"“(?P<curly>[^“”]{14,300})”|\"(?P<straight>[^\"]{14,300})\""
    r"|(?<!\w)'(?P<typed>[^'\n]{14,300})'(?!\w)"
    r"|(?<!\w)‘(?P<single>[^‘\n]{14,300}?)[’'](?=[,.;)]|\s(?:\(|is\b|was\b|by\b|in\b|publ|appear)|\Z)"
)
# "The paper, titled" and the like before a title, which name nobody.
LEAD = re.compile(
    r"(?:[Tt]he|[Tt]his|[Tt]heir|[Oo]ur|[Hh]er|[Hh]is|[Aa])?\s?(?:[a-z-]+\s){0,2}"
    r"(?:[Pp]aper|[Ss]tudy|[Aa]rticle|[Rr]eport|[Rr]eview),?(?:\s(?:is\s)?(?:titled|entitled|called),?)?",
)
ISSUE = rf"(?:(?:{MONTH}\s)?(?:{YEAR}\s)?issue\sof\s(?:the\s)?)?"
IN = rf"(?:{IS_OUT}[^.;:“”]{{0,25}}?\sin|[Ii]n|[Aa]ppearing\sin):?\s(?:the\s)?{ISSUE}(?:journal\s)?"
VOLUME = r"(?:[.,]?\s(?:[Vv]ol(?:ume|\.)?\s)?\d{1,4}(?:\s?\(\d{1,3}\))?)?(?:,?\s(?:no|issue|nr)\.?\s\d{1,3})?"
DATE = rf"[.,:]?\s\(?(?:\d{{1,2}}\s)?(?:{MONTH},?\s)?(?P<year>{YEAR})\b"
# The journal behind the title: with its year, or with words that say that it appeared there.
DATED = re.compile(rf"[\s,.;(]{{0,4}}(?:{IN})?{JOURNAL}{VOLUME}{DATE}")
OUT_IN = re.compile(rf"[\s,.;:]{{0,3}}(?:\([^()]{{3,80}}\)\s)?{IN}{JOURNAL}")
# Where the year stands before the title, the journal's volume shows that it is one.
NUMBERED = re.compile(rf"[\s,.;:]{{0,4}}(?:{IN})?{JOURNAL},?\s(?:[Vv]ol(?:ume|\.)?\s)?\d")
BY = re.compile(r"[\s,.]{0,3}\(?by\s(?P<rest>.{3,300})")
CUT = re.compile(r"[,.;)]\s|\s(?=\(|in\s|is\s|was\s|has\s|appear|publ)")
# What stands behind a whole title.
ENDED = re.compile(r"\s?[,.;(]|\s(?:by|in|is|was|appear|publ)|\s?\Z")
HAS_TITLE = re.compile(r"[“\"]|(?<!\w)[‘']|\sby\s[A-Z]")
# How a line begins that tells of the page itself.
OF_PAGE = re.compile(
    r"(?:By|Posted|Published|Updated|Written|Edited|Reviewed|Submitted|Reported|Story|Photo|Image)\b|\d"
)
# Of a title without quotation marks: "Nights afloat, by …", "Nights afloat (Sleep and Sea, 2024)".
SIGNED = re.compile(r"(?P<title>[^\s.,][^;\n]{14,250}?),?(?P<by>\sby\s[A-Z].{3,300})")
BRACKETED = re.compile(rf"(?P<title>[^\s.,][^;()\n]{{14,250}}?)\s\({JOURNAL}{DATE}\)")
LISTED = re.compile(rf"(?P<title>[^\s.,][^;.\n]{{14,250}}?)[.,]\s{JOURNAL}{VOLUME}{DATE}")
ET_AL = re.compile(
    rf"(?P<names>(?:[A-Z]\.\s?){{0,3}}[^.,;:()]{{3,60}}?),?\set\sal\.?[,:]?\s\(?{JOURNAL}"
    rf"(?:{DATE}|[.,]?\s(?:[Pp]ublished|doi\b|DOI\b|https?:))"
)
INITIALS_AHEAD = re.compile(
    r"(?P<given>(?:[A-Z]\.?[\s-]?){1,3})\s?(?P<surname>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)"
)
INVERTED = re.compile(
    rf"(?P<surname>{NAME}(?:[\s-][A-Z][\w’'-]+)?),\s(?P<given>[A-Z][\w’'-]+(?:\s[A-Z]\.?)?)"
    r"(?:,?\s(?:and|&)\s(?P<rest>.{3,200}))?"
)
OTHERS = re.compile(
    r",?\s(?:et\sal\.?|(?:and|with)\s(?:colleagues|others|team|co-authors|her team|his team))\Z"
)
# What a journal's name runs on into where no stop parts them.
RUN_ON = re.compile(
    rf"(?:[.,]\s(?:DOI|PMID|Vol|Volume|Issue|No|Online|Epub|Published|Available|Read|Link)\b.*"
    rf"|,?\s(?:(?:in|on|for)\s)?{MONTH}|\s(?:in|on|for|and|of|the|to))\Z"
)


class Loose(NamedTuple):
    """A work as cited loosely; `given` are the initials of the author's given name."""

    title: str | None
    author: str | None
    given: str
    year: int | None
    journal: str | None


def read_loose(text: str) -> Loose | None:
    """The work of a text behind a label such as "Source:" that has no names ahead and no quotation marks."""
    text = text[:LONGEST]
    return _signed(text) or _bracketed(text) or _listed(text)


def read_quoted(text: str) -> Loose | None:
    """The work of a text behind a label that has the title in quotation marks."""
    return _quoted(text[:LONGEST])


def read_line(line: str) -> Loose | None:
    """The work that an unlabelled line is a citation of, or says where it appeared."""
    # Most lines have no sign of a title at all.
    signed = "by" in line or "'" in line or '"' in line or "“" in line or "‘" in line
    if len(line) > LONGEST_LINE or not signed or not HAS_TITLE.search(line) or OF_PAGE.match(line):
        return None
    work = _quoted(line, bare=True) or _signed(line, bare=True)
    return work if work and work.title and work.journal else None


def author_of(names: str) -> tuple[str, str] | None:
    """The first author of names in any order, and the initials where no given name is there."""
    names = OTHERS.sub("", names.strip(" ,.:;("))
    if inverted := SURNAME_FIRST.match(names):
        surname = names[: inverted.start("given")].strip(" ,")
        return surname, inverted["given"].strip()
    name = first_person(names) or first_inverted(names) or _inverted(names)
    if not name:
        return None
    short = INITIALS_AHEAD.fullmatch(name)
    return (short["surname"], short["given"].strip()) if short else (name, "")


def _inverted(names: str) -> str | None:
    """The first of "Doe, Ada, and Kim Roe", where only that one has the surname first."""
    found = INVERTED.fullmatch(names)
    if found is None or (found["rest"] and not first_person(found["rest"])):
        return None
    return person(f"{found['given']} {found['surname']}")


def _quoted(text: str, *, bare: bool = False) -> Loose | None:
    """A work with its title in quotation marks; a `bare` line has names or nothing before it."""
    found = QUOTED.search(text)
    if found is None:
        return None
    title = str(found[found.lastgroup or 0]).rstrip(".,")
    before, after = text[: found.start()].strip(" ,:.("), text[found.end() :]
    year = re.search(rf"\(?({YEAR})\)?\Z", before)
    names = before[: year.start()] if year else before
    author = author_of(names) if names else None
    if author is None and names and not LEAD.fullmatch(names.strip(" ,:")):
        return None
    if author is None and (signed := BY.match(after)):
        author, after = _by(signed["rest"])
    place = OUT_IN.match(after) or DATED.match(after) or (NUMBERED.match(after) if year else None)
    if author is None and place and "year" in place.groupdict():
        author = author_of(after[place.end() :].strip(" ,.;:()"))
    # “Wait and see”: what mothers said. – a title of which only a part is quoted.
    is_part = not place and not ENDED.match(after)
    if is_part or (bare and not place) or not (author or place):
        return None
    said = int(year[1]) if year else _year(after)
    name, given = author or (None, "")
    return Loose(title, name, given, said, _name(place["journal"]) if place else None)


def _by(said: str) -> tuple[tuple[str, str] | None, str]:
    """The author of "Ada Doe and Kim Roe, Sleep and Sea, 2024", and what stands behind the names."""
    best: tuple[tuple[str, str] | None, str] = (None, said)
    for at, cut in enumerate(CUT.finditer(said)):
        author = author_of(said[: cut.start()]) if at < MOST_CUTS else None
        rest = said[cut.start() :]
        if author and (best[0] is None or OUT_IN.match(rest) or DATED.match(rest)):
            best = author, rest
    return best


def _signed(text: str, *, bare: bool = False) -> Loose | None:
    """As in "Nights afloat, by A Tamm and P Oks, is published in Sleep and Sea"; `bare`: it has to say so."""
    found = SIGNED.match(text) if " by " in text else None
    signed = BY.match(found["by"]) if found else None
    if not (found and signed):
        return None
    author, rest = _by(signed["rest"])
    place = OUT_IN.match(rest) or (None if bare else DATED.match(rest))
    title = (
        LEAD.sub("", found["title"], count=1).strip(" ,:") if LEAD.match(found["title"]) else found["title"]
    )
    return Loose(title, *author, _year(rest), _name(place["journal"])) if author and place and title else None


def _bracketed(text: str) -> Loose | None:
    found = BRACKETED.match(text)
    return Loose(found["title"], None, "", int(found["year"]), _name(found["journal"])) if found else None


def read_shortened(text: str) -> Loose | None:
    """The work of "Ada Doe et al., Sleep and Sea, 2024", where no title is given."""
    found = ET_AL.match(text[:LONGEST])
    if found and re.search(r"[.,:]\s", found["journal"]):
        return None
    author = (author_of(found["names"]) or (found["names"], "")) if found else None
    if not (found and author):
        return None
    name, given = author
    return Loose(None, name, given, _year(found["year"] or text[found.end() :]), _name(found["journal"]))


def _listed(text: str) -> Loose | None:
    """Title, journal and year, parted by stops or commas alone."""
    found = LISTED.match(text)
    if found is None or len(text) - found.end() > LONGEST_REST or SURNAME_FIRST.match(text):
        return None
    if author_of(found["title"]) or not re.search(r"\s[a-z]", found["title"]):
        return None
    *names, journal = _name(found["journal"]).rsplit(". ", 1)
    # "Nights afloat. Doe A, Roe K. Sleep and Sea. 2024"
    author = author_of(names[0]) if names else None
    name, given = author or (None, "")
    return Loose(
        found["title"], name, given, int(found["year"]), journal if author else _name(found["journal"])
    )


def _year(text: str) -> int | None:
    found = re.search(rf"\b{YEAR}\b", text)
    return int(found[0]) if found else None


def _name(journal: str) -> str:
    """The journal's name without what runs on behind it."""
    return RUN_ON.sub("", journal.rstrip(" .,:")).rstrip(" .,:")
