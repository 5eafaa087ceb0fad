"""A page as the tagger sees it: every statement's words, cues, marks, section and place, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from ecosift.headings import canonical, merged_head, section_names
from ecosift.tagging.roles.cues import CueFinder, cue_names, lexicon_words
from ecosift.tagging.roles.grammar import Grammar, GrammarReader, grammar_words
from ecosift.tagging.roles.marks import COLUMN, find_marks
from ecosift.tagging.roles.words import MAX_CHARACTERS, NUMBER, Lexis, Places, Words, read_words, words_of
from ecosift.types import BlockKind, SentenceSpan

Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]
KINDS_OF_BLOCK: tuple[str, ...] = get_args(BlockKind)
KIND = {kind: at for at, kind in enumerate(KINDS_OF_BLOCK)}
# A page without sections and no longer than this is read as an abstract, where place says much.
MAX_ABSTRACT = 30
# How far a page must speak of a study before what reports taught counts at all, and in full.
ADVICE, REPORT = 0.15, 0.5
# What a title that names a study adds, and the cues that do.
TITLE = 0.1
TITLE_CUES = ("one_study", "design", "reported")
# A short text without sections is more often an abstract than advice.
BARE = 2.0
STUDY_SECTIONS = ("objective", "sample", "methods", "results", "limitations")
STUDY_CUES = ("own_study", "aim", "did", "was_done", "took_part", "design")
STUDY_MARKS = ("p", "n", "interval")
# What shows that a study is spoken of, and how far back it is still near.
EVIDENCE_CUES = ("reported", "one_study", "design", "took_part", "did", "own_study")
EVIDENCE_MARKS = ("cited", "percent", "p", "n", "interval")
NEAR = 2
SINCE = ("none", *map(str, range(1, NEAR + 1)), "far")
# A page shows so many heads that were merged with sentences before any is believed.
MERGED = 3
# Words of headings that a reader asks.
READER = frozenset({"i", "my", "me", "i'm", "i've"})


@cache
def sections() -> tuple[str, ...]:
    """What a heading can stand for, by the places that `PageLook.section` gives; the last is none of them."""
    return (*section_names(), "None")


class Eyes:
    """Reads pages with the words that a model asks for, and those of the cues and the grammar."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.lexis = Lexis([*words, *lexicon_words(), *grammar_words()])
        self.cues, self.grammar = CueFinder(self.lexis), GrammarReader(self.lexis)


@cache
def plain_eyes() -> Eyes:
    """Eyes that no model asks for words."""
    return Eyes()


@dataclass(frozen=True, slots=True)
class Order:
    """Where every statement stands among the others.

    A region are the statements under one heading: where it begins, the place in it, its size. `opens` says
    whether a paragraph begins; `lead` is the statement that leads a list item or cell in, -1 for none.
    """

    region: Places
    place: Places
    size: Places
    opens: Flags
    lead: Places


@dataclass(slots=True)
class PageLook:
    """A page's statements (headings left out) in columns, and how far the page reports a study.

    `heading_words` are the words of the innermost headings, each with its statement; `section` are places in
    `sections()`, `inherited` those of an outer heading; `since` says, by `SINCE`, how many statements ago
    under this heading a study was named; `figures` which statements hold a number.
    """

    texts: Sequence[str]
    words: Words
    cues: Matrix
    marks: Matrix
    heading_cues: Matrix
    heading_words: tuple[Places, Places]
    grammar: Grammar
    section: Places
    inherited: Flags
    kind: Places
    order: Order
    figures: Flags
    since: Places = field(init=False)
    reports: float = 0.0
    weight: float = 0.0
    abstract: bool = False

    def __len__(self) -> int:
        return len(self.cues)

    def has(self, *cues: str) -> Flags:
        """Which statements hold one of these cues."""
        return _any(self.cues, [cue_columns()[cue] for cue in cues])

    def marked(self, *marks: str) -> Flags:
        """Which statements have one of these marks."""
        return _any(self.marks, [COLUMN[mark] for mark in marks])

    def under(self, *names: str) -> Flags:
        """Which statements stand in one of these sections; "None" is none at all."""
        return np.asarray(_sections_named(names)[self.section])

    @property
    def bare_abstract(self) -> bool:
        """Whether the page is one paragraph without headings that reports a study."""
        return self.abstract and self.weight >= 0.5 and not self.order.opens[1:].any()

    @property
    def in_table(self) -> Flags:
        """Which statements are cells of a table."""
        return np.asarray(self.kind == KIND["table_row"])

    @property
    def in_abstract(self) -> Flags:
        """Which statements stand in an abstract."""
        return self.under("abstract") | self.abstract


