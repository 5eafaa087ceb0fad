"""What a codebook finds in a sentence before anything is decided: words, hits and the evidence they make."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ecosift.tagging.levels.codebook import Codebook, ContextRule
from ecosift.tagging.levels.cues import Entry, Hit, Matcher, longest
from ecosift.tagging.levels.lexis import Lexis, PageWords
from ecosift.tagging.levels.valence import Polarity, valence_phrases
from ecosift.tagging.levels.words import Words
from ecosift.types import Valence

# A rule that finds nothing near its trigger is less sure.
DEFAULTED = 0.8
# Words between a cue and what must (or must not) stand near it.
NEAR = 8
CLAUSE_MARKS = frozenset(";:.")
PREPOSITIONS = frozenset(
    {"about", "of", "toward", "towards", "that", "in", "on", "regarding", "over", "for", "at"}
)
OBJECT_ENDS = CLAUSE_MARKS | {",", "and", "but", "(", ")", "was", "were", "is", "are", "kept", "which", "who"}
OBJECT_REACH = 8
# What is left of the weight of a cue that is only the object of an attitude.
OBJECT = 0.4
COMPETING = frozenset({"cue", "neutral", "trigger"})
BESIDE = ("context", "near", "definition")


class Evidence(NamedTuple):
    """Words that place a factor at a level: who says so (`cue` or `rule:NAME`), how surely, which way."""

    level: str
    by: str
    sense: str
    weight: float
    valence: Valence
    first: int
    last: int
    governs: bool = False
    setting: bool = False

    def joined(self, cue: Evidence) -> Evidence:
        """The rule's evidence with the words, the direction and the weight of a cue that agrees with it."""
        return cue._replace(
            by=self.by,
            weight=max(self.weight, cue.weight),
            first=min(self.first, cue.first),
            last=max(self.last, cue.last),
        )


NO_HITS: Mapping[str, Sequence[Hit]] = {}


class Reading(NamedTuple):
    """A sentence with everything that the codebook's phrases say about it."""

    words: Words
    hits: Mapping[str, Sequence[Hit]] = NO_HITS
    polarity: Sequence[Polarity] = ()
    evidence: Sequence[Evidence] = ()

    def of_kind(self, kind: str) -> Sequence[Hit]:
        """The hits of one kind, in order."""
        return self.hits.get(kind, ())

    @property
    def generic(self) -> bool:
        """Whether the sentence speaks of levels or factors in general."""
        return "generic" in self.hits


