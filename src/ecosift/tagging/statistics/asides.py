"""Tells figures of no sample: times and numbers in advice, laws, customs, plans and in one's own life."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_TOLD = frozenset({"i", "you", "your", "my", "me", "mine", "yours", "yourself", "myself"})
_WITHIN = frozenset({"in", "within", "during", "by", "at", "over", "between"})
_ANCHORED = frozenset({"after", "of", "post", "following", "since", "postpartum", "before"})
_QUOTES = ('"', "\u201c", "\u201d")
_ASKED_FOR = frozenset({"to", "be", "for", "on", "that"})
_BOUNDS = frozenset(
    {"up to", "at most", "no more than", "not more than", "fewer than", "less than", "at least"}
)
_TEAM = frozenset({"team", "colleagues", "co-authors", "students", "group"})
_PERFECT = frozenset({"has", "have"})
MOST_NAMED = 20
MOST_BEFORE = 30
_NEAR = 8


def is_aside(context: Context, figure: Figure, found: Sequence[Figure]) -> bool:
    """As in "pump three weeks before you go back", "clinics should have two nurses": no study's figure."""
    if figure.kind == "period" and _is_own_story(context, figure, found):
        return True
    if figure.kind == "period" and figure.form == "duration":
        return (
            bool(_TOLD & context.sentence(figure.first))
            or _is_ordinal_day(context, figure)
            or _is_ruled(context, figure, found)
            or _is_history(context, figure, found)
        )
    if not _is_counted(figure) or not _is_small(figure):
        return False
    return (
        _is_spoken(context, figure)
        or _is_ruled(context, figure, found)
        or (figure.parts.get("qualifier") in _BOUNDS and _tells_nothing_else(context, figure, found))
    )


def is_by_lot(context: Context, figure: Figure) -> bool:
    """As in "half were given a mentor, and this was decided by chance": an allotment."""
    if figure.form != "fraction" or figure.parts.get("value") != 50:
        return False
    near = [*context.before(figure.first, 4), *context.after(figure.last, 3)]
    said = context.line.lower[context.begin(figure.at) : context.end(figure.at)]
    by_chance = ("by", "chance") in pairwise(said) or ("by", "lot") in pairwise(said)
    return by_chance or not cues("by_lot").isdisjoint(near)


def _is_small(figure: Figure) -> bool:
    limit = 3 * MOST_NAMED if "qualifier" in figure.parts else MOST_NAMED
    return figure.form == "bare" and figure.parts.get("value", limit) < limit


def _is_ordinal_day(context: Context, figure: Figure) -> bool:
    """As in "on the first day", "the first weeks are loud", but not "first year after"."""
    if context.line.shape[figure.at] != "O" or context.line.numbers[figure.at].value > 2:
        return False
    within = figure.first != figure.at or bool(set(context.before(figure.first, 3)) & _WITHIN)
    after = context.after(figure.last, 1)
    return not within and not (after and after[0] in _ANCHORED)


def _is_ruled(context: Context, figure: Figure, found: Sequence[Figure]) -> bool:
    """As in "the law allows three days to pay": a rule, a custom or a plan, and nothing that was found."""
    end = figure.first  # "all three towns lie on one coast, so readers should be careful"
    if figure.kind == "period":
        end = min(context.end(figure.at), figure.last + MOST_BEFORE)
    said = context.line.lower[max(context.begin(figure.at), figure.first - MOST_BEFORE) : end]
    legal = figure.kind != "period" and not cues("laws").isdisjoint(said[-_NEAR:])
    ruled = (
        legal
        or not cues("ruling").isdisjoint(said)
        or any(
            word in cues("asking_for") and (then in _ASKED_FOR or before == "would")
            for before, word, then in zip(["", *said], said, said[1:], strict=False)
        )
    )
    return ruled and _tells_nothing_else(context, figure, found)


def _is_own_story(context: Context, figure: Figure, found: Sequence[Figure]) -> bool:
    """As in "She kept the letter for nine days": a time in one person's life."""
    said = context.sentence(figure.first)
    if cues("own_story").isdisjoint(said) or not _TEAM.isdisjoint(said):
        return False
    return _tells_nothing_else(context, figure, found)


def _is_history(context: Context, figure: Figure, found: Sequence[Figure]) -> bool:
    """As in "Villages have been losing their shops for two decades"."""
    said = context.sentence(figure.first)
    if not _PERFECT & said or figure.parts.get("unit") not in ("year", "decade"):
        return False
    return bool({"been", "spent"} & said) and _tells_nothing_else(context, figure, found)


def _tells_nothing_else(context: Context, figure: Figure, found: Sequence[Figure]) -> bool:
    """Whether the sentence has no other figure of a study, and no word for one."""
    if not cues("researching").isdisjoint(context.sentence(figure.first)):
        return False
    begin = context.begin(figure.at)
    others = (other for other in found if other is not figure and context.begin(other.at) == begin)
    return all(_is_minor(other) for other in others)


def _is_minor(figure: Figure) -> bool:
    return figure.kind == "period" or (_is_counted(figure) and _is_small(figure))


def _is_counted(figure: Figure) -> bool:
    return figure.kind == "sample_size" or (figure.kind == "count" and "_some" in figure.parts)


def _is_spoken(context: Context, figure: Figure) -> bool:
    """As in "“I look after three children,” she said": a number in somebody's own life."""
    line, begin = context.line, context.begin(figure.at)
    if not cues("researching").isdisjoint(context.sentence(figure.first)):
        return False
    if {"you", "your"} & context.sentence(figure.first):
        return True
    ahead = sum(line.folded.count(mark, line.starts[begin], line.starts[figure.first]) for mark in _QUOTES)
    return ahead % 2 == 1