def look_at(
    sentences: Sequence[SentenceSpan], title: str | None = None, eyes: Eyes | None = None
) -> PageLook:
    """The page's statements in order, and whether they report a study."""
    page, of_title = _seen(sentences, title or "", eyes or plain_eyes())
    page.since = _since(page)
    headed = any(sentence.section for sentence in sentences) or not page.under("None").all()
    page.abstract = len(page) <= MAX_ABSTRACT and not headed
    named = bool(of_title[[cue_columns()[cue] for cue in TITLE_CUES]].any())
    page.reports = min(1.0, _reports(page) * (BARE if page.abstract else 1.0) + TITLE * named)
    page.weight = min(1.0, max(0.0, (page.reports - ADVICE) / (REPORT - ADVICE)))
    return page


def _seen(sentences: Sequence[SentenceSpan], title: str, eyes: Eyes) -> tuple[PageLook, Matrix]:
    """The page's statements, and the cues of its title. Headings and title are read with them, in one go."""
    stated = _with_merged_heads([sentence for sentence in sentences if not sentence.heading])
    texts = [sentence.text[:MAX_CHARACTERS] for sentence in stated]
    above = [_above(sentence.section) for sentence in stated]
    headings = {name: at for at, name in enumerate(dict.fromkeys(name for _, _, name in above), len(texts))}
    words = read_words([*texts, *headings, title], eyes.lexis)
    found, own = eyes.cues.find(words), len(cue_names())
    said = _of_statements(words, len(texts))
    figures = np.zeros(len(texts), dtype=np.bool_)
    figures[said.line[said.numbers == eyes.lexis.numbers[NUMBER]]] = True
    under = _places([headings[name] for _, _, name in above])
    page = PageLook(
        texts=texts,
        words=said,
        cues=found[: len(texts), :own],
        marks=find_marks(texts, figures.tolist()),
        heading_cues=found[under, own:],
        heading_words=_words_of_lines(words, under),
        grammar=eyes.grammar.read(said),
        section=_places([section for section, _, _ in above]),
        inherited=np.array([inherited for _, inherited, _ in above], dtype=np.bool_),
        kind=_places([KIND[sentence.kind] for sentence in stated]),
        order=_order(stated, _leads(sentences, stated)),
        figures=figures,
    )
    return page, found[-1]


def _with_merged_heads(stated: list[SentenceSpan]) -> list[SentenceSpan]:
    """The statements, under the heads that an abstract merged with its sentences, where it has several."""
    heads = [merged_head(sentence.text) for sentence in stated]
    if len({canonical(head) for head in heads if head}) < MERGED:
        return stated
    made, last = list[SentenceSpan](), SentenceSpan("", 0, 0, 0)
    under: str | None = None
    for sentence, head in zip(stated, heads, strict=True):
        under = head or (under if sentence.section == last.section else None)
        last = sentence
        made.append(replace(sentence, section=(*sentence.section, under)) if under else sentence)
    return made


@lru_cache(maxsize=2048)
def _above(headings: tuple[str, ...]) -> tuple[int, bool, str]:
    """What the innermost known heading stands for, whether it is an outer one, and the innermost.

    Text dumps do not show how deep a heading is, so an outer one may not reach as far as it seems to.
    """
    none = sections().index("None")
    if not headings or _asked_by_a_reader(headings[-1]):
        return none, False, ""
    named = [canonical(heading) for heading in headings]
    section = next((name for name in reversed(named) if name), None)
    if section is None:
        return none, False, headings[-1]
    return sections().index(section), named[-1] is None, headings[-1]


