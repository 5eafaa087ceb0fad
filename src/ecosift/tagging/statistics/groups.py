"""The groups that a sentence names, and which of them a figure is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.contrasts import contrasted
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.phrases import bracket_of, phrase_before

_NAME = re.compile(r"[A-H]|[1-9]|I{1,3}|I?V|VI{0,2}|[A-Z]\d")
_NAMED_BY = frozenset("wkGMX-UNpnT%KL")
_AFTER_PREPOSITION = re.compile(
    r"\)?(?P<by>f{1,2}|q(?!N))(?P<name>(?:w?G(?=f[,;.)(av|]|f$)f)|[wkMXGP]{1,3})(?=[.,;)(av|N]|f|$)"
)
_BEING = frozenset({"were", "was", "are", "is", "had", "have", "has", "been"})
_HAVING = frozenset({"had", "have", "has", "having"})
_GIVEN = frozenset({"with", "in", "for", "on", "under", "among"})
_TO_ARM = re.compile(r"(?:f?w)?tf?(?P<name>[wkGMX-]{1,4})(?=[.,;)(av|]|$)")
_BARE_ARM = re.compile(r"(?P<name>[wkGMX]{1,3})(?=[.;,)]|$)")
_VERB_ARM = re.compile(r"f?w[tf]{0,2}(?P<name>[wkGMX-]{1,4})(?=[.,;)(av|]|$)")
_OTHERS = re.compile(r"(?:,f?[wkMXG]{1,3}){0,4},?[ar]f?[wkMXG]{1,3}(?=[,.;)(]|$)")
_NAME_AND_SIZE = re.compile(r"(?:^|[,;a])(?P<name>[wkG]{1,3})$")
_PREPOSITIONS = frozenset(
    {
        "in",
        "for",
        "with",
        "at",
        "on",
        "under",
        "among",
        "amongst",
        "after",
        "during",
        "without",
        "by",
        "within",
        "receiving",
        "using",
        "taking",
    }
)
_PLACING = frozenset({"in", "among", "amongst", "with", "after", "for", "on", "under", "during"})
_SUBGROUP = re.compile(r"f{1,2}(?P<who>[wk]{0,2}P)(?=[.,;)(av|]|f|$)")
_FRAME = re.compile(r"f{1,2}(?P<who>[wk]{0,2}P),")
MOST_GROUPS = 12


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
    while at < end and len(found) < MOST_GROUPS:
        groups = _at(context, at, end)
        found.extend(groups)
        at = groups[-1].last + 1 if groups else at + 1
    return found


def _at(context: Context, at: int, end: int) -> list[Group]:
    line, code, word = context.line, context.line.shape[at], context.line.lower[at]
    if code == "G" and word in cues("group_heads"):
        return _headed(context, at, end)
    if code == "K" and _is_name(line.slice(at + 1, at + 1) if at + 1 < end else ""):
        return [Group(line.slice(at, at + 1), at, at + 1)]
    if code == "P" and word in cues("group_persons"):
        return [Group(word, at, at)]
    if (
        code == "G"
        and word in cues("group_names")
        and _is_arm(context, at)
        and not line.shape.startswith(("G", "wG"), at + 1)
    ):
        return [Group(line.slice(at, at), at, at)]
    return _treated(context, at, end) if word in cues("treated") else []


def _is_arm(context: Context, at: int) -> bool:
    """Whether "control" is an arm: not in "glycaemic control", "cost of the intervention was"."""
    line = context.line
    before = line.shape[at - 1] if at > context.begin(at) else ""
    after = line.lower[at + 1] if at + 1 < context.end(at) else ""
    return before not in tuple("wo") and after not in _BEING


def _headed(context: Context, at: int, end: int) -> list[Group]:
    """As in "the exercise group", "group II", "study and control groups"."""
    line = context.line
    plural = line.lower[at].endswith("s")
    if not plural and at + 1 < end and _is_name(line.slice(at + 1, at + 1)):
        return [Group(line.slice(at, at + 1), at, at + 1)]
    named = _named_after(context, at, end)
    if named and (plural or line.shape[at + 1] != "N"):
        return named
    first = at
    while first > context.begin(at) and at - first < 4 and _may_name(context, first - 1):
        first -= 1
    while first < at and line.shape[first] == "N" and line.shape[first + 1] in "wkG":
        first += 1  # "2 of the 103 intervention group participants"
    if first == at or set(line.shape[first:at]) <= set("-N"):
        return []
    if first > context.begin(at) and line.lower[first - 1] == "no":
        first -= 1
    pair = _listed(context, first, at)
    if pair or plural:
        return pair
    return [Group(line.slice(first, at - 1), first, at)]


def _may_name(context: Context, place: int) -> bool:
    return context.line.shape[place] in _NAMED_BY and context.line.lower[place] not in cues("not_group_names")


def _named_after(context: Context, at: int, end: int) -> list[Group]:
    """As in "groups A, B and C"."""
    line, place = context.line, at + 1
    groups: list[Group] = []
    while place < end and len(groups) < MOST_GROUPS:
        if _is_name(line.slice(place, place)):
            groups.append(Group(line.slice(place, place), place, place))
        elif line.shape[place] not in ",ar" or not groups:
            break
        place += 1
    return groups if len(groups) > 1 else []


def _listed(context: Context, first: int, at: int) -> list[Group]:
    """As in "intervention and control groups"."""
    line, shape = context.line, context.line.shape
    groups, place = [Group(line.slice(first, at - 1), first, at)], first - 1
    while place > context.begin(at) and shape[place] in "ar," and len(groups) < 5:
        if shape[place] != "," and shape[place - 1] == ",":
            place -= 1
        if not _may_name(context, place - 1) or shape[place - 1] in "NU%":
            break
        groups.insert(0, Group(line.slice(place - 1, place - 1), place - 1, place - 1))
        place -= 2
    known = line.lower[at].endswith("s") or (len(groups) > 1 and shape[groups[0].first] in "GK")
    return groups if len(groups) > 1 and known else []


def _treated(context: Context, at: int, end: int) -> list[Group]:
    """As in "children treated with X", "those receiving Y", "allocated to education"."""
    line, shape, first = context.line, context.line.shape, at + 1
    if line.lower[at] == "given" and not _HAVING.isdisjoint(context.before(at, 2)):  # "had given notice"
        return []
    while first < end and line.lower[first] in ("to", "with", "the", "either", "a", "into", "an"):
        first += 1
    if first < end and line.lower[first] in cues("trial_words"):  # "a randomised controlled trial"
        return []
    last = first
    while last < end and last - first < 3 and shape[last] in "wkMX" and line.lower[last] not in cues("verbs"):
        if last > first and line.lower[last].endswith("ed"):
            break
        last += 1
    if last == first:
        return []
    named = Group(line.slice(first, last - 1), first, last - 1)
    return [named, *_other_treatments(context, last, end)]


def _other_treatments(context: Context, at: int, end: int) -> list[Group]:
    """The others of "to yoga, tai chi or stretching", "with iron and zinc, respectively"."""
    line, found = context.line, _OTHERS.match(context.line.shape, at, end)
    if found is None or not ("r" in found[0] or line.lower[found.end() :][:2] == [",", "respectively"]):
        return []
    groups: list[Group] = []
    first = at
    for place in range(at, found.end() + 1):
        if place == found.end() or line.shape[place] in ",ar":
            while first < place and line.shape[first] == "f":
                first += 1
            if first < place:
                groups.append(Group(line.slice(first, place - 1), first, place - 1))
            first = place + 1
    return groups


def _is_name(word: str) -> bool:
    """A letter, a number or a Roman numeral."""
    return _NAME.fullmatch(word) is not None


def group_of(context: Context, figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """The group that a figure is about, or None."""
    if figure.kind == "sample_size" and (own := _of_sample(context, figure)):
        return own
    change = is_change(context, series)
    if change:
        told = _after(context, series[-1], groups)
        if told:
            return told
    return (
        _within(figure, groups)
        or _owner(context, figure, groups, series)
        or _than(context, figure, series)
        or _list_after(figure, groups, series)
        or _after(context, figure, groups)
        or (None if change else _in_turn(figure, groups, series))
        or _after(context, series[-1], groups)
        or _compared(context, figure, groups, series)
        or _before(context, figure, groups, series)
        or _framed(context, figure, groups)
        or _among(context, figure, groups)
        or _when(context, figure)
        or contrasted(context, figure, series)
    )


def _of_sample(context: Context, figure: Figure) -> str | None:
    """As in "allocated to education (102 patients)", "131 active treatment participants"."""
    line, shape = context.line, context.line.shape
    noun = figure.parts.get("_noun")
    if noun is not None and noun[1] > noun[0] and "G" in shape[noun[0] : noun[1]]:
        return line.slice(noun[0], noun[1] - 1)
    if noun is not None and line.lower[noun[1]] in cues("group_persons"):
        return line.slice(*noun)
    after = line.lower[figure.last + 1 : min(context.end(figure.at), figure.last + 8)]
    for place, word in enumerate(after[:-1]):
        if word in ("each", "every", "per") and shape[figure.last + 2 + place] in "GL":
            return line.slice(figure.last + 1 + place, figure.last + 2 + place)
    owned = _before_its_bracket(context, figure) if figure.form == "n" else None
    if told := owned or _allotted(context, figure):
        return told
    begin = context.begin(figure.at)
    if line.lower[begin] == "each" and shape[begin + 1 : begin + 2] in ("L", "G"):
        return line.slice(begin, begin + 1)
    return _before_its_bracket(context, figure)


def _allotted(context: Context, figure: Figure) -> str | None:
    """As in "29 received yoga and 30 usual care", "306 were allocated to letters and 306 to calls"."""
    line, place = context.line, figure.last + 1
    if figure.linked:
        found = _TO_ARM.match(line.shape, place) or _BARE_ARM.match(line.shape, place)
        noun = figure.parts.get("_noun")
        own = noun is not None and figure.at < noun[0] <= figure.last
        if found is not None and (not own or found.re is _TO_ARM):
            return line.slice(found.start("name"), found.end("name") - 1)
    found = _VERB_ARM.match(line.shape, place)
    if found is None or not cues("treated") & set(line.lower[place : found.start("name")]):
        return None
    return line.slice(found.start("name"), found.end("name") - 1)


def _before_its_bracket(context: Context, figure: Figure) -> str | None:
    start = bracket_of(context, figure.first)
    if start is None:
        return None
    inside = context.line.shape[start + 1 : figure.first]
    if inside[:2] in ("G,", "Gw", "GN", "Gk"):
        return context.line.slice(start + 1, start + 2 if inside[1] != "," else start + 1)
    named = _NAME_AND_SIZE.search(inside)
    if named is not None and figure.form != "n" and "_noun" not in figure.parts:  # "(TAM 217, follow-up 216)"
        return context.line.slice(figure.first - len(named["name"]), figure.first - 1)
    found = phrase_before(context, start)
    if found is None or "P" in context.line.shape[found[0] : found[1] + 1]:
        return None
    if context.line.lower[found[1]] in cues("trial_words"):
        return None
    last = (
        found[1] - 1
        if context.line.lower[found[1]] in cues("group_heads") and found[1] > found[0]
        else found[1]
    )
    return context.line.slice(max(found[0], last - 4), last)


def is_change(context: Context, series: list[Figure]) -> bool:
    """Whether two figures are the ends of one change: "from 31.2 to 42.7 in the app group"."""
    if len(series) != 2:
        return False
    between = context.line.shape[series[0].last + 1 : series[1].first]
    return between == "t" and context.codes_before(series[0].first, 1) == "m"


def _owner(context: Context, figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """As in "higher in the clonidine group (35 and 42.5%)": the group before the bracket, for each."""
    start = bracket_of(context, figure.first)
    if start is None or len(series) < 2 or figure.kind == "sample_size":
        return None
    if "v" in context.line.shape[series[0].last + 1 : series[-1].first]:
        return None
    return next((group.name for group in groups if group.last == start - 1), None)


def _sides(context: Context, figure: Figure, series: list[Figure], start: int, than: int) -> str | None:
    """As in "shorter with aspirin than with heparin (1.1 vs. 1.8": the two sides of "than"."""
    line, begin = context.line, context.begin(start)
    first, last = than + 1, start - 1
    if figure is series[0]:
        first = last = than - 1
        while first > begin and than - first < 5 and line.lower[first] not in _PLACING:
            first -= 1
        if line.lower[first] not in _PLACING:
            return None
    while first < last and line.shape[first] in "fo":
        first += 1
    if line.lower[last] in cues("group_heads") and last > first:
        last -= 1
    return line.slice(first, last) if set(line.shape[first : last + 1]) <= set("wkGPXM-/N") else None


def _after_placing(context: Context, start: int) -> str | None:
    """As in "less common with the patch (11% vs 29%)"."""
    found = phrase_before(context, start)
    if found is None or context.line.shape[found[1]] == "V":
        return None
    before = found[0] - 1
    while before > context.begin(start) and context.line.lower[before] in ("the", "a", "an"):
        before -= 1
    return (
        context.line.slice(*found)
        if context.line.lower[before] in ("with", "among", "after", "under")
        else None
    )


def compared_samples(context: Context, figures: list[Figure]) -> None:
    """As in "Cases (n = 140) were compared with controls (n = 280)": samples side by side are groups."""
    told = [f for f in figures if f.kind == "sample_size" and f.form == "n" and "group" not in f.parts]
    for left, right in pairwise(told):
        if (
            context.begin(left.at) != context.begin(right.at)
            or "v" not in context.line.shape[left.last : right.first]
        ):
            continue
        for figure in (left, right):
            start = bracket_of(context, figure.first)
            found = phrase_before(context, start) if start is not None else None
            if found is not None:
                figure.parts.setdefault("group", context.line.slice(*found))


def _than(context: Context, figure: Figure, series: list[Figure]) -> str | None:
    """As in "higher in women (12%) than in men (8%)": the phrase before the bracket."""
    place = bracket_of(context, figure.first)
    if place is not None and len(series) == 2 and place == series[0].first - 1:
        near = context.line.lower[max(context.begin(place), place - 6) : place]
        if "than" not in near and figure is series[0] and not cues("degrees").isdisjoint(near):
            return _after_placing(context, place)
        if "than" in near:
            return _sides(context, figure, series, place, place - len(near) + near.index("than"))
    start = bracket_of(context, figure.first)
    if start is None or start != figure.first - 1 or figure.kind == "sample_size":
        return None
    found = phrase_before(context, start)
    if found is None:
        return None
    lower, before = context.line.lower, found[0] - 1
    while before > context.begin(start) and lower[before] in ("the", "a", "an"):
        before -= 1
    compares = "than" in lower[max(context.begin(start), before - 1) : found[0]] or "than" in context.after(
        figure.last, 3
    )
    if not compares or not (lower[before] in _PLACING or lower[before] == "than"):
        return None
    last = found[1] - 1 if lower[found[1]] in cues("group_heads") and found[1] > found[0] else found[1]
    return context.line.slice(found[0], last)


def _within(figure: Figure, groups: list[Group]) -> str | None:
    """As in "one in the low-dose group (1.1%)"."""
    inside = [group.name for group in groups if figure.first < group.first and group.last <= figure.last]
    return inside[0] if len(inside) == 1 else None


def _after(context: Context, figure: Figure, groups: list[Group]) -> str | None:
    """As in "4.4 % in the usual-care arm", "in 9 pupils whose schools were in Group B"."""
    shape, end = context.line.shape, figure.last
    for group in groups:
        if group.first <= end or group.first > end + 7:
            continue
        between = shape[end + 1 : group.first].removeprefix(")")
        if not cues("splitting").isdisjoint(context.line.lower[end + 1 : group.first]):
            return None
        if set(between) & {"f", "o", "m"} and not any(code in between for code in "N;.|)(a,v"):
            return group.name
    return None


def _list_after(figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """As in "20% and 31% of patients in groups A and B": a list of groups right after a series."""
    later = [group for group in groups if group.first > series[-1].last]
    if not 1 < len(series) == len(later) or later[0].first > series[-1].last + 7:
        return None
    if any(right.first > left.last + 3 for left, right in pairwise(later)):
        return None
    return _in_turn(figure, later, series)


def _in_turn(figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """Figures of a series go to the groups in the order in which these are named."""
    if not 1 < len(series) <= MOST_GROUPS:
        return None
    names = [group.name for group in groups if group.last < series[0].first or group.first > series[-1].last]
    unique = list({name.lower().removesuffix("s"): name for name in reversed(names)}.values())[::-1]
    place = next((index for index, member in enumerate(series) if member is figure), 0)
    return unique[place] if len(unique) == len(series) else None


def _compared(context: Context, figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """As in "longer in the usual care group (12 vs. 9 days)": the one group named has the larger figure."""
    names = {group.name for group in groups}
    if len(series) != 2 or len(names) != 1 or any("value" not in member.parts for member in series):
        return None
    if _is_other_side(context, groups[0]):
        return names.pop() if figure is series[1] else None
    near = set(context.sentence(figure.first, 40))
    more, less = bool(near & cues("more")), bool(near & cues("less"))
    if more == less:
        return names.pop() if figure is series[0] and groups[0].last < series[0].first else None
    values = [member.parts["value"] for member in series]
    wanted = max(values) if more else min(values)
    return names.pop() if figure.parts["value"] == wanted and values[0] != values[1] else None


def _is_other_side(context: Context, group: Group) -> bool:
    """As in "compared with the placebo group (12 vs. 9)": the second of the two."""
    line, before = context.line, group.first - 1
    while before > context.begin(group.first) and line.lower[before] in ("the", "a", "in", "those", "that"):
        before -= 1
    return line.shape[before] == "v" or line.lower[before] == "than"


def _framed(context: Context, figure: Figure, groups: list[Group]) -> str | None:
    """As in "In the canteen group, 12 (30%) skipped lunch and 18 (45%) breakfast": a frame for them all."""
    begin = context.begin(figure.at)
    if not groups or len({group.name for group in groups}) > 1 or groups[0].first > begin + 4:
        return None
    opens = context.line.lower[begin] in ("in", "among", "for", "of", "within")
    return (
        groups[0].name
        if opens and context.line.shape[groups[0].last + 1 : groups[0].last + 2] == ","
        else None
    )


def _among(context: Context, figure: Figure, groups: list[Group]) -> str | None:
    """As in "Among men, 29% drank", "54 years in women": a subgroup of persons."""
    line, begin = context.line, context.begin(figure.at)
    if groups or figure.kind in ("sample_size", "range"):
        return None
    found = _SUBGROUP.match(line.shape, figure.last + 1)
    if found is None or line.lower[figure.last + 1] not in ("in", "among", "amongst", "for"):
        found = _FRAME.match(line.shape, begin)
        if found is None or line.lower[begin] not in ("in", "among", "amongst", "for"):
            return None
    named = line.slice(found.start("who"), found.end("who") - 1)
    return None if line.lower[found.end("who") - 1] in cues("everybody") else named


def _when(context: Context, figure: Figure) -> str | None:
    """As in "15.8 before and 13.9 after", "31.2 at baseline"; a time in days or months is a period."""
    if figure.kind in ("sample_size", "range", "effect"):
        return None
    line, first, end = context.line, figure.last + 1, context.end(figure.at)
    if first < end and line.lower[first] in ("before", "after", "afterwards"):
        alone = first + 1 == end or line.shape[first + 1] in ",.;)av|"
        return line.lower[first] if alone else None
    if first + 1 < end and line.lower[first] == "at" and line.lower[first + 1] in cues("stages"):
        return line.lower[first + 1]
    return None


def _before(context: Context, figure: Figure, groups: list[Group], series: list[Figure]) -> str | None:
    """As in "in the usual-care arm, the count of visits was 12"."""
    ahead = [group for group in groups if group.last < figure.first]
    if not ahead or (len(series) > 1 and "v" in context.line.shape[series[0].last : series[-1].first]):
        return None
    between = context.line.shape[ahead[-1].last + 1 : series[0].first]
    return None if len(between) > 14 or ";" in between or "N" in between else ahead[-1].name


def parallel_groups(context: Context, figures: list[Figure]) -> dict[int, str]:
    """Groups told alike for figures of one kind, by their `at`: "0.22 L for A and 0.25 L for B"."""
    found: dict[tuple[str, str, int], list[tuple[int, str]]] = {}
    for figure in figures:
        place = figure.last + 1
        match = _AFTER_PREPOSITION.match(context.line.shape, place)
        if match is None or figure.kind in ("period", "p_value", "test"):
            continue
        word = context.line.lower[match.start("by")]
        if word not in _PREPOSITIONS:  # "298 were at low risk" tells what they were
            continue
        key = (figure.kind, "with" if word in _GIVEN else word, context.begin(figure.at))
        last = match.end("name") - 1
        if context.line.lower[last] in cues("group_heads") and last > match.start("name"):
            last -= 1
        name = context.line.slice(match.start("name"), last)
        found.setdefault(key, []).append((figure.at, name))
    return {
        at: name
        for members in found.values()
        if len(members) > 1 and len({name for _, name in members}) > 1
        for at, name in members
    }
