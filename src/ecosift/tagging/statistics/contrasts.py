"""Groups told by a comparison: "Young men slept less than those who worked nights (6.1 vs. 5.2 hours)"."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.phrases import bracket_of
from ecosift.tagging.statistics.predicates import finite_verb

_SUBJECT = re.compile(r"f{0,2}(?P<who>[wkM]{0,3}P)(?P<rel>f?)")
_THOSE_WHO = re.compile(r"(?P<who>f)(?P<rel>f)")
_WHERE = re.compile(r"f{1,2}(?P<who>[wkMX]{0,2}[PLw])(?=[.,;)(]|$)")
_FRAME = re.compile(r"f{1,2}(?P<who>[wkMX]{0,2}[PLw]),")
_THOSE = frozenset({"those", "others", "people", "persons", "participants", "patients", "respondents"})
_TELLING = frozenset({"who", "whose", "with", "without", "in", "from", "living", "aged", "under", "over"})
_PLACES = frozenset({"in", "among", "amongst", "for"})
_COMPARED = frozenset({"percentage", "mean", "median", "count"})
MOST_WORDS = 8


def contrasted(context: Context, figure: Figure, series: list[Figure]) -> str | None:
    """The group of a figure by the two sides of a comparison, or by the place that it is told for."""
    if figure.kind == "effect":
        return _subject(context, figure) if figure is series[0] else None
    if figure.kind not in _COMPARED:
        return None
    if len(series) == 2 and bracket_of(context, series[0].first) is not None:
        return _subject(context, series[0]) if figure is series[0] else _other(context, series[0])
    return _placed(context, figure)


def _subject(context: Context, figure: Figure) -> str | None:
    """The people that open the sentence, where it says that they are more or less of something."""
    line, begin = context.line, context.begin(figure.at)
    those = line.lower[begin : begin + 1] == ["those"]
    found = (_THOSE_WHO if those else _SUBJECT).match(line.shape, begin)
    if found is None:
        return None
    who = line.lower[found.start("rel") : found.end("rel")] == ["who"]
    verb = finite_verb(context, found.start("rel") + 2 * who)
    if verb is None or verb >= figure.first:
        return None
    said = set(line.lower[verb : max(figure.last + 1, figure.first)])
    if said.isdisjoint(cues("degrees") | cues("comparing")):
        return None
    return _name(context, found.start("who"), verb - 1)


def _other(context: Context, figure: Figure) -> str | None:
    """Those behind "than" right before the bracket."""
    start = bracket_of(context, figure.first)
    if start is None:
        return None
    first = max(context.begin(start), start - MOST_WORDS)
    near = context.line.lower[first:start]
    joints = [place for place, word in enumerate(near) if word == "as" or word.endswith("than")]
    return _name(context, first + joints[-1] + 1, start - 1) if joints else None


def _name(context: Context, first: int, last: int) -> str | None:
    """What tells people from others: "without insurance" by what they lack, "young men" by their name."""
    line = context.line
    while first < last and line.lower[first] in ("the", "a", "an", "in", "among"):
        first += 1
    place = first
    while place < last and line.shape[place] in "wkMP" and line.lower[place] not in _TELLING:
        place += 1
    if line.lower[place] in _THOSE and place < last:
        place += 1
    if line.lower[place] in _TELLING and first < place < last <= place + MOST_WORDS:
        return line.slice(place + (line.lower[place] not in ("without", "aged", "under", "over")), last)
    plain = set(line.shape[first : last + 1]) <= set("wkMP") and line.lower[first] not in _THOSE
    modified = last > first or line.lower[first] not in cues("everybody")
    return line.slice(first, last) if plain and modified and line.shape[last] == "P" else None


def _placed(context: Context, figure: Figure) -> str | None:
    """As in "In the hills 49% were late, compared with 83% in the city"."""
    line, begin = context.line, context.begin(figure.at)
    after = _WHERE.match(line.shape, figure.last + 1)
    against = "v" in context.codes_before(figure.first, 2)
    if against:
        led = after is not None and line.lower[figure.last + 1] in _PLACES
        return line.slice(after.start("who"), after.end("who") - 1) if after is not None and led else None
    frame = _FRAME.match(line.shape, begin)
    if frame is None or line.lower[begin] not in _PLACES or "v" not in context.codes_after(figure.last, 12):
        return None
    return line.slice(frame.start("who"), frame.end("who") - 1)
