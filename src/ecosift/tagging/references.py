"""The reference lists and notes of a page, entry by entry, and the entry that a mark leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ecosift.types import Block

NAME = r"(?:(?:van|von|de|der|den|del|la|le|da|di|dos|al|el|ter|ten)\s){0,2}[A-ZÀ-ÖØ-ÞŁŚŠŽČĐ][\w'’-]{1,30}"
YEAR = r"(?:19|20)\d\d[a-z]?"
# Addresses of repositories ("…/handle/10.5555/88213") only look like DOIs.
DOI = re.compile(r"(?<!handle/)(?<!handle\.net/)\b10\.\d{4,9}/[^\s\"<>{}|\\^`]{1,200}")
LINK_TAIL = re.compile(r"(?:[?#&].*|/(?:full|abstract|pdf|epdf|meta|html|fulltext)|\.pdf)+\Z")
URL = re.compile(r"https?://[^\s\"<>]{3,500}")
PMID = re.compile(r"\bPMID:?\s{0,3}(\d{5,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{5,9})")
PUBMED = "https://pubmed.ncbi.nlm.nih.gov/{}/"
BRACKETED_YEAR = re.compile(rf"\((?P<year>{YEAR})(?:,\s[^()]{{2,30}})?\)|\(in press\)|\(n\.d\.\)")
BARE_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
# "Sleep Care. Published online May 5, " before the year.
ONLINE = re.compile(
    r"[.,;]\s(?:[Pp]ublished\s)?(?:[Oo]nline|[Pp]ublished|[Ee]pub)(?:\s(?:first|ahead of print))?[:,]?"
    r"(?:\s\d{1,2})?(?:\s[A-Z][a-z]{2,8}\.?)?(?:\s\d{1,2},?)?\s?\Z"
)
# What may stand before a full citation, as "The paper" does.
LABEL = re.compile(r"[A-Z][^:.()\d]{2,40}:\s+(?=[A-Z])")
OPENING_NUMBER = re.compile(r"\s*[\[(]?(\d{1,3})[\].)]")
PRINTED_NUMBER = re.compile(r"\s*[\[(]?(\d{1,3})\b")
WORD_OF_JOURNAL = r"(?:[A-Z][\w’'-]*[.:,]?|of|and|in|for|the|on|to|&)"
JOURNAL = rf"(?P<journal>[A-Z][\w’'-]*[.:,]?(?:\s{WORD_OF_JOURNAL}){{0,12}})"
TITLE = r"(?P<title>[^\s].{6,300}?)(?:\.|(?<=[?!]))"
# Title and journal: after the year ("(2020). Title. Journal, 4(2)"), before it ("Title. Journal. 2020"), and
# where the year closes the entry ("… & Roe, K. Title. Journal 41, 118 (2022)").
AFTER_YEAR = re.compile(rf"[.,:]?\s+{TITLE}\s{JOURNAL}[.,]?\s(?:\(?\d|doi\b|DOI\b)")
ONLY_TITLE = re.compile(rf"[.,:]?\s+{TITLE}(?:\s|$)")
BEFORE_YEAR = re.compile(rf"[^.]{{3,300}}\.\s{TITLE}\s{JOURNAL}\s?$")
YEAR_LAST = re.compile(
    rf".{{3,300}}?(?:\bet al\.|\b[A-Z]\.)\s(?P<title>[A-Z“\"][^.?!]{{8,300}}[?!]?)\.?\s{JOURNAL},?\s\d"
)
INITIALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{1,3}\b")
# A whole entry: "Doe, J., & Roe, K. (2020). …", "Doe J, Roe K. Title. Journal. 2020;4:1-9."
FULL = re.compile(
    rf"(?:\d{{1,3}}\.\s|[^:.()]{{0,40}}:\s{{0,3}})?"
    rf"(?P<entry>{NAME},?\s[A-Z]{{1,3}}\b(?:[^()]{{0,300}}\({YEAR}\)|[^()]{{20,500}}?\s(?:19|20)\d\d(?:(?:\s[A-Z][a-z]{{2}}(?:\s\d{{1,2}})?)?\s?;\s?\d|\.\s(?:doi|DOI|https?:)|,\s[Ii]ssue\s\d)))"
)
# "Doe J, …", "Doe, J. K., …": of other forms the first words need not be a name.
SURNAME_FIRST = re.compile(
    rf"{NAME}(?:[\s-][A-Z][\w’'-]+)?,?\s(?P<given>(?:[A-Z]\.[\s-]?){{1,3}}|[A-Z]{{1,3}}|[A-Z](?:\s[A-Z]){{1,2}})"
    r"(?=[\s,;:.&(]|\Z)"
)
# What links further instead of citing.
NO_SOURCES = frozenset({"references", "related_links", "related", "comments", "footer", "aside"})
CAPITALISED = re.compile(r"\b[A-Z]\w+")
BACKLINKS = " \t\n↩↑^\ufe0e\u2191"
LONGEST = 700
LONGEST_LABEL = 40
SHORTEST_ENTRY = 50
# So many works of one year are looked at for the one that fits best.
MOST_FITTING = 200
# Headings of lists that hold notes to single places, and the works cited only among them.
NOTES = re.compile(r"(?:foot|end)?notes?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a reference list.

    `letter` is what tells works of one year apart ("2020a"), `given` are initials as printed.
    """

    number: int
    text: str
    authors: tuple[str, ...]
    year: int | None
    doi: str | None
    url: str | None
    letter: str = ""
    pmid: str | None = None
    title: str | None = None
    journal: str | None = None
    given: str = ""


