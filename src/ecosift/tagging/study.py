"""The one study that a page reports, as far as the page names it; nothing is guessed (codebook §5)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from functools import cached_property
from itertools import chain

from ecosift.headings import canonical
from ecosift.tagging import secondhand
from ecosift.tagging.designs import designs, find_design, fuller, is_bare, told_design
from ecosift.tagging.frontmatter import LATER, Front, author_lines, read_front
from ecosift.tagging.mentions import mention_patterns
from ecosift.tagging.names import person, spelled_out
from ecosift.tagging.notices import (
    Notice,
    cited_loosely,
    is_report,
    is_same_title,
    read_notice,
    tells_of_another,
)
from ecosift.tagging.references import (
    NAME,
    NO_SOURCES,
    SURNAME_FIRST,
    Reference,
    cited_in_full,
    find_doi,
    find_dois,
    linked_doi,
    read_references,
)
from ecosift.tagging.sample_groups import with_groups
from ecosift.tagging.samples import find_sample
from ecosift.types import Cite, Cleaned, RoleTag, SentenceSpan, Statistic, Study

OWN = re.compile(
    r"\b(?:this|the|our|present|current|new)\s(?:[a-z-]+\s){0,2}"
    r"(?:study|trial|review|survey|paper|research|analysis|experiment|questionnaire|interviews)\b"
    r"|\bthe\s(?:[a-z-]+\s){0,2}(?:researchers|authors|team|investigators|scientists)\b"
    r"|\b(?:participants|respondents|interviewees)\b|\bn\s?=\s?\d|\(SD\b|\b95% CI\b"
    r"|\bwe\s(?:found|conducted|interviewed|surveyed|recruited|examined|explored|aimed|observed|asked)\b",
    re.IGNORECASE,
)
DESIGN = re.compile(r"(?:study\s)?design(?:\sand\s\w+)?\s?[:.–-]", re.IGNORECASE)
UNDER_DESIGN = re.compile(r"(?:study\s)?design\b", re.IGNORECASE)
EARLIER = re.compile(
    rf"\b(?:[Ee]arlier|[Pp]revious|[Pp]rior|[Aa]nother|[Ss]eparate)\s(?:[a-z-]+\s){{0,2}}{secondhand.STUDY}\b"
    r"|\b(?:years|decades?)\sago\b"
)
SOUGHT = re.compile(
    r"\b(?:looked|searched|hunted|screened|sought)\b[^.]{0,60}\b(?:studies|trials|papers|literature|databases)\b"
)
POOLED = re.compile(
    r"\b(?:found|included|pooled|identified|combined|brought together)\s(?:[\w,-]+\s){0,3}"
    r"(?:studies|trials|papers)\b"
)
# Whoever writes or is reported did a review: "we searched", "this review", "the reviewers".
WE_REVIEWED = re.compile(
    r"\b(?:[Tt]h(?:is|e) (?:[a-z-]+\s){0,2}review(?:ers)?"
    r"|[Ww]e (?:[a-z]+\s){0,2}(?:searched|looked for|included|found))\b"
)
SECOND = re.compile(rf"\b[Tt]he second\s(?:[a-z-]+\s)?{secondhand.STUDY}\b")
NOTE = re.compile(
    r"\b(?:source|study|paper|research|journal|published|doi|trial|review|findings|results)\b", re.IGNORECASE
)
LINKED = re.compile(rf"\b(?:{secondhand.STUDY}|findings|results|published|journal)\b", re.IGNORECASE)
# "published today in" the linked journal
PUBLISHED_IN = re.compile(r"\b(?:published|reports?|reported|appear(?:s|ed)?)\b[^.;]{0,30}\bin\s(?:the\s)?\Z")
# "10.5555/sleep.2024.118" has the parts "sleep", "2024" and "118".
DOI_PART = re.compile(r"[./_-]")
# How an entry opens that begins with its author.
AUTHOR = re.compile(rf"{NAME}(?:\set\sal\b|\s(?:and|&)\s|,\s|\s\()")
# So far before a link stands what says which study it leads to.
NEAR = 40
# Sections that a report of one study has.
HOW, WHAT = frozenset({"methods", "sample"}), frozenset({"results"})
DONE = frozenset({"objective", "method", "sample", "finding", "limitation"})
WE = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
# Of a page that reports one study, this share at least is no background, and this share speaks of the study.
REPORTED, SPOKEN_OF = 0.35, 0.08
# Where the page names the study's author, fewer mentions will do.
SPOKEN_OF_NAMED = 0.04
# A page that lays its findings to so many works reports none of them alone.
SEVERAL = 2
MOST_AUTHORS = 2
# So many sentences bring up a further study, twice as many as speak on of a known one.
MANY = 4

Stated = tuple[SentenceSpan, RoleTag]


def read_study(
    cleaned: Cleaned,
    sentences: Sequence[SentenceSpan],
    roles: Sequence[RoleTag | None],
    statistics: Sequence[tuple[Statistic, ...]],
    cites: Sequence[tuple[Cite, ...]],
) -> Study | None:
    """The study of the page; None where the page reports none or many, or names nothing of it."""
    front, notice = read_front(cleaned), read_notice(cleaned)
    prose = _Prose([(s, r) for s, r in zip(sentences, roles, strict=True) if r is not None])
    if front != Front() and not _is_about_another(cleaned, front, notice, prose):
        study = _of_front(front)
        if notice and _is_same(notice, front):
            study = _filled(study, _of_notice(notice, cleaned, prose), notice.title)
    elif notice and _is_paper(notice) and (notice.sure or _reports(prose)):
        study = _of_notice(notice, cleaned, prose)
    elif _cites_many(roles, cites) or _points_to_many(cleaned):
        return None
    elif _is_own_report(cleaned, prose):
        study = _of_report(cleaned, notice, prose.texts)
    elif _reports_one(prose):
        study = _of_prose(cleaned, prose.texts, front.doi)
    else:
        return None
    if study.title and study.journal and study.title.casefold() == study.journal.casefold():
        study = replace(study, title=None)
    study = replace(
        study,
        design=_design(study.title, notice.designs if notice else (), sentences, prose.stated),
        sample=with_groups(find_sample(sentences, roles, statistics, cites), roles, statistics),
    )
    return None if study == Study() else study


class _Prose:
    """The sentences that have a role, with it; whom they name as the study's author is asked only once."""

    def __init__(self, stated: Sequence[Stated]) -> None:
        self.stated = stated
        self.texts = [sentence.text for sentence, _ in stated]

    @cached_property
    def author(self) -> str | None:
        return secondhand.first_author(self.texts)


