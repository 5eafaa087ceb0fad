"""Roles of sentences, ours beside peers: four labels on abstracts, seven on our own gold pages.

usage: python benchmarks/roles.py [FOLDER or FILE] [--data CORPORA] [--folds N] [--take N] [--only NAME ...]
                                  [--gold GOLD PAGES] [--model NAME] [--errors N]

FOLDER holds `roles*.jsonl`, gzipped or not: a document a line with `doc_id`, `abstract` and `limitations`,
lists of `text` and `role` (context, method, finding, implication) as the authors' own headings have it.
Abstracts are tagged without their headings; background and objective count as context, method and sample as
method. Every tool is trained anew for each fold on the other documents; ours also on the gold and loose
sentences of `--data`, where it is given. `--take N` uses every n-th document.

With `--data` the gold pages are tagged as well, page-wise: no page by a model that saw it. Loose sentences
and abstracts (every fourth, for time) teach every tool there. Peers: logistic regression on TF-IDF of words
and word pairs, of the sentence alone, and "with place": words of the neighbours, place in the page,
section. Intervals are of 95 %, by drawing documents anew.

With `--gold` the gold sentences of any pages are tagged by a model that is there (`--model ""`: by cues and
rules alone), headings above them. That is in sample where the model was trained on those pages.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

# The folder of this script comes first, and its `statistics.py` would hide the standard library's.
sys.path.append(sys.path.pop(0))

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from ecosift.evaluation import formulas
from ecosift.evaluation.bootstrap import Estimate, estimates
from ecosift.evaluation.gold import read_gold
from ecosift.evaluation.samples import Sums
from ecosift.headings import canonical
from ecosift.models import load_model
from ecosift.tagging.roles import tag_roles
from ecosift.training.linear import SEED
from ecosift.training.roles import (
    MEASURED_STEP,
    LabelledPage,
    cross_validated,
    gold_page,
    gold_pages,
    loose_pages,
    read_abstracts,
    thinned,
)
from ecosift.types import ROLES

COARSE = {"background": "context", "objective": "context", "sample": "method"}
FOUR = ("context", "method", "finding", "implication")
PAGE_FOLDS = 10
US = "ecosift"
# A label for every statement of every page, each page tagged by a model that never saw it.
Tool = Callable[[Sequence[LabelledPage], Sequence[LabelledPage], int], list[list[str]]]


def main() -> None:
    """Print a row of figures for each tool and set that is given."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("abstracts", nargs="?", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--take", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], help="these tools alone")
    parser.add_argument("--gold", nargs=2, type=Path, metavar=("GOLD", "PAGES"))
    parser.add_argument("--model", default="roles")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    documents = [page for file in files(options.abstracts) for page in read_abstracts(file)]
    own = gold_pages(options.data) if options.data else []
    loose = loose_pages(options.data) if options.data else []
    for name, tool in TOOLS.items():
        if options.only and name not in options.only:
            continue
        if documents:
            beside = [*own, *loose] if name == US else []
            on_abstracts(name, tool, documents[:: options.take], beside, options.folds)
        if own:
            beside = [*loose, *thinned(documents)[::MEASURED_STEP]]
            report(f"{name}, own gold", own, tool(own, beside, PAGE_FOLDS), ROLES)
    if options.gold:
        gold, pages = options.gold
        on_pages(gold, pages, options.model, options.errors)


def files(given: Path | None) -> list[Path]:
    """The files of a folder, or the one file that is given."""
    if given is None:
        return []
    return [given] if given.is_file() else sorted(given.glob("roles*.jsonl*"))


def on_abstracts(
    name: str,
    tool: Tool,
    documents: Sequence[LabelledPage],
    beside: Sequence[LabelledPage],
    folds: int,
) -> None:
    """Four labels without headings, each document tagged by a model that never saw it."""
    abstracts = [page for page in documents if not page.words_alone]
    given = tool(abstracts, beside, folds)
    got = [[COARSE.get(role, role) for role in page] for page in given]
    report(f"{name}, abstracts", abstracts, got, FOUR)


def on_pages(gold: Path, pages: Path, model: str, errors: int) -> None:
    """Seven labels on the gold sentences of pages, by a model that is there."""
    trained = load_model(model) if model else None
    labelled = [gold_page(each, pages) for each in read_gold(gold)]
    given, missed = [], []
    for page in labelled:
        tags = [tag for tag in tag_roles(page.sentences, title=page.title, model=trained) if tag]
        given.append([tag.label for tag in tags])
        for tag, (role, *_), text in zip(tags, page.allowed, texts_of(page), strict=True):
            if tag.label != role:
                missed.append(f"  {page.name}: {role} read as {tag.label} {tag.score:.2f}: {text[:100]}")
    report(f"{model or 'rules'} on {gold.name}", labelled, given, ROLES)
    print("".join(f"{line}\n" for line in missed[:errors]), end="")


