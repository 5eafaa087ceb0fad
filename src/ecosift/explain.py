"""Why a sentence got its levels: scores, cues, rules and the features that the classifier went by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecosift.errors import ConfigError
from ecosift.language.component import sentences_of
from ecosift.models import Model
from ecosift.pipeline import Pipeline
from ecosift.tagging.levels.codebook import Codebook
from ecosift.tagging.levels.features import PAIR, WORD, Features
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.tagger import cue_scores, judge_page
from ecosift.tagging.levels.views import View, view_page
from ecosift.types import LevelTag, Role, Sentence

STRONGEST = 5
# What the network adds cannot be laid to single words.
WHOLE = "the sentence as a whole, in its place"
# What a feature's name says in words; `{0}` is what follows the sign.
SAID: Mapping[str, str] = {
    "c": "cues of {0}",
    "s": "sense {0}",
    "h": "heading speaks of {0}",
    "a": "taken up from the sentence before: {0}",
    "k": "kind of word: {0}",
    "after": "cue after {0}",
    "until": "cue before {0}",
    "first": "first cue {0}",
    "last": "last cue {0}",
    "alone": "no cue but of {0}",
    "both": "cues of {0}",
    "none": "no cue",
    "short": "short sentence",
    "generic": "talk of levels in general",
}


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that the classifier saw, and what it added to the level's log odds."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class LevelReasons:
    """A level of a sentence: its score, and what speaks for it.

    In a text of three sentences and more the score heeds those around as well (`levels.second`), after what
    cues and classifier say alone.

    `tag` is None under the threshold. `cues` is what the cues say alone, `classifier` what it says alone
    (None without a model), `features` its strongest reasons, for and against.
    """

    level: str
    score: float
    tag: LevelTag | None
    cues: float
    classifier: float | None
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """A sentence with its role, and the reasons for each level in the codebook's order."""

    text: str
    start: int
    end: int
    role: Role | None
    role_score: float | None
    levels: tuple[LevelReasons, ...]


def explain(pipeline: Pipeline, text: str) -> list[Reasons]:
    """The reasons for the levels of every sentence of `text`; offsets index the text.

    Raises `ConfigError` where the text cannot be tagged.
    """
    article = pipeline.annotate(text)
    if article.error is not None or article.doc is None:
        raise ConfigError(f"the text cannot be tagged ({article.error})")
    book, model = pipeline.levels.codebook, pipeline.levels.model
    views = view_page(compile_codebook(book), sentences_of(article.doc))
    alone = cue_scores(book, views)
    judged = _judged(views, model, book)
    return [
        _reasons(sentence, view, book, model, cues=cues, said=said)
        for sentence, view, cues, said in zip(article.sentences, views, alone, judged, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Whole:
    """The log odds that a model's network gives a level, and the share at which they count."""

    logit: float = 0.0
    share: float = 0.0


NO_NETWORK = Whole()


def strongest(
    features: Features, model: Model, level: str, whole: Whole = NO_NETWORK, most: int = STRONGEST
) -> tuple[Feature, ...]:
    """What moved the classifier most at a level, for or against; equals by name."""
    parts = contributions(features, model, level, whole)
    ranked = sorted(parts.items(), key=lambda item: (-abs(item[1]), item[0]))
    return tuple(Feature(name, round(value, 4)) for name, value in ranked[:most] if value)


def contributions(
    features: Features, model: Model, level: str, whole: Whole = NO_NETWORK
) -> dict[str, float]:
    """What each feature adds to a level's log odds, in words; with the intercept they sum up to them.

    Where a network counts, the features count for what it leaves, and so does the intercept.
    """
    column = model.manifest["labels"].index(level)
    weights, index = model.arrays["weights"][:, column], model.index
    found: dict[str, float] = {}
    left = 1.0 - whole.share

    def add(name: str, feature: str, value: float) -> None:
        if feature in index:
            found[name] = found.get(name, 0.0) + left * value * float(weights[index[feature]])

    known = sum(f"v={form}" in index for form in features.forms)
    for form in features.forms:
        add(f"“{form}”", f"v={form}", 1.0 / max(1, known))
    for form in dict.fromkeys(features.forms):
        add(f"“{form}”", f"w={form}", WORD)
    for pair in dict.fromkeys(pairwise(features.forms)):
        add(f"“{' '.join(pair)}”", f"b={' '.join(pair)}", PAIR)
    for name, value in features.others.items():
        add(_said(name), name, value)
    if whole.share:
        found[WHOLE] = whole.share * whole.logit
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """What the classifier says of a level, None without a model, and its network's part of that."""

    classifier: float | None = None
    whole: Whole = NO_NETWORK


def _judged(views: Sequence[View], model: Model | None, book: Codebook) -> list[dict[str, _Said]]:
    if model is None:
        return [dict.fromkeys(book.levels, _Said()) for _ in views]
    judged = judge_page(book, views, model)
    columns = [model.manifest["labels"].index(level) for level in book.levels]
    return [
        {
            level: _Said(given, Whole(network[column], judged.share))
            for level, given, column in zip(book.levels, row, columns, strict=True)
        }
        for row, network in zip(judged.levels.tolist(), judged.network.tolist(), strict=True)
    ]


def _reasons(
    sentence: Sentence,
    view: View,
    book: Codebook,
    model: Model | None,
    *,
    cues: Mapping[str, float],
    said: Mapping[str, _Said],
) -> Reasons:
    tags = {tag.level: tag for tag in sentence.levels}
    levels = tuple(
        LevelReasons(
            level=level,
            score=sentence.level_scores[level],
            tag=tags.get(level),
            cues=round(cues[level], 4),
            classifier=None if (given := said[level].classifier) is None else round(given, 4),
            features=() if model is None else strongest(view.features, model, level, said[level].whole),
        )
        for level in book.levels
    )
    return Reasons(sentence.text, sentence.start, sentence.end, sentence.role, sentence.role_score, levels)


def _said(name: str) -> str:
    sign, _, rest = name.partition("=")
    return SAID.get(sign, name).format(rest.replace("{", "").replace("}", ""))