def read_references(dropped: Sequence[Block]) -> list[Reference]:
    """The entries of the page's reference lists and notes, in order."""
    return [entry for each in _lists(dropped) for entry in each.entries]


def cited_in_full(blocks: Iterable[Block], without: frozenset[str] = NO_SOURCES) -> list[Reference]:
    """Works that blocks outside of the lists cite in full ("The paper: Doe, J. (2024). …")."""
    return [
        reference_of(block, block.text[found.start("entry") :], _printed_number(block, block.text) or 0)
        for block in blocks
        if len(block.text) > SHORTEST_ENTRY
        and block.reason not in without
        and (found := FULL.match(block.text))
    ]


@dataclass(frozen=True)
class _List:
    """Entries under one heading, numbered from one."""

    entries: tuple[Reference, ...]
    notes: bool
    # By the names under which links lead to them.
    ids: dict[str, Reference]

    @cached_property
    def numbers(self) -> dict[int, Reference]:
        return {entry.number: entry for entry in reversed(self.entries)}


class References:
    """The page's reference lists: by the name that a link leads to, by number, by author and year."""

    def __init__(self, dropped: Sequence[Block], blocks: Sequence[Block] = ()) -> None:
        self.lists = _lists(dropped)
        self.ids = {name: (entry, at) for at in self.lists for name, entry in at.ids.items()}
        # Unless a link says otherwise, a number counts in the longest list; notes come last.
        self._main = max(self.lists, key=lambda each: (not each.notes, len(each.entries)), default=None)
        self._years: dict[int, list[Reference]] = {}
        self._named: dict[tuple[int | None, str], list[Reference]] = {}
        listed = [entry for each in self.lists for entry in each.entries]
        self.entries = [*listed, *cited_in_full((*blocks, *dropped))]
        for entry in self.entries:
            for author in entry.authors:
                self._named.setdefault((entry.year, author.casefold()), []).append(entry)
            if entry.year is not None:
                self._years.setdefault(entry.year, []).append(entry)

    @property
    def numbers(self) -> dict[int, Reference]:
        """The entries of the main list by number."""
        return self._main.numbers if self._main else {}

    def numbered(self, number: int, beside: Sequence[str] = ()) -> Reference | None:
        """The entry of that number in the list to which the links `beside` lead, else in the main one."""
        near = next((self.ids[name][1] for name in beside if name in self.ids), None)
        return (near.numbers if near else self.numbers).get(number)

    def at(self, name: str) -> Reference | None:
        """The entry to which a link to `#name` leads."""
        found = self.ids.get(name)
        return found[0] if found else None

    def named(self, authors: Sequence[str], year: int, letter: str = "") -> Reference | None:
        """The entry of these authors and that year; nothing where none fits."""
        fitting = self._named.get((year, authors[0].casefold())) or self._bodies(authors[0], year)
        return max(fitting[:MOST_FITTING], key=lambda entry: _closeness(entry, authors, letter), default=None)

    def by(self, surname: str) -> Reference | None:
        """The only work whose first author has that name."""
        return self._only_by.get(surname.casefold())

    @cached_property
    def _only_by(self) -> dict[str, Reference | None]:
        """Entries by their first author; None for an author of several works."""
        found: dict[str, Reference | None] = {}
        for entry in (entry for entry in self.entries if entry.authors):
            known = found.setdefault(entry.authors[0].casefold(), entry)
            if known is not None and known.text != entry.text:
                found[entry.authors[0].casefold()] = None
        return found

    def _bodies(self, name: str, year: int) -> list[Reference]:
        """Works of a body whose name or initials these are."""
        if " " not in name and not name.isupper():
            return []
        return [entry for entry in self._years.get(year, ())[:MOST_FITTING] if _is_body(entry, name)]


