"""What each part of the level tagger is worth, out of fold: no topic is on both sides.

usage: python benchmarks/levels_ablation.py corpora [--elsewhere WCXB_DEV] [--public FOLDER] [--curve]
                                            [--confusions]

Prints macro-F1 and F1 by level for cues, rules, the linear classifier, the network, both, and all together
with the second look at pages, on loose sentences, passages, gold pages and every sentence of the three.
`--curve` also prints how both grow with the share of the corpus that they learn from, scored on all of it;
`--confusions` the twenty commonest ways in which the whole goes wrong. It trains: twenty minutes on two
cores, with `--curve` twice as long.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ecosift.evaluation.measures import macro_f1, multilabel_counts
from ecosift.tagging.levels import load_codebook
from ecosift.tagging.levels.decide import THRESHOLD, Merge
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.tagger import cue_table, decide_page
from ecosift.tagging.levels.views import View, view_page
from ecosift.training.elsewhere import read_elsewhere
from ecosift.training.levels import (
    CUES_ALONE,
    EVERY,
    KINDS,
    Spoken,
    best_threshold,
    calibrated_merge,
    decide_lots,
    first_scores,
    fit_levels,
    spoken_in,
    training_vectors,
)
from ecosift.training.linear import probabilities
from ecosift.training.lots import Lot, is_silent, read_lots
from ecosift.training.public import LABELS, read_public, under_topics
from ecosift.training.reader import fit_reader, mixed
from ecosift.training.second import fit_second
from ecosift.training.vectors import WordVectors
from ecosift.types import Levels

BOOK = load_codebook("sem")
# The shares of the corpus that the learning curve learns from, besides all of it.
SHARES, SEED = (0.125, 0.25, 0.5), 5
Sets = list[set[str]]
Viewed = Sequence[tuple[Lot, Sequence[View]]]


def main() -> None:
    """Fit once out of fold, then take parts away."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--elsewhere", type=Path)
    parser.add_argument("--public", type=Path)
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--confusions", action="store_true")
    options = parser.parse_args()
    lots, _ = read_lots(options.data)
    vectors, _ = training_vectors(options.data)
    compiled = compile_codebook(BOOK)
    viewed = [(lot, view_page(compiled, lot.sentences)) for lot in lots]
    spoken = spoken_in(viewed)
    others, _ = read_elsewhere(options.elsewhere) if options.elsewhere else ([], None)
    read = read_public(options.data / LABELS, options.public, BOOK.levels) if options.public else []
    public = under_topics(read, lots)
    fitted = fit_levels(BOOK, spoken, vectors, elsewhere=others, public=public)
    reader = fit_reader(BOOK, lots, vectors, elsewhere=others, public=public)
    both = mixed(BOOK, lots, fitted.held_out, reader)
    network = probabilities(reader.held_out[:, : len(BOOK.levels)], exclusive=False)
    merge = calibrated_merge(BOOK, spoken, both, cues_alone=CUES_ALONE)
    alone = replace(merge, classifier=1.0, cues=1e-9, cues_alone=None, slope=dict.fromkeys(BOOK.levels, 1.0))
    alone = replace(alone, shift=dict.fromkeys(BOOK.levels, 0.0))
    cues = cue_table(BOOK, [page[at] for _, page, at in spoken])
    merged = merge.scores(BOOK.levels, both, cues, np.array([lot.alone for lot, _, _ in spoken]))
    parts = {
        "cues": reach(cues, THRESHOLD),
        "cues, rules": by_cues(viewed),
        "linear": reach(fitted.held_out, best(fitted.held_out, spoken)),
        "network": reach(network, best(network, spoken)),
        "both": reach(both, best(both, spoken)),
        "both, rules": ruled(viewed, both, alone),
        "both, cues": reach(merged, best(merged, spoken)),
        "both, cues, rules": ruled(viewed, both, merge),
        "all": looked(viewed, both, merge),
    }
    for kind in (*KINDS, EVERY):
        for name, found in parts.items():
            report(f"{kind}: {name}", found, spoken, kind)
    if options.confusions:
        confusions(parts["all"], spoken)
    if options.curve:
        for share in SHARES:
            grown(share, lots, spoken, vectors)


