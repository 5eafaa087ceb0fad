"""Citation marks in sentences, resolved to the page's reference list or to the link that they carry.

A mark that names several works ("[5–7]", "(Doe, 2019; Kim & Lee, 2020)") gives one `Cite` for each work, all
with the span of the whole mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.types import Block, Cite, Mark, SentenceSpan

NAME = r"(?:(?:van|von|de|der|den|del|la|le|da|di|dos|al|el|ter|ten)\s){0,2}[A-ZÀ-ÖØ-ÞŁŚŠŽČĐ][\w'’-]{1,30}"
YEAR = r"(?:19|20)\d\d[a-z]?"
NUMBERS = r"\d{1,3}(?:\s?[,;–—-]\s?\d{1,3}){0,20}"
BRACKETED = re.compile(rf"\[\s?({NUMBERS})\s?\]")
PARENTHESIS = re.compile(rf"\(([^()]{{0,400}}?\b{YEAR}[^()]{{0,120}})\)")
WORK = re.compile(
    rf"(?:(?:e\.g\.|i\.e\.|see|cf\.|also|see also|reviewed in|as cited in)[,:]?\s+)*"
    rf"(?P<names>{NAME}(?:(?:,\s|\s(?:and|&)\s|,\s(?:and|&)\s|\s){NAME}|,?\set\sal\.?|\s[A-Z]\.?){{0,8}})"
    rf"(?P<comma>,)?\s(?P<years>{YEAR}(?:,\s{YEAR}){{0,3}}|n\.d\.)(?:,\s?(?:pp?\.?\s?)?\d[\d–-]{{0,8}})?$"
)
NARRATIVE = re.compile(
    rf"(?<![\w.])(?P<names>{NAME}(?:\s(?:and|&)\s{NAME}|,?\set\sal\.?|\sand\scolleagues)?)(?:['’]s?)?\s\((?P<years>{YEAR})\)"
)
FLATTENED = re.compile(
    rf"(?<=[a-z\)”\"%][.,;])({NUMBERS})(?=\s|$)|(?<=[a-z]{{3}})(\d{{1,2}}(?:[,–-]\d{{1,2}}){{0,6}})(?=[.,;]?\s|[.,;]?$)"
)
RAISED = re.compile(r"[⁰¹²³⁴-⁹]+(?:[,–⁻⁃-][⁰¹²³⁴-⁹]+)*")
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NUMBER_LIST = re.compile(rf"\[?\(?\s?({NUMBERS})\s?\)?\]?")
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]{1,200}")
URL = re.compile(r"https?://[^\s\"<>]{3,500}")
# What may stand before a full citation, as "The paper" does.
LABEL = re.compile(r"[A-Z][^:.()\d]{2,40}:\s+(?=[A-Z])")
OPENING_NUMBER = re.compile(r"\s*\[?\(?(\d{1,3})[\].)]")
LAST_WORD = re.compile(r"([^\W\d_]+)[.,;:)\]”\"’]*\s?$")
MAX_RANGE = 30
Span = tuple[int, int]


def find_cites(
    sentences: Sequence[SentenceSpan], blocks: Sequence[Block], dropped: Sequence[Block]
) -> list[tuple[Cite, ...]]:
    """The citations of every sentence in order, marks as printed; headings have none."""
    references, marks = _References(read_references(dropped)), _Marks(blocks)
    return [() if s.heading else _cites_in(s, marks.within(s), references) for s in sentences]


class CitationWords(Lexicon):
    """`data/citations.toml`."""

    not_names: frozenset[str]
    powers: frozenset[str]
    works: tuple[str, ...]


def _words() -> CitationWords:
    words: CitationWords = load_lexicon("citations", CitationWords)
    return words


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the page's reference list."""

    number: int
    text: str
    authors: tuple[str, ...]
    year: int | None
    doi: str | None
    url: str | None


