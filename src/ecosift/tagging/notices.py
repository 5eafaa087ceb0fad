"""Where a page points out the paper that it reports: "Cite as: …", "Journal reference", a box of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.tagging.loose import VOLUME, Loose, author_of, read_line, read_loose, read_quoted, read_shortened
from ecosift.tagging.names import PERSON, first_of_field, first_person
from ecosift.tagging.references import (
    BRACKETED_YEAR,
    JOURNAL,
    NAME,
    SURNAME_FIRST,
    find_doi,
    linked_doi,
    reference_of,
)
from ecosift.types import Block, Cleaned

YEAR = r"(?:19|20)\d\d"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
# Blocks that lead to other pages or to what others wrote.
FURNITURE = frozenset({"navigation", "metadata"})
ELSEWHERE = frozenset({"related_links", "related", "comments"})
INITIALS = re.compile(r"[A-Z]{1,3}")
ET_AL = re.compile(rf"(?P<author>{PERSON})(?:,?\s(?:and|&)\s{PERSON})?,?\set\sal\b[.,:]{{0,2}}\s")
STOP = re.compile(r"(?<=[^\W\d_]{2})[.:]\s|\s(?=\()")
TAIL = re.compile(
    rf"[“\"]?(?P<title>\S.{{6,300}}?)(?:[.,][”\"]?|[”\"][.,]?|(?<=[?!]))\s(?:[Ii]n:?\s)?{JOURNAL}{VOLUME}[.,]?\s?\(?"
    rf"(?:\d{{1,2}}\.?\s)?(?:{MONTH}\.?,?\s)?(?P<year>{YEAR})\b"
)
LAST_MONTH = re.compile(rf",?\s{MONTH}\Z")
# As in "Doe et al. (2020)".
SHORT = re.compile(rf"(?P<author>{NAME})(?:\s(?:and|&)\s{NAME})?\set\sal\b")
# Of a work without author: "Rinsing oysters. DOI: 10.…"
ONLY_TITLE = re.compile(
    r"[“\"]?(?P<title>[A-Z][^.?!“”\"]{10,250}[?!]?)[.”\",]{0,2}\s\(?(?:doi\b|https?://)", re.IGNORECASE
)
# The line that an abstract closes with: "Bay Health 2021; 4 (2): 9 | https://doi.org/10.…"
PLACE = re.compile(rf"{JOURNAL}\s(?P<year>{YEAR})\s?;\s?\d")
# A citation without title, such as "Doe J, Roe K, et al. Proc Bay Soc 2021;4:9".
UNTITLED = re.compile(rf"[^.;:]{{3,200}}\.\s{JOURNAL}[.,]?\s\(?{YEAR}\)?\s?[;,]")
WORD = re.compile(r"[^\W\d_]+")
CELLS = re.compile(r":?\s\|\s")
MARKED = re.compile(r"(?P<label>[^:]{2,40}):\s{0,3}(?P<said>\S.*)", re.DOTALL)
NAMED = re.compile(PERSON)
# "CITE AS Doe A, …": the only labels that are known without a colon.
CITE = re.compile(
    r"(?P<label>(?:[Pp]lease |PLEASE )?(?:[Cc]ite|CITE)"
    r"(?: [Tt]his(?: [a-z]+)?| THIS(?: [A-Z]+)?)?(?: as| AS))\s(?P<said>[A-Z].*)",
    re.DOTALL,
)
EDGES = " \t:.–—-•*"
LONGEST_LABEL, LONGEST_VALUE, LONGEST, AUTHORS_END = 40, 300, 900, 400
REPORTS = ("report", "brief", "paper")
REPORT = re.compile(
    r"\b(?:(?:research|policy|evaluation|technical|project) (?:brief|report)|(?:full|main|final) report"
    r"|report summary|(?:brief|report|(?:working|discussion) paper),?(?: no\.?)? \d{1,4})\b",
    re.IGNORECASE,
)
# On a cover: "A thesis submitted for the degree of …", "PhD thesis".
THESIS = re.compile(
    r"\b(?:[Tt]hesis|[Dd]issertation)\s(?:submitted|presented)\b"
    r"|\A\W{0,3}(?:PhD|Ph\.D\.|[Dd]octoral|[Mm]aster['’]?s|MSc|MPH)\s(?:[Tt]hesis|[Dd]issertation)\b"
)
LISTS = frozenset({"references", "related_links", "related", "comments", "aside"})
# A block that links further than this points out no single paper.
MOST_LINKS = 12
# A citation without DOI gives more than so many of title, author, journal and year.
SEVERAL = 2
# A citation that nothing announces has a title at least so long.
SHORTEST_TITLE = 25
# So many lines below a label can hold the paper.
BELOW = 4
# So many blocks away from the title stands what kind of page this is.
BESIDE = 4
YEAR_BEHIND = re.compile(rf",?\s\(?{YEAR}\)?\Z")
LETTERS = re.compile(r"[\W_]+")


class NoticeWords(Lexicon):
    """`data/notices.toml`."""

    own: tuple[str, ...]
    works: tuple[str, ...]
    pages: tuple[str, ...]
    loose: frozenset[str]
    kinds: frozenset[str]
    of_page: tuple[str, ...]
    no_titles: tuple[str, ...]
    no_journals: tuple[str, ...]
    theses: frozenset[str]
    fields: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Notice:
    """The paper that a page points out. `sure`: by words that only a page about that paper has.

    `of_page`: the citation is of the page itself, by its title or its author. `designs` are what a box says
    of the kind of study; `given` are the initials of the author's given name.
    """

    title: str | None = None
    author: str | None = None
    given: str = ""
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    pmid: str | None = None
    designs: tuple[str, ...] = ()
    sure: bool = False
    of_page: bool = False


class _Line(NamedTuple):
    text: str
    block: Block


def read_notice(cleaned: Cleaned) -> Notice | None:
    """The one paper that the page points out as its own; None where there is none, or several."""
    lines = list(_lines(cleaned))
    boxed = _boxed(lines)
    cited = [replace(work, of_page=_is_of_page(work, cleaned)) for work in _cited(lines)]
    # A page that cites another work than itself is about that one.
    cited = [work for work in cited if not work.of_page] or cited
    sure = [work for work in cited if work.sure]
    works = [*(sure or cited), *([boxed] if boxed else [])]
    if not works or not _is_one(works):
        return None
    return _together(works)


def _is_of_page(work: Notice, cleaned: Cleaned) -> bool:
    authors = {name.split()[-1].casefold() for name in cleaned.metadata.authors if name.strip()}
    by_author = work.author is not None and work.author.split()[-1].casefold() in authors
    return by_author or is_same_title(work.title, cleaned.title)


def is_same_title(one: str | None, other: str | None) -> bool:
    """Whether one of two titles opens the other."""
    short, long = sorted(
        (LETTERS.sub(" ", (each or "").casefold()).strip() for each in (one, other)), key=len
    )
    return bool(short) and long.startswith(short)


def year_in(said: str | None) -> int | None:
    """The first year in a text."""
    found = re.search(rf"\b{YEAR}\b", said or "")
    return int(found[0]) if found else None


def tells_of_another(cleaned: Cleaned) -> bool:
    """Whether a line beside the title calls the page a news item, a highlight or a summary."""
    blocks = [each for each in _in_order(cleaned) if each.text.strip()]
    at = next((at for at, each in enumerate(blocks) if each.text == cleaned.title), 0)
    beside = blocks[max(0, at - BESIDE) : at + BESIDE + 1]
    lines = [line for block in beside if len(block.text) <= LONGEST_VALUE for line in block.text.split("\n")]
    return any(_label(line) in _words().kinds for line in lines)


def is_thesis(cleaned: Cleaned) -> bool:
    """Whether the page shows an item of a repository that is a thesis: "Type: Thesis (PhD)"."""
    kinds, theses = _words().fields["type"], _words().theses
    short = [block.text for block in _in_order(cleaned) if len(block.text) <= LONGEST_VALUE]
    if any("hesis" in text or "issertation" in text for text in short) and any(map(THESIS.search, short)):
        return True
    whole = "\n".join(short).casefold()
    if not any(kind in whole for kind in theses):
        return False
    lines = [line for text in short for line in text.split("\n")]
    for line, below in pairwise([*lines, ""]):
        label, said = _marked(line)
        kind = said if label in kinds else below if _label(line) in kinds else ""
        if len(kind) <= LONGEST_LABEL and not theses.isdisjoint(WORD.findall(kind.casefold())):
            return True
    return False


def is_report(cleaned: Cleaned) -> bool:
    """Whether the page calls itself a report or brief: "Policy brief 14", "Read the full report"."""
    short = (
        block.text
        for block in _in_order(cleaned)
        if block.reason not in LISTS and len(block.text) <= LONGEST_VALUE
    )
    return any(REPORT.search(text) for text in short if any(word in text.lower() for word in REPORTS))


def no_journals() -> tuple[str, ...]:
    """How lines with a year begin that name no journal."""
    return _words().no_journals


def _words() -> NoticeWords:
    lexicon: NoticeWords = load_lexicon("notices", NoticeWords)
    return lexicon


@cache
def _own_labels() -> frozenset[str]:
    """The labels of `own`, with every word for a work or a page filled in."""
    words = _words()
    return frozenset(
        label.format(work=work, page=page)
        for label in words.own
        for work in words.works
        for page in words.pages
    )


def _in_order(cleaned: Cleaned) -> list[Block]:
    return sorted((*cleaned.blocks, *cleaned.dropped), key=lambda block: (block.order, block.raw_start or 0))


def _lines(cleaned: Cleaned) -> Iterator[_Line]:
    for _, run in groupby(_in_order(cleaned), lambda block: block.reason in FURNITURE):
        blocks = list(run)
        # What looks like a menu is a box of fields if a DOI stands in it; else it may be a line of one.
        is_box = any("10." in block.text and find_doi(block.text) for block in blocks)
        for block in blocks:
            text = CELLS.sub(": ", block.text, count=1) if block.kind == "table_row" else block.text
            is_menu = block.reason == "navigation" and not is_box and ": " not in text
            if block.reason not in ELSEWHERE and not is_menu:
                yield from (_Line(line.strip(), block) for line in text.split("\n") if line.strip())


def _label(text: str) -> str:
    return text.strip(EDGES).casefold() if len(text) <= LONGEST_LABEL else ""


def _marked(text: str) -> tuple[str, str]:
    """The label at the head of a line and what stands behind it; two empty strings where there is none."""
    found = CITE.match(text) if text[:1] in "cCpP" else None
    if found is None and ":" in text[: LONGEST_LABEL + 1]:
        found = MARKED.match(text[:LONGEST])
    return (_label(found["label"]), found["said"].strip()) if found else ("", "")


def _cited(lines: Sequence[_Line]) -> Iterator[Notice]:
    """The works that stand behind or below a label."""
    words, own = _words(), _own_labels()
    for at, line in enumerate(lines):
        label, said = _marked(line.text)
        alone = _label(line.text)
        if ";" in line.text and (place := PLACE.match(line.text)) and (doi := find_doi(line.text)):
            yield Notice(year=int(place["year"]), journal=place["journal"].rstrip(".,:"), doi=doi)
        if label in own or label in words.loose:
            works = [_work(said, line.block)]
        elif alone in own or alone in words.loose:
            label = alone
            works = [_work("", line.block)]
            works += [_work(below.text, below.block) for below in _below(lines[at + 1 : at + 1 + BELOW])]
        elif line.block.reason not in LISTS and (cited := _whole_line(line.text)):
            works = [replace(cited, doi=find_doi(line.text) or _linked_doi(line.block))]
        else:
            continue
        yield from (replace(work, sure=label in own) for work in works if work)


def _below(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines under a label, as far as the next heading or label."""
    known = _field_names()
    for line in lines:
        names = {_label(line.text), _marked(line.text)[0]}
        if not names.isdisjoint(known) or not names.isdisjoint(_own_labels()):
            return
        if line.block.kind == "heading" and not find_doi(line.text):
            return
        yield line