def _asked_by_a_reader(heading: str) -> bool:
    """Whether readers ask it of their own lives ("Should I tell my boss?"): it opens no section then."""
    words = words_of(heading)
    return words[-1:] == ["?"] and (words[0] == "we" or not READER.isdisjoint(words))


def _any(held: Matrix, columns: Sequence[int]) -> Flags:
    found: Flags = held[:, columns[0]] > 0
    for column in columns[1:]:
        found |= held[:, column] > 0
    return found


@cache
def _sections_named(names: tuple[str, ...]) -> Flags:
    return np.array([name in names for name in sections()])


@cache
def cue_columns() -> dict[str, int]:
    """The column of every cue of sentences."""
    return {name: column for column, name in enumerate(cue_names())}


def _places(values: Sequence[int]) -> Places:
    return np.array(values, dtype=np.intp)


def _of_statements(words: Words, count: int) -> Words:
    """The first lines alone."""
    end = int(words.starts[count])
    return Words(words.numbers[:end], words.line[:end], words.starts[:count], words.sizes[:count])


def _words_of_lines(words: Words, lines: Places) -> tuple[Places, Places]:
    """The words of the lines given, each with the place of its line among these."""
    counts = words.sizes[lines] - 1
    ends = np.cumsum(counts)
    within = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
    places = np.repeat(words.starts[lines] + 1, counts) + within
    return np.repeat(np.arange(len(lines)), counts), words.numbers[places]


def _leads(sentences: Sequence[SentenceSpan], stated: Sequence[SentenceSpan]) -> Places:
    """The statement that leads each one in; the cells of a table without one have that before the table."""
    number = {at: place for place, at in enumerate(at for at, s in enumerate(sentences) if not s.heading)}
    leads, last = [-1] * len(stated), -1
    for place, sentence in enumerate(stated):
        if sentence.lead_in is not None:
            leads[place] = number.get(sentence.lead_in, -1)
        if sentence.kind != "table_row":
            last = place
        elif leads[place] < 0:
            leads[place] = last
    return _places(leads)


def _order(stated: Sequence[SentenceSpan], lead: Places) -> Order:
    """The runs of sentences under one heading, places in them, and where paragraphs open."""
    count = len(stated)
    pairs = list(zip(stated[1:], stated, strict=False))
    fresh = [True, *(after.section != before.section for after, before in pairs)][:count]
    opens = [True, *(after.block != before.block for after, before in pairs)][:count]
    firsts = np.flatnonzero(fresh)
    sizes = np.diff(firsts, append=count)
    region = np.repeat(firsts, sizes)
    place = np.arange(count) - region
    return Order(region, place, np.repeat(sizes, sizes), np.array(opens, dtype=np.bool_), lead)


def _since(page: PageLook) -> Places:
    """How far back under the same heading a study was spoken of, as a place in `SINCE`."""
    at = np.arange(len(page))
    spoken = np.where(page.has(*EVIDENCE_CUES) | page.marked(*EVIDENCE_MARKS), at, -1)
    before = np.concatenate([[-1], np.maximum.accumulate(spoken)])[: len(page)]
    return np.where(before < page.order.region, 0, np.minimum(at - before, NEAR + 1))


def _reports(page: PageLook) -> float:
    """How far the page speaks of a study of its own, in [0, 1]: its sections, and how often it says so."""
    count = len(page)
    if not count:
        return 0.0
    parts = len(set(page.section.tolist()) & set(map(sections().index, STUDY_SECTIONS)))
    speaks = int((page.has(*STUDY_CUES) | page.marked(*STUDY_MARKS)).sum())
    of_one = int(page.has("one_study").sum())
    spoken = 1.4 * (speaks / count) + min(0.08 * of_one, 4.0 * of_one / count)
    return min(1.0, 0.35 * parts + spoken)
