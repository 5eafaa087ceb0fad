"""A page as the tagger sees it: every statement's words, cues, marks, section and place, in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import accumulate
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from ecosift.headings import canonical, merged_head, section_names
from ecosift.tagging.roles.cues import CueFinder, cue_names, heading_cue_names, lexicon_words
from ecosift.tagging.roles.grammar import Grammar, GrammarReader, grammar_words, traits
from ecosift.tagging.roles.marks import MARKS, find_marks
from ecosift.tagging.roles.words import (
    MAX_CHARACTERS,
    NUMBER,
    Lexis,
    Places,
    Words,
    changes,
    read_words,
    words_of,
)
from ecosift.types import BlockKind, SentenceSpan

Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]
KINDS_OF_BLOCK: tuple[str, ...] = get_args(BlockKind)
KIND = {kind: at for at, kind in enumerate(KINDS_OF_BLOCK)}
# A page without sections and no longer than this is read as an abstract, where place says much.
MAX_ABSTRACT = 30
# How far a page must speak of a study before what reports taught counts at all, and in full.
ADVICE, REPORT = 0.15, 0.5
# From this weight on a page reports beyond doubt, as all but one abstract in a hundred do.
SURELY = 0.8
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

    A region are the statements under one heading: where it begins, the place in it, its size, and the
    statements before and after in it, -1 for none. `opens` says whether a paragraph begins; `lead` is the
    statement that leads a list item or cell in, -1 for none.
    """

    region: Places
    place: Places
    size: Places
    before: Places
    after: Places
    opens: Flags
    lead: Places


@cache
def flag_groups() -> Mapping[str, tuple[str, ...]]:
    """The flags that a statement can have, by group."""
    return {"cues": cue_names(), "marks": MARKS, "headings": heading_cue_names(), "traits": traits()}


@cache
def flag_columns(group: str) -> slice:
    """Where the flags of a group stand among all."""
    ends = dict(zip(flag_groups(), accumulate(map(len, flag_groups().values())), strict=True))
    return slice(ends[group] - len(flag_groups()[group]), ends[group])


@dataclass(slots=True)
class PageLook:
    """A page's statements (headings left out) in columns, and how far the page reports a study.

    `flags` have a row of ones and zeros for every statement, columns by `flag_columns`, and a last row of
    zeros; `held` says the same, a row a flag. `heading` is the line of the innermost heading, `heading_words`
    are lines and words of headings; `section` are places in `sections()`, `inherited` those of an outer
    heading; `since` says, by `SINCE`, how many statements ago under this heading a study was named; `figures`
    which statements hold a number.
    """

    texts: Sequence[str]
    words: Words
    flags: Matrix
    heading: Places
    heading_words: tuple[Places, Places]
    grammar: Grammar
    section: Places
    inherited: Flags
    kind: Places
    order: Order
    figures: Flags
    held: Flags = field(init=False)
    since: Places = field(init=False)
    reports: float = 0.0
    weight: float = 0.0
    abstract: bool = False

    def __post_init__(self) -> None:
        self.held = np.ascontiguousarray(self.flags[:-1].T) > 0
        self.held.setflags(write=False)

    def __len__(self) -> int:
        return len(self.section)

    @property
    def cues(self) -> Matrix:
        """The flags of cues."""
        return self.flags[:-1, flag_columns("cues")]

    @property
    def heading_cues(self) -> Matrix:
        """The flags of the cues of headings."""
        return self.flags[:-1, flag_columns("headings")]

    def has(self, *cues: str) -> Flags:
        """Which statements hold one of these cues."""
        return self._any("cues", cues)

    def marked(self, *marks: str) -> Flags:
        """Which statements have one of these marks."""
        return self._any("marks", marks)

    def shows(self, *traits: str) -> Flags:
        """Which statements show one of these traits."""
        return self._any("traits", traits)

    def headed(self, *cues: str) -> Flags:
        """Which statements stand under a heading with one of these cues."""
        return self._any("headings", cues)

    def _any(self, group: str, names: tuple[str, ...]) -> Flags:
        rows = _rows_of_flags(group, names)
        return np.asarray(self.held[rows[0]] if len(rows) == 1 else self.held[rows].any(axis=0))

    def under(self, *names: str) -> Flags:
        """Which statements stand in one of these sections; "None" is none at all."""
        return np.asarray(_sections_named(names).take(self.section))

    @property
    def bare_abstract(self) -> bool:
        """Whether the page is one paragraph without headings that reports a study."""
        return self.abstract and self.weight >= SURELY and not self.order.opens[1:].any()

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
    named = bool(of_title[_rows_of_flags("cues", TITLE_CUES)].any())
    page.reports = min(1.0, _reports(page) * (BARE if page.abstract else 1.0) + TITLE * named)
    page.weight = min(1.0, max(0.0, (page.reports - ADVICE) / (REPORT - ADVICE)))
    return page


