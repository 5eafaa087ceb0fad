"""Trains the classifier of levels on our own pages and sentences; it is scored on topics and pages unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from math import isnan
from os.path import commonpath
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ecosift.errors import GoldError
from ecosift.evaluation.gold import GoldPage, GoldSentence, gold_files, read_gold
from ecosift.evaluation.measures import label_counts, macro_f1, multilabel_counts
from ecosift.models import FILES
from ecosift.tagging.levels.codebook import Codebook, load_codebook
from ecosift.tagging.levels.component import headline
from ecosift.tagging.levels.decide import Merge
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.tagger import (
    View,
    cue_table,
    decide_page,
    merged_scores,
    valence_row,
    view_page,
)
from ecosift.tagging.levels.valence import VALENCES
from ecosift.training.calibration import brier_skill, calibration_error, calibration_slope
from ecosift.training.elsewhere import Elsewhere, read_elsewhere
from ecosift.training.linear import Fitted, Matrix, fit_linear, platt, write_linear
from ecosift.training.uncertainty import macro_f1_interval
from ecosift.training.vectors import WordVectors, read_vectors
from ecosift.types import Levels, Role, RoleTag, SentenceSpan, Valence

SENTENCES = Path("sentences/levels.jsonl")
VECTORS = Path("vectors")
# Words that say nothing about a place by themselves: the mean of vectors is of the others.
FUNCTION_WORDS = VECTORS / "function-words.txt"
# Swept out of fold: a contrast of 0 to 1, and the penalty with it.
FIT: Mapping[str, Any] = {"c": 1.2, "contrast": 0.5, "min_count": 2, "folds": 8, "tol": 1e-3}
# Swept out of fold (0 to 1.2 parts of cues to one of the classifier): our own sentences would do without cues
# (.695, .710 and .782 on three lots of them, .694, .720 and .779 at this mix), real pages would not (.72
# against .80).
CLASSIFIER, CUES = 0.8, 0.2
VECTOR = 0.7
# What a sentence of a page on another subject counts. (Swept: more costs macro-F1 on pages about health; with
# so much two thirds of the tags elsewhere go.)
ELSEWHERE = 0.05
FIT_VALENCE: Mapping[str, Any] = {"c": 0.6, "contrast": 0.5, "min_count": 2, "folds": 5, "tol": 1e-3}
# Where the direction of a factor is in doubt, "none" is the dearer mistake: its logit gives way by so much.
# (Swept out of fold, 0 to 1.5.)
LESS_NONE = 0.75
# A model under this macro-F1 out of fold says so wherever it is named.
EXPERIMENTAL = 0.70
THRESHOLDS = [round(0.24 + 0.02 * step, 2) for step in range(19)]


def train_levels(
    data: Path,
    out: Path,
    codebook: str = "sem",
    vectors_in: Path | None = None,
    elsewhere: Path | None = None,
) -> dict[str, float]:
    """Fit the classifier on `data/gold/*.json` and `data/sentences/levels.jsonl`, write it to `out`.

    `data` may be a file of loose sentences too; `vectors_in` is the folder that then holds `vectors/`.
    `elsewhere` has pages on other subjects (`read_elsewhere`): there no sentence has a level.
    Returns the scores of the whole merge, out of fold: no topic or page is on both sides.
    """
    book = load_codebook(codebook)
    lots, files = read_lots(data)
    _refuse_untrainable(book, lots, data)
    vectors, more = training_vectors(vectors_in or data)
    compiled = compile_codebook(book)
    viewed = [(lot, view_page(compiled, lot.sentences)) for lot in lots]
    spoken = spoken_in(viewed)
    others, digest_of_others = read_elsewhere(elsewhere) if elsewhere else ([], None)
    fitted = fit_levels(book, spoken, vectors, elsewhere=others)
    merge = calibrated_merge(book, spoken, fitted)
    threshold = best_threshold(book, viewed, fitted.held_out, merge)
    tags = [
        (lot, page, at, level)
        for lot, page, at in spoken
        for level in book.levels
        if level in lot.valence[at]
    ]
    valued = _fit_valence(tags, vectors) if tags else None
    decided = decide_lots(book, viewed, fitted.held_out, merge, threshold)
    scores = _scores(book, lots, decided, _held_out_valence(tags, valued))
    settings = {
        **FIT,
        "codebook": book.id,
        "codebook_sha256": book.sha256,
        "merge": asdict(merge),
        "threshold": threshold,
        # Without any valence labelled, cues give it at run time.
        "valences": list(VALENCES) if tags else [],
        "experimental": headline(scores) < EXPERIMENTAL,
    }
    if others:
        settings["elsewhere"] = {
            "pages": len(others),
            "sentences": sum(len(page.sentences) for page in others),
            "weight": ELSEWHERE,
            "sha256": digest_of_others,
        }
    used = [file.resolve() for file in (*files, *more)]
    root = data.resolve() if data.is_dir() else common_folder(used)
    write_linear(out, _joined(fitted, valued), files=used, root=root, settings=settings, scores=scores)
    return scores


@dataclass(frozen=True)
class Lot:
    """Sentences that belong together: a gold page, or one loose sentence. `group` is the topic."""

    group: str
    sentences: tuple[SentenceSpan, ...]
    roles: tuple[RoleTag | None, ...]
    levels: tuple[frozenset[str], ...]
    valence: tuple[Mapping[str, Valence], ...]
    disputed: tuple[bool, ...]
    loose: bool = False
    fresh: bool = False


class Reading(BaseModel):
    """What one reader gave a sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    levels: tuple[str, ...]
    valence: dict[str, Valence]