def _is_body(entry: Reference, name: str) -> bool:
    head = entry.text[:150]
    if " " in name:
        return head.casefold().startswith(name.casefold())
    return "".join(word[0] for word in CAPITALISED.findall(head)[:8]).startswith(name)


def _closeness(entry: Reference, authors: Sequence[str], letter: str) -> tuple[bool, bool, int]:
    """How well an entry of the right year fits: first author first, letter, further authors."""
    known = [author.casefold() for author in entry.authors]
    first = bool(known) and known[0] == authors[0].casefold()
    return first, bool(letter) and entry.letter == letter, sum(name.casefold() in known for name in authors)


def _lists(dropped: Sequence[Block]) -> list[_List]:
    lists, held, notes = list[_List](), list[Block](), False
    for block in dropped:
        if block.reason != "references":
            continue
        if block.kind in ("heading", "title") or _is_label(block):
            lists += _closed(held, notes)
            held, notes = [], bool(NOTES.match(block.text))
        else:
            held.append(block)
    return [*lists, *_closed(held, notes)]


def _is_label(block: Block) -> bool:
    """Whether a block only names the list below it: a few words without stop, figure, link or number."""
    text = block.text.strip()
    if len(text) > LONGEST_LABEL or text.endswith(".") or block.marker:
        return False
    return not any(char.isdigit() for char in text) and all(mark.kind != "link" for mark in block.marks)


def _closed(blocks: Sequence[Block], notes: bool) -> Iterator[_List]:
    listed = [(block, line) for block in blocks for line in _entries(block) if len(line) > 8]
    printed = [_printed_number(block, line) for block, line in listed]
    known = [number for number in printed if number is not None]
    # Dumps often number every entry "1.": then only the order tells.
    by_mark = len(known) == len(listed) and len(set(known)) == len(known)
    entries, ids = list[Reference](), dict[str, Reference]()
    for order, ((block, line), said) in enumerate(zip(listed, printed, strict=True), start=1):
        entries.append(reference_of(block, line, said if by_mark and said is not None else order))
        for name in block.ids:
            ids.setdefault(name, entries[-1])
    if entries:
        yield _List(tuple(entries), notes, ids)