def ours(pages: Sequence[LabelledPage], beside: Sequence[LabelledPage], folds: int) -> list[list[str]]:
    """Our chain, trained anew."""
    roles = iter(cross_validated(pages, beside, folds))
    return [[next(roles) for _ in page.allowed] for page in pages]


def peer(*, place: bool) -> Tool:
    """TF-IDF and logistic regression, of the sentence alone or with what stands around it."""

    def tag(pages: Sequence[LabelledPage], beside: Sequence[LabelledPage], folds: int) -> list[list[str]]:
        given: dict[int, list[str]] = {}
        for fold in range(min(folds, len(pages))):
            held = range(fold, len(pages), folds)
            train = [page for k, page in enumerate(pages) if k % folds != fold]
            model = Regression([*train, *beside], place=place)
            given |= {k: model.tag(pages[k]) for k in held}
        return [given[k] for k in range(len(pages))]

    return tag


class Regression:
    """Words and word pairs of a sentence, and if asked its place, section and neighbours, in one model."""

    def __init__(self, pages: Sequence[LabelledPage], *, place: bool) -> None:
        self.views = [words_of] + [before_of, after_of] * place
        self.words = [TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True) for _ in self.views]
        self.place = DictVectorizer() if place else None
        said = [
            words.fit_transform(list(chain.from_iterable(map(view, pages))))
            for words, view in zip(self.words, self.views, strict=True)
        ]
        if self.place is not None:
            said.append(self.place.fit_transform(list(chain.from_iterable(map(places_of, pages)))))
        wanted = [left[0] for page in pages for left in page.allowed]
        weights = [page.weight for page in pages for _ in page.allowed]
        self.model = LogisticRegression(C=5.0, max_iter=300, random_state=SEED)
        self.model.fit(hstack(said).tocsr(), wanted, weights)

    def tag(self, page: LabelledPage) -> list[str]:
        """A label for every statement of a page."""
        said: list[Any] = [
            words.transform(view(page)) for words, view in zip(self.words, self.views, strict=True)
        ]
        if self.place is not None:
            said.append(self.place.transform(places_of(page)))
        return [str(label) for label in self.model.predict(hstack(said).tocsr())]


def texts_of(page: LabelledPage) -> list[str]:
    """The statements of a page."""
    return [sentence.text for sentence in page.sentences if not sentence.heading]


words_of = texts_of


def before_of(page: LabelledPage) -> list[str]:
    """The statement before each."""
    return ["", *texts_of(page)][:-1]


def after_of(page: LabelledPage) -> list[str]:
    """The statement after each."""
    return [*texts_of(page), ""][1:]


def places_of(page: LabelledPage) -> list[Mapping[str, float]]:
    """Tenth of the page, distance from both ends, and the section that the innermost heading names."""
    stated = [sentence for sentence in page.sentences if not sentence.heading]
    count = len(stated)
    return [
        {
            f"tenth {10 * at // count}": 1.0,
            f"from {min(at, 5)}": 1.0,
            f"to {min(count - 1 - at, 5)}": 1.0,
            f"section {canonical(sentence.section[-1]) if sentence.section else None}": 1.0,
        }
        for at, sentence in enumerate(stated)
    ]


def report(
    name: str, pages: Sequence[LabelledPage], given: Sequence[Sequence[str]], labels: Sequence[str]
) -> None:
    """Accuracy and macro-F1 with their intervals, and the F1 of each label, on one line."""
    wanted = [
        [COARSE.get(left[0], left[0]) if labels is FOUR else left[0] for left in p.allowed] for p in pages
    ]
    matrix = np.stack([confusions(got, want, labels) for got, want in zip(given, wanted, strict=True)])
    rows, size = matrix.reshape(len(pages), -1), len(labels)
    macro = Sums(rows, lambda sums: formulas.macro_f1(formulas.counts_of(sums, size)))
    accuracy, f1 = estimates([Sums(rows, formulas.accuracy), macro])
    each = formulas.f1(formulas.counts_of(rows.sum(axis=0), size))
    figures = " · ".join(f"{label} {value:.3f}" for label, value in zip(labels, each, strict=True))
    sizes = f"{len(pages)} documents, {sum(map(len, given))} sentences"
    print(f"{name}: {sizes} · accuracy {shown(accuracy)} · macro-F1 {shown(f1)} · {figures}", flush=True)


def confusions(got: Sequence[str], want: Sequence[str], labels: Sequence[str]) -> np.ndarray:
    """How often each label (row) was given each label (column); the last ones stand for any other."""
    place = {label: at for at, label in enumerate(labels)}
    found = np.zeros((len(labels) + 1, len(labels) + 1))
    for a, b in zip(got, want, strict=True):
        found[place.get(b, len(labels)), place.get(a, len(labels))] += 1
    return found


def shown(figure: Estimate) -> str:
    """A figure with its interval."""
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


TOOLS: Mapping[str, Tool] = {
    US: ours,
    "TF-IDF, sentence alone": peer(place=False),
    "TF-IDF with place": peer(place=True),
}


if __name__ == "__main__":
    main()
