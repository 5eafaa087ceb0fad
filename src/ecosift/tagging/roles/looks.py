"""A page as the tagger sees it: every statement's words, cues, marks, section and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ecosift.headings import canonical
from ecosift.tagging.roles.cues import MAX_CHARACTERS, NUMBER, find_cues, heading_cues, words_of
from ecosift.tagging.roles.grammar import Grammar, grammar_of
from ecosift.types import SentenceSpan

# A page without sections and no longer than this is read as an abstract, where place says much.
MAX_ABSTRACT = 30
# How far a page must speak of a study before what reports taught counts at all, and in full.
ADVICE, REPORT = 0.15, 0.5
# What a title that names a study adds.
TITLE = 0.1
# A short text without sections is more often an abstract than advice.
BARE = 2.0
STUDY_SECTIONS = frozenset({"objective", "sample", "methods", "results", "limitations"})
STUDY_CUES = frozenset({"own_study", "aim", "did", "was_done", "took_part", "design"})
STUDY_MARKS = frozenset({"p", "n", "interval"})
# What shows that a study is spoken of, and how far back it is still near.
EVIDENCE_CUES = frozenset({"reported", "one_study", "design", "took_part", "did", "own_study"})
EVIDENCE_MARKS = frozenset({"cited", "percent", "p", "n", "interval"})
NEAR = 2
# Marks of sentences with figures, each with characters without which it need not be looked for.
FIGURES = (
    ("cited", "[", re.compile(r"\[\d")),
    ("cited", "(", re.compile(r"\(\d{1,2}(?:[-–,;] ?\d{1,2}){0,4}\)")),
    ("cited", "", re.compile(r"(?<=[^\W\d_][.!?”\"])\d{1,2}(?:[-–,]\d{1,2}){0,3}$")),
    ("cited", "(", re.compile(r"\((?:[^()]{0,60}\s)?(?:19|20)\d\d[a-z]?\)")),
    ("percent", "%", re.compile(r"\d\s?%")),
    ("p", "=<>≤≥", re.compile(r"\b[pP]\s?[<=>≤≥]")),
    ("n", "=", re.compile(r"\b[nN]\s?=")),
    ("interval", "", re.compile(r"\b(?:CI|SD|IQR|OR|RR|HR)\b|±")),
    ("year", "", re.compile(r"\b(?:19|20)\d\d\b")),
)
QUOTED = re.compile(r"[“\"][^“”\"]{25}")
NAME = re.compile(r"(?<=[a-z,;’'] )[A-Z][a-zé]+(?:[- ][A-Z][a-zé]+)")
# Words of headings that a reader asks.
READER = frozenset({"i", "my", "me", "i'm", "i've"})


@dataclass(slots=True)
class Look:
    """A statement as the tagger sees it before its neighbours are asked.

    `named` are the cues, sorted; an `inherited` section is that of an outer heading; `since` says how many
    statements ago under this heading a study was named.
    """

    words: list[str]
    cues: frozenset[str]
    named: tuple[str, ...]
    marks: tuple[str, ...]
    section: str | None
    inherited: bool
    heading_cues: tuple[str, ...]
    lead: int | None
    kind: str
    grammar: Grammar
    since: str = "none"
    region: int = 0
    place: tuple[int, int] = (0, 1)
    opens: bool = True


@dataclass(slots=True)
class PageLook:
    """A page's statements (headings left out), and how far the page reports a study."""

    looks: list[Look] = field(default_factory=list)
    reports: float = 0.0
    weight: float = 0.0
    abstract: bool = False

    def in_abstract(self, look: Look) -> bool:
        """Whether the statement stands in an abstract."""
        return self.abstract or look.section == "abstract"


def look_at(sentences: Sequence[SentenceSpan], title: str | None = None) -> PageLook:
    """The page's statements in order, and whether they report a study."""
    number = {at: place for place, at in enumerate(at for at, s in enumerate(sentences) if not s.heading)}
    stated = [sentence for sentence in sentences if not sentence.heading]
    page = PageLook([_look(sentence, number) for sentence in stated])
    _lead_tables(page.looks)
    _count_regions(stated, page.looks)
    _look_back(page.looks)
    page.abstract = len(page.looks) <= MAX_ABSTRACT and not any(s.section for s in sentences)
    spoken = _reports(page.looks) * (BARE if page.abstract else 1.0)
    page.reports = min(1.0, spoken + (TITLE if _names_a_study(title) else 0.0))
    page.weight = min(1.0, max(0.0, (page.reports - ADVICE) / (REPORT - ADVICE)))
    return page


