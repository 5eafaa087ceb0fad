"""Sentences in, levels out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ecosift.models import Model
from ecosift.tagging.levels import rules
from ecosift.tagging.levels.classifier import (
    Judgement,
    judge,
    lexis_of,
    passed_over,
    trained_for,
    valences,
)
from ecosift.tagging.levels.codebook import Codebook
from ecosift.tagging.levels.decide import (
    DECIMALS,
    THRESHOLD,
    Case,
    Merge,
    Place,
    cue_scores_of,
    factors_of,
    scores_of,
    tag_of,
    untouched,
)
from ecosift.tagging.levels.lexis import PageWords
from ecosift.tagging.levels.odds import Matrix
from ecosift.tagging.levels.outline import headings_over, outline_of
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.second import SHORTEST, second_of, told_of
from ecosift.tagging.levels.valence import tag_features, valence_of
from ecosift.tagging.levels.views import View, texts_of, view_page
from ecosift.types import Cue, Levels, LevelTag, Role, RoleTag, SentenceSpan, Valence

Scores = Mapping[str, float]
# Tags by the number of their sentence and their level, and the valence of each.
Places = Sequence[tuple[int, str]]
Valued = Callable[[Places], Sequence[Valence]]


def tag_levels(
    sentences: Sequence[SentenceSpan],
    roles: Sequence[RoleTag | None],
    codebook: Codebook,
    model: Model | None,
) -> list[Levels]:
    """The levels of every sentence, parallel to `sentences`; headings have no tags and all scores 0.

    So has a page that the model tells at a glance to be about other things. Without a model that knows the
    codebook's levels, cues and rules alone decide.
    """
    compiled = compile_codebook(codebook)
    if model is None or not trained_for(model, codebook.levels):
        views = view_page(compiled, sentences)
        return decide_page(codebook, views, roles, cue_table(codebook, views), THRESHOLD)
    words = lexis_of(compiled.matcher, model).read(texts_of(sentences))
    if passed_over(compiled.matcher, words, model):
        return [Levels((), dict.fromkeys(codebook.levels, 0.0)) for _ in sentences]
    views = view_page(compiled, sentences, words)
    judgement = judge_page(codebook, views, model, words)
    settings = model.manifest["settings"]
    given = scores_by(model, codebook, views, roles, judgement)

    def valued(places: Places) -> Sequence[Valence]:
        rows = [valence_row(views[at], level, roles[at]) for at, level in places]
        return valences(judgement, places, rows, model)

    by_model = valued if settings["valences"] else None
    return decide_page(codebook, views, roles, given, settings["threshold"], valued=by_model)


def decide_page(
    codebook: Codebook,
    views: Sequence[View],
    roles: Sequence[RoleTag | None],
    given: Matrix,
    threshold: float,
    *,
    valued: Valued | None = None,
) -> list[Levels]:
    """The merge, sentence by sentence: what one is tagged with, the next may take up.

    `given` has a row a sentence, columns in the order of the levels. `valued` says the valence of every tag;
    without it the tag's cues do.
    """
    verdicts = _verdicts(codebook, views, roles, given, threshold)
    places = [(at, level) for at, verdict in enumerate(verdicts) for level in verdict.tagged]
    found = iter(valued(places) if valued else _by_cues(views, roles, places))
    decided: list[Levels] = []
    for view, (scores, tagged, case) in zip(views, verdicts, strict=True):
        tags: tuple[LevelTag, ...] = ()
        if case is not None:
            place = _place(view)
            tags = tuple([tag_of(case, level, scores[level], next(found), place) for level in tagged])
        decided.append(Levels(tags, scores))
    return decided


class _Verdict(NamedTuple):
    """A sentence's scores, the levels that reach the threshold, and what bore on them if any does."""

    scores: Scores
    tagged: Sequence[str] = ()
    case: Case | None = None


def _verdicts(
    codebook: Codebook,
    views: Sequence[View],
    roles: Sequence[RoleTag | None],
    given: Matrix,
    threshold: float,
) -> list[_Verdict]:
    levels = codebook.levels
    silent = _Verdict(dict.fromkeys(levels, 0.0))
    found: list[_Verdict] = []
    before: Scores = {}
    rounded = given.round(DECIMALS)
    reached: list[bool] = (rounded.max(axis=1, initial=0.0) >= threshold).tolist()
    for view, role, row, some in zip(views, roles, rounded.tolist(), reached, strict=True):
        if view.sentence.heading:
            found.append(silent)
            before = {}
            continue
        quiet = _quiet(view, role)
        case = Case(view.reading, view.evidence) if quiet else _case(codebook, view, role, before)
        if quiet or untouched(case):
            scores = dict(zip(levels, row, strict=True))
            if not some:
                found.append(_Verdict(scores))
                before = {}
                continue
        else:
            scores = scores_of(case, dict(zip(levels, row, strict=True)))
        tagged = [level for level, score in scores.items() if score >= threshold]
        found.append(_Verdict(scores, tagged, case) if tagged else _Verdict(scores))
        before = {level: scores[level] for level in tagged}
    return found


