"""Trains the classifier of levels on our own pages and sentences; it is scored on topics and pages unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ecosift.errors import GoldError
from ecosift.evaluation.gold import GoldPage, GoldSentence, read_gold_page
from ecosift.evaluation.measures import label_counts, macro_f1, multilabel_counts
from ecosift.tagging.levels.codebook import Codebook, load_codebook
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.tagger import View, cue_scores, decide_page, view_page
from ecosift.training.linear import Fitted, fit_linear, write_linear
from ecosift.types import Levels, Role, RoleTag, SentenceSpan, Valence

SENTENCES = Path("sentences/levels.jsonl")
SETTINGS: Mapping[str, Any] = {"c": 1.0, "min_count": 2, "folds": 10}
THRESHOLDS = [round(0.3 + 0.02 * step, 2) for step in range(16)]


def train_levels(data: Path, out: Path, codebook: str = "sem") -> dict[str, float]:
    """Fit the classifier on `data/gold/*.json` and `data/sentences/levels.jsonl`, write it to `out`.

    Returns the scores of the whole merge, out of fold: no topic or page is on both sides.
    """
    book = load_codebook(codebook)
    lots, files = read_lots(data)
    compiled = compile_codebook(book)
    views = [view_page(compiled, lot.sentences) for lot in lots]
    fitted = _fit(book, lots, views)
    thresholds = _thresholds(book, lots, views, fitted)
    scores = _scores(book, lots, decide_lots(book, lots, views, fitted, thresholds))
    settings = {**SETTINGS, "codebook": book.id, "codebook_sha256": book.sha256, "thresholds": thresholds}
    write_linear(out, fitted, files=files, root=data, settings=settings, scores=scores)
    return scores


@dataclass(frozen=True)
class Lot:
    """Sentences that belong together: a gold page, or one loose sentence of a topic."""

    group: str
    sentences: tuple[SentenceSpan, ...]
    roles: tuple[RoleTag | None, ...]
    levels: tuple[frozenset[str], ...]
    valence: tuple[Mapping[str, Valence], ...]
    loose: bool = False


class LooseSentence(BaseModel):
    """A line of `sentences/levels.jsonl`; `before` is the sentence that an anaphor points to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    topic: str
    genre: str
    levels: tuple[str, ...] = ()
    valence: dict[str, Valence] = Field(default_factory=dict)
    before: str | None = None
    role: Role | None = None


def read_lots(data: Path) -> tuple[list[Lot], list[Path]]:
    """The training material of a folder, and the files that it came from."""
    files = sorted((data / "gold").glob("*.json"))
    lots = [lot_of_page(read_gold_page(file)) for file in files]
    loose = data / SENTENCES
    if loose.is_file():
        lots += [_of_loose(line) for line in read_loose(loose)]
        files.append(loose)
    if not lots:
        raise GoldError(f"{data}: no gold/*.json and no {SENTENCES.as_posix()}")
    return lots, files