def reach(scores: "np.typing.NDArray[np.float64]", threshold: float) -> Sets:
    """The levels at or over the threshold."""
    return [
        {level for level, score in zip(BOOK.levels, row, strict=True) if score >= threshold}
        for row in scores.tolist()
    ]


def best(scores: "np.typing.NDArray[np.float64]", spoken: Sequence[Spoken]) -> float:
    """The threshold with the best macro-F1 over all sentences."""
    gold = [lot.levels[at] for lot, _, at in spoken]
    steps = [round(0.2 + 0.02 * step, 2) for step in range(20)]
    return max(steps, key=lambda t: macro_f1(multilabel_counts(reach(scores, t), gold, BOOK.levels)))


def by_cues(viewed: Viewed) -> Sets:
    """What is tagged without a classifier."""
    found = []
    for lot, page in viewed:
        decided = decide_page(BOOK, page, lot.roles, cue_table(BOOK, page), THRESHOLD)
        found += [tags_of(levels) for at, levels in enumerate(decided) if not is_silent(lot, at)]
    return found


def ruled(viewed: Viewed, held_out: "np.typing.NDArray[np.float64]", merge: Merge) -> Sets:
    """What is tagged with the rules over the merge."""
    return decided(viewed, first_scores(BOOK, viewed, held_out, merge))


def looked(viewed: Viewed, held_out: "np.typing.NDArray[np.float64]", merge: Merge) -> Sets:
    """What is tagged with the rules over a second look at the merge."""
    given = first_scores(BOOK, viewed, held_out, merge)
    second = fit_second(BOOK, viewed, given)
    return decided(viewed, given if second is None else second.given)


def decided(viewed: Viewed, given: Sequence["np.typing.NDArray[np.float64]"]) -> Sets:
    """What the rules make of scores."""
    found = decide_lots(BOOK, viewed, given, best_threshold(BOOK, viewed, given))
    return [
        tags_of(levels)
        for (lot, _), each in zip(viewed, found, strict=True)
        for at, levels in enumerate(each)
        if not is_silent(lot, at)
    ]


def tags_of(levels: Levels) -> set[str]:
    """The tagged levels."""
    return {tag.level for tag in levels.tags}


def report(name: str, found: Sets, spoken: Sequence[Spoken], kind: str) -> None:
    """One line: macro-F1 and F1 by level."""
    rows = zip(found, spoken, strict=True)
    pairs = [(got, lot.levels[at]) for got, (lot, _, at) in rows if kind in (lot.kind, EVERY)]
    counts = multilabel_counts([f for f, _ in pairs], [g for _, g in pairs], BOOK.levels)
    each: Mapping[str, float] = {level: counts[level].f1 for level in BOOK.levels}
    print(f"{name:<26} {macro_f1(counts):.3f}  " + "  ".join(f"{k[:5]} {v:.3f}" for k, v in each.items()))


def confusions(found: Sets, spoken: Sequence[Spoken]) -> None:
    """The commonest pairs of what was missed and what was put in its place."""
    seen: Counter[tuple[str, str]] = Counter()
    for got, (lot, _, at) in zip(found, spoken, strict=True):
        want = lot.levels[at]
        if got != want:
            seen[
                " + ".join(sorted(want - got)) or "nothing", " + ".join(sorted(got - want)) or "nothing"
            ] += 1
    for (missed, added), count in seen.most_common(20):
        print(f"{count:5} missed {missed}; added {added}")


def grown(share: float, lots: Sequence[Lot], spoken: Sequence[Spoken], vectors: WordVectors | None) -> None:
    """What both reach on everything that learn from so much of every kind."""
    rng = np.random.default_rng(SEED)
    kept = {id(lot) for lot in lots if rng.random() < share}
    linear = fit_levels(BOOK, spoken, vectors, learnt=[id(lot) in kept for lot, _, _ in spoken])
    reader = fit_reader(BOOK, lots, vectors, learnt=[id(lot) in kept for lot in lots])
    both = mixed(BOOK, lots, linear.held_out, reader)
    found = reach(both, best(both, spoken))
    for kind in KINDS:
        report(f"{kind}: {share:.1%} of all", found, spoken, kind)


if __name__ == "__main__":
    main()
