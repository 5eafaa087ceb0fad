"""The one study that a page reports, as far as the page names it; nothing is guessed (codebook §5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ecosift.tagging import secondhand
from ecosift.tagging.designs import designs, find_design
from ecosift.tagging.frontmatter import LATER, Front, read_front
from ecosift.tagging.references import NAME, YEAR, Reference, find_doi, read_references, reference_of
from ecosift.types import Cite, Cleaned, RoleTag, Sample, SentenceSpan, Statistic, Study

OWN = re.compile(
    r"\b(?:this|the|our|present|current|new)\s(?:[a-z-]+\s){0,2}"
    r"(?:study|trial|review|survey|paper|research|analysis|experiment|questionnaire|interviews)\b"
    r"|\bthe\s(?:[a-z-]+\s){0,2}(?:researchers|authors|team|investigators|scientists)\b"
    r"|\b(?:participants|respondents|interviewees)\b|\bn\s?=\s?\d|\(SD\b|\b95% CI\b"
    r"|\bwe\s(?:found|conducted|interviewed|surveyed|recruited|examined|explored|aimed|observed|asked)\b",
    re.IGNORECASE,
)
NOTE = re.compile(r"\b(?:study|paper|research|journal|published|doi|trial|review)\b", re.IGNORECASE)
FULL = re.compile(
    rf"(?:[^:.()]{{0,40}}:\s{{0,3}})?(?P<entry>{NAME},?\s[A-Z]{{1,3}}\b[^()]{{0,300}}\({YEAR}\))"
)
# Of a page that reports one study, this share at least is no background, and this share speaks of the study.
REPORTED, SPOKEN_OF = 0.35, 0.08
SAMPLE_ROLES = ("sample", "method", "objective", "finding")
MOST_AUTHORS = 2


def read_study(
    cleaned: Cleaned,
    sentences: Sequence[SentenceSpan],
    roles: Sequence[RoleTag | None],
    statistics: Sequence[tuple[Statistic, ...]],
    cites: Sequence[tuple[Cite, ...]],
) -> Study | None:
    """The study of the page; None where the page reports none or many, or names nothing of it."""
    del cites
    front = read_front(cleaned)
    own = front != Front()
    stated = [(s, r) for s, r in zip(sentences, roles, strict=True) if r is not None]
    if not own and not _reports_one(stated):
        return None
    study = _of_front(front) if own else _of_prose(cleaned, [s for s, _ in stated])
    study = replace(
        study, design=_design(cleaned, stated, own=own), sample=_sample(sentences, roles, statistics)
    )
    return None if study == Study() else study


def _reports_one(stated: Sequence[tuple[SentenceSpan, RoleTag]]) -> bool:
    """Whether most of the page tells of a study, and of no more authors than one study has."""
    if not stated:
        return False
    reported = sum(role.label != "background" for _, role in stated) / len(stated)
    if reported < REPORTED:
        return False
    spoken = sum(bool(OWN.search(sentence.text[:1500])) for sentence, _ in stated) / len(stated)
    if spoken < SPOKEN_OF:
        return False
    return secondhand.distinct_authors([sentence.text for sentence, _ in stated]) <= MOST_AUTHORS


def _of_front(front: Front) -> Study:
    return Study(front.title, front.first_author, front.year, front.journal, front.doi, front.pmid)


def _of_prose(cleaned: Cleaned, sentences: Sequence[SentenceSpan]) -> Study:
    """What prose, notes and reference entries say of the study."""
    notes = [b.text for b in cleaned.dropped if b.reason not in LATER and NOTE.search(b.text[:1500])]
    texts = [*(sentence.text for sentence in sentences), *notes]
    author, journal = secondhand.first_author(texts), secondhand.journal(texts)
    entry = _entry(_citations(cleaned), author)
    if entry:
        author = author or next(iter(entry.authors), None)
        return Study(first_author=author, year=entry.year, journal=journal, doi=entry.doi)
    return Study(
        first_author=author,
        year=secondhand.year(texts),
        journal=journal,
        doi=cleaned.metadata.doi or _only_doi(texts),
    )


def _citations(cleaned: Cleaned) -> list[Reference]:
    """The reference list, and paragraphs elsewhere that cite a work in full ("The paper: Doe, J. (2024)")."""
    elsewhere = [
        reference_of(block, block.text[found.start("entry") :], 0)
        for block in (*cleaned.blocks, *cleaned.dropped)
        if block.reason not in {*LATER, "references"} and (found := FULL.match(block.text))
    ]
    return [*elsewhere, *read_references(cleaned.dropped)]


def _entry(entries: Sequence[Reference], author: str | None) -> Reference | None:
    """The entry of the study: its author's, or the only one that the page has."""
    if author:
        surname = author.split()[-1].casefold()
        entries = [e for e in entries if e.authors and surname in e.authors[0].casefold()]
    works = {(entry.year, entry.doi): entry for entry in reversed(entries)}
    return next(iter(works.values())) if len(works) == 1 else None


def _only_doi(texts: Sequence[str]) -> str | None:
    """The DOI on the page, outside of lists of further works, where there is just one."""
    found = {doi.lower(): doi for text in texts if "10." in text and (doi := find_doi(text))}
    return next(iter(found.values())) if len(found) == 1 else None


def _design(cleaned: Cleaned, stated: Sequence[tuple[SentenceSpan, RoleTag]], *, own: bool) -> str | None:
    wanted = ("method", "objective", "sample", "finding")
    texts = [sentence.text for label in wanted for sentence, role in stated if role.label == label]
    return find_design([*([cleaned.title] if own and cleaned.title else []), *texts])


def _sample(
    sentences: Sequence[SentenceSpan],
    roles: Sequence[RoleTag | None],
    statistics: Sequence[tuple[Statistic, ...]],
) -> Sample | None:
    """The persons who took part, from the figures of the sentences that say so."""
    found = [
        (SAMPLE_ROLES.index(role.label), _standing(sentence, figure), order, figure)
        for order, (sentence, role, figures) in enumerate(zip(sentences, roles, statistics, strict=True))
        if role is not None and role.label in SAMPLE_ROLES
        for figure in figures
        if figure.type == "sample_size" and _are_persons(figure)
    ]
    if not found:
        return None
    _, _, _, figure = min(found, key=lambda each: (each[1], each[0], each[2]))
    value, unit = figure.parts.get("value"), figure.parts.get("unit")
    number = int(value) if isinstance(value, (int, float)) else None
    return Sample(number, str(unit) if unit else None, figure.text, figure.start, figure.end)


def _standing(sentence: SentenceSpan, figure: Statistic) -> int:
    """0 where the words beside the figure say that these took part, 2 where these were only asked."""
    lexicon = designs()
    first, last = figure.start - sentence.start, figure.end - sentence.start
    behind, before = (
        sentence.text[last : last + 40].lower(),
        sentence.text[max(0, first - 40) : first].lower(),
    )
    if figure.parts.get("group") or any(word in behind for word in lexicon.asked):
        return 2
    return 0 if any(word in behind or word in before for word in lexicon.took_part) else 1


def _are_persons(figure: Statistic) -> bool:
    unit = str(figure.parts.get("unit") or figure.text).lower()
    return not designs().persons.isdisjoint(re.findall(r"[^\W\d_]+", unit))
