"""Compare two readers' labels of the same sentences: roles, levels, and the direction of each level.

usage: python benchmarks/agreement.py FIRST.jsonl SECOND.jsonl

A line is one sentence: `doc`, `place` among the sentences of the gold page (or the lines of the loose
sentences), `role` where roles were read, `levels`, `valence`.
Precision and recall are the second reading's against the first's. Kappa is Cohen's.
"""

import argparse
import json
from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict

from ecosift.evaluation.measures import label_counts, macro_f1, multilabel_counts
from ecosift.types import Role, Valence

LEVELS = ("individual", "interpersonal", "organizational", "community", "policy")


class Reading(BaseModel):
    """One reader's labels of one sentence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    doc: str
    place: int
    role: Role | None = None
    levels: tuple[str, ...]
    valence: dict[str, Valence]


Pairs = Sequence[tuple[Reading, Reading]]


def main() -> None:
    """Print how far the two readings agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args()
    pairs = paired(options.first, options.second)
    print(f"{len(pairs)} sentences of {len({a.doc for a, _ in pairs})} documents")
    report_roles(pairs)
    report_levels(pairs)
    report_valence(pairs)


def paired(first: Path, second: Path) -> Pairs:
    """The two readings of each sentence that both have, in the first's order."""
    other = {(r.doc, r.place): r for r in readings(second)}
    return [(r, other[r.doc, r.place]) for r in readings(first) if (r.doc, r.place) in other]


def readings(file: Path) -> list[Reading]:
    """Every line of a file of readings."""
    return [Reading.model_validate(json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def report_roles(pairs: Pairs) -> None:
    """Accuracy, kappa, each role, and the commonest confusions."""
    both = [(a.role, b.role) for a, b in pairs if a.role is not None and b.role is not None]
    if not both:
        return
    first, second = [a for a, _ in both], [b for _, b in both]
    counts = label_counts(second, first, get_args(Role))
    same, beyond_chance = agreement(first, second), kappa(first, second)
    print(f"roles: agreement {same:.3f}, kappa {beyond_chance:.3f}, macro-F1 {macro_f1(counts):.3f}")
    for role, c in counts.items():
        print(f"  {role:<14} P {c.precision:.2f} R {c.recall:.2f} F1 {c.f1:.2f}  n {c.tp + c.fn}")
    differing = Counter((a, b) for a, b in zip(first, second, strict=True) if a != b)
    for (a, b), n in differing.most_common(6):
        print(f"  {a} read as {b}: {n}")


def report_levels(pairs: Pairs) -> None:
    """Each level as a yes or no, and the sentences whose levels are all the same."""
    first, second = [set(a.levels) for a, _ in pairs], [set(b.levels) for _, b in pairs]
    counts = multilabel_counts(second, first, LEVELS)
    same = sum(a == b for a, b in zip(first, second, strict=True)) / len(pairs)
    print(f"levels: macro-F1 {macro_f1(counts):.3f}, same set {same:.3f}")
    kappas = [kappa([level in a for a in first], [level in b for b in second]) for level in LEVELS]
    for level, k in zip(LEVELS, kappas, strict=True):
        c = counts[level]
        figures = f"P {c.precision:.2f} R {c.recall:.2f} F1 {c.f1:.2f} kappa {k:.2f}"
        print(f"  {level:<14} {figures}  first {c.tp + c.fn}, second {c.tp + c.fp}")
    print(f"  mean kappa {sum(kappas) / len(kappas):.3f}")


def report_valence(pairs: Pairs) -> None:
    """The direction, over the tags that both readings give."""
    both = [
        (a.valence.get(level, "none"), b.valence.get(level, "none"))
        for a, b in pairs
        for level in LEVELS
        if level in a.levels and level in b.levels
    ]
    first, second = [a for a, _ in both], [b for _, b in both]
    same, beyond_chance = agreement(first, second), kappa(first, second)
    print(f"valence: {len(both)} tags, agreement {same:.3f}, kappa {beyond_chance:.3f}")
    for (a, b), n in Counter(pair for pair in both if pair[0] != pair[1]).most_common(6):
        print(f"  {a} read as {b}: {n}")


def agreement(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Share of items with the same label; 0 where there are none."""
    return sum(a == b for a, b in zip(first, second, strict=True)) / len(first) if first else 0.0


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Cohen's kappa: agreement beyond what the two readers' own shares would give by chance."""
    n = len(first)
    if not n:
        return 0.0
    a, b = Counter(first), Counter(second)
    chance = sum(a[label] * b[label] for label in a) / n**2
    return (agreement(first, second) - chance) / (1 - chance) if chance < 1 else 1.0


if __name__ == "__main__":
    main()
