"""Citation marks in sentences, resolved to the page's reference list or to the link that they carry.

A mark that names several works ("[5–7]", "(Doe, 2019; Kim & Lee, 2020)") gives one `Cite` for each work, all
with the span of the whole mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.tagging.references import NAME, YEAR, Reference, References, find_doi
from ecosift.types import Block, Cite, Mark, SentenceSpan

NUMBERS = r"\d{1,3}(?:\s?[,;–—-]\s?\d{1,3}){0,20}"
# Without one of these there is no printed mark.
MARKED = re.compile(r"[\[(\d¹²³⁰⁴-⁹]")
BRACKETED = re.compile(rf"\[\s?({NUMBERS})\s?\]")
ROUND = re.compile(rf"(?<=\s)\(({NUMBERS})\)")
PARENTHESIS = re.compile(rf"\(([^()]{{0,400}}?\b{YEAR}[^()]{{0,120}})\)")
SEVERAL = rf"(?:(?:,\s|\s(?:and|&)\s|,\s(?:and|&)\s){NAME}){{0,6}}"
WORK = re.compile(
    rf"(?:(?:e\.g\.|i\.e\.|see|cf\.|also|see also|reviewed in|as cited in)[,:]?\s+)*"
    rf"(?P<names>{NAME}(?:(?:,\s|\s(?:and|&)\s|,\s(?:and|&)\s|\s){NAME}|,?\set\sal\.?|\s[A-Z]\.?){{0,8}})"
    rf"(?P<comma>,)?\s(?P<years>{YEAR}(?:,\s{YEAR}){{0,3}}|n\.d\.)(?:,\s?(?:pp?\.?\s?)?\d[\d–-]{{0,8}})?$"
)
NARRATIVE = re.compile(
    rf"(?<![\w.])(?P<names>{NAME}(?:,?\set\sal\.?|,?\sand\scolleagues|{SEVERAL}))(?:['’]s?)?"
    rf"\s\((?P<years>{YEAR}(?:,\s{YEAR}){{0,3}})\)"
)
FLATTENED = re.compile(
    rf"(?<=[a-z\)”\"%][.,;])({NUMBERS})(?=\s|$)|(?<=[a-z]{{3}})(\d{{1,2}}(?:[,–-]\d{{1,2}}){{0,6}})(?=[.,;]?\s|[.,;]?$)"
)
RAISED = re.compile(r"[⁰¹²³⁴-⁹]+(?:[,–⁻⁃-][⁰¹²³⁴-⁹]+)*")
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NUMBER_LIST = re.compile(rf"\[?\(?\s?({NUMBERS})\s?\)?\]?")
# A mark that leads to a note: "a", "[b]", "*", "†", "note 3".
NOTE_MARK = re.compile(r"[\[(]?(?:[a-z]|[*†‡§¶#]{1,3}|n(?:ote)?\.?\s?\d{1,3})[\])]?", re.IGNORECASE)
# What may stand between a word and the mark after it.
CLOSING = '.,;:)]”"’'
LONGEST_WORD = 40
SEVERAL_PEOPLE = re.compile(r"\s(?:and|&)\s|\bet\sal\b")
GOES_ON = re.compile(r"['’]s?\s[a-z]|\s[a-z]{3,}")
# A raised number after "rose by 12%." closes a sentence, after "10" it is a power.
CLOSED_FIGURE = re.compile(r"\d\s?[%)\]”\"’]*[.,;:?!][”\"’)]?$|\d[%)\]”\"’]+$")
CLAUSE_END = re.compile(r"\s?(?:[.,;:?!)\]]|$)")
NEXT_WORD = re.compile(r"\s[^\W\d_]")
WORD_BEFORE = re.compile(r"([^\W_]+)[”\"’)]?\s$")
MAX_RANGE = 30
# Round brackets are marks on pages that have so many of them, most of which the list has.
FEWEST_ROUND, LISTED_ROUND = 2, 0.75
Span = tuple[int, int]


def find_cites(
    sentences: Sequence[SentenceSpan], blocks: Sequence[Block], dropped: Sequence[Block]
) -> list[tuple[Cite, ...]]:
    """The citations of every sentence in order, marks as printed; headings have none."""
    page = _Page(sentences, blocks, References(dropped, blocks))
    return [() if s.heading else _cites_in(s, page) for s in sentences]


class CitationWords(Lexicon):
    """`data/citations.toml`."""

    not_names: frozenset[str]
    powers: frozenset[str]
    numbered: frozenset[str]
    works: tuple[str, ...]
    studies: frozenset[str]
    people: frozenset[str]
    kinds: dict[str, tuple[str, ...]]
    own: frozenset[str]
    pointing: frozenset[str]
    others: frozenset[str]
    breaks: frozenset[str]


def citation_words() -> CitationWords:
    """The words of citation marks, and of mentions of studies."""
    words: CitationWords = load_lexicon("citations", CitationWords)
    return words


@dataclass(frozen=True, slots=True)
class _Found:
    """A mark, and what else it says of the work than its cite holds."""

    cite: Cite
    letter: str = ""
    # Whether only the reference list can tell it from other words with a year.
    doubtful: bool = False
    # Where the mark's own links lead to in the page.
    leads: tuple[str, ...] = ()


class _Page:
    """What the marks of one page are read against."""

    def __init__(
        self, sentences: Sequence[SentenceSpan], blocks: Sequence[Block], references: References
    ) -> None:
        self.marks, self.references = _Marks(blocks), references
        self.round = bool(references.numbers) and self._has_round_marks(sentences)

    def _has_round_marks(self, sentences: Sequence[SentenceSpan]) -> bool:
        """Whether the page cites by numbers in round brackets."""
        said = [
            [number in self.references.numbers for number in _spelled_out(found[1])]
            for sentence in sentences
            if not sentence.heading and "(" in sentence.text
            for found in ROUND.finditer(sentence.text)
            if _may_cite(sentence.text, found)
        ]
        listed = sum(all(each) for each in said)
        return listed >= FEWEST_ROUND and listed >= LISTED_ROUND * len(said)


class _Marks:
    """The links and raised characters of every block, by their place in the article's text."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.found: dict[int, list[Mark]] = {}
        self.ids = frozenset(name for block in blocks for name in block.ids)

    def within(self, sentence: SentenceSpan) -> list[Mark]:
        """The marks that lie in a sentence, in order."""
        marks = self._of(sentence.block)
        if not marks:
            return marks
        first = bisect_left(marks, sentence.start, key=lambda mark: mark.start)
        last = bisect_left(marks, sentence.end, key=lambda mark: mark.start)
        return [mark for mark in marks[first:last] if mark.start < mark.end <= sentence.end]

    def _of(self, place: int) -> list[Mark]:
        if place not in self.found:
            block = self.blocks[place] if 0 <= place < len(self.blocks) else None
            start = block.start if block else None
            marks = block.marks if block and start is not None else ()
            # `start` is a number wherever there are marks.
            moved = [
                Mark(m.kind, m.start + (start or 0), m.end + (start or 0), m.href)
                for m in marks
                if m.kind != "bold"
            ]
            self.found[place] = sorted(moved, key=lambda m: (m.start, m.end))
        return self.found[place]