def _is_paper(notice: Notice) -> bool:
    """Whether a notice is of a paper: any page can say how it is to be cited itself."""
    return notice.doi is not None or not notice.of_page


def _is_same(notice: Notice, front: Front) -> bool:
    """Whether a notice can be of the paper whose own page this is."""
    if notice.doi and front.doi:
        return notice.doi == front.doi
    return notice.sure or (notice.doi is not None and notice.of_page)


def _is_about_another(cleaned: Cleaned, front: Front, notice: Notice | None, prose: _Prose) -> bool:
    """Whether a page with a front of its own, such as a journal's news item, reports another's paper."""
    said = prose.author
    if said is None or (front.first_author or said).split()[-1] == said.split()[-1]:
        return False
    pointed = notice.doi if notice else _linked_doi(cleaned)
    if pointed is None or pointed == front.doi:
        return False
    named = notice is not None and (notice.author or "").split()[-1:] == said.split()[-1:]
    return named or tells_of_another(cleaned)


def _reports_one(prose: _Prose) -> bool:
    """Whether most of the page tells of a study, and of no more authors than one study has."""
    if not _reports(prose):
        return False
    texts = prose.texts
    spoken = sum(bool(OWN.search(text[:1500])) for text in texts) / len(texts)
    least = SPOKEN_OF_NAMED if prose.author else SPOKEN_OF
    if spoken < least and not _is_laid_out(prose):
        return False
    return secondhand.distinct_authors(texts) <= MOST_AUTHORS and not _brings_up_many(texts)


def _is_laid_out(prose: _Prose) -> bool:
    """Whether sections tell how a study was done ("What did they do?") and what came of it."""
    sections = {canonical(title) for sentence, _ in prose.stated for title in sentence.section}
    return not sections.isdisjoint(HOW) and not sections.isdisjoint(WHAT)