def _look(sentence: SentenceSpan, number: dict[int, int]) -> Look:
    words = words_of(sentence.text)
    cues = find_cues(words)
    section, inherited, above = _above(sentence.section)
    return Look(
        words=words,
        cues=cues,
        named=tuple(sorted(cues)),
        marks=_marks(sentence.text[:MAX_CHARACTERS], NUMBER in words),
        section=section,
        inherited=inherited,
        heading_cues=above,
        lead=number.get(sentence.lead_in) if sentence.lead_in is not None else None,
        kind=sentence.kind,
        grammar=grammar_of(words),
    )


@lru_cache(maxsize=2048)
def _above(headings: tuple[str, ...]) -> tuple[str | None, bool, tuple[str, ...]]:
    """What the innermost known heading stands for, whether it is an outer one, and the cues of the innermost.

    Text dumps do not show how deep a heading is, so an outer one may not reach as far as it seems to.
    """
    if not headings or _asked_by_a_reader(headings[-1]):
        return None, False, ()
    named = [canonical(heading) for heading in headings]
    section = next((name for name in reversed(named) if name), None)
    return section, named[-1] is None and section is not None, tuple(sorted(heading_cues(headings[-1])))


def _asked_by_a_reader(heading: str) -> bool:
    """Whether readers ask it of their own lives ("Should I tell my boss?"): it opens no section then."""
    words = words_of(heading)
    return words[-1:] == ["?"] and (words[0] == "we" or not READER.isdisjoint(words))


def _marks(text: str, figures: bool) -> tuple[str, ...]:
    found = []
    if figures:
        some = (mark for mark in FIGURES if not mark[1] or any(sign in text for sign in mark[1]))
        found = list(dict.fromkeys(name for name, _, mark in some if mark.search(text)))
    if ("“" in text or '"' in text) and QUOTED.search(text):
        found.append("quotes")
    if NAME.search(text):
        found.append("name")
    last = text.rstrip()[-1:]
    if last in {"?", ":"}:
        found.append("question" if last == "?" else "colon")
    if text.startswith(("Figure", "Fig", "Table")):
        found.append("figure")
    return tuple(found)


def _lead_tables(looks: Sequence[Look]) -> None:
    """Give the cells of a table without a lead-in the statement that stands before the table."""
    last: int | None = None
    for at, look in enumerate(looks):
        if look.kind != "table_row":
            last = at
        elif look.lead is None:
            look.lead = last


def _count_regions(sentences: Sequence[SentenceSpan], looks: Sequence[Look]) -> None:
    """Number the runs of sentences under one heading, and each sentence's place in its run."""
    start = 0
    for at in range(1, len(looks) + 1):
        if at == len(looks) or sentences[at].section != sentences[start].section:
            for place in range(start, at):
                looks[place].region, looks[place].place = start, (place - start, at - start)
            start = at
    for at in range(1, len(looks)):
        looks[at].opens = sentences[at].block != sentences[at - 1].block


def _look_back(looks: Sequence[Look]) -> None:
    """How far back under the same heading a study was spoken of."""
    last: int | None = None
    for at, look in enumerate(looks):
        if last is not None and looks[last].region != look.region:
            last = None
        if last is not None:
            look.since = str(at - last) if at - last <= NEAR else "far"
        if not (EVIDENCE_CUES.isdisjoint(look.cues) and EVIDENCE_MARKS.isdisjoint(look.marks)):
            last = at


def _reports(looks: Sequence[Look]) -> float:
    """How far the page speaks of a study of its own, in [0, 1]: its sections, and how often it says so."""
    if not looks:
        return 0.0
    sections = len({look.section for look in looks} & STUDY_SECTIONS)
    silent = sum(STUDY_CUES.isdisjoint(look.cues) and STUDY_MARKS.isdisjoint(look.marks) for look in looks)
    of_one = sum("one_study" in look.cues for look in looks)
    spoken = 1.4 * (1 - silent / len(looks)) + min(0.08 * of_one, 4.0 * of_one / len(looks))
    return min(1.0, 0.35 * sections + spoken)


def _names_a_study(title: str | None) -> bool:
    """Whether a title says that a study stands behind the page ("…, study finds", "…: a cohort study")."""
    return title is not None and not find_cues(words_of(title)).isdisjoint(
        {"one_study", "design", "reported"}
    )