def _work(text: str, block: Block) -> Notice | None:
    """A full citation, or no more than a DOI."""
    text = text[:LONGEST]
    doi = find_doi(text) or _linked_doi(block)
    if not (text or doi):
        return None
    if doi is None and any(word in text for word in _words().of_page):
        return None
    quoted = read_quoted(text) or read_shortened(text)
    named = None if quoted else _in_full_names(text)
    entry = reference_of(replace(block, text=text, marks=()), text, 0)
    if quoted:
        work = replace(_loose(quoted, doi), pmid=entry.pmid)
    elif named:
        work = replace(named, doi=doi, pmid=entry.pmid)
    elif SURNAME_FIRST.match(text):
        surname = next(iter(entry.authors), None)
        journal = entry.journal or _journal_only(text)
        work = Notice(entry.title, surname, entry.given, entry.year, journal, doi, entry.pmid)
    elif found := SHORT.match(text):
        work = Notice(entry.title, found["author"], "", entry.year, entry.journal, doi, entry.pmid)
    elif (year := BRACKETED_YEAR.search(text[:AUTHORS_END])) and (first := author_of(text[: year.start()])):
        work = Notice(entry.title, *first, entry.year, entry.journal, doi, entry.pmid)
    elif loose := read_loose(text):
        work = replace(_loose(loose, doi), pmid=entry.pmid)
    else:
        found = ONLY_TITLE.match(text)
        title = found["title"] if found and not found["title"].startswith(_words().no_titles) else None
        work = Notice(title, doi=doi, pmid=entry.pmid)
    told = sum(each is not None for each in (work.title, work.author, work.journal, work.year))
    return work if work.doi or work.pmid or (told > SEVERAL and (work.title or work.journal)) else None


