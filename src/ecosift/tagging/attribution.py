"""Mentions of a study without a mark ("this study", "the authors"), laid to the study that they mean.

A mention becomes a `Cite` whose text is the phrase. It means the work cited last in its paragraph, or
else the page's own study; "this study" means the page's own first. Where two works could be meant, nothing is
said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from ecosift.tagging.citations import citation_words, cite_of
from ecosift.tagging.mentions import mention_patterns
from ecosift.tagging.references import References
from ecosift.types import Cite, Cleaned, SentenceSpan, Study

# A page's own, and nobody else's.
OURS = "our"
LONGEST = 2000
Span = tuple[int, int]
Work = tuple[str | None, str | None, tuple[str, ...], int | None]


def attribute(
    sentences: Sequence[SentenceSpan],
    cites: Sequence[tuple[Cite, ...]],
    study: Study | None,
    cleaned: Cleaned,
) -> list[tuple[Cite, ...]]:
    """The cites of every sentence, with those that its mentions of a study add."""
    if (
        study is None
        and not any(cites)
        and not any(block.reason == "references" for block in cleaned.dropped)
    ):
        return list(cites)
    reader = _Reader(study, cleaned)
    return [reader.read(sentence, marked) for sentence, marked in zip(sentences, cites, strict=True)]


class _Reader:
    """Goes through the sentences in order and remembers which works were cited last."""

    def __init__(self, study: Study | None, cleaned: Cleaned) -> None:
        self.study = study
        self.design = " ".join(filter(None, (study.design, study.title))).lower() if study else ""
        self.cleaned = cleaned
        # The works of the last sentence that cited any, each with what was said where it was cited.
        self.last: list[tuple[Cite, str]] = []
        self.section: tuple[str, ...] = ()
        self.block = -1

    @cached_property
    def references(self) -> References:
        """The page's reference lists, read when a mention names an author."""
        return References(self.cleaned.dropped, self.cleaned.blocks)

    @cached_property
    def own(self) -> Cite | None:
        """The page's own study as a cite; None where nothing known of it would tell which one it is."""
        study = self.study
        if study is None or not (study.doi or study.pmid or study.title or study.first_author):
            return None
        authors = tuple(study.first_author.split()[-1:]) if study.first_author else ()
        cite = Cite("", 0, 0, authors, study.year, doi=study.doi)
        entry = self.references.named(authors, study.year) if authors and study.year else None
        return cite_of(entry, cite) if entry else cite

    def read(self, sentence: SentenceSpan, marked: tuple[Cite, ...]) -> tuple[Cite, ...]:
        if sentence.heading:
            return marked
        if sentence.section != self.section:
            self.last, self.section = [], sentence.section
        text = sentence.text[:LONGEST]
        if marked:
            self._remember(marked, text, sentence.block)
            return marked
        patterns = mention_patterns()
        if patterns.noun.search(text) is None:
            return ()
        if patterns.new.search(text):
            self.last = []
            return ()
        found = [self._meant(sentence, mention) for mention in patterns.pointed.finditer(text)]
        if "'" in text or "’" in text:
            found += [self._of_author(sentence, mention) for mention in patterns.whose.finditer(text)]
        return tuple(sorted((cite for cite in found if cite is not None), key=lambda cite: cite.start))

    def _remember(self, marked: Sequence[Cite], text: str, block: int) -> None:
        self.last = [(cite, f"{text} {cite.reference or ''}".lower()) for cite in marked]
        self.block = block

    def _of_author(self, sentence: SentenceSpan, mention: re.Match[str]) -> Cite | None:
        entry = self.references.by(mention["name"])
        return cite_of(entry, _phrase(sentence, mention)) if entry else None

    def _meant(self, sentence: SentenceSpan, mention: re.Match[str]) -> Cite | None:
        cite = _phrase(sentence, mention)
        noun, pointer = mention["noun"].lower(), mention["pointer"].lower()
        near = self._cited(noun) if self.block == sentence.block else None
        own = self.own if self._fits_own(noun) else None
        if pointer == OURS:
            work = own
        elif pointer in citation_words().own:
            work = own or near or self._cited(noun)
        else:
            work = near or own or self._cited(noun)
        return replace(work, text=cite.text, start=cite.start, end=cite.end) if work else None

    def _cited(self, noun: str) -> Cite | None:
        """The one work cited last; of several, the only one of the kind that the noun names."""
        known = {_work(cite): (cite, said) for cite, said in self.last}
        fitting = [cite for cite, said in known.values() if _is_kind(noun, said)]
        if len(known) == 1 and not fitting:
            cite, said = next(iter(known.values()))
            return None if noun in citation_words().kinds and _has_kind(said) else cite
        return fitting[0] if len(fitting) == 1 else None

    def _fits_own(self, noun: str) -> bool:
        return noun not in citation_words().kinds or not self.design or _is_kind(noun, self.design)


def _phrase(sentence: SentenceSpan, mention: re.Match[str]) -> Cite:
    return Cite(mention[0], sentence.start + mention.start(), sentence.start + mention.end())


def _work(cite: Cite) -> Work:
    return cite.reference, cite.doi or cite.url, cite.authors, cite.year


def _is_kind(noun: str, said: str) -> bool:
    """Whether words speak of a work of the kind that a noun names ("review")."""
    return any(word in said for word in citation_words().kinds.get(noun, ()))


def _has_kind(said: str) -> bool:
    return any(_is_kind(noun, said) for noun in citation_words().kinds)
