"""Fits the scores of a trained model to how often each level occurs in a user's own material."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecosift.errors import ConfigError, GoldError
from ecosift.evaluation.gold import gold_files, read_gold, read_gold_page
from ecosift.models import Model, save_model
from ecosift.tagging.levels.codebook import Codebook, load_codebook
from ecosift.tagging.levels.component import model_for
from ecosift.tagging.levels.decide import Merge
from ecosift.tagging.levels.odds import log_odds, scores_of_odds
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.tagger import judge_page, scores_by
from ecosift.tagging.levels.views import view_page
from ecosift.training.levels import spoken_in
from ecosift.training.linear import Matrix, digest
from ecosift.training.lots import Lot, is_silent, lot_of_page, read_lots

# Pulls a shift toward none as so many sentences would: a level that a small gold lacks may still occur.
PRIOR = 4.0
REACH = 8.0
STEPS = 60
# No score is surer than this.
MARGIN = 1e-9


def calibrate(gold: Path, out: Path, codebook: str = "sem", model: str = "levels") -> dict[str, float]:
    """Write to `out` the model with each level's score shifted to the level's share in `gold`.

    Returns the Brier score before and after, each page or topic scored by shifts that never saw it, and the
    shift of every level in log odds. Raises `ConfigError` where no model knows the codebook's levels.
    """
    book = load_codebook(codebook)
    start = model_for(book, model)
    if start is None:
        raise ConfigError(f"no model was trained for codebook {book.id!r}: train one first")
    lots, files = read_labelled(gold)
    seen = _seen(book, start, lots)
    shifts = _shifts(seen.logits, seen.wanted)
    merge = Merge(**start.manifest["settings"]["merge"])
    moved = {
        level: round(merge.prior.get(level, 0.0) + shift, 4)
        for level, shift in zip(book.levels, shifts.tolist(), strict=True)
    }
    scores = _scores(seen) | {
        f"shift_{level}": round(shift, 4) for level, shift in zip(book.levels, shifts.tolist(), strict=True)
    }
    _write(out, start, replace(merge, prior=moved), files, scores)
    return scores


def read_labelled(gold: Path) -> tuple[list[Lot], list[Path]]:
    """Gold pages of a folder or a JSON file, or the loose sentences of a JSONL file, with their files."""
    if gold.is_dir():
        lots = [lot_of_page(page) for page in read_gold(gold) if page.labels("content", "levels")]
        files = gold_files(gold)
    elif gold.suffix == ".json":
        lots, files = [lot_of_page(read_gold_page(gold))], [gold]
    else:
        lots, files = read_lots(gold)
    if not lots:
        raise GoldError(f"{gold}: no sentence with levels")
    return lots, files


@dataclass(frozen=True)
class _Seen:
    """What the merge says of labelled sentences, in log odds, beside what is right."""

    groups: tuple[str, ...]
    logits: Matrix
    wanted: Matrix


def _seen(book: Codebook, model: Model, lots: list[Lot]) -> _Seen:
    compiled = compile_codebook(book)
    pages = [(lot, view_page(compiled, lot.sentences)) for lot in lots]
    spoken = spoken_in(pages)
    # Page by page: what stands around a sentence bears on it.
    tables = [scores_by(model, book, page, lot.roles, judge_page(book, page, model)) for lot, page in pages]
    heard = [not is_silent(lot, at) for lot, page in pages for at in range(len(page))]
    odds = log_odds(np.concatenate(tables)[heard], MARGIN)
    wanted = [[float(level in lot.levels[at]) for level in book.levels] for lot, _, at in spoken]
    return _Seen(tuple(lot.group for lot, *_ in spoken), odds, np.array(wanted))


def _shifts(logits: Matrix, wanted: Matrix) -> Matrix:
    """What to add to each level's log odds, so that scores sum up to what is there."""
    return np.array([_shift(logits[:, at], wanted[:, at]) for at in range(logits.shape[1])])


def _shift(logits: Matrix, wanted: Matrix) -> float:
    """By bisection: the sum of scores grows with the shift, and so does the prior's pull."""
    low, high = -REACH, REACH
    for _ in range(STEPS):
        middle = (low + high) / 2
        excess = (
            scores_of_odds(logits + middle).sum()
            - wanted.sum()
            + PRIOR * (scores_of_odds(np.array(middle)) - 0.5)
        )
        low, high = (low, middle) if excess > 0 else (middle, high)
    return float((low + high) / 2)


def _scores(seen: _Seen) -> dict[str, float]:
    before = np.mean((scores_of_odds(seen.logits) - seen.wanted) ** 2)
    after = np.mean((_held_out(seen) - seen.wanted) ** 2)
    return {"brier_before": round(float(before), 4), "brier_after": round(float(after), 4)}


def _held_out(seen: _Seen) -> Matrix:
    found = np.zeros_like(seen.logits)
    for held in _groups(seen):
        found[held] = scores_of_odds(seen.logits[held] + _shifts(seen.logits[~held], seen.wanted[~held]))
    return found


def _groups(seen: _Seen) -> Iterator[NDArray[np.bool_]]:
    names = np.array(seen.groups)
    return (names == name for name in dict.fromkeys(seen.groups))


def _write(out: Path, start: Model, merge: Merge, files: list[Path], scores: Mapping[str, float]) -> None:
    """The same weights under a manifest that says from which model and on which files."""
    settings = {**start.manifest["settings"], "merge": asdict(merge)}
    calibrated = {
        "from": start.sha256,
        "gold": {file.name: digest(file) for file in files},
        "scores": dict(scores),
    }
    manifest = {**start.manifest, "settings": settings, "calibrated": calibrated}
    save_model(out, start.arrays, start.vocabulary, manifest)
