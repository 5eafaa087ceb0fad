"""What reads as a heading, and which section of a report it opens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from ecosift.lexicon import Lexicon, load_lexicon

MAX_CHARACTERS = 160
MAX_WORDS = 14
MAX_QUESTION_WORDS = 24
MAX_OPENING_WORDS = 9
MAX_TOPIC_WORDS = 4
MAX_RUN_IN = 50

# Sections of a report proper, in contrast to what stands around one (references, disclosures, related links).
PARTS = ("background", "objective", "methods", "sample", "results", "discussion", "implications")
REPORT = frozenset((*PARTS, "conclusions", "limitations", "abstract"))

NUMBERING = re.compile(
    r"(?:(?:chapter|section|part|step|box)\s+)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){1,3}[.):]?\s+|(?:\d{1,2}|[ivxIVX]{1,4}|[A-Z])(?:[.):]\s*|\s+[-–—]\s+)(?=[^\W\d_])|\d{1,2}\s+(?=[A-Z]))",
    re.IGNORECASE,
)
MARKUP = re.compile(r"#{1,6}\s+|[*_]{1,3}(?=\w)")
WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*\.?")
LIST_MARK = re.compile(r"[-–—*>+]\s|[•●▪■◦‣⁃·○►▸✓✔➢➤→»]|\(?\w{1,3}\)\s+[a-z]")
BYLINE = re.compile(
    r"(?i:(?:written|posted|published|reviewed|updated)\s)?(?i:by)\s+(?!(?i:the|a|an|our|your)\b)"
    r"[A-Z]\S*(?:\s+[A-Z]\S*){1,3}$"
)
NOT_IN_HEADINGS = re.compile(r"[|@©»›{}<>=\\~]|https?:|www\.|\.{3}|…|\bdoi\b", re.IGNORECASE)
STOP_INSIDE = re.compile(r"[^\W\d_][a-z)”\"’']{2}[.!?;]\s+[“\"‘'(]?[A-Z]")
TIME_OR_DATE = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+)+\d|\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
# A head that runs into its sentence, as in "Limitations: Clinics could not be blinded."
RUN_IN_SENTENCE = re.compile(r"[^:.?!]{2,50}:\s+(?:\S+\s+){2,40}\S+[^.\s]\.$")
JOINED = re.compile(r"\s*(?:,|;|/|&|\band\b)\s*")
OPEN_ENDS = tuple(",;&/([=<>+–—-")
ENDING = " \t:：.?!*_#–—-"


def looks_like_heading(line: str) -> bool:
    """Whether a line of plain text reads as a heading: short, no full stop, no list item, no menu.

    The name of a section ("Results:") always does. The caller knows what stands around the line.
    """
    line = line.strip()
    if not 2 <= len(line) <= MAX_CHARACTERS or _is_furniture(line):
        return False
    if RUN_IN_SENTENCE.match(line):
        return False
    if canonical(line) is not None:
        return True
    title = _without_numbering(line)
    words = WORD.findall(title)
    if not words or _has_foreign_marks(title):
        return False
    return _asks(title, words) if title.endswith("?") else _names(title, words)


@lru_cache(maxsize=4096)
def canonical(heading: str) -> str | None:
    """The section that a heading opens (`methods`, `results`, `limitations`, `references`…), or None.

    Numbering, case, mark-up and closing colons do not matter; questions count ("What did they find?").
    """
    if len(heading) > MAX_CHARACTERS:
        return None
    name = _plain(heading)
    if not name:
        return None
    return _exact(name) or _of_parts(heading, name) or _of_question(heading, name) or _of_opening(name)


def section_names() -> tuple[str, ...]:
    """Every section that `canonical` can name."""
    return tuple(dict.fromkeys(section.name for section in _lexicon().section))


def breaks_off(line: str) -> bool:
    """Whether a line stops in the middle of a phrase: at a preposition, a comma, an open bracket."""
    line = line.rstrip()[-MAX_CHARACTERS:]
    if line.endswith(OPEN_ENDS) or line.count("(") > line.count(")"):
        return True
    last, lines = line.rpartition(" ")[2].casefold(), _lexicon().lines
    return last in lines.dangling or last in lines.wrapping


def is_run_in(words: str) -> bool:
    """Whether `words` head a part of a report when they open a sentence ("Results: …")."""
    if len(words) > MAX_RUN_IN or words[:1].islower() or not words[:1].isalpha():
        return False
    return _exact(_plain(words)) in REPORT


def merged_head(sentence: str) -> str | None:
    """The head that opens a sentence where its colon was lost ("Methods We asked 30 cooks."), or None."""
    if sentence[: sentence.find(" ")] not in _openings():
        return None
    words = sentence[:MAX_RUN_IN].split(" ")
    for at in range(len(words) - 1, 0, -1):
        if (words[at][:1].isupper() or words[at][:1].isdigit()) and _may_close(words[at - 1]):
            head = " ".join(words[:at])
            if is_run_in(head):
                return head
    return None


def _may_close(word: str) -> bool:
    """Whether a word can be the last of a usual heading of a report's parts: cheap to ask first."""
    last = "".join(word.split()[-1:]).replace("’", "'").casefold().strip(ENDING)
    return not last or last in _closings()


@cache
def _openings() -> frozenset[str]:
    """The first words of the usual headings of a report's parts, as sentences may spell them."""
    first = {name.split(" ")[0] for name, part in _lexicon().names.items() if part in REPORT}
    return frozenset(spelt for word in first for spelt in (word.capitalize(), word.upper()))


