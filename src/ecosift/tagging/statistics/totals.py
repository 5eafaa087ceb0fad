"""The total that a sentence names for its counts and shares: "Of 96 couples, 38 (39.6%) had come along"."""

from __future__ import annotations

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_OPENING = frozenset({"of", "of the", "of these", "of those", "of our", "of all", "among", "in", "out of"})
# A share this far from the count's share of the total is one of something else.
_APART = 5


def bind_totals(context: Context, figures: list[Figure]) -> None:
    """Give counts their `denominator` and shares their `of`, where the sentence opens with the one total."""
    totals: dict[int, list[Figure]] = {}
    for figure in figures:
        totals.setdefault(context.begin(figure.at), []).append(figure)
    for begin, told in totals.items():
        samples = [figure for figure in told if figure.kind == "sample_size"]
        if len(samples) == 1 and _is_total(context, begin, samples[0]):
            _bind_all(context, samples[0], [figure for figure in told if figure.first > samples[0].last])


def _is_total(context: Context, begin: int, sample: Figure) -> bool:
    """Whether the sample opens its sentence ("Among 52 members, …") or ", of whom" follows."""
    value = sample.parts.get("value")
    if not isinstance(value, int) or "qualifier" in sample.parts or "group" in sample.parts:
        return False
    if context.line.lower[sample.last + 1 : sample.last + 3] in ([",", "of whom"], [",", "of which"]):
        return True
    near = context.line.lower[begin : sample.first]
    return len(near) < 8 and bool(near) and near[0] in _OPENING and "," not in near


def _bind_all(context: Context, sample: Figure, figures: list[Figure]) -> None:
    total, printed = sample.parts["value"], sample.printed["value"]
    last: Figure | None = None
    for figure in figures:
        fewer = set(context.before(figure.first, 2)) & cues("bases")
        if fewer and last is not None:  # "1,028 met the criteria; of these, 382 …"
            key = "numerator" if "numerator" in last.parts else "value"
            total, printed = last.parts[key], last.printed[key]
        if not figure.parts.get("group"):
            _bind(context, sample, figure, total, printed)
        if figure.kind == "count" and isinstance(_numerator(figure), int):
            last = figure


def _bind(context: Context, sample: Figure, figure: Figure, total: int, printed: str) -> None:
    if figure.kind == "count" and "denominator" not in figure.parts:
        count = _numerator(figure)
        percent = figure.parts.get("percent")
        if not isinstance(count, int) or not 0 <= count <= total:
            return
        if percent is None or abs(100 * count / total - percent) < _APART:
            figure.parts["denominator"] = total
            figure.printed["denominator"] = printed
    elif figure.kind == "percentage" and "of" not in figure.parts and "_noun" in sample.parts:
        figure.parts["of"] = context.line.slice(*sample.parts["_noun"])


def _numerator(figure: Figure) -> object:
    return figure.parts.get("numerator", figure.parts.get("value"))