def _is_own_report(cleaned: Cleaned, prose: _Prose) -> bool:
    """Whether the page is a report or brief whose writers say what they did and found ("We linked …")."""
    if not is_report(cleaned) or not _reports(prose) or prose.author:
        return False
    texts = [text[:1500] for text in prose.texts]
    # A brief that gathers what others found is about many studies.
    if any(SOUGHT.search(text) or POOLED.search(text) for text in texts):
        return False
    told = (text for text, (_, role) in zip(texts, prose.stated, strict=True) if role.label in DONE)
    return sum(WE.search(QUOTED.sub("", text)) is not None for text in told) >= SEVERAL


def _reports(prose: _Prose) -> bool:
    """Whether enough of the page is no background."""
    reported = sum(role.label != "background" for _, role in prose.stated)
    return reported >= max(REPORTED * len(prose.stated), 1)


def _brings_up_many(texts: Sequence[str]) -> bool:
    """Whether the page goes from study to study ("One trial …", "Another survey …") and stays with none."""
    patterns = mention_patterns()
    counted = any(SECOND.search(text[:1500]) for text in texts)
    if counted and secondhand.researchers(texts) >= SEVERAL:
        return True
    new = [patterns.new.search(text[:1500]) is not None for text in texts]
    known = sum(
        patterns.pointed.search(text[:1500]) is not None
        for text, brings_up in zip(texts, new, strict=True)
        if not brings_up
    )
    if sum(new) >= SEVERAL and sum(new) > known and secondhand.researchers(texts) >= SEVERAL:
        return True
    return sum(new) >= MANY and sum(new) > 2 * known


def _cites_many(roles: Sequence[RoleTag | None], cites: Sequence[tuple[Cite, ...]]) -> bool:
    """Whether what the page reports is laid to several works, none of them to most of it.

    Where to read a paper may be told in a sentence of its own, after what it found.
    """
    reported = [role is not None and role.label != "background" for role in roles]
    works = Counter(
        work
        for here, before, marked in zip(reported, [False, *reported], cites, strict=False)
        if here or before
        for work in {(cite.reference or (cite.authors, cite.year, cite.url)) for cite in marked}
    )
    return len(works) >= SEVERAL and max(works.values()) <= works.total() / 2


def _of_front(front: Front) -> Study:
    return Study(front.title, front.first_author, front.year, front.journal, front.doi, front.pmid)


def _points_to_many(cleaned: Cleaned) -> bool:
    """Whether the page cites several works in full, or gives several DOIs, outside of a reference list."""
    works, dois = set[str](), set[str]()
    for block in (*cleaned.blocks, *cleaned.dropped):
        if "10." in block.text and block.reason not in LATER:
            found = [doi.lower() for doi in find_dois(block.text)]
            dois.update(found)
            works.update(found if SURNAME_FIRST.match(block.text) else ())
    return len(works) >= SEVERAL or len(dois) > SEVERAL


def _filled(front: Study, noted: Study, title: str | None) -> Study:
    """The study as the front has it, completed by a notice; where that has another title, it leads."""
    best, other = (front, noted) if title is None or noted.title == front.title else (noted, front)
    missing = (each.name for each in fields(Study) if getattr(best, each.name) is None)
    return replace(best, **{name: getattr(other, name) for name in missing})


def _of_notice(notice: Notice, cleaned: Cleaned, prose: _Prose) -> Study:
    """The paper that the page points out; what it leaves open, the prose may say."""
    texts, said = prose.texts, prose.author
    author = said
    of_page = [*cleaned.metadata.authors, *author_lines(cleaned)]
    if notice.author:
        names = [*of_page, *([said] if said else [])]
        author = spelled_out(notice.author, notice.given, names, texts)
    its_own = _is_of_page(notice, cleaned.title, is_by_author=author in of_page)
    published = cleaned.metadata.published
    return Study(
        title=cleaned.title if its_own else notice.title or secondhand.title(texts, author),
        first_author=author,
        year=notice.year
        or secondhand.year(texts)
        or (_year(published) if published and its_own else _year_of_page(cleaned, texts, notice.doi)),
        journal=notice.journal or secondhand.journal(texts),
        doi=notice.doi,
        pmid=notice.pmid,
    )