class LooseSentence(BaseModel):
    """A line of `sentences/levels.jsonl`; `before` is the sentence that an anaphor points to.

    `disputed` where two readings stay possible: `levels` are the first reader's, `second` the other's.
    `fresh` where no cue of the codebook was chosen with it at hand.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    topic: str
    genre: str = ""
    levels: tuple[str, ...] = ()
    valence: dict[str, Valence] = Field(default_factory=dict)
    before: str | None = None
    role: Role | None = None
    disputed: bool = False
    second: Reading | None = None
    fresh: bool = False


def common_folder(files: Sequence[Path]) -> Path:
    """The folder that holds all of the files."""
    return Path(commonpath([file.resolve().parent for file in files]))


def _refuse_untrainable(book: Codebook, lots: Sequence[Lot], data: Path) -> None:
    for lot in lots:
        for level in (level for levels in lot.levels for level in sorted(levels)):
            if level not in book.levels:
                reason = f"unknown level {level!r}; the levels are {', '.join(book.levels)}"
                raise GoldError(f"{data}: {lot.sentences[-1].text[:60]!r}: {reason}")
    if len({lot.group for lot in lots}) < 2:
        raise GoldError(f"{data}: a score needs sentences on two topics at least")


def read_lots(data: Path) -> tuple[list[Lot], list[Path]]:
    """The training material of a folder or of a file of loose sentences, and the files that it came from."""
    if data.is_file():
        return [_of_loose(line) for line in read_loose(data)], [data]
    files = gold_files(data / "gold")
    pages = read_gold(data / "gold")
    lots = [lot_of_page(page) for page in pages if page.labels("content", "levels", "valence")]
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
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise GoldError(f"{file}:{number}: {place}: {first['msg']}") from error
        except ValueError as error:
            raise GoldError(f"{file}:{number}: {error}") from error


def decide_lots(
    book: Codebook,
    viewed: Sequence[tuple[Lot, Sequence[View]]],
    held_out: Matrix,
    merge: Merge,
    threshold: float,
) -> list[list[Levels]]:
    """The merge over held-out probabilities, lot by lot."""
    decided, first = [], 0
    for lot, page in viewed:
        # A sentence that is only looked at gets what its cues say.
        given = cue_table(book, page)
        spoken = [at for at in range(len(page)) if not is_silent(lot, at)]
        last = first + len(spoken)
        given[spoken] = merged_scores(book, [page[at] for at in spoken], held_out[first:last], merge)
        decided.append(decide_page(book, page, lot.roles, given, threshold))
        first = last
    return decided


def spoken_in(viewed: Sequence[tuple[Lot, Sequence[View]]]) -> list[Spoken]:
    """The sentences to learn from, each with its page."""
    every = ((lot, page, at) for lot, page in viewed for at in range(len(page)))
    return [(lot, page, at) for lot, page, at in every if not is_silent(lot, at)]


def is_silent(lot: Lot, at: int) -> bool:
    """Headings, and the sentence before a loose one, are there to be looked at, not learnt."""
    return lot.sentences[at].heading or (lot.loose and at < len(lot.sentences) - 1)


# Which tag: its lot, its sentence, its level.
Tag = tuple[int, int, str]


@dataclass
class _Pairs:
    """Gold and found labels, side by side."""

    groups: list[str] = field(default_factory=list)
    gold: list[frozenset[str]] = field(default_factory=list)
    found: list[frozenset[str]] = field(default_factory=list)
    given: list[Mapping[str, float]] = field(default_factory=list)
    disputed: list[bool] = field(default_factory=list)
    gold_valence: list[str] = field(default_factory=list)
    found_valence: list[str] = field(default_factory=list)

    def add(self, lot: Lot, at: int, levels: Levels, valence: Mapping[Tag, str]) -> None:
        self.groups.append(lot.group)
        self.gold.append(lot.levels[at])
        self.found.append(frozenset(tag.level for tag in levels.tags))
        self.given.append(levels.scores)
        self.disputed.append(lot.disputed[at])
        for tag in levels.tags:
            if tag.level in lot.valence[at]:
                self.gold_valence.append(lot.valence[at][tag.level])
                self.found_valence.append(valence[id(lot), at, tag.level])

    def scores(self, levels: Sequence[str], name: str) -> dict[str, float]:
        counts = multilabel_counts(self.found, self.gold, levels)
        reach = macro_f1_interval(self.groups, self.found, self.gold, levels)
        valence = label_counts(self.found_valence, self.gold_valence, ("barrier", "facilitator"))
        settled = [at for at, open_ in enumerate(self.disputed) if not open_]
        without = multilabel_counts(
            [self.found[at] for at in settled], [self.gold[at] for at in settled], levels
        )
        given = np.array([[scores[level] for level in levels] for scores in self.given])
        wanted = np.array([[float(level in gold) for level in levels] for gold in self.gold])
        slopes = [calibration_slope(given[:, at], wanted[:, at]) for at in range(len(levels))]
        return {
            f"{name}_macro_f1": macro_f1(counts),
            f"{name}_macro_f1_low": reach.low,
            f"{name}_macro_f1_high": reach.high,
            f"{name}_macro_f1_undisputed": macro_f1(without),
            **{f"{name}_{level}": counts[level].f1 for level in levels},
            f"{name}_valence": macro_f1(valence),
            f"{name}_brier_skill": brier_skill(given, wanted),
            f"{name}_calibration_error": calibration_error(given, wanted),
            **{f"{name}_slope_{level}": slope for level, slope in zip(levels, slopes, strict=True)},
        }


def _scores(
    book: Codebook,
    lots: Sequence[Lot],
    decided: Sequence[Sequence[Levels]],
    valence: Mapping[Tag, str],
) -> dict[str, float]:
    parts = {"pages": _Pairs(), "loose": _Pairs(), "fresh": _Pairs()}
    for lot, found in zip(lots, decided, strict=True):
        for at, levels in enumerate(found):
            if not is_silent(lot, at):
                parts["loose" if lot.loose else "pages"].add(lot, at, levels, valence)
                if lot.fresh:
                    parts["fresh"].add(lot, at, levels, valence)
    found_parts = {name: pairs for name, pairs in parts.items() if pairs.gold}
    scores = {k: v for name, pairs in found_parts.items() for k, v in pairs.scores(book.levels, name).items()}
    # A lone topic has no interval.
    return {key: round(value, 4) for key, value in scores.items() if not isnan(value)}


Spoken = tuple[Lot, Sequence[View], int]
Tagged = tuple[Lot, Sequence[View], int, str]


def training_vectors(data: Path) -> tuple[WordVectors | None, list[Path]]:
    """The word vectors of a folder of training material, and the files that they came from."""
    folder = data / VECTORS
    if not folder.is_dir():
        return None, []
    skipped = data / FUNCTION_WORDS
    vectors = read_vectors(folder).without(skipped.read_text(encoding="utf-8").split())
    return vectors, sorted([skipped, *(file for file in folder.iterdir() if file.name in FILES)])


def fit_levels(
    book: Codebook,
    spoken: Sequence[Spoken],
    vectors: WordVectors | None,
    weight: Sequence[float] | None = None,
    elsewhere: Sequence[Elsewhere] = (),
) -> Fitted:
    """The classifier of levels; a sentence of weight 0 is looked at, not learnt.

    Pages from `elsewhere` add no features of their own: they only say what does not tell a level.
    """
    rows = [_row(page[at], vectors) for _, page, at in spoken]
    known = {name for row in rows for name in row}
    others = [
        (page.name, {name: value for name, value in _row(view, vectors).items() if name in known})
        for page in elsewhere
        for view in view_page(compile_codebook(book), [_bare(text) for text in page.sentences])
    ]
    fitted = fit_linear(
        [*rows, *(row for _, row in others)],
        [*(lot.levels[at] for lot, _, at in spoken), *(() for _ in others)],
        book.levels,
        groups=[*(lot.group for lot, _, _ in spoken), *(f"elsewhere {name}" for name, _ in others)],
        exclusive=False,
        sample_weight=[*([1.0] * len(rows) if weight is None else weight), *(ELSEWHERE for _ in others)],
        **FIT,
    )
    fitted = replace(fitted, held_out=fitted.held_out[: len(rows)])
    return fitted if vectors is None else _folded(fitted, vectors)


def _row(view: View, vectors: WordVectors | None) -> dict[str, float]:
    """The sentence's features, and the mean of its words' vectors."""
    row = view.features.row()
    if vectors is not None:
        mean = VECTOR * vectors.mean(view.features.forms)
        row.update((f"d={at:03}", float(value)) for at, value in enumerate(mean))
    return row


def _fit_valence(tags: Sequence[Tagged], vectors: WordVectors | None) -> Fitted:
    fitted = fit_linear(
        [
            _row(page[at], vectors) | valence_row(page[at], level, lot.roles[at])
            for lot, page, at, level in tags
        ],
        [lot.valence[at][level] for lot, _, at, level in tags],
        VALENCES,
        groups=[lot.group for lot, *_ in tags],
        exclusive=True,
        **FIT_VALENCE,
    )
    return _with_less_none(fitted if vectors is None else _folded(fitted, vectors))


def _with_less_none(fitted: Fitted) -> Fitted:
    shift = np.array([LESS_NONE if name == "none" else 0.0 for name in fitted.labels])
    held_out = fitted.held_out * np.exp(-shift)
    return replace(
        fitted,
        intercept=(fitted.intercept - shift).astype(np.float32),
        held_out=held_out / held_out.sum(axis=1, keepdims=True),
    )


def _held_out_valence(tags: Sequence[Tagged], valued: Fitted | None) -> dict[Tag, str]:
    if valued is None:
        return {}
    best = valued.held_out.argmax(axis=1).tolist()
    return {(id(lot), at, level): VALENCES[k] for (lot, _, at, level), k in zip(tags, best, strict=True)}


def _joined(levels: Fitted, valence: Fitted | None) -> Fitted:
    """One table of weights: first the columns of the levels, then those of valence."""
    if valence is None:
        return levels
    names = tuple(dict.fromkeys((*levels.vocabulary, *valence.vocabulary)))
    row = {name: at for at, name in enumerate(names)}
    weights = np.zeros((len(names), len(levels.labels) + len(valence.labels)), dtype=np.float32)
    weights[[row[name] for name in levels.vocabulary], : len(levels.labels)] = levels.weights
    weights[[row[name] for name in valence.vocabulary], len(levels.labels) :] = valence.weights
    intercept = np.concatenate([levels.intercept, valence.intercept])
    return replace(levels, vocabulary=names, weights=weights, intercept=intercept)


def _folded(fitted: Fitted, vectors: WordVectors) -> Fitted:
    """Weights of directions become weights of words: a word's share counts its vector's product with them."""
    dense = [at for at, name in enumerate(fitted.vocabulary) if name.startswith("d=")]
    plain = [at for at, name in enumerate(fitted.vocabulary) if not name.startswith("d=")]
    directions = [int(fitted.vocabulary[at][2:]) for at in dense]
    words = VECTOR * vectors.rows[:, directions] @ fitted.weights[dense]
    names = (*(fitted.vocabulary[at] for at in plain), *(f"v={name}" for name in vectors.names))
    weights = np.vstack([fitted.weights[plain], words]).astype(np.float32)
    return replace(fitted, vocabulary=names, weights=weights)


def calibrated_merge(book: Codebook, spoken: Sequence[Spoken], fitted: Fitted) -> Merge:
    """The merge with the slope and shift that make its held-out scores probabilities."""
    bare = Merge(CLASSIFIER, CUES, {}, {})
    cues = cue_table(book, [page[at] for _, page, at in spoken])
    logits = bare.logits(fitted.held_out, cues)
    wanted = np.array([[float(level in lot.levels[at]) for level in book.levels] for lot, _, at in spoken])
    even = np.ones(len(spoken))
    pairs = [platt(logits[:, at], wanted[:, at], even) for at in range(len(book.levels))]
    slope = {level: round(pair[0], 4) for level, pair in zip(book.levels, pairs, strict=True)}
    shift = {level: round(pair[1], 4) for level, pair in zip(book.levels, pairs, strict=True)}
    return replace(bare, slope=slope, shift=shift)


def best_threshold(
    book: Codebook, viewed: Sequence[tuple[Lot, Sequence[View]]], held_out: Matrix, merge: Merge
) -> float:
    """The one threshold with the best macro-F1 over the held-out scores; the middle one of equals."""
    decided = decide_lots(book, viewed, held_out, merge, 0.0)
    pairs = [
        (levels.scores, lot.levels[at])
        for (lot, _), found in zip(viewed, decided, strict=True)
        for at, levels in enumerate(found)
        if not is_silent(lot, at)
    ]
    gold = [wanted for _, wanted in pairs]

    def quality(threshold: float) -> float:
        found = [{level for level, score in scores.items() if score >= threshold} for scores, _ in pairs]
        return macro_f1(multilabel_counts(found, gold, book.levels))

    by_threshold = {threshold: quality(threshold) for threshold in THRESHOLDS}
    equal = [t for t, value in by_threshold.items() if value >= max(by_threshold.values()) - 0.003]
    return equal[len(equal) // 2]


def lot_of_page(page: GoldPage) -> Lot:
    """A gold page as training material: its content sentences and headings, in order."""
    kept = [s for s in page.sentences if s.content]
    spans = tuple(_span(s, at) for at, s in enumerate(kept))
    return Lot(
        group=getattr(page, "topic", None) or page.doc,
        sentences=spans,
        roles=tuple(None if s.role is None else RoleTag(s.role, 1.0) for s in kept),
        levels=tuple(frozenset(s.levels) for s in kept),
        valence=tuple(s.valence for s in kept),
        disputed=tuple(bool(getattr(s, "disputed", False)) for s in kept),
    )


def _span(sentence: GoldSentence, block: int) -> SentenceSpan:
    section = (sentence.section,) if sentence.section else ()
    return SentenceSpan(
        sentence.text, 0, len(sentence.text), block, heading=sentence.heading, section=section
    )


def _bare(text: str) -> SentenceSpan:
    """A sentence without a page."""
    return SentenceSpan(text, 0, len(text), 0)


def _of_loose(line: LooseSentence) -> Lot:
    texts = [text for text in (line.before, line.text) if text is not None]
    blank: list[None] = [None] * (len(texts) - 1)
    return Lot(
        group=line.topic,
        sentences=tuple(_bare(text) for text in texts),
        roles=(*blank, None if line.role is None else RoleTag(line.role, 1.0)),
        levels=(*(frozenset[str]() for _ in blank), frozenset(line.levels)),
        valence=(*({} for _ in blank), line.valence),
        disputed=(*(False for _ in blank), line.disputed),
        loose=True,
        fresh=line.fresh,
    )