def _entries(block: Block) -> list[str]:
    """The block's lines where each is numbered, else the block as one entry."""
    lines = [line.strip() for line in block.text.split("\n") if line.strip()]
    numbered = len(lines) > 1 and all(OPENING_NUMBER.match(line) for line in lines)
    return lines if numbered else [block.text.strip()]


def _printed_number(block: Block, line: str) -> int | None:
    found = PRINTED_NUMBER.match(block.marker) or OPENING_NUMBER.match(line)
    return int(found[1]) if found else None


def reference_of(block: Block, line: str, number: int) -> Reference:
    """A full citation, read as an entry of a reference list."""
    line = line.strip(BACKLINKS)
    year = BRACKETED_YEAR.search(line[:LONGEST]) or BARE_YEAR.search(line)
    said = year.groupdict().get("year") if year else None
    ahead = line[: year.start()] if year else line[:120]
    label = LABEL.match(ahead)
    links = [mark.href for mark in block.marks if mark.kind == "link" and mark.href]
    title, journal = _titles(line[:LONGEST], year)
    names = OPENING_NUMBER.sub("", ahead[label.end() if label else 0 : 300], count=1).lstrip()
    inverted = SURNAME_FIRST.match(names)
    return Reference(
        number=number,
        text=line,
        authors=_authors(ahead[label.end() if label else 0 : 300]),
        year=int(said[:4]) if said else None,
        doi=find_doi(line) or next((found for href in links if (found := linked_doi(href))), None),
        url=_address(line, links),
        letter=said[4:] if said else "",
        pmid=_pmid([line, *links]),
        title=title,
        journal=journal,
        given=inverted["given"].strip() if inverted else "",
    )


def _authors(ahead: str) -> tuple[str, ...]:
    """The surnames before the year; a body without initials is one name."""
    bare = OPENING_NUMBER.sub("", ahead, count=1).strip(" .,(")
    if 1 < len(bare.split()) <= 8 and "," not in bare and "." not in bare and not INITIALS.search(bare):
        return (bare,)
    return tuple(dict.fromkeys(re.findall(NAME, ahead)))


def _titles(line: str, year: re.Match[str] | None) -> tuple[str | None, str | None]:
    """Title and journal of an entry, as far as its form shows them."""
    if year is None:
        return None, None
    before, after = ONLINE.sub(".", line[: year.start()]), line[year.end() :]
    if year[0].startswith("("):
        found = YEAR_LAST.match(before) or AFTER_YEAR.match(after) or ONLY_TITLE.match(after)
    else:
        found = BEFORE_YEAR.match(before)
    said = found.groupdict() if found else {}
    journal = said.get("journal")
    return said.get("title"), journal.rstrip(".,:") if journal else None


def _address(line: str, links: Iterable[str]) -> str | None:
    """Where the work can be read: an address in the entry, its PubMed record, or a link that it carries."""
    if url := URL.search(line):
        return _trimmed(url[0])
    pmid = _pmid([line])
    return PUBMED.format(pmid) if pmid else next((href for href in links if href.startswith("http")), None)


def _pmid(said: Iterable[str]) -> str | None:
    return next((found[1] or found[2] for each in said if (found := PMID.search(each))), None)


def find_doi(text: str) -> str | None:
    """The first DOI in a text, without the punctuation that closes a sentence."""
    found = DOI.search(text)
    return _trimmed(found[0]) if found else None


def linked_doi(href: str) -> str | None:
    """The DOI in an address, without what leads to a part or a form of the work."""
    doi = find_doi(href)
    return LINK_TAIL.sub("", doi) if doi else None


def find_dois(text: str) -> list[str]:
    """All DOIs in a text, each once."""
    return list(dict.fromkeys(_trimmed(found[0]) for found in DOI.finditer(text)))


def _trimmed(address: str) -> str:
    address = address.rstrip(".,;:'\"’”")
    if address.endswith(")") and address.count("(") < address.count(")"):
        address = address.rstrip(").,;")
    return address.rstrip("]")