def _cites_in(sentence: SentenceSpan, page: _Page) -> tuple[Cite, ...]:
    marks = page.marks.within(sentence)
    if not marks and MARKED.search(sentence.text) is None:
        return ()
    found = [
        *_numbered(sentence, marks, page),
        *_noted(sentence, marks, page),
        *_named(sentence),
        *_linked(sentence, marks),
    ]
    found.sort(key=lambda each: (each.cite.start, -each.cite.end))
    kept, reached = dict[tuple[int, object, object, str], Cite](), -1
    for (start, end), group in groupby(found, key=lambda each: (each.cite.start, each.cite.end)):
        if start >= reached:
            for each in group:
                cite = _resolved(each, marks, page.references)
                if each.doubtful and cite.reference is None:
                    continue
                key = (start, cite.number, each.cite.authors or each.cite.url, f"{cite.year}{each.letter}")
                kept.setdefault(key, cite)
                reached = end
    return tuple(kept.values())


def _resolved(found: _Found, marks: Sequence[Mark], references: References) -> Cite:
    """The cite with reference, DOI and URL of the entry that it points to, where there is one."""
    cite = found.cite
    if not marks:
        entry = _entry_of(found, (), references)
        return cite if entry is None else cite_of(entry, cite)
    inside = [mark for mark in marks if cite.start <= mark.start and mark.end <= cite.end and mark.href]
    linked = (mark.href[1:] for mark in inside if mark.href and mark.href.startswith("#"))
    leads = tuple(dict.fromkeys([*found.leads, *linked]))
    entry = _entry_of(found, leads, references)
    if entry is not None:
        return cite_of(entry, cite)
    out = next((mark.href for mark in inside if mark.href and mark.href.startswith("http")), None)
    return replace(cite, url=out, doi=cite.doi or find_doi(out)) if out and cite.url is None else cite


