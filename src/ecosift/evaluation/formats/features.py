"""What a gold page may hold, format by format what is carried of it, and what would be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ecosift.evaluation.gold import GoldPage, GoldSentence, GoldStatistic

FEATURES = {
    "text": "the page's text",
    "furniture": "headings and furniture",
    "section": "the heading above a sentence",
    "roles": "roles",
    "levels": "levels",
    "valence": "directions of levels",
    "figures": "figures and their types",
    "parts": "parts of figures",
    "checks": "verdicts on figures",
    "scores": "scores of levels",
    "weights": "sampling weights",
    "notes": "further keys of sentences and figures",
    "study": "the study",
    "metadata": "metadata of the page, and texts that count neither way",
    "annotator": "who labelled it",
    "overlaps": "sentences or figures that overlap",
}
ALL = frozenset(FEATURES)


def present(page: GoldPage) -> Counter[str]:
    """How many pieces of each feature a page has."""
    found = Counter(feature for sentence in page.sentences for feature in _of_sentence(sentence))
    found["text"] += page.text is not None
    found["study"] += page.study is not None
    found["annotator"] += page.annotator is not None
    kept = (page.model_extra, page.headings, page.neutral, page.labelled, page.sampled)
    found["metadata"] += any(kept)
    found["overlaps"] += _overlaps(page)
    return +found


def _of_sentence(sentence: GoldSentence) -> Iterator[str]:
    given = {
        "furniture": sentence.heading or not sentence.content,
        "section": sentence.section,
        "roles": sentence.role,
        "scores": sentence.level_scores,
        "weights": sentence.weight != 1,
        "notes": sentence.model_extra,
    }
    yield from (feature for feature, there in given.items() if there)
    yield from ("levels" for _ in sentence.levels)
    yield from ("valence" for _ in sentence.valence)
    for figure in sentence.stats:
        yield "figures"
        yield from (
            feature
            for feature, there in (
                ("parts", figure.parts),
                ("checks", figure.checks is not None),
                ("notes", figure.model_extra),
            )
            if there
        )


def _overlaps(page: GoldPage) -> int:
    spans = [(s.start, s.end) for s in page.sentences if s.start is not None and s.end is not None]
    figures = [
        (f.start, f.end) for s in page.sentences for f in s.stats if f.start is not None and f.end is not None
    ]
    return sum(
        after[0] < before[1]
        for column in (sorted(spans), sorted(figures))
        for before, after in pairwise(column)
    )


def lost(pages: Iterable[GoldPage], carried: frozenset[str]) -> list[str]:
    """What pages hold that a format does not carry, a line for each feature."""
    total: Counter[str] = Counter()
    for page in pages:
        total += present(page)
    return [f"{FEATURES[name]} ({total[name]})" for name in FEATURES if total[name] and name not in carried]


def reduced(page: GoldPage, carried: frozenset[str]) -> GoldPage:
    """The page without what a format does not carry."""
    kept = dict(page.model_extra or {}) if "metadata" in carried else {}
    whole = "metadata" in carried
    return GoldPage(
        doc=page.doc,
        sentences=tuple(_sentence(s, carried) for s in page.sentences if "furniture" in carried or s.role),
        study=page.study if "study" in carried else None,
        headings=page.headings if whole else (),
        neutral=page.neutral if whole else (),
        text=page.text if "text" in carried else None,
        labelled=page.labelled if whole else None,
        annotator=page.annotator if "annotator" in carried else None,
        sampled=page.sampled if whole else False,
        **kept,
    )


def _sentence(sentence: GoldSentence, carried: frozenset[str]) -> GoldSentence:
    notes = dict(sentence.model_extra or {}) if "notes" in carried else {}
    return GoldSentence(
        text=sentence.text,
        start=sentence.start,
        end=sentence.end,
        content=sentence.content,
        heading=sentence.heading,
        section=sentence.section if "section" in carried else None,
        role=sentence.role,
        levels=sentence.levels,
        valence=sentence.valence if "valence" in carried else {},
        stats=tuple(_figure(figure, carried) for figure in sentence.stats),
        level_scores=sentence.level_scores if "scores" in carried else {},
        weight=sentence.weight if "weights" in carried else 1.0,
        **notes,
    )


def _figure(figure: GoldStatistic, carried: frozenset[str]) -> GoldStatistic:
    notes = dict(figure.model_extra or {}) if "notes" in carried else {}
    return GoldStatistic(
        type=figure.type,
        text=figure.text,
        start=figure.start,
        end=figure.end,
        parts=figure.parts if "parts" in carried else {},
        checks=figure.checks if "checks" in carried else None,
        **notes,
    )
