"""What the classifier sees of every sentence: words, cues, place, section, figures, neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ecosift.headings import canonical
from ecosift.tagging.roles.cues import NUMBER, find_cues, heading_cues, words_of
from ecosift.types import SentenceSpan

# A page without sections and no longer than this is read as an abstract, where place says much.
MAX_ABSTRACT = 30
# How far a page must speak of a study before what reports taught counts at all, and in full.
ADVICE, REPORT = 0.15, 0.5
KINDS = 5
# What a title that names a study adds.
TITLE = 0.1
# A short text without sections is more often an abstract than advice.
BARE = 2.0
STUDY_SECTIONS = frozenset({"objective", "sample", "methods", "results", "limitations"})
STUDY_CUES = frozenset({"own_study", "aim", "did", "was_done", "took_part", "design"})
STUDY_MARKS = frozenset({"p", "n", "interval"})
MARKS = (
    ("cited", re.compile(r"\[\d|\((?:[^()]{0,60}\s)?(?:19|20)\d\d[a-z]?\)|[a-z][.,]\d{1,3}(?:\s|$)")),
    ("quotes", re.compile(r"[“\"][^“”\"]{25}")),
    ("percent", re.compile(r"\d\s?%|\bpercent\b|\bper cent\b")),
    ("p", re.compile(r"\b[pP]\s?[<=>≤≥]")),
    ("n", re.compile(r"\b[nN]\s?=")),
    ("interval", re.compile(r"\bCI\b|±|\bSD\b|\bIQR\b|\bOR\b|\bRR\b|\bHR\b")),
    ("question", re.compile(r"\?\s*$")),
    ("colon", re.compile(r":\s*$")),
    ("year", re.compile(r"\b(?:19|20)\d\d\b")),
    ("figure", re.compile(r"^(?:Figure|Fig|Table)\b")),
)


@dataclass(slots=True)
class Look:
    """A sentence as the tagger sees it before its neighbours are asked."""

    words: list[str]
    cues: frozenset[str]
    marks: tuple[str, ...]
    section: str | None
    heading: tuple[str, ...]
    heading_cues: frozenset[str]
    region: int
    place: tuple[int, int] = (0, 1)
    lead: int | None = None
    kind: str = "paragraph"
    opens: bool = True


@dataclass(slots=True)
class PageLook:
    """A page's statements (headings left out), and whether the page reports a study."""

    looks: list[Look] = field(default_factory=list)
    reports: float = 0.0
    weight: float = 0.0
    abstract: bool = False


def look_at(sentences: Sequence[SentenceSpan], title: str | None = None) -> PageLook:
    """The page's statements in order, each with its words, cues, section and place."""
    number = {at: place for place, at in enumerate(at for at, s in enumerate(sentences) if not s.heading)}
    page = PageLook([_look(s, number) for s in sentences if not s.heading])
    _lead_tables(page.looks)
    _count_regions([s for s in sentences if not s.heading], page.looks)
    page.abstract = len(page.looks) <= MAX_ABSTRACT and not any(s.section for s in sentences)
    spoken = _reports(page.looks) * (BARE if page.abstract else 1.0)
    page.reports = min(1.0, spoken + (TITLE if _names_a_study(title) else 0.0))
    page.weight = float(min(1.0, max(0.0, (page.reports - ADVICE) / (REPORT - ADVICE))))
    return page


def features_of(page: PageLook) -> list[list[str]]:
    """Feature names of every statement as a report's, to count `page.weight`; none on a page of advice."""
    return [_row(page, at) if page.weight else [] for at in range(len(page.looks))]


def advice_features_of(page: PageLook) -> list[list[str]]:
    """Feature names of every statement as an advice page's: cues alone, each counting `1 - page.weight`."""
    return [_advice_row(page, at) if page.weight < 1 else [] for at in range(len(page.looks))]


def steps_of(page: PageLook) -> list[int]:
    """The kind of step to each statement: in a section 0, over a heading 1, in an abstract 2; advice 3, 4."""
    advice = 3 * (page.weight < 0.5)
    return [
        advice + 1 if look.region == at else advice or 2 * _in_abstract(page, look)
        for at, look in enumerate(page.looks)
    ]


def _in_abstract(page: PageLook, look: Look) -> bool:
    return page.abstract or look.section == "abstract"


def _look(sentence: SentenceSpan, number: dict[int, int]) -> Look:
    words = words_of(sentence.text)
    return Look(
        words=words,
        cues=find_cues(words),
        marks=tuple(name for name, mark in MARKS if mark.search(sentence.text[:2000])),
        section=section_of(sentence.section),
        heading=tuple(words_of(sentence.section[-1])[:8]) if sentence.section else (),
        heading_cues=heading_cues(sentence.section[-1]) if sentence.section else frozenset(),
        region=0,
        lead=number.get(sentence.lead_in) if sentence.lead_in is not None else None,
        kind=sentence.kind,
    )


