"""Designs of studies, quoted as they stand, or named where a text tells them in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ecosift.lexicon import Lexicon, load_lexicon

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
MOST_WORDS = 7
MOST = 2000
# How answers are got, however it is qualified; with another design before it, it is a part of that one.
WAYS, JOINERS = frozenset({"interviews", "survey"}), frozenset({"with", "and", "by"})
MOST_MODIFIERS = 8
OF_NAME = re.compile(r"\s(?:(?:of|on|for|in)\s(?:the\s)?)?[A-Z]")
# Words of so many letters have capitals in titles.
LONG = 4
JOINS = re.compile(r"\s(?:and|combined with|together with|followed by|with)\s")
WEAK, COLLECTED, STRONG = 0, 1, 2
Span = tuple[int, int]


class Designs(Lexicon):
    """`data/designs.toml`."""

    modifiers: frozenset[str]
    designs: frozenset[str]
    frameworks: frozenset[str]
    collected: frozenset[str]
    asked_by: frozenset[str]
    weak: frozenset[str]
    interviewed: tuple[str, ...]
    discussed: tuple[str, ...]
    surveyed: tuple[str, ...]
    counted: tuple[str, ...]
    randomly: tuple[str, ...]
    chosen: tuple[str, ...]
    american: tuple[str, ...]
    general: frozenset[str]
    persons: frozenset[str]
    asked: tuple[str, ...]
    forms: frozenset[str]
    took_part: tuple[str, ...]
    bodies: frozenset[str]
    groups: frozenset[str]
    times: frozenset[str]
    scholarly: frozenset[str]
    researched: tuple[str, ...]
    outsiders: tuple[str, ...]


def designs() -> Designs:
    """The lexicon of designs and of who takes part in studies."""
    lexicon: Designs = load_lexicon("designs", Designs)
    return lexicon


def find_design(texts: Iterable[str], *, weak: bool = True) -> str | None:
    """The first strong design in the texts, as printed; else, if `weak`, the first of the next strength."""
    best: tuple[int, str] | None = None
    for text in texts:
        found = _longest(text)
        if found and (best is None or found[0] > best[0]):
            best = found
        if best and best[0] == STRONG:
            break
    return best[1] if best and (weak or best[0] == STRONG) else None


def told_design(bare: str, texts: Sequence[str]) -> str | None:
    """The design that the texts tell in other words where they name no more of it than "interviews"."""
    if is_told(designs().randomly, texts) or (bare.endswith("trial") and is_told(designs().chosen, texts)):
        return "randomized trial" if is_told(designs().american, texts) else "randomised trial"
    if bare.endswith("cohort"):
        return f"{bare} study"
    return _of_answers(bare, texts) if bare else None


def _of_answers(bare: str, texts: Sequence[str]) -> str | None:
    """The design of a study that asked people, in talks or with questionnaires, if it did no more."""
    talked, discussed = (is_told(words, texts) for words in (designs().interviewed, designs().discussed))
    if is_told(designs().surveyed, texts):
        asked = bare if bare.endswith("survey") else "survey"
        how = "interviews" if talked else "focus groups" if discussed else None
        return f"{asked} and {how}" if how else asked if " " in asked else None
    if is_told(designs().counted, texts) or not (talked or discussed):
        return None
    if talked and discussed:
        return "qualitative study"
    return "qualitative interview study" if talked else "focus group study"


def is_bare(design: str) -> bool:
    """Whether a design is only how answers were got, or any trial, survey or cohort."""
    words = design.lower().split()
    return design.lower() in designs().weak or (words[-1] in WAYS and JOINERS.isdisjoint(words))


def is_told(phrases: tuple[str, ...], texts: Sequence[str]) -> bool:
    """Whether one of the texts has one of the phrases."""
    pattern = _phrases(phrases)
    return any(pattern.search(text[:MOST]) for text in texts)


@cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)


def fuller(design: str, texts: Iterable[str]) -> str:
    """The design as the texts name it most fully: "convergent mixed-methods design" for "mixed-methods"."""
    kind = _kind(design)
    named = (found[1] for text in texts if (found := _longest(text)) and found[0] == STRONG)
    same = [each for each in named if kind <= _kind(each)]
    return max(same, key=lambda each: len(_kind(each)), default=design) if kind else design


def _kind(design: str) -> frozenset[str]:
    """The words that tell a design from others."""
    words = frozenset(word for found in WORD.findall(design.lower()) for word in found.split("-"))
    return words - designs().general


def _longest(text: str) -> tuple[int, str] | None:
    """The longest of the strongest designs of a text, with its strength."""
    lowered = text[:MOST].lower()
    if not any(word in lowered for word in _last_words()):
        return None
    words = [(m[0].lower().replace("’", "'"), m.span()) for m in WORD.finditer(text[:MOST])]
    found: list[tuple[int, int, int]] = []
    for last in range(len(words)):
        head = _head(words, last, text)
        if head is None:
            continue
        framework = _is_framework(words, head)
        start = _with_modifiers(words, head - framework, text)
        if (framework and start == head - 1) or _is_proper_name(words, start, last, text):
            continue
        named = " ".join(word for word, _ in words[head : last + 1])
        strength = _strength(named, qualified=start < head)
        found.append((strength, words[start][1][0], words[last][1][1]))
    found += _joined(found, text)
    if not found:
        return None
    # "Mixed-methods" says more than the parts that it mixes.
    strength, first, end = max(
        found,
        key=lambda each: (each[0], "mixed" in text[each[1] : each[2]].lower(), each[2] - each[1], -each[1]),
    )
    return strength, text[first:end]


def _joined(found: list[tuple[int, int, int]], text: str) -> list[tuple[int, int, int]]:
    """Two designs that the text joins: "cohort study with nested interviews", "survey and focus groups"."""
    starts = {first: (strength, end) for strength, first, end in reversed(found)}
    joined = []
    for strength, first, end in found:
        gap = JOINS.match(text, end)
        other = starts.get(gap.end()) if gap else None
        if other:
            joined.append((max(strength, other[0], COLLECTED), first, other[1]))
    return joined


def _strength(named: str, *, qualified: bool) -> int:
    """How much a name says of the design: a trial more than interviews, a cohort study more than a cohort."""
    if named in designs().collected or (qualified and named in designs().asked_by):
        return COLLECTED
    return STRONG if qualified or named not in designs().weak else WEAK


def _head(words: list[tuple[str, Span]], last: int, text: str) -> int | None:
    """Where the longest listed design that ends at `last` begins."""
    if words[last][0] not in _last_words():
        return None
    for first in range(max(0, last - MOST_WORDS + 1), last + 1):
        if " ".join(word for word, _ in words[first : last + 1]) in designs().designs and _runs(
            words, first, last, text
        ):
            return first
    return None


def _is_framework(words: list[tuple[str, Span]], head: int) -> bool:
    """Whether the name goes with the word before it: a "social ecological study" is no ecological one."""
    return head > 0 and f"{words[head - 1][0]} {words[head][0]}" in designs().frameworks


def _is_proper_name(words: list[tuple[str, Span]], first: int, last: int, text: str) -> bool:
    """Whether the words are the name of some study ("the Bay Cohort Study") in text that is no title."""
    said = text[words[first][1][0] : words[last][1][1]]
    if first == 0 or not said.istitle():
        return False
    before, after = text[words[first - 1][1][0]], text[words[last][1][1] :]
    if not before.isupper() and not OF_NAME.match(after):
        return False
    long = [text[start] for _, (start, end) in words if end - start >= LONG]
    return 3 * sum(letter.isupper() for letter in long) < 2 * len(long)


@cache
def _last_words() -> frozenset[str]:
    return frozenset(design.rsplit(" ", 1)[-1] for design in designs().designs)


def _with_modifiers(words: list[tuple[str, Span]], head: int, text: str) -> int:
    start = head
    while start > max(0, head - MOST_MODIFIERS) and words[start - 1][0] in designs().modifiers:
        if not _runs(words, start - 1, start, text):
            break
        start -= 1
    return start


def _runs(words: list[tuple[str, Span]], first: int, last: int, text: str) -> bool:
    """Whether only white space, commas and hyphens part the words."""
    between = (
        text[a[1][1] : b[1][0]] for a, b in zip(words[first:last], words[first + 1 : last + 1], strict=True)
    )
    return all(not gap.strip(" ,-–\n\u00a0") for gap in between)
