"""What earlier sentences named: the arms that later figures are about, the people that "they" are."""

from __future__ import annotations

from dataclasses import dataclass, field

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.groups import groups_of

_NOT_ARMS = frozenset({"each", "both", "every", "per", "all", "either"})
_MEASURED = frozenset({"percentage", "mean", "median", "count"})
MOST_ARMS = 6
KEPT_FOR = 25  # sentences


@dataclass(slots=True)
class Recall:
    """The arms named last, the people of the last sample, what the sentence before measured; these fade.

    `sizes` has the largest sample of each noun.
    """

    arms: tuple[str, ...] = ()
    people: str = ""
    label: str | None = None
    since: int = 0
    people_since: int = 0
    sizes: dict[str, int] = field(default_factory=dict)

    def turn(self) -> None:
        """Go to the next sentence."""
        self.since += 1
        self.people_since += 1
        if self.since > KEPT_FOR:
            self.arms = ()
        if self.people_since > KEPT_FOR:
            self.people = ""

    def note(self, context: Context, figures: list[Figure]) -> None:
        """Keep the arms and the people that a sentence names."""
        labels = [figure.parts.get("label") for figure in figures if figure.kind in _MEASURED]
        self.label = labels[-1] if labels else None
        arms = _arms_of_samples(figures) or _arms_of_words(context)
        if arms:
            self.arms, self.since = arms, 0
        for figure in figures:
            noun = figure.parts.get("_noun")
            whole = figure.kind == "sample_size" and "group" not in figure.parts
            if whole and noun and context.line.shape[noun[1]] == "P":
                self.people, self.people_since = context.line.slice(*noun), 0


def _arms_of_samples(figures: list[Figure]) -> tuple[str, ...]:
    """As in "to yoga (n = 30) or to stretching (n = 31)"."""
    told = [str(f.parts["group"]) for f in figures if f.kind == "sample_size" and f.parts.get("group")]
    return _unlike(told)


def _arms_of_words(context: Context) -> tuple[str, ...]:
    """As in "the yoga and control groups", where people are divided or compared."""
    if not context.line.shape or cues("splitting").isdisjoint(context.line.lower):
        return ()
    return _unlike([group.name for group in groups_of(context, 0)])


def _unlike(names: list[str]) -> tuple[str, ...]:
    unlike = {name.lower().removesuffix("s"): name for name in reversed(names)}
    kept = tuple(reversed([name for name in unlike.values() if name.lower().split()[0] not in _NOT_ARMS]))
    return kept if 1 < len(kept) <= MOST_ARMS else ()


def recalled(context: Context, series: list[Figure], arms: tuple[str, ...]) -> list[str] | None:
    """The arm of each figure of a series whose sentence names none: "(17.0 vs. 13.1)"; None where unclear."""
    if len(series) != len(arms) or any("group" in figure.parts for figure in series):
        return None
    between = context.line.shape[series[0].last + 1 : series[1].first]
    counted = series[0].kind in ("count", "percentage") and between[:1] == "a"
    if "v" in between or counted or "respectively" in context.sentence(series[0].at):
        return list(arms)
    return None


def other_arm(series: list[Figure], arms: tuple[str, ...]) -> None:
    """Give the second figure of "(12 vs. 9)" the other of two arms, where one is told."""
    told = [figure.parts.get("group") for figure in series]
    if len(arms) != 2 or len(told) != 2 or (told[0] is None) == (told[1] is None):
        return
    known = 0 if told[1] is None else 1
    likes = [_alike(str(told[known]), arm) for arm in arms]
    if likes[0] != likes[1]:
        series[1 - known].parts["group"] = arms[1] if likes[0] else arms[0]


def _alike(name: str, arm: str) -> bool:
    return not {word.removesuffix("s") for word in name.lower().split()}.isdisjoint(
        word.removesuffix("s") for word in arm.lower().split()
    )
