"""What a period bounds: "after surgery", "follow-up", "of treatment", the study itself."""

from __future__ import annotations

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_ANCHORS = frozenset({"after", "before", "since", "post", "following", "of", "from", "prior", "during"})
_NOUNS = frozenset("wGKZV")


def bound(context: Context, figure: Figure) -> None:
    """Add `bounds` to a period where the words after it tell them, or the verb of a dated study."""
    if "bounds" in figure.parts:
        return
    told = _after(context, figure.last + 1)
    if told is None and figure.form == "calendar":
        near = set(context.before(figure.first, 14)) | set(context.after(figure.last, 5))
        told = "study" if near & cues("conducted") else None
    if told:
        figure.parts["bounds"] = told


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