def _entry_of(found: _Found, leads: Sequence[str], references: References) -> Reference | None:
    """The entry to which the mark's link leads, or else the one with its number, or its authors and year."""
    cite = found.cite
    led = [entry for name in leads if (entry := references.at(name)) is not None]
    if cite.number is not None:
        exact = [entry for entry in led if entry.number == cite.number]
        # A note may be numbered otherwise in the list than where it is marked.
        if exact or (len(led) == 1 and len(_spelled_out(cite.text.strip("[]() "))) == 1):
            return (exact or led)[0]
        return references.numbered(cite.number, leads)
    if cite.authors and cite.year is not None:
        year = cite.year
        exact = [entry for entry in led if entry.year == year and _shares_author(entry, cite)]
        named = references.named(cite.authors, year, found.letter)
        return next(iter(exact), None) or named or (led[0] if len(led) == 1 else None)
    return led[0] if len(led) == 1 else None


def _shares_author(entry: Reference, cite: Cite) -> bool:
    return bool(entry.authors) and entry.authors[0].casefold() == cite.authors[0].casefold()


def cite_of(entry: Reference, cite: Cite) -> Cite:
    """A cite with what the entry says of the work."""
    return replace(
        cite,
        authors=cite.authors or entry.authors[:1],
        year=cite.year or entry.year,
        reference=entry.text,
        doi=cite.doi or entry.doi,
        url=cite.url or entry.url,
    )


def _numbered(sentence: SentenceSpan, marks: Sequence[Mark], page: _Page) -> Iterator[_Found]:
    text = sentence.text
    if "[" in text:
        for found in BRACKETED.finditer(text):
            yield from _numbers(sentence, found.span(), found[1])
    if page.round and "(" in text:
        for found in ROUND.finditer(text):
            listed = all(number in page.references.numbers for number in _spelled_out(found[1]))
            if listed and _may_cite(text, found):
                yield from _numbers(sentence, found.span(), found[1])
    for mark in marks:
        yield from _superscript(sentence, mark, page)
    for found in RAISED.finditer(text):
        if _cites_after(text[max(0, found.start() - LONGEST_WORD) : found.start()]):
            yield from _numbers(sentence, found.span(), found[0].translate(PLAIN_DIGITS))
    if page.references.numbers and not marks:
        yield from _flattened(sentence, page.references)


def _may_cite(text: str, found: re.Match[str]) -> bool:
    """Whether a number in round brackets can be a mark: no count ("ten (10)"), no item of "(1) …; (2) …"."""
    before = WORD_BEFORE.search(text[max(0, found.start() - LONGEST_WORD) : found.start()])
    if before is None or before[1].isdigit() or before[1].casefold() in citation_words().numbered:
        return False
    behind = text[found.end() : found.end() + 3]
    if CLAUSE_END.match(behind):
        return True
    return NEXT_WORD.match(behind) is not None and before[1].casefold() not in ("and", "or", "n")


def _superscript(sentence: SentenceSpan, mark: Mark, page: _Page) -> Iterator[_Found]:
    first, last = mark.start - sentence.start, mark.end - sentence.start
    said = NUMBER_LIST.fullmatch(sentence.text[first:last].strip())
    if said is None:
        return
    in_page = mark.kind == "link" and (mark.href or "").startswith("#")
    if in_page and _leads_elsewhere(mark, page):
        return
    if in_page or (mark.kind == "sup" and _cites_after(sentence.text[:first])):
        yield from _numbers(sentence, (first, last), said[1])


def _leads_elsewhere(mark: Mark, page: _Page) -> bool:
    """Whether a link leads into the article (to a table, a section) and not to an entry or a note."""
    name = (mark.href or "#")[1:]
    return page.references.at(name) is None and name in page.marks.ids


def _cites_after(before: str) -> bool:
    """Whether a raised number after these words can be a citation, and no power or unit."""
    word = _last_word(before)
    if not word:
        return CLOSED_FIGURE.search(before[-12:]) is not None
    return word.casefold() not in citation_words().powers


def _last_word(before: str) -> str:
    """The word at the end of a text, whatever closes it; empty after a figure or a space."""
    closed = before[-LONGEST_WORD:].removesuffix(" ").rstrip(CLOSING)
    at = len(closed)
    while at and closed[at - 1].isalpha():
        at -= 1
    return closed[at:]


def _flattened(sentence: SentenceSpan, references: References) -> Iterator[_Found]:
    """Superscripts that a text dump has laid flat ("recovery.8"): only numbers that the list has."""
    for found in FLATTENED.finditer(sentence.text):
        said = found[1] or found[2]
        numbers = _spelled_out(said)
        start = found.start()
        word = _last_word(sentence.text[max(0, start - LONGEST_WORD) : start])
        listed = bool(numbers) and all(number in references.numbers for number in numbers)
        if listed and word.casefold() not in citation_words().powers:
            yield from _numbers(sentence, (start, start + len(said)), said)


