"""The groups that a sentence names, and which of them a figure is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure

_NAMED = re.compile(r"G[wkNO](?![%/])")
_LISTED = re.compile(r"(?P<names>[wkGMX]{1,3}(?:,[wkGMX]{1,3}){0,3},?a[wkGMX]{1,3}?)(?P<head>G)")
_FOLLOWS = re.compile(r"(?:\(|,)?f(?P<first>.{1,8})")


@dataclass(frozen=True, slots=True)
class Group:
    """A group named in a sentence: its name and its tokens."""

    name: str
    first: int
    last: int


def groups_of(context: Context, token: int) -> list[Group]:
    """The groups named in the sentence of `token`, in order."""
    found: list[Group] = []
    at, end = context.begin(token), context.end(token)
    while at < end:
        groups = _at(context, at, end)
        found.extend(groups)
        at = groups[-1].last + 1 if groups else at + 1
    return found


def _at(context: Context, at: int, end: int) -> list[Group]:
    line, shape = context.line, context.line.shape
    code, word = shape[at], line.lower[at]
    if code == "P" and word in cues("group_persons"):
        return [Group(word, at, at)]
    if code != "G" or word in ("treatments", "conditions", "interventions"):
        return []
    if word in cues("group_heads"):
        return _headed(context, at, end)
    if word in ("placebo", "usual care", "standard care", "waitlist", "wait-list", "waiting list"):
        if shape[at + 1 : at + 2] != "G":
            return [Group(line.slice(at, at), at, at)]
    return []


def _headed(context: Context, at: int, end: int) -> list[Group]:
    """ "the exercise group", "group II", "study and control groups"."""
    line, shape = context.line, context.line.shape
    following = line.slice(at + 1, at + 1) if at + 1 < end else ""
    if _is_name(following) and not line.lower[at].endswith("s"):
        return [Group(line.slice(at, at + 1), at, at + 1)]
    first = at
    while (
        first > context.begin(at)
        and at - first < 4
        and shape[first - 1] in "wkGMX-UNpnT%"
        and _nameable(line.lower[first - 1])
    ):
        first -= 1
    if line.lower[at].endswith("s"):
        return _pair(context, first, at)
    if (
        first == at
        or line.lower[first] in ("each", "both", "two", "three", "same", "other", "study")
        and first == at - 1
    ):
        return []
    return [Group(line.slice(first, at - 1), first, at)]


def _pair(context: Context, first: int, at: int) -> list[Group]:
    """ "intervention and control groups"."""
    line, shape = context.line, context.line.shape
    if first == at or shape[first - 1] not in "ar,":
        return []
    names: list[Group] = [Group(line.slice(first, at - 1), first, at)]
    place = first - 1
    while place > context.begin(at) and shape[place] in "ar," and len(names) < 5:
        if shape[place] != "," and shape[place - 1] == ",":
            place -= 1
        last = place - 1
        if shape[last] not in "wkGMX" or not _nameable(line.lower[last]):
            break
        names.insert(0, Group(line.slice(last, last), last, last))
        place = last - 1
    return names if len(names) > 1 else []


def _is_name(word: str) -> bool:
    """A letter, a number or a Roman numeral."""
    return bool(re.fullmatch(r"[A-H]|[1-9]|I{1,3}|I?V|VI{0,2}|[A-Z]\d", word))


def _nameable(word: str) -> bool:
    return word not in cues("not_group_names")


def group_of(context: Context, figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """The group that a figure is about, or None."""
    return (
        _after(context, figure, groups)
        or _in_turn(context, figure, groups, series)
        or _before(context, figure, groups, series)
    )


def _after(context: Context, figure: Figure, groups: list[Group]) -> str | None:
    """ "3.1 % in the control group", "in 6 neonates whose mothers were in Group I", "for placebo"."""
    shape, end = context.line.shape, figure.last
    for group in groups:
        if group.first <= end or group.first > end + 6:
            continue
        between = shape[end + 1 : group.first]
        if "f" in between and not any(code in between for code in "N;.|)("):
            return group.name
    return None


def _in_turn(context: Context, figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """Figures of a series go to the groups in the order in which these are named."""
    if len(series) < 2 or figure not in series:
        return None
    names = [group.name for group in groups if _outside(group, series)]
    unique = list(dict.fromkeys(name.lower() for name in names))
    if len(unique) != len(series):
        return None
    place = next(index for index, member in enumerate(series) if member is figure)
    wanted = unique[place]
    return next(name for name in names if name.lower() == wanted)


def _outside(group: Group, series: list[Figure]) -> bool:
    return group.last < series[0].first or group.first > series[-1].last


def _before(context: Context, figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """ "in the control group, the number of steps was 12", "an exercise group (n = 14)"."""
    if len(series) > 1:
        return None
    ahead = [group for group in groups if group.last < figure.first]
    if not ahead:
        return None
    nearest = ahead[-1]
    between = context.line.shape[nearest.last + 1 : figure.first]
    if len(between) > 14 or ";" in between or between.count("N") > 0:
        return None
    return nearest.name