def _is_of_page(notice: Notice, title: str | None, *, is_by_author: bool) -> bool:
    """Whether the paper is the page itself: under its title, or without one and by the page's authors."""
    if not notice.title:
        named = (notice.author or notice.journal) is not None
        return is_by_author or (not notice.sure and named and notice.doi is not None)
    return is_same_title(notice.title, title)


def _of_report(cleaned: Cleaned, notice: Notice | None, texts: Sequence[str]) -> Study:
    """The paper of the page's author that a report rests on; else the report itself."""
    author = _page_author(cleaned)
    if author is None and notice and notice.author:
        author = spelled_out(notice.author, notice.given, (), [*texts, *(b.text for b in cleaned.dropped)])
    listed = read_references(cleaned.dropped) if author else ()
    if author and (entry := _only(each for each in listed if each.doi and _is_by(each, author))):
        return Study(entry.title, author, entry.year, entry.journal, entry.doi, entry.pmid)
    year = _year(cleaned.metadata.published) or (notice.year if notice else None)
    return Study(cleaned.title, author, year, doi=cleaned.metadata.doi)


def _of_prose(cleaned: Cleaned, said: Sequence[str], of_page: str | None) -> Study:
    """What prose, notes and reference entries say of the study; `of_page` is the page's own DOI."""
    notes = [b.text for b in cleaned.dropped if b.reason not in LATER and NOTE.search(b.text[:1500])]
    texts = [*said, *notes]
    author, journal = secondhand.first_author(texts), _spelled_journal(cleaned, secondhand.journal(texts))
    entry = _entry(cleaned, author, texts)
    if entry:
        entry = entry if entry.given else _loosely(entry)
        author = _author_of(entry, author, texts)
        printed = entry.journal
        # Lists abbreviate ("J. Sleep"): then the name that the prose gives is the better one.
        named = printed if printed and not (journal and "." in printed) else journal
        title = entry.title or secondhand.title(texts, author)
        return Study(title, author, entry.year, named, entry.doi or _linked_doi(cleaned), entry.pmid)
    doi = next((doi for doi in _dois(cleaned, texts) if doi and doi != of_page), None)
    return Study(
        title=secondhand.title(texts, author),
        first_author=author,
        year=secondhand.year(texts) or _year_of_page(cleaned, texts, doi),
        journal=journal,
        doi=doi,
    )


def _dois(cleaned: Cleaned, texts: Sequence[str]) -> Iterator[str | None]:
    yield cleaned.metadata.doi
    yield _only_doi(texts)
    yield _linked_doi(cleaned)


def _page_author(cleaned: Cleaned) -> str | None:
    """The first author of the page, if that is a person."""
    name = person(next(iter(cleaned.metadata.authors), ""))
    return None if name == cleaned.metadata.site else name


def _spelled_journal(cleaned: Cleaned, said: str | None) -> str | None:
    """The journal that the prose names, in full where it is the one that the page is in."""
    full = cleaned.metadata.journal
    return full if said and full and full.startswith(said) else said


def _entry(cleaned: Cleaned, author: str | None, texts: Sequence[str]) -> Reference | None:
    """The entry of the study: its author's, the only one of the page, or of one whom the page talks with."""
    elsewhere = cited_in_full((*cleaned.blocks, *cleaned.dropped), NO_SOURCES - {"footer"})
    elsewhere = [each for each in elsewhere if not is_same_title(each.title, cleaned.title)]
    entries = [*elsewhere, *read_references(cleaned.dropped)]
    if author:
        return _only(each for each in entries if _is_by(each, author))
    single = _only(entries)
    # The second of a list is not the only one, though nothing else was kept of it.
    if single and single.number <= 1:
        return single
    return _only(each for each in elsewhere if " " in _full_name(each, texts))


def _loosely(entry: Reference) -> Reference:
    """The entry as it reads if it does not open with a surname and initials."""
    work = cited_loosely(entry.text)
    if work is None:
        return entry if AUTHOR.match(entry.text) else replace(entry, authors=())
    return replace(
        entry,
        title=work.title or entry.title,
        authors=(work.author,) if work.author else (),
        given=work.given,
        year=entry.year or work.year,
        journal=work.journal or entry.journal,
    )


def _is_by(entry: Reference, author: str) -> bool:
    """Whether an entry has someone of that surname as its first author."""
    return bool(entry.authors) and author.rsplit(maxsplit=1)[-1].casefold() in entry.authors[0].casefold()