@dataclass(frozen=True)
class Compiled:
    """A codebook made ready to read sentences."""

    codebook: Codebook
    matcher: Matcher
    # The words that the matcher's phrases tell apart.
    lexis: Lexis
    # What counts only beside something else is looked for only then.
    beside: Mapping[str, Matcher]
    # What each group of cues says, and the groups that ask what stands near.
    spoken: Sequence[tuple[str, str, float, Valence, bool, bool]]
    guarded: frozenset[int]

    def read(self, text: str) -> Reading:
        """Find the codebook's phrases in a sentence and turn them into evidence."""
        words = Words(text)
        return self._read(words, self.matcher.find(words.forms))

    def read_page(self, texts: Sequence[str], words: PageWords) -> list[Reading]:
        """Every one of `texts` as `read` gives it; `words` are theirs."""
        return [
            self._read(Words(text), found) if found else Reading(Words(text))
            for text, found in zip(texts, words.hits(), strict=True)
        ]

    def _read(self, words: Words, found: Sequence[Hit]) -> Reading:
        competing: list[Hit] = []
        hits: dict[str, list[Hit]] = {}
        for hit in found:
            kind = hit.entry.kind
            if kind in COMPETING:
                competing.append(hit)
            elif kind in hits:
                hits[kind].append(hit)
            else:
                hits[kind] = [hit]
        polarity: Sequence[Polarity] = ()
        if "valence" in hits:
            polarity = [Polarity(hit.first, hit.last, hit.entry.of) for hit in hits["valence"]]
        if not competing:
            return Reading(words, hits, polarity)
        evidence = self._evidence(_kept(competing), words)
        if any(item.governs for item in evidence):
            evidence = [*_without_objects(evidence, words)]
        return Reading(words, hits, polarity, evidence)

    def defines(self, reading: Reading) -> bool:
        """Whether the sentence has the parts of a definition of the model, and nothing that reports."""
        parts = {hit.entry.of for hit in self.beside["definition"].find(reading.words.forms)}
        return {"subject", "predicate"} <= parts and "reported" not in parts

    def _evidence(self, kept: Sequence[Hit], words: Words) -> list[Evidence]:
        cues = self._of_cues([hit for hit in kept if hit.entry.kind == "cue"], words)
        triggers = [hit for hit in kept if hit.entry.kind == "trigger"]
        if not triggers:
            return cues
        contexts = self.beside["context"].find(words.forms)
        ruled: list[Evidence] = []
        for hit in triggers:
            item = by_context(self.codebook.rule[hit.entry.group], hit, contexts, words)
            if item is not None:
                _set_beside(item, hit, cues, ruled)
        return sorted([*cues, *ruled], key=lambda item: (item.first, item.last))

    def _of_cues(self, hits: Sequence[Hit], words: Words) -> list[Evidence]:
        near: Sequence[Hit] | None = None
        found = []
        for hit in hits:
            group = hit.entry.group
            if group in self.guarded:
                if near is None:
                    near = self.beside["near"].find(words.forms)
                if not self._allowed(hit, near):
                    continue
            level, sense, weight, valence, governs, setting = self.spoken[group]
            found.append(
                Evidence(level, "cue", sense, weight, valence, hit.first, hit.last, governs, setting)
            )
        return found

    def _allowed(self, hit: Hit, near: Sequence[Hit]) -> bool:
        group = hit.entry.group
        around = {
            other.entry.of for other in near if other.entry.group == group and distance(hit, other) <= NEAR
        }
        return "unless" not in around and ("only" in around or not self.codebook.cue[group].only_near)


def _set_beside(item: Evidence, hit: Hit, cues: list[Evidence], ruled: list[Evidence]) -> None:
    """A rule beside a cue on its words: the rule is the better reason, unless a longer cue knows better."""
    cover = next((at for at, cue in enumerate(cues) if cue.first <= hit.first and hit.last <= cue.last), None)
    if cover is None:
        ruled.append(item)
        return
    cue = cues[cover]
    if cue.level == item.level:
        ruled.append(item.joined(cues.pop(cover)))
    elif (cue.first, cue.last) == (hit.first, hit.last):
        cues.pop(cover)
        ruled.append(item)


def by_context(rule: ContextRule, hit: Hit, contexts: Sequence[Hit], words: Words) -> Evidence | None:
    """Rules 6 to 8: by whom, of what kind, whose. The context nearest to the trigger says the level."""
    left, right = _clause(words, hit, rule.window)
    start = bisect_left(contexts, left, key=lambda context: context.first)
    end = bisect_right(contexts, right, key=lambda context: context.first)
    own = [c for c in contexts[start:end] if c.entry.group == hit.entry.group and c.last <= right]
    nearest = min(own, key=lambda c: (distance(hit, c), c.entry.case), default=None)
    level = rule.default if nearest is None else nearest.entry.level
    if level is None:
        return None
    span = hit if nearest is None else nearest
    return Evidence(
        level=level,
        by=f"rule:{rule.name}",
        sense=rule.name,
        weight=rule.weight if nearest is not None else rule.weight * DEFAULTED,
        valence=rule.valence,
        first=min(hit.first, span.first),
        last=max(hit.last, span.last),
    )


def _without_objects(evidence: list[Evidence], words: Words) -> Iterator[Evidence]:
    """Code where the factor sits: an opinion about a rule sits in the person, and the rule is its object."""
    objects = [_object_of(item, words) for item in evidence if item.governs]
    for item in evidence:
        governed = any(start <= item.first < end for start, end in objects) and not item.governs
        yield item._replace(weight=item.weight * OBJECT) if governed else item


