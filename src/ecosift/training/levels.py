"""Trains the classifier of levels on our own pages and sentences; it is scored on topics and pages unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from math import isnan
from os.path import commonpath
from pathlib import Path
from typing import Any

import numpy as np

from ecosift.errors import GoldError
from ecosift.evaluation.measures import label_counts, macro_f1, multilabel_counts
from ecosift.models import FILES, FloatArray
from ecosift.tagging.levels.codebook import Codebook, load_codebook
from ecosift.tagging.levels.component import headline
from ecosift.tagging.levels.decide import Merge
from ecosift.tagging.levels.network import PREFIX, WORD
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.second import PREFIX as SECOND
from ecosift.tagging.levels.subject import PREFIX as SUBJECT
from ecosift.tagging.levels.subject import WORD as OF_PAGE
from ecosift.tagging.levels.tagger import (
    cue_table,
    decide_page,
    valence_row,
)
from ecosift.tagging.levels.valence import VALENCES
from ecosift.tagging.levels.views import View, view_page
from ecosift.training.calibration import brier_skill, calibration_error, calibration_slope
from ecosift.training.elsewhere import Elsewhere, read_elsewhere
from ecosift.training.linear import Fitted, Matrix, digest, fit_linear, platt, write_linear
from ecosift.training.lots import LISTED, LISTED_VALENCE, Lot, bare, is_silent, read_lots
from ecosift.training.network import FittedNetwork, Shape
from ecosift.training.public import LABELS, PUBLIC, read_public, under_topics
from ecosift.training.reader import fit_reader, mixed, settings_of, valence_mixed
from ecosift.training.second import fit_second, settings_of_second
from ecosift.training.subject import fit_subject
from ecosift.training.uncertainty import macro_f1_interval
from ecosift.training.vectors import WordVectors, read_vectors
from ecosift.types import Levels

VECTORS = Path("vectors")
# Words that say nothing about a place by themselves: the mean of vectors is of the others.
FUNCTION_WORDS = VECTORS / "function-words.txt"
# Swept out of fold: a contrast of 0 to 1, and the penalty with it.
FIT: Mapping[str, Any] = {"c": 1.2, "contrast": 0.5, "min_count": 2, "folds": 8, "tol": 1e-3}
# Swept out of fold (0 to 1.2 parts of cues to one of the classifier): our own sentences would do without cues
# (.695, .710 and .782 on three lots of them, .694, .720 and .779 at this mix), real pages would not (.72
# against .80).
CLASSIFIER, CUES = 0.8, 0.2
# In a sentence alone, of which a network sees half of what it reads by, the cues say more: published factors,
# which nobody like us wrote, gain .015 to .025 by it (the most at .4), our own lose some.
CUES_ALONE = 0.3
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
# Under which names a model is scored: what its sentences come from, those that are fresh, and all together.
KINDS = ("pages", "passages", "loose")
FRESH, EVERY = "fresh", "every"
# Differences of macro-F1 that thresholds are not told apart by.
AS_GOOD = 0.003
THRESHOLDS = [round(0.24 + 0.02 * step, 2) for step in range(19)]


def train_levels(
    data: Path,
    out: Path,
    codebook: str = "sem",
    *,
    vectors_in: Path | None = None,
    elsewhere: Path | None = None,
    public: Path | None = None,
    network: bool = False,
    shape: Shape = Shape(),  # noqa: B008
) -> dict[str, float]:
    """Fit the classifier on the gold pages, passages and loose sentences of `data`, write it to `out`.

    `data` may be a file of loose sentences too; `vectors_in` is the folder that then holds `vectors/`.
    `elsewhere` has pages on other subjects (`read_elsewhere`): there no sentence has a level, and with
    enough of them the model learns to pass such pages over. `public` has the pages whose labels `data` holds
    (`read_public`). With `network`, a network of that `shape` stands
    beside the linear classifier. Returns the scores of the whole merge, out of fold: no topic or page is on
    both sides.
    """
    book = load_codebook(codebook)
    lots, files = read_lots(data)
    _refuse_untrainable(book, lots, data)
    vectors, more = training_vectors(vectors_in or data)
    compiled = compile_codebook(book)
    viewed = [(lot, view_page(compiled, lot.sentences)) for lot in lots]
    spoken = spoken_in(viewed)
    others, digest_of_others = read_elsewhere(elsewhere) if elsewhere else ([], None)
    read = under_topics(read_public(data / LABELS, public, book.levels), lots) if public else []
    fitted = fit_levels(book, spoken, vectors, elsewhere=others, public=read)
    beside = None
    if network:
        beside = fit_reader(
            book, lots, vectors, elsewhere=others, public=read, less_none=LESS_NONE, shape=shape
        )
    held_out = fitted.held_out if beside is None else mixed(book, lots, fitted.held_out, beside)
    merge = calibrated_merge(book, spoken, held_out, cues_alone=CUES_ALONE if network else None)
    given = first_scores(book, viewed, held_out, merge)
    second = fit_second(book, viewed, given)
    if second is not None:
        given = second.given
    threshold = best_threshold(book, viewed, given)
    tags = [
        (lot, page, at, level)
        for lot, page, at in spoken
        for level in book.levels
        if level in lot.valence[at]
    ]
    valued = _fit_valence(tags, vectors) if tags else None
    decided = decide_lots(book, viewed, given, threshold)
    scores = _scores(book, lots, decided, _held_out_valence(book, lots, tags, valued, beside))
    settings = {
        **FIT,
        "codebook": book.id,
        "codebook_sha256": book.sha256,
        "merge": asdict(merge),
        "threshold": threshold,
        # Without any valence labelled, cues give it at run time.
        "valences": list(VALENCES) if tags else [],
        "experimental": headline(scores) < EXPERIMENTAL,
        "lists": {"weight": LISTED, "weight_of_valence": LISTED_VALENCE},
    }
    if others:
        settings["elsewhere"] = {
            "pages": len(others),
            "sentences": sum(len(page.sentences) for page in others),
            "weight": ELSEWHERE,
            "sha256": digest_of_others,
        }
    if read:
        settings["public"] = {
            "pages": len(read),
            "sentences": sum(len(page.sentences) for page in read),
            "weight": PUBLIC,
            "sha256": digest(data / LABELS),
        }
    more_arrays, names = dict[str, FloatArray](), list[str]()
    if beside is not None:
        settings["network"] = settings_of(shape)
        more_arrays |= {PREFIX + name: array for name, array in beside.arrays.items()}
        names += [WORD + word for word in beside.words]
    if second is not None:
        settings["second"] = settings_of_second()
        more_arrays |= {SECOND + name: array for name, array in second.arrays.items()}
    if (subject := fit_subject(lots, read, others)) is not None:
        settings["subject"] = subject.settings
        more_arrays[f"{SUBJECT}weights"] = subject.weights
        names += [OF_PAGE + word for word in subject.words]
    used = [file.resolve() for file in (*files, *more)]
    write_linear(
        out,
        _joined(fitted, valued),
        files=used,
        root=data.resolve() if data.is_dir() else common_folder(used),
        settings=settings,
        scores=scores,
        beside=more_arrays,
        names=names,
    )
    return scores


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


def first_scores(
    book: Codebook, viewed: Sequence[tuple[Lot, Sequence[View]]], held_out: Matrix, merge: Merge
) -> list[Matrix]:
    """The merge over held-out probabilities, a matrix a lot."""
    found, first = [], 0
    for lot, page in viewed:
        # A sentence that is only looked at gets what its cues say.
        given = cue_table(book, page)
        spoken = [at for at in range(len(page)) if not is_silent(lot, at)]
        last = first + len(spoken)
        given[spoken] = merge.scores(book.levels, held_out[first:last], given[spoken], np.array([lot.alone]))
        found.append(given)
        first = last
    return found


def decide_lots(
    book: Codebook,
    viewed: Sequence[tuple[Lot, Sequence[View]]],
    given: Sequence[Matrix],
    threshold: float,
) -> list[list[Levels]]:
    """The rules over the scores of every lot."""
    return [
        decide_page(book, page, lot.roles, scores, threshold)
        for (lot, page), scores in zip(viewed, given, strict=True)
    ]


def spoken_in(viewed: Sequence[tuple[Lot, Sequence[View]]]) -> list[Spoken]:
    """The sentences to learn from, each with its page."""
    every = ((lot, page, at) for lot, page in viewed for at in range(len(page)))
    return [(lot, page, at) for lot, page, at in every if not is_silent(lot, at)]


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

    @classmethod
    def joined(cls, parts: Sequence[_Pairs]) -> _Pairs:
        """All of the parts as one."""
        every = cls()
        for part in parts:
            for each in fields(cls):
                getattr(every, each.name).extend(getattr(part, each.name))
        return every

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
    parts = {name: _Pairs() for name in (*KINDS, FRESH)}
    for lot, found in zip(lots, decided, strict=True):
        for at, levels in enumerate(found):
            if not is_silent(lot, at):
                for name in (lot.kind, *([FRESH] if lot.fresh else [])):
                    parts[name].add(lot, at, levels, valence)
    found_parts = {name: pairs for name, pairs in parts.items() if pairs.gold}
    if len(together := [found_parts[kind] for kind in KINDS if kind in found_parts]) > 1:
        found_parts[EVERY] = _Pairs.joined(together)
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
    *,
    learnt: Sequence[bool] | None = None,
    elsewhere: Sequence[Elsewhere] = (),
    public: Sequence[Lot] = (),
) -> Fitted:
    """The linear classifier of levels; a sentence that is not `learnt` is only read.

    Pages from `elsewhere` add no features of their own: they only say what does not tell a level.
    """
    compiled = compile_codebook(book)
    read = spoken_in([(lot, view_page(compiled, lot.sentences)) for lot in public])
    rows = [_row(page[at], vectors) for _, page, at in (*spoken, *read)]
    known = {name for row in rows for name in row}
    others = [
        (page.name, {name: value for name, value in _row(view, vectors).items() if name in known})
        for page in elsewhere
        for view in view_page(compiled, [bare(text) for text in page.sentences])
    ]
    fitted = fit_linear(
        [*rows, *(row for _, row in others)],
        [*(lot.levels[at] for lot, _, at in (*spoken, *read)), *(() for _ in others)],
        book.levels,
        groups=[*(lot.group for lot, _, _ in (*spoken, *read)), *(f"elsewhere {name}" for name, _ in others)],
        exclusive=False,
        sample_weight=[
            *(
                lot.weight * own
                for (lot, _, _), own in zip(spoken, learnt or [True] * len(spoken), strict=True)
            ),
            *(PUBLIC for _ in read),
            *(ELSEWHERE for _ in others),
        ],
        **FIT,
    )
    fitted = replace(fitted, held_out=fitted.held_out[: len(spoken)])
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
        sample_weight=[lot.weight_of_valence for lot, *_ in tags],
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


def _held_out_valence(
    book: Codebook,
    lots: Sequence[Lot],
    tags: Sequence[Tagged],
    valued: Fitted | None,
    beside: FittedNetwork | None,
) -> dict[Tag, str]:
    if valued is None:
        return {}
    logits = np.log(np.clip(valued.held_out, 1e-9, 1.0))
    if beside is not None:
        places = [(id(lot), at, level) for lot, _, at, level in tags]
        logits = valence_mixed(book, lots, places, logits, beside)
    best = logits.argmax(axis=1).tolist()
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


def calibrated_merge(
    book: Codebook, spoken: Sequence[Spoken], held_out: Matrix, *, cues_alone: float | None
) -> Merge:
    """The merge with the slope and shift that make its held-out scores probabilities."""
    bare_merge = Merge(CLASSIFIER, CUES, {}, {}, cues_alone=cues_alone)
    cues = cue_table(book, [page[at] for _, page, at in spoken])
    logits = bare_merge.logits(held_out, cues, np.array([lot.alone for lot, _, _ in spoken]))
    wanted = np.array([[float(level in lot.levels[at]) for level in book.levels] for lot, _, at in spoken])
    even = np.ones(len(spoken))
    pairs = [platt(logits[:, at], wanted[:, at], even) for at in range(len(book.levels))]
    slope = {level: round(pair[0], 4) for level, pair in zip(book.levels, pairs, strict=True)}
    shift = {level: round(pair[1], 4) for level, pair in zip(book.levels, pairs, strict=True)}
    return replace(bare_merge, slope=slope, shift=shift)


def best_threshold(
    book: Codebook, viewed: Sequence[tuple[Lot, Sequence[View]]], given: Sequence[Matrix]
) -> float:
    """The one threshold with the best macro-F1 over held-out scores; the lowest of those that are as good.

    What is tagged too much is seen and left out; what is not tagged, nobody sees.
    """
    decided = decide_lots(book, viewed, given, 0.0)
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
    best = max(by_threshold.values())
    return min(threshold for threshold, value in by_threshold.items() if value >= best - AS_GOOD)