def _numbers(sentence: SentenceSpan, span: Span, said: str) -> Iterator[_Found]:
    cite = _cite(sentence, span)
    for number in _spelled_out(said):
        yield _Found(Cite(cite.text, cite.start, cite.end, number=number))


def _spelled_out(said: str) -> list[int]:
    """The numbers of a mark: "5–7, 9" is 5, 6, 7, 9."""
    if said.isdecimal():
        return [int(said)] if int(said) else []
    numbers: list[int] = []
    for part in re.split(r"\s?[,;]\s?", said.strip()):
        ends = [int(end) for end in re.split(r"\s?[–—-]\s?", part) if end.strip().isdecimal()]
        if len(ends) == 2 and ends[0] < ends[1] <= ends[0] + MAX_RANGE:
            numbers += range(ends[0], ends[1] + 1)
        else:
            numbers += ends
    return [number for number in numbers if number]


def _noted(sentence: SentenceSpan, marks: Sequence[Mark], page: _Page) -> Iterator[_Found]:
    """Letters and signs that link to a note of the page."""
    for mark in marks:
        name = (mark.href or "")[1:]
        first, last = mark.start - sentence.start, mark.end - sentence.start
        if (
            mark.kind == "link"
            and page.references.at(name) is not None
            and NOTE_MARK.fullmatch(sentence.text[first:last].strip())
        ):
            yield _Found(_cite(sentence, (first, last)), leads=(name,))


def _named(sentence: SentenceSpan) -> Iterator[_Found]:
    text = sentence.text
    if "(" not in text:
        return
    for found in PARENTHESIS.finditer(text):
        for names, year in (work for part in found[1].split(";") for work in _works(part.strip())):
            yield _by(sentence, found.span(), names, year)
    for found in NARRATIVE.finditer(text):
        if names := _surnames(found["names"]):
            doubtful = not _tells(text, found)
            for year in re.findall(YEAR, found["years"]):
                yield replace(_by(sentence, found.span(), names, year), doubtful=doubtful)


def _tells(text: str, found: re.Match[str]) -> bool:
    """Whether names before a bracketed year do something ("Doe (2020) found"), or are several people's.

    "Denver Art Museum (2024)" and "Top Insurers (2023)" are names of other things.
    """
    if SEVERAL_PEOPLE.search(found["names"]):
        return True
    before = text[max(0, found.start() - LONGEST_WORD) : found.start()].split()
    goes_on = GOES_ON.match(text[found.end() : found.end() + LONGEST_WORD])
    return goes_on is not None and not (before and before[-1][:1].isupper() and before[-1][-1].isalnum())


def _by(sentence: SentenceSpan, span: Span, names: tuple[str, ...], year: str) -> _Found:
    return _Found(replace(_cite(sentence, span), authors=names, year=int(year[:4])), letter=year[4:])


def _works(part: str) -> Iterator[tuple[tuple[str, ...], str]]:
    found = WORK.match(part[:200])
    names = _surnames(found["names"], whole=found["comma"] is not None) if found else ()
    if found and names:
        for year in re.findall(YEAR, found["years"]):
            yield names, year


def _surnames(said: str, *, whole: bool = False) -> tuple[str, ...]:
    """The names in a mark; several words in a row are one body's name ("World Health Organization")."""
    if any(word.casefold().strip(".,") in citation_words().not_names for word in said.split()[:1]):
        return ()
    bare = re.sub(r",?\s(?:et\sal\.?|and\scolleagues)$", "", said)
    names = [name.strip() for name in re.split(r",\s(?:and|&)\s|\s(?:and|&)\s|,\s", bare) if name.strip()]
    loose = any(" " in name and not name[0].islower() for name in names)
    return () if loose and not whole else tuple(name for name in names if len(name) > 1)


def _linked(sentence: SentenceSpan, marks: Sequence[Mark]) -> Iterator[_Found]:
    """Words that link to a scholarly work."""
    for mark in marks:
        href = mark.href or ""
        if mark.kind == "link" and (find_doi(href) or any(work in href for work in citation_words().works)):
            cite = _cite(sentence, (mark.start - sentence.start, mark.end - sentence.start))
            yield _Found(replace(cite, doi=find_doi(href), url=href))


def _cite(sentence: SentenceSpan, span: Span) -> Cite:
    first, last = span
    return Cite(sentence.text[first:last], sentence.start + first, sentence.start + last)