def section_of(headings: Sequence[str]) -> str | None:
    """What the innermost known heading stands for."""
    return next((name for heading in reversed(headings) if (name := canonical(heading))), None)


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


def _reports(looks: Sequence[Look]) -> float:
    """How far the page speaks of a study of its own, in [0, 1]: its sections, and how often it says so."""
    if not looks:
        return 0.0
    sections = len({look.section for look in looks} & STUDY_SECTIONS)
    said = sum(
        not (STUDY_CUES.isdisjoint(look.cues) and STUDY_MARKS.isdisjoint(look.marks)) for look in looks
    )
    of_one = sum("one_study" in look.cues for look in looks)
    spoken = 1.4 * said / len(looks) + min(0.08 * of_one, 4.0 * of_one / len(looks))
    return min(1.0, 0.35 * sections + spoken)


def _advice_row(page: PageLook, at: int) -> list[str]:
    look = page.looks[at]
    row = [
        "advice",
        *(f"advice={cue}" for cue in sorted(look.cues)),
        *(f"advice={mark}" for mark in look.marks),
    ]
    if at and page.looks[at - 1].region == look.region:
        row += [f"advice<{cue}" for cue in sorted(page.looks[at - 1].cues)]
    return row


def _in_sequence(looks: Sequence[Look], at: int) -> list[str]:
    """The words of the neighbours, and the cues by their place: in an abstract the order tells most."""
    place, size = looks[at].place
    fifth = 5 * place // max(size, 1)
    row = [f"{fifth}&{name}" for name in (*sorted(looks[at].cues), *looks[at].marks, *looks[at].words[:1])]
    if place:
        row += [f"p={word}" for word in dict.fromkeys(looks[at - 1].words)]
    if place + 1 < size:
        row += [f"n={word}" for word in dict.fromkeys(looks[at + 1].words)]
    return row


def _region(look: Look, looks: Sequence[Look]) -> str:
    """Whether a section is the page's first, its last, its only one, or between others."""
    first, last = look.region == 0, look.region == looks[-1].region
    return "only" if first and last else "first" if first else "last" if last else "inner"


def _names_a_study(title: str | None) -> bool:
    """Whether a title says that a study stands behind the page ("…, study finds", "…: a cohort study")."""
    return title is not None and not find_cues(words_of(title)).isdisjoint(
        {"one_study", "design", "reported"}
    )


def _row(page: PageLook, at: int) -> list[str]:
    look, looks = page.looks[at], page.looks
    row = ["report", *(f"w={word}" for word in dict.fromkeys(look.words))]
    row += [f"b={a} {b}" for a, b in dict.fromkeys(zip(look.words, look.words[1:], strict=False))]
    row += [f"c={cue}" for cue in sorted(look.cues)]
    row += [f"m={mark}" for mark in look.marks]
    row += [f"first={' '.join(look.words[:2])}", _length(look.words)]
    row.append(f"s={look.section}")
    row += [f"h={word}" for word in dict.fromkeys(look.heading)]
    row += [f"hc={cue}" for cue in sorted(look.heading_cues)]
    row += [f"kind={look.kind}"]
    if look.lead is not None:
        row += [f"lead={cue}" for cue in sorted(looks[look.lead].cues)]
    row += [f"zone={min(9, 10 * at // len(looks))}", f"region={_region(look, looks)}"]
    row += _place(page, look)
    if _in_abstract(page, look):
        row += _in_sequence(looks, at)
    if at and looks[at - 1].region == look.region:
        row += [f"before={cue}" for cue in sorted(looks[at - 1].cues)]
    if at + 1 < len(looks) and looks[at + 1].region == look.region:
        row += [f"after={cue}" for cue in sorted(looks[at + 1].cues)]
    if NUMBER in look.words:
        row.append("m=number")
    return row


def _place(page: PageLook, look: Look) -> list[str]:
    at, size = look.place
    where = "abstract" if _in_abstract(page, look) else "page"
    row = [f"in={where}", f"from={where}/{min(at, 4)}", f"to={where}/{min(size - 1 - at, 4)}"]
    row.append(f"part={where}/{10 * at // max(size, 1)}")
    return row + [f"c={cue}/{where}" for cue in sorted(look.cues)]


def _length(words: Sequence[str]) -> str:
    return f"length={min(len(words) // 8, 5)}"