def cites_published(line: str) -> bool:
    """Whether a line says of a work, by its title, where it is published, or cites it behind a label."""
    if read_line(line):
        return True
    label, said = _marked(line)
    if label not in _own_labels() and label not in _words().loose:
        return False
    work = _work(said, Block("paragraph", said))
    return work is not None and work.title is not None


def cited_loosely(text: str) -> Notice | None:
    """The work of an entry that does not open with a surname and initials."""
    label, said = _marked(text)
    is_labelled = label in _own_labels() or label in _words().loose
    return _work(said if is_labelled else text, Block("paragraph", text))


def _whole_line(text: str) -> Notice | None:
    """The work that a line without a label cites in full, or of which it says where it appeared."""
    if len(text) > LONGEST_VALUE + LONGEST_LABEL:
        return None
    if loose := read_line(text):
        return _loose(loose, None)
    named = _in_full_names(text) if NAMED.match(text) and year_in(text) else None
    if named is None or len(named.title or "") < SHORTEST_TITLE or str(named.title)[0].isdigit():
        return None
    # With initials behind, lists of further works cite too.
    is_inverted = INITIALS.fullmatch(str(named.author).split()[-1].replace(".", ""))
    return None if is_inverted else named


def _loose(work: Loose, doi: str | None) -> Notice:
    return Notice(work.title, work.author, work.given, work.year, work.journal, doi)


