"""Measure the levels on published authors' own factors, and on gold pages sentence by sentence.

usage: python benchmarks/levels.py [SEM_TABLES.jsonl] [--gold FOLDER ...] [--elsewhere FOLDER] [--model NAME]
                                   [--confusions]

SEM_TABLES.jsonl has a factor a line: `text`, the author's `level`, `codebook_level` (may be null), and the
study in `source_group`. The level with the largest score is the prediction; intervals are of 95 %, by
bootstrap over studies. Gold folders hold a JSON file a page; there the gold sentences are tagged directly,
with gold roles: cleaning and roles play no part. Each folder gets macro-F1 with its interval over pages,
valence where the level is right, and how well scores are calibrated: a slope under 1 means that they are
too sure. `--elsewhere` tells how many tags there are on 100 sentences of the pages on other subjects in a
folder of the form of WCXB; the shipped model has learnt from those. `--model ""` leaves out the classifier.
"""

import argparse
import json
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ecosift.evaluation.bootstrap import Estimate
from ecosift.evaluation.gold import read_gold_page
from ecosift.evaluation.measures import Counts, label_counts, macro_f1, multilabel_counts
from ecosift.models import Model, load_model
from ecosift.tagging.levels import load_codebook, tag_levels
from ecosift.training.calibration import brier_skill, calibration_error, calibration_slope
from ecosift.training.elsewhere import read_elsewhere
from ecosift.training.linear import Matrix
from ecosift.training.lots import lot_of_page
from ecosift.training.uncertainty import macro_f1_interval
from ecosift.types import SentenceSpan

BOOK = load_codebook("sem")


def main() -> None:
    """Print one table for each set that is given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", nargs="?", type=Path)
    parser.add_argument("--gold", nargs="*", type=Path, default=[])
    parser.add_argument("--elsewhere", type=Path)
    parser.add_argument("--model", default="levels")
    parser.add_argument("--confusions", action="store_true")
    options = parser.parse_args()
    model = load_model(options.model) if options.model else None
    if options.tables:
        factors(options.tables, model, confusions=options.confusions)
    for folder in options.gold:
        pages(folder, model)
    if options.elsewhere:
        elsewhere(options.elsewhere, model)


def factors(file: Path, model: Model | None, *, confusions: bool) -> None:
    """Macro-F1 by largest score, against the codebook's level and against the authors' own."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    spans = [SentenceSpan(line["text"], 0, len(line["text"]), 0) for line in lines]
    # Factors come from many tables: none is the neighbour of another.
    found = [tag_levels([span], [None], BOOK, model)[0].scores for span in spans]
    best = [
        max(BOOK.levels, key=lambda level: (scores[level], -BOOK.levels.index(level))) for scores in found
    ]
    for key in ("codebook_level", "level"):
        kept = [(b, line[key]) for b, line in zip(best, lines, strict=True) if line[key] is not None]
        counts = label_counts([b for b, _ in kept], [g for _, g in kept], BOOK.levels)
        studies = [line["source_group"] for line in lines if line[key] is not None]
        reach = macro_f1_interval(studies, [{b} for b, _ in kept], [{g} for _, g in kept], BOOK.levels)
        report(f"{file.stem} against {key}", counts, len(kept), reach)
        if confusions:
            for (got, want), n in Counter(kept).most_common():
                if got != want:
                    print(f"    {want} read as {got}: {n}")


def pages(folder: Path, model: Model | None) -> None:
    """Macro-F1 over gold sentences of a folder of pages, valence where the level is right; calibration."""
    docs: list[str] = []
    predicted: list[set[str]] = []
    gold: list[Collection[str]] = []
    given: list[list[float]] = []
    valence: list[tuple[str, str]] = []
    for file in sorted(folder.glob("*.json")):
        lot = lot_of_page(read_gold_page(file))
        found = tag_levels(lot.sentences, lot.roles, BOOK, model)
        for at, levels in enumerate(found):
            if lot.roles[at] is None:
                continue
            docs.append(file.stem)
            predicted.append({tag.level for tag in levels.tags})
            gold.append(lot.levels[at])
            given.append([levels.scores[level] for level in BOOK.levels])
            valence += [
                (t.valence, lot.valence[at][t.level]) for t in levels.tags if t.level in lot.valence[at]
            ]
    reach = macro_f1_interval(docs, predicted, gold, BOOK.levels)
    report(str(folder), multilabel_counts(predicted, gold, BOOK.levels), len(gold), reach)
    if valence:
        counts = label_counts([p for p, _ in valence], [g for _, g in valence], ("barrier", "facilitator"))
        report(f"{folder} valence", counts, len(valence))
    calibration(np.array(given), np.array([[float(level in each) for level in BOOK.levels] for each in gold]))


def elsewhere(folder: Path, model: Model | None) -> None:
    """Tags on pages on other subjects, where there should be hardly any."""
    tags, count = Counter[str](), 0
    for page in read_elsewhere(folder)[0]:
        spans = [SentenceSpan(text, 0, len(text), 0) for text in page.sentences]
        for levels in tag_levels(spans, [None] * len(spans), BOOK, model):
            tags.update(tag.level for tag in levels.tags)
        count += len(spans)
    each = " · ".join(f"{level} {100 * tags[level] / count:.1f}" for level in BOOK.levels)
    print(f"{folder}, {count}: tags on 100 sentences {100 * tags.total() / count:.1f} · {each}")


def calibration(given: Matrix, wanted: Matrix) -> None:
    """How far scores mean what they say, and the slope of their logits by level."""
    columns = zip(BOOK.levels, given.T, wanted.T, strict=True)
    slopes = [f"{level} {calibration_slope(scores, right):.2f}" for level, scores, right in columns]
    skill, error = brier_skill(given, wanted), calibration_error(given, wanted)
    print(f"    Brier skill {skill:.2f} · error {error:.3f} · slope", " · ".join(slopes))


def report(name: str, counts: Mapping[Any, Counts], n: int, reach: Estimate | None = None) -> None:
    """One line a set."""
    each = " · ".join(
        f"{label} {c.f1:.2f} (P {c.precision:.2f} R {c.recall:.2f})" for label, c in counts.items()
    )
    span = f" ({reach.low:.3f} to {reach.high:.3f})" if reach else ""
    print(f"{name}, {n}: macro-F1 {macro_f1(counts):.3f}{span} · {each}")


if __name__ == "__main__":
    main()