def _by_cues(views: Sequence[View], roles: Sequence[RoleTag | None], places: Places) -> list[Valence]:
    """The valence of every tag as its cues have it."""
    return [
        valence_of(factors_of(view.evidence, level), view.reading.polarity, _label(role))
        for view, role, level in ((views[at], roles[at], level) for at, level in places)
    ]


def judge_page(
    codebook: Codebook, views: Sequence[View], model: Model, words: PageWords | None = None
) -> Judgement:
    """What the model's classifier says of a page; `words` where its lexis has read them already."""
    lexis = lexis_of(compile_codebook(codebook).matcher, model)
    sentences = [view.sentence for view in views]
    read = words or lexis.read(texts_of(sentences))
    outline = outline_of(sentences, lexis)
    return judge([view.features for view in views], read, outline, model, codebook.levels)


def scores_by(
    model: Model,
    codebook: Codebook,
    views: Sequence[View],
    roles: Sequence[RoleTag | None],
    judgement: Judgement,
) -> Matrix:
    """The scores of a page's sentences before any rule; columns in the order of the codebook's levels."""
    merge = Merge(**model.manifest["settings"]["merge"])
    cues = cue_table(codebook, views)
    given = merge.scores(codebook.levels, judgement.levels, cues, np.array([judgement.alone]))
    places = spoken_of(views)
    if (second := second_of(model)) is not None and len(places) >= SHORTEST:
        given[places] = second.judged(given[places], told_at(views, roles, given, cues, places))
    return merge.settled(codebook.levels, given)


def spoken_of(views: Sequence[View]) -> list[int]:
    """The numbers of a page's sentences that say anything, headings left out."""
    return [at for at, view in enumerate(views) if view.reading.words.text]


def told_at(
    views: Sequence[View],
    roles: Sequence[RoleTag | None],
    given: Matrix,
    cues: Matrix,
    places: Sequence[int],
) -> Matrix:
    """What the second look is told of a page's sentences at `places`.

    `given` are the first scores of all of them, `cues` what the cues alone make of them.
    """
    _, under = headings_over([views[at].sentence for at in places])
    return told_of(given[places], cues[places], under, [roles[at] for at in places])


def cue_scores(codebook: Codebook, views: Sequence[View]) -> list[Scores]:
    """What the cues alone make of every sentence."""
    return [cue_scores_of(view.evidence, codebook.levels) for view in views]


def cue_table(codebook: Codebook, views: Sequence[View]) -> Matrix:
    """What the cues alone make of every sentence, columns in the order of the levels."""
    column = {level: at for at, level in enumerate(codebook.levels)}
    said = [(row, column[e.level], 1.0 - e.weight) for row, view in enumerate(views) for e in view.evidence]
    doubt = np.ones((len(views), len(column)))
    if said:
        rows, columns, left = zip(*said, strict=True)
        np.multiply.at(doubt, (rows, columns), left)
    return np.asarray(1.0 - doubt)


def valence_row(view: View, level: str, role: RoleTag | None) -> dict[str, float]:
    """The features of one tag's valence, besides the sentence's."""
    own = [item for item in view.evidence if item.level == level]
    row = tag_features(level, own or view.evidence, view.reading.polarity, _label(role))
    row[f"t:own={len(own) > 0} {len(view.evidence) > 1}"] = 0.5
    for item in own:
        row[f"t:sense={item.sense}"] = 0.7
        row[f"t:by={item.by} {item.valence}"] = 0.5
    return row


def _case(codebook: Codebook, view: View, role: RoleTag | None, before: Scores) -> Case:
    label, reading = _label(role), view.reading
    frame = rules.frame_in_sentence(codebook, reading)
    if frame is None and label in rules.FRAMED_ROLES:
        frame = view.above
    return Case(
        reading=reading,
        evidence=view.evidence,
        role=label,
        frame=frame,
        defines="name" in reading.hits and rules.definition(compile_codebook(codebook), reading),
        inherited=rules.anaphora(codebook, reading, before),
    )


def _label(role: RoleTag | None) -> Role | None:
    return None if role is None else role.label


def _quiet(view: View, role: RoleTag | None) -> bool:
    """Whether no rule has anything to say: no frame, no role that one asks for, nothing named or taken up."""
    if view.above is not None or (role is not None and role.label in rules.HEEDED):
        return False
    hits = view.reading.hits
    return not hits or rules.SPEAKING.isdisjoint(hits)


def _place(view: View) -> Place:
    words, sentence = view.reading.words, view.sentence

    def place(first: int, last: int) -> Cue:
        start, end = words.place(first, last)
        return Cue(sentence.text[start:end], sentence.start + start, sentence.start + end)

    return place
