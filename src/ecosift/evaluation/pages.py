"""A pipeline's articles against gold pages: content, roles, levels, valence, statistics, study fields.

Sentences are paired one to one by the words they share, the most similar first, each pair half alike or more.
A gold sentence without a partner counts as missed in every measure. What a predicted sentence without a
partner carries counts as false only where most of its words stand nowhere in the gold's content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ecosift.evaluation.gold import GoldPage, GoldSentence, GoldStatistic
from ecosift.evaluation.measures import (
    WORD,
    Counts,
    dice,
    label_counts,
    macro_f1,
    match,
    multilabel_counts,
    words,
)
from ecosift.types import ROLES, Sentence, Statistic, Study

if TYPE_CHECKING:
    from ecosift.article import Article

STUDY_FIELDS = ("doi", "pmid", "year", "first_author")
LEAST_DICE = 0.5
# A predicted sentence with fewer of its words in the gold's content than this was never content.
LEAST_KNOWN = 0.8
LOST = "(no partner)"


@dataclass
class PageScores:
    """Everything counted so far; the figures are properties."""

    content: list[float] = field(default_factory=list)
    roles: list[tuple[str, str]] = field(default_factory=list)
    levels: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)
    valence: list[tuple[str, str]] = field(default_factory=list)
    statistics: Counts = field(default_factory=Counts)
    study: tuple[int, int] = (0, 0)

    def add(self, gold: GoldPage, article: Article) -> None:
        """Count one page."""
        self.content.append(content_f1(gold, article.text).f1)
        predicted = [sentence for sentence in article.sentences if not sentence.heading]
        bags = [words(sentence.text) for sentence in predicted]
        wanted = [words(sentence.text) for sentence in gold.statements]
        partner = match(wanted, bags, dice, least=LEAST_DICE - 1e-9)
        for place, sentence in enumerate(gold.statements):
            self._sentence(sentence, predicted[partner[place]] if place in partner else None)
        known = words(" ".join(_known_texts(gold)))
        used = set(partner.values())
        for place, stray in enumerate(predicted):
            if place not in used and (bags[place] & known).total() < LEAST_KNOWN * bags[place].total():
                self._stray(stray)
        self._study(gold, article.study)

    def _sentence(self, gold: GoldSentence, found: Sentence | None) -> None:
        assert gold.role is not None
        self.roles.append((found.role or LOST if found else LOST, gold.role))
        tags = {tag.level: tag.valence for tag in found.levels} if found else {}
        self.levels.append((frozenset(tags), frozenset(gold.levels)))
        self.valence += [(tags[k], gold.valence[k]) for k in gold.levels if k in tags and k in gold.valence]
        self.statistics += _statistic_counts(gold.stats, found.statistics if found else ())

    def _stray(self, sentence: Sentence) -> None:
        self.levels.append((frozenset(tag.level for tag in sentence.levels), frozenset()))
        self.statistics += Counts(fp=len(sentence.statistics))

    def _study(self, gold: GoldPage, found: Study | None) -> None:
        right, asked = self.study
        for key in STUDY_FIELDS:
            want, have = getattr(gold.study, key, None), getattr(found, key, None)
            if want or have:
                asked += 1
                right += bool(want and have) and _same_field(key, str(want), str(have))
        self.study = right, asked

    @property
    def role_counts(self) -> Mapping[str, Counts]:
        """Counts of each role."""
        return label_counts((p for p, _ in self.roles), (g for _, g in self.roles), ROLES)

    @property
    def level_counts(self) -> Mapping[str, Counts]:
        """Counts of each level that occurs."""
        labels = sorted({level for pair in self.levels for side in pair for level in side})
        return multilabel_counts([p for p, _ in self.levels], [g for _, g in self.levels], labels)

    def table(self) -> dict[str, float]:
        """The figures by name, each from 0 to 1."""
        valence = label_counts(
            (p for p, _ in self.valence), (g for _, g in self.valence), ("barrier", "facilitator")
        )
        right = sum(p == g for p, g in self.roles)
        return {
            "content word-F1": sum(self.content) / max(1, len(self.content)),
            "role accuracy": right / max(1, len(self.roles)),
            "role macro-F1": macro_f1(self.role_counts),
            "level macro-F1": macro_f1(self.level_counts),
            "valence macro-F1": macro_f1(valence),
            "statistics F1": self.statistics.f1,
            "study fields": self.study[0] / max(1, self.study[1]),
        }


def score_pages(pairs: Iterable[tuple[GoldPage, Article]]) -> PageScores:
    """Scores over gold pages and what a pipeline made of them."""
    scores = PageScores()
    for gold, article in pairs:
        scores.add(gold, article)
    return scores


def content_f1(gold: GoldPage, text: str) -> Counts:
    """Words of the content sentences found; headings and neutral texts are neither asked for nor punished."""
    want = words(" ".join(sentence.text for sentence in gold.statements))
    free = words(" ".join(_headings(gold)))
    got = words(text)
    both = (got & want).total()
    return Counts(both, (got - want - free).total(), want.total() - both)


def _headings(gold: GoldPage) -> Iterator[str]:
    yield from (sentence.text for sentence in gold.sentences if sentence.heading)
    yield from gold.headings
    yield from gold.neutral


def _known_texts(gold: GoldPage) -> Iterator[str]:
    yield from (sentence.text for sentence in gold.statements)
    yield from _headings(gold)


def _statistic_counts(gold: Sequence[GoldStatistic], found: Sequence[Statistic]) -> Counts:
    pairs = match(gold, found, _alike)
    return Counts(len(pairs), len(found) - len(pairs), len(gold) - len(pairs))


def _alike(gold: GoldStatistic, found: Statistic) -> float:
    """1 where type, expression and key number agree; a count and its percentage may stand for each other."""
    if gold.type != found.type and {gold.type, found.type} != {"count", "percentage"}:
        return 0.0
    want, have = _plain(gold.text), _plain(found.text)
    inside = have in want or (want in have and len(have) <= 2 * len(want))
    return float(inside and _same_number(gold.parts, found.parts))


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text.lower()))


def _same_number(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    stand_ins: Mapping[str, tuple[str, ...]] = {
        "value": ("value", "percent"),
        "numerator": ("numerator", "value"),
    }
    for keys in (("value",), ("low", "high"), ("numerator",)):
        if all(isinstance(gold.get(key), (int, float)) for key in keys):
            return all(
                any(_equal(gold[key], found.get(name)) for name in stand_ins.get(key, (key,))) for key in keys
            )
    return True


def _equal(a: float, b: object) -> bool:
    return isinstance(b, (int, float)) and abs(a - b) < 1e-9


def _same_field(key: str, want: str, have: str) -> bool:
    if key == "first_author":
        return want.lower().split()[-1] in have.lower().replace(",", " ").split()
    return want.lower() == have.lower()