@cache
def _closings() -> frozenset[str]:
    """The last words of these headings, as the lexicon spells them."""
    return frozenset(name.rpartition(" ")[2] for name, part in _lexicon().names.items() if part in REPORT)


class Section(Lexicon):
    """One section: its name, its usual headings, and the phrases that show it in longer ones."""

    name: str
    headings: tuple[str, ...]
    asks: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


class Lines(Lexicon):
    """Words that tell headings from other short lines."""

    agents: frozenset[str]
    generic: frozenset[str]
    dangling: frozenset[str]
    wrapping: frozenset[str]
    verbs: frozenset[str]
    subjects: frozenset[str]
    questions: frozenset[str]
    small: frozenset[str]
    furniture: frozenset[str]


class Headings(Lexicon):
    """`data/headings.toml`."""

    section: tuple[Section, ...]
    lines: Lines

    @cached_property
    def names(self) -> dict[str, str]:
        """Section of every usual heading; the first to name one keeps it."""
        return {heading: s.name for s in reversed(self.section) for heading in s.headings}


def _lexicon() -> Headings:
    lexicon: Headings = load_lexicon("headings", Headings)
    return lexicon


def _is_furniture(line: str) -> bool:
    return (
        bool(LIST_MARK.match(line) or BYLINE.match(line))
        or line.casefold().strip(ENDING) in _lexicon().lines.furniture
    )


def _without_numbering(line: str) -> str:
    line = MARKUP.sub("", line, count=1).strip(" *_")
    found = NUMBERING.match(line)
    return line[found.end() :] if found else line


def _plain(heading: str) -> str:
    """The words of a heading as the lexicon spells them."""
    return " ".join(_without_numbering(heading.strip()).replace("’", "'").casefold().split()).strip(ENDING)


def _has_foreign_marks(title: str) -> bool:
    unbalanced = title.count("(") != title.count(")") or title.count("[") != title.count("]")
    return unbalanced or bool(NOT_IN_HEADINGS.search(title) or TIME_OR_DATE.match(title))


def _asks(title: str, words: list[str]) -> bool:
    return len(words) <= MAX_QUESTION_WORDS and _opens_high(title) and not STOP_INSIDE.search(title)


def _names(title: str, words: list[str]) -> bool:
    lines, lowered = _lexicon().lines, [word.casefold().replace("’", "'") for word in words]
    if len(words) > MAX_WORDS or not _opens_high(title) or title[-1] in ".,;!-–—…/":
        return False
    if STOP_INSIDE.search(title) or lowered[-1] in lines.dangling or _mostly_figures(title):
        return False
    if title.endswith(":") and len(words) > 4 and not _is_title_case(words):
        return False
    return _is_title_case(words) or lowered[0] in lines.questions or not _is_clause(lowered)


def _opens_high(title: str) -> bool:
    """A capital, a digit or an opening quote; or a word such as "mHealth"."""
    first = title.lstrip("“\"‘'([")[:2]
    return bool(first) and (not first[0].islower() or first[1:].isupper())


def _mostly_figures(title: str) -> bool:
    return sum(character.isalpha() for character in title) < len(title) / 2


def _is_title_case(words: list[str]) -> bool:
    small = _lexicon().lines.small
    heavy = [word for word in words if word.casefold() not in small and word[0].isalpha()]
    high = sum(not word[0].islower() for word in heavy)
    return len(heavy) > 0 and high >= 0.75 * len(heavy) and (len(heavy) > 1 or len(words) == 1)


def _is_clause(lowered: list[str]) -> bool:
    lines = _lexicon().lines
    return lowered[0] in lines.subjects or any(word in lines.verbs for word in lowered[1:])


def _exact(name: str) -> str | None:
    return _lexicon().names.get(name)


def _of_parts(heading: str, name: str) -> str | None:
    """The part before a colon ("Methods: a survey"), or the first of several ("Results and limitations")."""
    head, colon, _ = heading.partition(":")
    if colon and (found := _exact(_plain(head))):
        return found
    parts = [_exact(part) for part in JOINED.split(name)]
    return parts[0] if all(parts) else None


def _of_question(heading: str, name: str) -> str | None:
    words = [word.rstrip(".") for word in WORD.findall(name)]
    if not words or len(words) > MAX_QUESTION_WORDS or not _is_question(heading, words):
        return None
    said = f" {' '.join(words)} "
    for section in _lexicon().section:
        for phrase in section.asks:
            if f" {phrase} " in said and _is_about_a_study(phrase, words):
                return section.name
    return None


def _is_question(heading: str, words: list[str]) -> bool:
    return heading.rstrip().endswith("?") or words[0] in _lexicon().lines.questions


def _is_about_a_study(phrase: str, words: Iterable[str]) -> bool:
    """Whether a question has no topic of its own, or names a study: "Why does sleep matter?" has a topic."""
    lines, parts = _lexicon().lines, phrase.split()
    topic = [
        word for word in words if word not in lines.generic and word not in parts and word not in lines.agents
    ]
    named = len(parts) > 2 or any(word in lines.agents for word in words)
    return len(topic) <= (MAX_TOPIC_WORDS if named else 0)


def _of_opening(name: str) -> str | None:
    if name.count(" ") >= MAX_OPENING_WORDS:
        return None
    for section in _lexicon().section:
        if any(name.startswith(f"{phrase} ") or name == phrase for phrase in section.opens):
            return section.name
    return None