def _journal_only(text: str) -> str | None:
    """The journal of a citation that leaves out the title: "Doe J, et al. Proc Bay Soc 2021;4:P9."."""
    found = UNTITLED.match(text)
    return found["journal"].rstrip(".,:") if found else None


def _linked_doi(block: Block) -> str | None:
    """The DOI to which a block links, where it is only one."""
    if len(block.marks) > MOST_LINKS:
        return None
    links = (linked_doi(mark.href) for mark in block.marks if mark.kind == "link" and mark.href)
    found = list(dict.fromkeys(doi for doi in links if doi))
    return found[0] if len(found) == 1 else None


def _in_full_names(text: str) -> Notice | None:
    """A citation as "Ada Doe, Kim Roe. Title. Journal, 2020" or "Ada Doe et al, Title, Journal (2020)"."""
    author, end = _authors_ahead(text)
    found = TAIL.match(text, end) if author else None
    if found is None:
        return None
    return Notice(
        found["title"], author, "", int(found["year"]), LAST_MONTH.sub("", found["journal"]).rstrip(".,:")
    )


def _authors_ahead(text: str) -> tuple[str | None, int]:
    """The first author of a citation that opens with names written out, and where the names end."""
    if found := ET_AL.match(text):
        return found["author"], found.end()
    for stop in STOP.finditer(text[:AUTHORS_END]):
        name = first_person(text[: stop.start()])
        if name:
            is_inverted = INITIALS.fullmatch(name.split()[-1].replace(".", ""))
            return (None, 0) if is_inverted else (name, stop.end())
    return None, 0