def _object_of(item: Evidence, words: Words) -> tuple[int, int]:
    """The words that an attitude is about; none where no preposition follows it."""
    start, forms = item.last + 1, words.forms
    inside = forms[item.last] in PREPOSITIONS
    if not inside and (start >= len(forms) or forms[start] not in PREPOSITIONS):
        return (0, 0)
    end = start + 1
    while end < len(forms) and end - start < OBJECT_REACH and forms[end] not in OBJECT_ENDS:
        end += 1
    return (start, end)


def distance(hit: Hit, other: Hit) -> int:
    """Words from one hit to the other; 0 where they touch or overlap."""
    return max(0, other.first - hit.last, hit.first - other.last)


@lru_cache(maxsize=8)
def compile_codebook(codebook: Codebook) -> Compiled:
    """The codebook's phrases, made into matchers."""
    phrases = [*_phrases(codebook)]
    main = Matcher(codebook.classes, [p for p in phrases if p[1].kind not in BESIDE])
    beside = {kind: Matcher(codebook.classes, [p for p in phrases if p[1].kind == kind]) for kind in BESIDE}
    spoken = [(g.level, g.sense, g.weight, g.valence, g.governs, g.setting) for g in codebook.cue]
    guarded = frozenset(at for at, g in enumerate(codebook.cue) if g.unless_near or g.only_near)
    return Compiled(codebook, main, Lexis(main), beside, spoken, guarded)


def _kept(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that speak: the longest cues, and triggers that lie in no neutral phrase.

    On the very same words a neutral phrase silences the rest.
    """
    if len(hits) == 1:
        return [hit for hit in hits if hit.entry.kind != "neutral"]
    spoken = longest([hit for hit in hits if hit.entry.kind != "trigger"])
    silent = [(hit.first, hit.last) for hit in spoken if hit.entry.kind == "neutral"]
    triggers = [
        hit
        for hit in longest([hit for hit in hits if hit.entry.kind == "trigger"])
        if not any(first <= hit.first and hit.last <= last for first, last in silent)
    ]
    cues = [hit for hit in spoken if (hit.first, hit.last) not in silent]
    return sorted([*cues, *triggers], key=lambda hit: (hit.first, hit.last))


def _clause(words: Words, hit: Hit, window: int) -> tuple[int, int]:
    left, right = hit.first, hit.last
    while left > 0 and hit.first - left < window and words.forms[left - 1] not in CLAUSE_MARKS:
        left -= 1
    end = len(words.forms) - 1
    while right < end and right - hit.last < window and words.forms[right + 1] not in CLAUSE_MARKS:
        right += 1
    return left, right


def _phrases(codebook: Codebook) -> Iterator[tuple[str, Entry]]:
    for at, group in enumerate(codebook.cue):
        yield from _each(group.phrases, Entry("cue", group.sense, group.level, group=at))
        yield from _each(group.unless_near, Entry("near", "unless", group=at))
        yield from _each(group.only_near, Entry("near", "only", group=at))
    for at, rule in enumerate(codebook.rule):
        yield from _each(rule.trigger, Entry("trigger", rule.name, group=at))
        for place, case in enumerate(rule.case):
            yield from _each(case.near, Entry("context", rule.name, case.level, group=at, case=place))
    for level in codebook.level:
        yield from _each((level.name, *level.aliases), Entry("name", "any", level.name))
        yield from _each(level.level_aliases, Entry("name", "level", level.name))
    for at, anaphor in enumerate(codebook.anaphor):
        yield from _each(anaphor.nouns, Entry("anaphor", group=at))
    for part in ("subject", "predicate", "reported"):
        yield from _each(getattr(codebook.definition, part), Entry("definition", part))
    yield from _each(codebook.neutral, Entry("neutral"))
    yield from _each(codebook.generic, Entry("generic"))
    yield from ((phrase, Entry("valence", kind)) for kind, phrase in valence_phrases())


def _each(phrases: Iterable[str], entry: Entry) -> Iterator[tuple[str, Entry]]:
    return ((phrase, entry) for phrase in phrases)