def _only(entries: Iterable[Reference]) -> Reference | None:
    """The work that all entries are of, if it is one; lines without year and DOI are of none."""
    # A page's foot ("© 2024 …") may stand below its list.
    known = [each for each in entries if (each.year or each.doi) and "©" not in each.text]
    works = {(each.year, each.doi): each for each in reversed(known)}
    return next(iter(works.values())) if len(works) == 1 else None


def _author_of(entry: Reference, said: str | None, texts: Sequence[str]) -> str | None:
    """The first author as prose names him or her, else as the entry does."""
    if (said and " " in said) or not entry.authors or entry.authors[0].casefold() in designs().bodies:
        return said
    return spelled_out(entry.authors[0], entry.given, (), texts)


def _full_name(entry: Reference, texts: Sequence[str]) -> str:
    """The first author's name as prose spells it out; an empty string where it does not."""
    if not (entry.authors and entry.given):
        return ""
    name = spelled_out(entry.authors[0], entry.given, (), texts)
    return name if name != f"{entry.given} {entry.authors[0]}" else ""


def _linked_doi(cleaned: Cleaned) -> str | None:
    """The DOI that words for a study lead to ("The study, published today, …"), where there is just one."""
    found: dict[str, str] = {}
    for block in cleaned.blocks:
        for mark in block.marks:
            doi = linked_doi(mark.href) if mark.kind == "link" and mark.href else None
            before = block.text[max(0, mark.start - NEAR) : mark.start]
            if doi and _is_own(before, block.text[mark.start : mark.end]):
                found.setdefault(doi.lower(), doi)
    return next(iter(found.values())) if len(found) == 1 else None


def _is_own(before: str, linked: str) -> bool:
    """Whether the words of a link, and those before it, mean the page's study and no other one."""
    told = LINKED.search(linked) or PUBLISHED_IN.search(before)
    return told is not None and secondhand.OTHER.search((before + linked).lower()) is None


def _only_doi(texts: Sequence[str]) -> str | None:
    """The DOI on the page, outside of lists of further works, where there is just one."""
    found = {doi.lower(): doi for text in texts if "10." in text and (doi := find_doi(text))}
    return next(iter(found.values())) if len(found) == 1 else None


def _year_of_page(cleaned: Cleaned, texts: Sequence[str], doi: str | None) -> int | None:
    """The year of a page that says that the study appeared just now, or of which the study's DOI is too."""
    data = cleaned.metadata
    year = _year(data.published or data.modified)
    has_year = doi is not None and str(year) in DOI_PART.split(doi)
    return year if year and (has_year or secondhand.is_new(texts)) else None


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def _design(
    title: str | None,
    boxed: Sequence[str],
    sentences: Sequence[SentenceSpan],
    stated: Sequence[Stated],
) -> str | None:
    labelled = [each.text for each in sentences if DESIGN.match(each.text) or _is_under_design(each)]
    wanted = ("method", "objective", "sample", "finding", "limitation")
    said = [sentence.text for label in wanted for sentence, role in stated if role.label == label]
    texts = [text for text in said if not EARLIER.search(text[:1500])]
    # Asked only as far as nothing above names a design.
    others = (sentence.text for sentence, _ in stated if OWN.search(sentence.text[:1500]))
    # A review tells of the interviews and surveys of others.
    sought, pooled = (any(each.search(text[:1500]) for text in said) for each in (SOUGHT, POOLED))
    is_review = sought or pooled
    if stated_design := find_design([*boxed, *labelled], weak=False):
        return stated_design
    best = (*boxed, *labelled, *([title] if title else []), *texts)
    found = find_design(chain(best, others), weak=not is_review)
    if found and (any(found in text for text in boxed) or not is_bare(found)):
        return fuller(found, texts)
    if is_review:
        is_own = any(WE_REVIEWED.search(sentence.text[:1500]) for sentence, _ in stated)
        return "systematic review" if sought and pooled and is_own else None
    how = [sentence.text for sentence, role in stated if role.label in wanted[:3]]
    return told_design(found or "", [text for text in how if not EARLIER.search(text[:1500])])


def _is_under_design(sentence: SentenceSpan) -> bool:
    return bool(sentence.section) and UNDER_DESIGN.match(sentence.section[-1]) is not None