def read_loose(file: Path) -> Iterator[LooseSentence]:
    """The loose sentences of a JSONL file. Raises `GoldError` with file and line."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield LooseSentence.model_validate(json.loads(line))
        except (ValidationError, ValueError) as error:
            raise GoldError(f"{file}:{number}: {error}") from error


def decide_lots(
    book: Codebook,
    lots: Sequence[Lot],
    views: Sequence[Sequence[View]],
    fitted: Fitted,
    thresholds: Mapping[str, float],
) -> list[list[Levels]]:
    """The merge over held-out probabilities, lot by lot."""
    given = iter(fitted.held_out.tolist())
    decided = []
    for lot, page in zip(lots, views, strict=True):
        # A sentence that is only looked at gets what its cues say.
        rows = [
            alone if _silent(lot, at) else dict(zip(book.levels, next(given), strict=True))
            for at, alone in enumerate(cue_scores(book, page))
        ]
        decided.append(decide_page(book, page, lot.roles, rows, thresholds))
    return decided


@dataclass
class _Pairs:
    """Gold and found labels, side by side."""

    gold: list[frozenset[str]] = field(default_factory=list)
    found: list[frozenset[str]] = field(default_factory=list)
    gold_valence: list[str] = field(default_factory=list)
    found_valence: list[str] = field(default_factory=list)

    def add(self, lot: Lot, at: int, levels: Levels) -> None:
        self.gold.append(lot.levels[at])
        self.found.append(frozenset(tag.level for tag in levels.tags))
        for tag in levels.tags:
            if tag.level in lot.valence[at]:
                self.gold_valence.append(lot.valence[at][tag.level])
                self.found_valence.append(tag.valence)

    def scores(self, levels: Sequence[str], name: str) -> dict[str, float]:
        counts = multilabel_counts(self.found, self.gold, levels)
        valence = label_counts(self.found_valence, self.gold_valence, ("barrier", "facilitator"))
        return {
            f"{name}_macro_f1": macro_f1(counts),
            **{f"{name}_{level}": counts[level].f1 for level in levels},
            f"{name}_valence": macro_f1(valence),
        }


def _scores(book: Codebook, lots: Sequence[Lot], decided: Sequence[Sequence[Levels]]) -> dict[str, float]:
    parts = {"pages": _Pairs(), "loose": _Pairs()}
    for lot, found in zip(lots, decided, strict=True):
        for at, levels in enumerate(found):
            if not _silent(lot, at):
                parts["loose" if lot.loose else "pages"].add(lot, at, levels)
    found_parts = {name: pairs for name, pairs in parts.items() if pairs.gold}
    scores = {k: v for name, pairs in found_parts.items() for k, v in pairs.scores(book.levels, name).items()}
    return {key: round(value, 4) for key, value in scores.items()}


def _fit(book: Codebook, lots: Sequence[Lot], views: Sequence[Sequence[View]]) -> Fitted:
    places = [(lot, page, at) for lot, page in zip(lots, views, strict=True) for at in range(len(page))]
    spoken = [(lot, page[at], at) for lot, page, at in places if not _silent(lot, at)]
    return fit_linear(
        [view.features for _, view, _ in spoken],
        [lot.levels[at] for lot, _, at in spoken],
        book.levels,
        groups=[lot.group for lot, _, _ in spoken],
        exclusive=False,
        **SETTINGS,
    )


def _thresholds(
    book: Codebook, lots: Sequence[Lot], views: Sequence[Sequence[View]], fitted: Fitted
) -> dict[str, float]:
    """For each level the threshold with the best F1 over the held-out scores; the middle one of equals."""
    decided = decide_lots(book, lots, views, fitted, {})
    rows = [
        (levels.scores, lot.levels[at])
        for lot, found in zip(lots, decided, strict=True)
        for at, levels in enumerate(found)
        if not _silent(lot, at)
    ]
    return {level: _best([(s[level], level in gold) for s, gold in rows]) for level in book.levels}


def _best(pairs: Sequence[tuple[float, bool]]) -> float:
    scores, gold = np.array([score for score, _ in pairs]), np.array([wanted for _, wanted in pairs])

    def f1(threshold: float) -> float:
        found = scores >= threshold
        return float(2 * (found & gold).sum() / max(1, found.sum() + gold.sum()))

    top = max(f1(threshold) for threshold in THRESHOLDS)
    equal = [threshold for threshold in THRESHOLDS if f1(threshold) >= top - 0.002]
    return equal[len(equal) // 2]


def _silent(lot: Lot, at: int) -> bool:
    """Headings, and the sentence before a loose one, are there to be looked at, not learnt."""
    return lot.sentences[at].heading or (lot.loose and at < len(lot.sentences) - 1)


def lot_of_page(page: GoldPage) -> Lot:
    """A gold page as training material: its content sentences and headings, in order."""
    kept = [s for s in page.sentences if s.content]
    spans = tuple(_span(s, at) for at, s in enumerate(kept))
    return Lot(
        group=page.doc,
        sentences=spans,
        roles=tuple(None if s.role is None else RoleTag(s.role, 1.0) for s in kept),
        levels=tuple(frozenset(s.levels) for s in kept),
        valence=tuple(s.valence for s in kept),
    )


def _span(sentence: GoldSentence, block: int) -> SentenceSpan:
    section = (sentence.section,) if sentence.section else ()
    return SentenceSpan(
        sentence.text, 0, len(sentence.text), block, heading=sentence.heading, section=section
    )


def _of_loose(line: LooseSentence) -> Lot:
    texts = [text for text in (line.before, line.text) if text is not None]
    blank: list[None] = [None] * (len(texts) - 1)
    return Lot(
        group=f"topic {line.topic}",
        sentences=tuple(SentenceSpan(text, 0, len(text), 0) for text in texts),
        roles=(*blank, None if line.role is None else RoleTag(line.role, 1.0)),
        levels=(*(frozenset[str]() for _ in blank), frozenset(line.levels)),
        valence=(*({} for _ in blank), line.valence),
        loose=True,
    )
