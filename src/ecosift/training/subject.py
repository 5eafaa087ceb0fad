"""Fits the glance that tells pages about other things from those that levels are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from ecosift.models import FloatArray
from ecosift.tagging.levels.words import Words
from ecosift.training.elsewhere import Elsewhere
from ecosift.training.linear import SEED, Matrix, folds_of
from ecosift.training.lots import Lot

# Fewer pages of either kind than this do not tell subjects apart.
FEWEST_PAGES = 50
# Words that stand on fewer pages are not looked at.
MIN_PAGES = 5
FOLDS, PENALTY = 5, 10.0
# Shares of one word in hundreds are brought to a scale on which the fit moves.
SCALE = 20.0
# What a page counts, by where it comes from: our own are known by their style, those of others by what they
# are about. (Swept: with ours at a tenth of the public ones 87 % of the pages elsewhere are passed over, so
# 91 %, and as few tags are lost.)
OWN, PUBLIC, OTHER = "own", "public", "elsewhere"
WEIGHT: Mapping[str, float] = {OWN: 0.03, PUBLIC: 3.0, OTHER: 1.0}
# The share of the tags on our own pages, and on public ones, that may go with pages passed over, out of fold.
LOST = 0.01


@dataclass(frozen=True)
class FittedSubject:
    """A weight for each word, the mean under which a page is passed over, and what that does out of fold.

    `passed` is the share of the pages elsewhere that are passed over, `lost` the share of all tags.
    """

    words: tuple[str, ...]
    weights: FloatArray
    cut: float
    passed: float
    lost: float

    @property
    def settings(self) -> dict[str, Any]:
        """What a manifest tells of it."""
        found = {"cut": self.cut, "passed": self.passed, "lost": self.lost}
        return {**{name: round(value, 4) for name, value in found.items()}, "words": len(self.words)}


@dataclass(frozen=True)
class _Page:
    """The different words of a page from a `source`, and how many tags its sentences have."""

    source: str
    group: str
    words: frozenset[str]
    tags: int


def fit_subject(
    own: Sequence[Lot], public: Sequence[Lot], elsewhere: Sequence[Elsewhere]
) -> FittedSubject | None:
    """Fit the glance on pages with tags, our own and others', against those `elsewhere`.

    None where there are too few of either.
    """
    pages = [
        *_with_tags((lot for lot in own if not lot.loose), OWN),
        *_with_tags(public, PUBLIC),
        *(_Page(OTHER, f"{OTHER} {page.name}", _words_in(page.sentences), 0) for page in elsewhere),
    ]
    tags = np.array([page.tags for page in pages])
    if min(np.count_nonzero(tags), np.count_nonzero(tags == 0)) < FEWEST_PAGES:
        return None
    seen = Counter(word for page in pages for word in page.words)
    words = tuple(sorted(word for word, count in seen.items() if count >= MIN_PAGES))
    table = _shares(pages, words)
    source = np.array([page.source for page in pages])
    weight = np.array([WEIGHT[page.source] for page in pages])
    scores = np.zeros(len(pages))
    for mask in folds_of([page.group for page in pages], FOLDS):
        scores[mask] = table[mask] @ _fitted(table[~mask], tags[~mask] > 0, weight[~mask])
    with_tags = [source == name for name in (OWN, PUBLIC) if name in source]
    cut = min(_cut(scores[mask], tags[mask]) for mask in with_tags)
    over = scores < cut
    return FittedSubject(
        words,
        _fitted(table, tags > 0, weight).astype(np.float32),
        cut,
        float(over[tags == 0].mean()),
        float(tags[over].sum() / tags.sum()),
    )


def _with_tags(lots: Iterable[Lot], source: str) -> Iterator[_Page]:
    for lot in lots:
        if tags := sum(map(len, lot.levels)):
            words = _words_in(sentence.text for sentence in lot.sentences if not sentence.heading)
            yield _Page(source, lot.group, words, tags)


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(form for text in texts for form in Words(text).forms if form.isalpha())


def _shares(pages: Sequence[_Page], words: Sequence[str]) -> csr_array:
    """A row a page: for each of its words the share that it has among them."""
    column = {word: at for at, word in enumerate(words)}
    rows = [[column[word] for word in sorted(page.words) if word in column] for page in pages]
    sizes = [len(row) for row in rows]
    values = np.repeat([1.0 / max(size, 1) for size in sizes], sizes)
    starts = np.cumsum([0, *sizes])
    return csr_array((values, np.concatenate(rows), starts), shape=(len(pages), len(words)))


def _fitted(table: csr_array, wanted: Any, weight: Matrix) -> Matrix:
    """The weights of the words; as shares sum to 1, the intercept is in each of them."""
    fitted = LogisticRegression(C=PENALTY, max_iter=1000, random_state=SEED)
    fitted.fit(SCALE * table, wanted, sample_weight=weight)
    return np.asarray(SCALE * fitted.coef_[0] + fitted.intercept_[0])


def _cut(scores: Matrix, tags: Matrix) -> float:
    """The highest score below which no more than `LOST` of the tags stand, and no even odds."""
    order = np.argsort(scores, kind="stable")
    gone = np.cumsum(tags[order])
    return min(0.0, float(scores[order[np.searchsorted(gone, LOST * gone[-1], side="right")]]))
