"""Some of those who were studied: "In four wards the lift was broken", after 20 wards were named."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_OPENS = frozenset({"for", "another", "only", "but", "as", "that", "because"})
_OPENS_SITES = _OPENS | {"in", "at", "to", "and"}
_REACH = 8
_IN_A_PLACE = re.compile(r"f{1,2}[wkXM-]{0,3}[wkLG]{1,2}(?:[.,;)]|$)")
_APART = frozenset({"who", "whose", "that", "which", "under", "with"})


def settle_some(context: Context, figures: list[Figure], sizes: dict[str, int]) -> None:
    """Make counts of samples that are some of those named before, and keep the size of every sample."""
    for figure in figures:
        if figure.kind == "sample_size" and _is_some(context, figure, sizes):
            figure.kind, figure.parts["_some"] = "count", True
    for figure in figures:
        head, value = _head(context, figure), figure.parts.get("value")
        if figure.kind == "sample_size" and head and isinstance(value, int):
            sizes[head] = max(value, sizes.get(head, 0))


def are_asked(context: Context, figure: Figure, reach: int = _REACH // 2) -> bool:
    """As in "met 40 of them", "34 of them were later interviewed", ", 83 of them in the state": a sample."""
    near = {*context.before(figure.first, reach), *context.after(figure.last, _REACH // 2)}
    if not near.isdisjoint(cues("asking")):
        return True
    apposed = context.codes_before(figure.first, 1) == ","
    return apposed and _IN_A_PLACE.match(context.line.shape, figure.last + 1) is not None


def _head(context: Context, figure: Figure) -> str:
    noun = figure.parts.get("_noun")
    return context.line.lower[noun[1]].removesuffix("s") if noun else ""


def _is_some(context: Context, figure: Figure, sizes: dict[str, int]) -> bool:
    head, value = _head(context, figure), figure.parts.get("value")
    known = figure.form == "bare" and isinstance(value, int) and 1 < value < sizes.get(head, 0)
    if not known or "group" in figure.parts or context.line.shape[figure.parts["_noun"][1]] not in "PL":
        return False
    return _is_indefinite(context, figure) and _is_told_of(context, figure)


def _is_indefinite(context: Context, figure: Figure) -> bool:
    """Whether the figure opens its clause, alone or behind "in": "in four wards", not "the four wards"."""
    ahead, site = context.before(figure.first, 1), context.line.shape[figure.parts["_noun"][1]] == "L"
    opens = _OPENS_SITES if site else _OPENS
    return not ahead or ahead[0] in opens or context.codes_before(figure.first, 1) in (",", ";", ":", "|")


def _is_told_of(context: Context, figure: Figure) -> bool:
    """Whether something is said of them, and not how they came into the study."""
    begin, end = context.begin(figure.at), context.end(figure.at)
    said = set(context.line.lower[max(begin, figure.first - _REACH) : min(end, figure.last + 1 + _REACH)])
    if not said.isdisjoint(cues("asking")) or not said.isdisjoint(cues("arm_verbs")):
        return False
    after = context.after(figure.last, 1)
    codes = context.codes_after(figure.last, _REACH // 2)
    return bool(after) and after[0] not in _APART and codes[:1] not in ("(", "a") and "G" not in codes
