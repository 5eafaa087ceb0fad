"""What a period bounds: "after surgery", "follow-up", "of treatment", the study itself."""

from __future__ import annotations

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_ANCHORS = frozenset({"after", "before", "since", "post", "following", "of", "from", "prior", "during"})
_LASTING = frozenset({"for", "over", "after", "at", "only", "until", "past", "to", "another", "by"})
_DONE = {
    "recruitment": "recruiting",
    "survey": "surveying",
    "interviews": "interviewing",
    "search": "searching",
}
MOST_BEFORE = 12
_NOUNS = frozenset("wGKZV")


def bound(context: Context, figure: Figure) -> None:
    """Add `bounds` to a period where the words after it tell them, or the verb of a dated study."""
    if "bounds" in figure.parts:
        return
    told = _follow_up(context, figure) or _after(context, figure.last + 1)
    if told is None and figure.form == "calendar":
        told = _of_study(context, figure)
    if told:
        figure.parts["bounds"] = told


def _follow_up(context: Context, figure: Figure) -> str | None:
    """As in "followed 90 men for two years", "After six weeks, 12 of them": how long people were followed."""
    led = context.before(figure.first, MOST_BEFORE)
    if led[-1:] and led[-1] in _LASTING and not cues("following_up").isdisjoint(led):
        return "follow-up"
    opens = len(led) == 1 and led[0] in ("after", "by") and context.codes_after(figure.last, 1) == ","
    return "follow-up" if opens and figure.form == "duration" else None


def _of_study(context: Context, figure: Figure) -> str | None:
    """What was done then, by the nearest word for it: "recruitment", "survey", or just the study."""
    near = [*reversed(context.before(figure.first, MOST_BEFORE + 2)), *context.after(figure.last, 5)]
    for word in near:
        for name, words_ in _DONE.items():
            if word in cues(words_):
                return name
    return "study" if not cues("conducted").isdisjoint(near) else None


def _after(context: Context, first: int) -> str | None:
    line, end = context.line, context.end(first - 1)
    last = first
    if first < end and line.lower[first] in _ANCHORS:
        last += 1
    while (
        last < end
        and last - first < 4
        and line.shape[last] in _NOUNS
        and line.lower[last] not in cues("verbs")
    ):
        last += 1
    anchored = last > first + 1 or (last > first and line.lower[first] not in _ANCHORS)
    return line.slice(first, last - 1) if anchored else None