@cache
def _field_names() -> dict[str, str]:
    return {label: name for name, labels in sorted(_words().fields.items()) for label in labels}


def _boxed(lines: Sequence[_Line]) -> Notice | None:
    """The paper of a box of labelled fields; a few fields without a DOI are no paper's."""
    said: dict[str, list[str]] = {}
    for name, value in _fields(lines):
        said.setdefault(name, []).append(value)
    dois = {doi.lower(): doi for value in said.get("doi", ()) if (doi := find_doi(value))}
    journal, title = (next(iter(said.get(key, ())), None) for key in ("journal", "title"))
    behind = YEAR_BEHIND.search(journal) if journal else None
    year = next(filter(None, map(year_in, said.get("date", ()))), None) or year_in(behind and behind[0])
    author = next(filter(None, map(first_of_field, said.get("authors", ()))), None)
    is_told = title and sum(each is not None for each in (journal, year, author)) >= SEVERAL
    if len(dois) > 1 or not (journal or title or author) or not (dois or is_told):
        return None
    return Notice(
        title=title,
        author=author,
        year=year,
        journal=YEAR_BEHIND.sub("", journal) if journal else None,
        doi=next(iter(dois.values()), None),
        designs=tuple(said.get("design", ())),
        sure=bool(journal and (title or dois)),
    )


def _fields(lines: Sequence[_Line]) -> Iterator[tuple[str, str]]:
    """Fields and their values: "DOI: 10.…", or the value in the line below the label."""
    names = _field_names()
    for at, line in enumerate(lines):
        label, said = _marked(line.text)
        if label in names:
            yield names[label], said[:LONGEST_VALUE]
        elif (alone := _label(line.text)) in names and at + 1 < len(lines):
            below = lines[at + 1].text
            if len(below) <= LONGEST_VALUE and _label(below) not in names:
                yield names[alone], below


def _is_one(works: Sequence[Notice]) -> bool:
    """Whether no two of the works differ in DOI or author."""
    dois = {work.doi.lower() for work in works if work.doi}
    authors = {work.author.split()[-1].casefold() for work in works if work.author}
    return len(dois) <= 1 and len(authors) <= 1


def _together(works: Sequence[Notice]) -> Notice:
    """One notice of what all say, the first where several say something."""
    whole = works[0]
    for work in works[1:]:
        missing = (each.name for each in fields(Notice) if not getattr(whole, each.name))
        whole = replace(whole, **{name: getattr(work, name) for name in missing})
    return whole