def _seen(sentences: Sequence[SentenceSpan], title: str, eyes: Eyes) -> tuple[PageLook, Matrix]:
    """The page's statements, and the cues of its title. Headings and title are read with them, in one go."""
    stated = _with_merged_heads([sentence for sentence in sentences if not sentence.heading])
    texts, (numbers, above) = [sentence.text[:MAX_CHARACTERS] for sentence in stated], _sections_of(stated)
    lines = {name: at for at, name in enumerate(dict.fromkeys(name for *_, name in above), len(texts))}
    words = read_words([*texts, *lines, title], eyes.lexis)
    found, own = eyes.cues.find(words), len(cue_names())
    said, grammar = _lines(words, 0, len(texts)), eyes.grammar
    figures = np.zeros(len(texts), dtype=np.bool_)
    figures[said.line[said.numbers == eyes.lexis.numbers[NUMBER]]] = True
    under = _places([lines[name] for *_, name in above]).take(numbers)
    read = grammar.read(said)
    page = PageLook(
        texts=texts,
        words=said,
        flags=_flags(found[: len(texts), :own], find_marks(texts, figures), found[under, own:], read.traits),
        heading=under,
        heading_words=_spoken(_lines(words, len(texts), len(lines))),
        grammar=read,
        section=_places([section for section, _, _ in above]).take(numbers),
        inherited=np.array([inherited for _, inherited, _ in above], dtype=np.bool_).take(numbers),
        kind=_places([KIND[sentence.kind] for sentence in stated]),
        order=_order(numbers, stated, _leads(sentences, stated)),
        figures=figures,
    )
    return page, found[-1]


def _flags(*groups: Matrix) -> Matrix:
    """Flags of several groups side by side, and a last row without any."""
    width = sum(group.shape[1] for group in groups)
    out = np.zeros((len(groups[0]) + 1, width), dtype=np.float32)
    np.concatenate(groups, axis=1, out=out[:-1])
    return out


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


def _sections_of(stated: Sequence[SentenceSpan]) -> tuple[Places, list[tuple[int, bool, str]]]:
    """The number of every statement's section on this page, and what each of these stands for."""
    numbers: dict[tuple[str, ...], int] = {}
    number = _places([numbers.setdefault(sentence.section, len(numbers)) for sentence in stated])
    return number, [_above(section) for section in numbers]


def _asked_by_a_reader(heading: str) -> bool:
    """Whether readers ask it of their own lives ("Should I tell my boss?"): it opens no section then."""
    words = words_of(heading)
    return words[-1:] == ["?"] and (words[0] == "we" or not READER.isdisjoint(words))


@cache
def _rows_of_flags(group: str, names: tuple[str, ...]) -> list[int]:
    first = flag_columns(group).start
    return [first + flag_groups()[group].index(name) for name in names]


@cache
def _sections_named(names: tuple[str, ...]) -> Flags:
    return np.array([name in names for name in sections()])


def _places(values: Sequence[int]) -> Places:
    return np.array(values, dtype=np.intp)


def _lines(words: Words, first: int, count: int) -> Words:
    """Some of the lines alone, under the numbers that they have among all."""
    starts, sizes = words.starts[first : first + count], words.sizes[first : first + count]
    begin, end = (int(starts[0]), int(starts[-1] + sizes[-1])) if count else (0, 0)
    return Words(words.numbers[begin:end], words.line[begin:end], starts - begin, sizes)


def _spoken(words: Words) -> tuple[Places, Places]:
    """The lines and numbers of words, those that open lines left out."""
    spoken = words.spoken
    return words.line[spoken], words.numbers[spoken]


def _leads(sentences: Sequence[SentenceSpan], stated: Sequence[SentenceSpan]) -> Places:
    """The statement that leads each one in; the cells of a table without one have that before the table."""
    leads, last = [-1] * len(stated), -1
    led = [place for place, s in enumerate(stated) if s.lead_in is not None or s.kind == "table_row"]
    if not led:
        return _places(leads)
    number = {at: place for place, at in enumerate(at for at, s in enumerate(sentences) if not s.heading)}
    for place, sentence in enumerate(stated):
        if sentence.lead_in is not None:
            leads[place] = number.get(sentence.lead_in, -1)
        if sentence.kind != "table_row":
            last = place
        elif leads[place] < 0:
            leads[place] = last
    return _places(leads)


def _order(sections: Places, stated: Sequence[SentenceSpan], lead: Places) -> Order:
    """The runs of sentences under one heading, places in them, and where paragraphs open."""
    at, firsts = np.arange(len(stated)), changes(sections)
    sizes = np.diff(firsts, append=len(stated))
    region, size = firsts.repeat(sizes), sizes.repeat(sizes)
    place = at - region
    opens = np.zeros(len(stated), dtype=np.bool_)
    opens[changes(_places([sentence.block for sentence in stated]))] = True
    before, after = np.where(place > 0, at - 1, -1), np.where(place + 1 < size, at + 1, -1)
    return Order(region, place, size, before, after, opens, lead)


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
    parts = len(_study_sections().intersection(page.section.tolist()))
    speaks = int((page.has(*STUDY_CUES) | page.marked(*STUDY_MARKS)).sum())
    of_one = int(page.has("one_study").sum())
    spoken = 1.4 * (speaks / count) + min(0.08 * of_one, 4.0 * of_one / count)
    return min(1.0, 0.35 * parts + spoken)


@cache
def _study_sections() -> frozenset[int]:
    return frozenset(map(sections().index, STUDY_SECTIONS))