@dataclass
class _References:
    """The page's reference list, by number and by author and year."""

    entries: list[Reference]
    numbers: dict[int, Reference] = field(default_factory=dict)
    years: dict[int, list[Reference]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self.numbers.setdefault(entry.number, entry)
            if entry.year is not None:
                self.years.setdefault(entry.year, []).append(entry)

    def resolve(self, cite: Cite) -> Cite:
        """The cite with reference, DOI and URL of the entry that it points to, where there is one."""
        entry = self.numbers.get(cite.number) if cite.number is not None else self._named(cite)
        if entry is None:
            return cite
        return replace(
            cite,
            authors=cite.authors or entry.authors[:1],
            year=cite.year or entry.year,
            reference=entry.text,
            doi=cite.doi or entry.doi,
            url=cite.url or entry.url,
        )

    def _named(self, cite: Cite) -> Reference | None:
        if cite.year is None or not cite.authors:
            return None
        first = cite.authors[0].casefold()
        fitting = [e for e in self.years.get(cite.year, ()) if first in map(str.casefold, e.authors)]
        return next((e for e in fitting if e.authors[0].casefold() == first), None) or next(
            iter(fitting), None
        )


def read_references(dropped: Sequence[Block]) -> list[Reference]:
    """The entries of the page's reference list, in order."""
    listed = [b for b in dropped if b.reason == "references" and b.kind not in ("heading", "title")]
    entries = [(block, line) for block in listed for line in _entries(block) if len(line) > 8]
    printed = [_printed_number(block, line) for block, line in entries]
    known = [number for number in printed if number is not None]
    # Dumps often number every entry "1.": then only the order tells.
    by_mark = len(known) == len(entries) and len(set(known)) == len(known)
    read = []
    for order, ((block, line), printed_number) in enumerate(zip(entries, printed, strict=True), start=1):
        number = printed_number if by_mark and printed_number is not None else order
        read.append(reference_of(block, line, number))
    return read


def _entries(block: Block) -> list[str]:
    """The block's lines where each is numbered, else the block as one entry."""
    lines = [line.strip() for line in block.text.split("\n") if line.strip()]
    numbered = len(lines) > 1 and all(OPENING_NUMBER.match(line) for line in lines)
    return lines if numbered else [block.text.strip()]


def _printed_number(block: Block, line: str) -> int | None:
    marker = OPENING_NUMBER.match(f"{block.marker.strip()} ") if block.marker else None
    found = marker or re.match(r"\s*\[?\(?(\d{1,3})\b", block.marker) or OPENING_NUMBER.match(line)
    return int(found[1]) if found else None


def reference_of(block: Block, line: str, number: int) -> Reference:
    """A full citation, read as an entry of a reference list."""
    year = re.search(rf"\(({YEAR})", line) or re.search(r"\b((?:19|20)\d\d)\b", line)
    ahead = line[: year.start()] if year else line[:120]
    label = LABEL.match(ahead)
    names = re.findall(NAME, ahead[label.end() if label else 0 : 300])
    links = [mark.href for mark in block.marks if mark.kind == "link" and mark.href]
    doi = find_doi(line) or next((found for href in links if (found := find_doi(href))), None)
    url = URL.search(line)
    return Reference(
        number=number,
        text=line,
        authors=tuple(dict.fromkeys(names)),
        year=int(year[1][:4]) if year else None,
        doi=doi,
        url=_trimmed(url[0]) if url else next((href for href in links if href.startswith("http")), None),
    )


def find_doi(text: str) -> str | None:
    """The first DOI in a text, without the punctuation that closes a sentence."""
    found = DOI.search(text)
    return _trimmed(found[0]) if found else None


def _trimmed(address: str) -> str:
    address = address.rstrip(".,;:'\"’”")
    if address.endswith(")") and address.count("(") < address.count(")"):
        address = address.rstrip(").,;")
    return address.rstrip("]")


class _Marks:
    """The links and raised characters of every block, by their place in the article's text."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.found: dict[int, list[Mark]] = {}

    def within(self, sentence: SentenceSpan) -> list[Mark]:
        """The marks that lie in a sentence, in order."""
        marks = self._of(sentence.block)
        first = bisect_left(marks, sentence.start, key=lambda mark: mark.start)
        last = bisect_left(marks, sentence.end, key=lambda mark: mark.start)
        return [mark for mark in marks[first:last] if mark.start < mark.end <= sentence.end]

    def _of(self, place: int) -> list[Mark]:
        if place not in self.found:
            block = self.blocks[place] if 0 <= place < len(self.blocks) else None
            start = block.start if block else None
            marks = block.marks if block and start is not None else ()
            moved = (replace(m, start=m.start + (start or 0), end=m.end + (start or 0)) for m in marks)
            self.found[place] = sorted((m for m in moved if m.kind != "bold"), key=lambda m: (m.start, m.end))
        return self.found[place]


def _cites_in(sentence: SentenceSpan, marks: Sequence[Mark], references: _References) -> tuple[Cite, ...]:
    found = [*_numbered(sentence, marks, references), *_named(sentence), *_linked(sentence, marks)]
    found.sort(key=lambda cite: (cite.start, -cite.end))
    kept, reached = list[Cite](), -1
    for (start, end), group in groupby(found, key=lambda cite: (cite.start, cite.end)):
        if start >= reached:
            kept += group
            reached = end
    return tuple(references.resolve(_with_link(cite, marks)) for cite in kept)


def _numbered(sentence: SentenceSpan, marks: Sequence[Mark], references: _References) -> Iterator[Cite]:
    text = sentence.text
    if "[" in text:
        for found in BRACKETED.finditer(text):
            yield from _numbers(sentence, found.span(), found[1])
    for mark in marks:
        yield from _superscript(sentence, mark)
    for found in RAISED.finditer(text):
        if _cites_after(text[max(0, found.start() - 40) : found.start()]):
            yield from _numbers(sentence, found.span(), found[0].translate(PLAIN_DIGITS))
    if references.entries and not marks:
        yield from _flattened(sentence, references)


def _superscript(sentence: SentenceSpan, mark: Mark) -> Iterator[Cite]:
    first, last = mark.start - sentence.start, mark.end - sentence.start
    said = NUMBER_LIST.fullmatch(sentence.text[first:last].strip())
    in_page = mark.kind == "link" and (mark.href or "").startswith("#")
    if said and (in_page or (mark.kind == "sup" and _cites_after(sentence.text[:first]))):
        yield from _numbers(sentence, (first, last), said[1])


def _cites_after(before: str) -> bool:
    """Whether a raised number after these words can be a citation, and no power or unit."""
    word = LAST_WORD.search(before[-40:])
    return word is not None and word[1].casefold() not in _words().powers


def _flattened(sentence: SentenceSpan, references: _References) -> Iterator[Cite]:
    """Superscripts that a text dump has laid flat ("recovery.8"): only numbers that the list has."""
    for found in FLATTENED.finditer(sentence.text):
        said = found[1] or found[2]
        numbers = _spelled_out(said)
        if numbers and all(number in references.numbers for number in numbers):
            start = found.start()
            yield from _numbers(sentence, (start, start + len(said)), said)


def _numbers(sentence: SentenceSpan, span: Span, said: str) -> Iterator[Cite]:
    for number in _spelled_out(said):
        yield replace(_cite(sentence, span), number=number)


def _spelled_out(said: str) -> list[int]:
    """The numbers of a mark: "5–7, 9" is 5, 6, 7, 9."""
    numbers: list[int] = []
    for part in re.split(r"\s?[,;]\s?", said.strip()):
        ends = [int(end) for end in re.split(r"\s?[–—-]\s?", part) if end.strip()]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + MAX_RANGE:
            numbers += range(ends[0], ends[1] + 1)
        else:
            numbers += ends
    return numbers


def _named(sentence: SentenceSpan) -> Iterator[Cite]:
    text = sentence.text
    if "(" not in text:
        return
    for found in PARENTHESIS.finditer(text):
        works = [work for part in found[1].split(";") for work in _works(part.strip())]
        yield from (replace(_cite(sentence, found.span()), authors=a, year=y) for a, y in works)
    for found in NARRATIVE.finditer(text):
        names = _surnames(found["names"])
        if names:
            year = int(found["years"][:4])
            yield replace(_cite(sentence, found.span()), authors=names, year=year)


def _works(part: str) -> Iterator[tuple[tuple[str, ...], int]]:
    found = WORK.match(part[:200])
    names = _surnames(found["names"], whole=found["comma"] is not None) if found else ()
    if found and names:
        for year in re.findall(r"(?:19|20)\d\d", found["years"]):
            yield names, int(year)


def _surnames(said: str, *, whole: bool = False) -> tuple[str, ...]:
    """The names in a mark; several words in a row are one body's name ("World Health Organization")."""
    if any(word.casefold().strip(".") in _words().not_names for word in said.split()[:1]):
        return ()
    bare = re.sub(r",?\s(?:et\sal\.?|and\scolleagues)$", "", said)
    names = [name.strip() for name in re.split(r",\s(?:and|&)\s|\s(?:and|&)\s|,\s", bare) if name.strip()]
    loose = any(" " in name and not name[0].islower() for name in names)
    return () if loose and not whole else tuple(name for name in names if len(name) > 1)


def _linked(sentence: SentenceSpan, marks: Sequence[Mark]) -> Iterator[Cite]:
    """Words that link to a scholarly work."""
    for mark in marks:
        href = mark.href or ""
        if mark.kind == "link" and (find_doi(href) or any(work in href for work in _words().works)):
            cite = _cite(sentence, (mark.start - sentence.start, mark.end - sentence.start))
            yield replace(cite, doi=find_doi(href), url=href)


def _with_link(cite: Cite, marks: Iterable[Mark]) -> Cite:
    """A mark that is itself a link out of the page has its address."""
    for mark in marks:
        inside = cite.start <= mark.start and mark.end <= cite.end
        if inside and mark.href and mark.href.startswith("http") and cite.url is None:
            return replace(cite, url=mark.href, doi=cite.doi or find_doi(mark.href))
    return cite


def _cite(sentence: SentenceSpan, span: Span) -> Cite:
    first, last = span
    return Cite(sentence.text[first:last], sentence.start + first, sentence.start + last)
