"""How often the 95 % intervals of `ecosift evaluate` hold the true figure, by number of documents.

usage: python benchmarks/intervals.py [--trials N] [--documents N ...] [--methods NAME ...]

Documents are drawn from a population whose figures are known from 100,000 documents. A document has 5 to 60
sentences (long ones are rare), its own difficulty, and its own mixture of labels, so that sentences of one
document are alike; "word F1, lost" is a page's word F1 where 3 % of pages are lost altogether. Each trial
draws documents, computes the figures with their intervals, and asks whether the interval holds the
population's figure. Prints the share of trials in which it did. Methods: percentile, t, logit.
"""

import argparse
import time
from collections.abc import Mapping

import numpy as np

from ecosift.evaluation import formulas
from ecosift.evaluation.bootstrap import SEED, Method, draw, interval
from ecosift.evaluation.formulas import Array, Formula
from ecosift.evaluation.samples import Sums

LABELS = 5
POPULATION = 100_000
FIGURES: Mapping[str, tuple[str, Formula]] = {
    "role accuracy": ("matrix", formulas.accuracy),
    "role macro-F1": ("matrix", lambda sums: formulas.macro_f1(formulas.counts_of(sums, LABELS))),
    "level micro-F1": ("counts", lambda sums: formulas.micro_f1(_by_label(sums))),
    "level macro-F1": ("counts", lambda sums: formulas.macro_f1(_by_label(sums))),
    "word F1": ("mean", formulas.share),
    "word F1, lost": ("lost", formulas.share),
    "kappa": ("square", formulas.cohen_kappa),
}


def main() -> None:
    """Print a row for each number of documents."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--documents", type=int, nargs="+", default=[10, 20, 50, 100, 200])
    parser.add_argument("--methods", nargs="+", default=["logit"])
    options = parser.parse_args()
    began = time.perf_counter()
    population = documents(POPULATION, np.random.default_rng(SEED))
    print(f"{'method':<11} {'documents':>9}  " + "  ".join(f"{name:>14}" for name in FIGURES))
    for method in options.methods:
        for size in options.documents:
            held = coverage(population, size, options.trials, method)
            print(f"{method:<11} {size:>9}  " + "  ".join(f"{share:>14.3f}" for share in held), flush=True)
    print(f"{options.trials} trials each, {time.perf_counter() - began:.0f} s")


def coverage(population: Mapping[str, Array], size: int, trials: int, method: Method) -> list[float]:
    """Share of trials whose interval holds the population's figure, for each figure."""
    rng = np.random.default_rng(size)
    weights = draw(size)
    truths = {name: float(formula(population[kind].sum(axis=0))) for name, (kind, formula) in FIGURES.items()}
    held = dict.fromkeys(FIGURES, 0)
    for _ in range(trials):
        chosen = rng.integers(0, POPULATION, size)
        for name, (kind, formula) in FIGURES.items():
            sample = Sums(population[kind][chosen], formula)
            found = interval(sample, sample.values(weights), method=method)
            held[name] += found.low <= truths[name] <= found.high
    return [held[name] / trials for name in FIGURES]


def documents(number: int, rng: np.random.Generator) -> dict[str, Array]:
    """Rows of that many documents under each kind of sums."""
    sentences = np.clip(rng.lognormal(3.0, 0.6, number), 5, 60).astype(int)
    skill = rng.beta(8, 2, number)
    mixture = rng.dirichlet((4.0, 2.0, 1.5, 1.0, 0.7), number)
    matrix = np.zeros((number, LABELS, LABELS))
    for gold in range(LABELS):
        of_label = rng.binomial(sentences, mixture[:, gold])
        right = rng.binomial(of_label, skill)
        matrix[:, gold, gold] = right
        wrong = of_label - right
        for other in (label for label in range(LABELS) if label != gold):
            taken = rng.binomial(wrong, 0.5)
            matrix[:, gold, other] += taken
            wrong = wrong - taken
        matrix[:, gold, (gold + 1) % LABELS] += wrong
    words = rng.beta(9, 1, number)
    wide = np.zeros((number, LABELS + 1, LABELS + 1))
    wide[:, :LABELS, :LABELS] = matrix
    return {
        "matrix": wide.reshape(number, -1),
        "square": matrix.reshape(number, -1),
        "counts": _level_counts(sentences, skill, rng).reshape(number, -1),
        "mean": np.stack([words, np.ones(number)], axis=-1),
        "lost": np.stack([words * (rng.random(number) > 0.03), np.ones(number)], axis=-1),
    }


def _level_counts(sentences: np.ndarray, skill: Array, rng: np.random.Generator) -> Array:
    number = len(sentences)
    counts = np.zeros((number, LABELS, 3))
    for label, common in enumerate((0.3, 0.15, 0.15, 0.08, 0.05)):
        rate = rng.beta(2, 2 / common - 2, number)
        gold = rng.binomial(sentences, rate)
        found = rng.binomial(gold, skill)
        false = rng.binomial(sentences - gold, np.clip((1 - skill) * rate, 0, 1))
        counts[:, label] = np.stack([found, false, gold - found], axis=-1)
    return counts


def _by_label(sums: Array) -> Array:
    return sums.reshape(*sums.shape[:-1], LABELS, 3)


if __name__ == "__main__":
    main()
