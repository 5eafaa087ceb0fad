"""Measure the roles: four labels on abstracts, cross-validated by document, and seven on gold pages.

usage: python benchmarks/roles.py [ABSTRACTS.jsonl[.gz]] [--data CORPORA] [--folds N] [--take N]
                                  [--gold GOLD PAGES] [--model NAME] [--errors N]

ABSTRACTS has a document a line: `doc_id`, `abstract` and `limitations`, lists of `text` and `role` (context,
method, finding, implication) as the authors' own headings have it. The abstract is tagged without its
headings; background and objective count as context, method and sample as method. Each fold is tagged by a
model that was trained on the other documents, and on the gold of `--data` where it is given. `--take N` uses
every n-th document.

With `--gold` the gold sentences of each page are tagged by the shipped model (`--model ""`: by cues and rules
alone), headings above them. Of pages that the model was trained on the scores in its manifest, which are out
of fold, are the ones to quote.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ecosift.evaluation.gold import read_gold
from ecosift.evaluation.measures import label_counts, macro_f1
from ecosift.models import Model, load_model
from ecosift.tagging.roles import tag_roles
from ecosift.training.roles import (
    LabelledPage,
    cross_validated,
    gold_page,
    gold_pages,
    read_abstracts,
)
from ecosift.types import ROLES

COARSE = {"background": "context", "objective": "context", "sample": "method"}
FOUR = ("context", "method", "finding", "implication")


def main() -> None:
    """Print one line of scores for each set that is given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("abstracts", nargs="?", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--take", type=int, default=1)
    parser.add_argument("--gold", nargs=2, type=Path, metavar=("GOLD", "PAGES"))
    parser.add_argument("--model", default="roles")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    if options.abstracts:
        documents = [page for page in read_abstracts(options.abstracts) if not page.words_alone]
        beside = gold_pages(options.data) if options.data else []
        on_abstracts(documents[:: options.take], beside, options.folds)
    if options.gold:
        gold, pages = options.gold
        on_pages(gold, pages, load_model(options.model) if options.model else None, options.errors)


def on_abstracts(documents: Sequence[LabelledPage], beside: Sequence[LabelledPage], folds: int) -> None:
    """Four labels without headings, each document tagged by a model that never saw it."""
    given = cross_validated(documents, beside, folds)
    got = [COARSE.get(role, role) for role in given]
    want = [COARSE.get(left[0], left[0]) for page in documents for left in page.allowed]
    report(f"abstracts, {folds} folds, {len(documents)} documents", got, want, FOUR)


def on_pages(gold: Path, pages: Path, model: Model | None, errors: int) -> None:
    """Seven labels on the gold sentences of pages."""
    got: list[str] = []
    want: list[str] = []
    missed: list[str] = []
    for labelled in (gold_page(each, pages) for each in read_gold(gold)):
        tags = [tag for tag in tag_roles(labelled.sentences, title=labelled.title, model=model) if tag]
        said = [sentence.text for sentence in labelled.sentences if not sentence.heading]
        for tag, (role, *_), text in zip(tags, labelled.allowed, said, strict=True):
            got.append(tag.label)
            want.append(role)
            if tag.label != role:
                missed.append(f"  {labelled.name}: {role} read as {tag.label} {tag.score:.2f}: {text[:100]}")
    report(f"pages of {gold.name}", got, want, ROLES)
    print("\n".join(missed[:errors]))


def report(name: str, got: Sequence[str], want: Sequence[str], labels: Sequence[str]) -> None:
    """Accuracy, macro-F1 and the F1 of each label on one line."""
    counts = label_counts(got, want, labels)
    right = sum(a == b for a, b in zip(got, want, strict=True)) / max(1, len(want))
    each = " · ".join(f"{label} {counts[label].f1:.3f}" for label in labels if Counter(want)[label])
    print(f"{name}: {len(want)} sentences · accuracy {right:.3f} · macro-F1 {macro_f1(counts):.3f} · {each}")


if __name__ == "__main__":
    main()
