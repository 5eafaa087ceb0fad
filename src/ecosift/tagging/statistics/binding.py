"""Binds figures to what they measure, in whom, out of how many. What is not told stays out."""

from __future__ import annotations

import re
from itertools import pairwise

from ecosift.tagging.statistics.bounds import bound
from ecosift.tagging.statistics.clauses import object_before
from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.groups import (
    Group,
    compared_samples,
    group_of,
    groups_of,
    is_change,
    parallel_groups,
)
from ecosift.tagging.statistics.labels import label_of, parted, said_beside, said_inside
from ecosift.tagging.statistics.phrases import bracket_of, phrase_before, trimmed
from ecosift.tagging.statistics.predicates import predicate_of
from ecosift.tagging.statistics.recall import Recall, other_arm, recalled
from ecosift.tagging.statistics.totals import bind_totals

_CONNECTED = frozenset("avr,;t")
# a name of its own after "and": "and a gambling debt in 8%", "and specificity 76%"
_NEXT_NAME = re.compile(r"[,a;]f?(?P<name>[wkV](?:[/-]?[wkV]){0,2}(?:[of]{1,2}[wk]{1,3}){0,2})(?:f|m)?$")
_COMMON = frozenset({"percentage", "mean", "median", "count"})
_SIDE = re.compile(r"^\)?[wf]{0,3},?[vf]{1,3}[wkGPfU-]{1,5}\($")
_GROUPED = frozenset({"groups", "arms", "conditions", "treatments", "cohorts"})
_FIGURE_FIRST = re.compile(
    r"(?:\w{1,12}\s)?\d[\d.,]{0,8}\s?"
    r"(?:%|$|\w+$|per ?cent|of\b|participants|patients|people|women|men|adults|children)"
)
_THEY = frozenset({"their", "they"})
_FROM = re.compile(r"mf?[wkL]{1,4}")
_SHARE_OF = re.compile(r"of?(?P<who>[wk]{0,2}P)")
_PROPORTIONS = frozenset({"share", "proportion", "percentage", "fraction", "prevalence"})
_OF_THEM = frozenset({"of", "of the", "of all", "among", "amongst"})
_OPENING_CODES = frozenset("wkfPVLGoKtZ")
MOST_OF_OPENING = 14
_UNBOUND = frozenset({"p_value", "period", "test"})


def bind(context: Context, figures: list[Figure], recall: Recall) -> None:
    """Add `label`, `group` and `of` to the figures of a line, and `bounds` to its periods."""
    named: dict[int, list[Group]] = {}
    parallel = parallel_groups(context, figures)
    previous: Figure | None = None
    recent: list[Group] = []
    for series in _series(context, figures):
        begin = context.begin(series[0].at)
        if begin not in named:
            named[begin], previous = groups_of(context, series[0].at), None
            recent = named[begin] or recent
        if series[0].kind in _UNBOUND:
            for figure in series:
                if figure.kind == "period":
                    bound(context, figure)
            continue
        in_turn = not named[begin] and "respectively" in context.sentence(series[0].at)
        _groups(context, series, recent if in_turn else named[begin], parallel)
        _recalled(context, series, named[begin], recall)
        _labels(context, series, previous, recall)
        for figure in series:
            _of(context, figure, recall)
            if previous is not None:
                _same_base(previous, figure)
        previous = series[-1]
    _colons(context, figures)
    compared_samples(context, figures)
    _share_nouns(context, figures)
    bind_totals(context, figures)


def _recalled(context: Context, series: list[Figure], named: list[Group], recall: Recall) -> None:
    """The arms of earlier sentences, where this one names none, or only one of two."""
    if len(series) < 2 or series[0].kind in ("effect", "sample_size", "range"):
        return
    told = recalled(context, series, recall.arms) if not named else None
    if told is not None:
        for figure, group in zip(series, told, strict=True):
            figure.parts["group"] = group
    elif "v" in context.line.shape[series[0].last + 1 : series[-1].first]:
        other_arm(series, recall.arms)


def _groups(context: Context, series: list[Figure], groups: list[Group], parallel: dict[int, str]) -> None:
    whole = parallel.get(series[-1].at) if is_change(context, series) else None
    for figure in series:
        group = whole or parallel.get(figure.at) or group_of(context, figure, groups, series)
        if group and "group" not in figure.parts:
            figure.parts["group"] = group


def _labels(context: Context, series: list[Figure], previous: Figure | None, recall: Recall) -> None:
    first = series[0]
    label: str | None
    renamed = _renamed(context, previous, first) if previous is not None else None
    if previous is not None and _is_aside(context, previous, first):
        label = "age"
    elif _of_it(context, first):
        label = previous.parts.get("label") if previous is not None else recall.label
        _place_of_it(context, first)
    elif renamed:
        label = renamed
    elif previous is not None and _continues(context, previous, first):
        label = _continued(context, previous, first)
    elif previous is not None and _compares(context, previous, first):
        label = previous.parts.get("label") or label_of(context, first)
    else:
        label = first.parts.get("label") or label_of(context, first)
    if not label and len(series) > 1 and first.kind == "percentage":
        label = label_of(context, series[-1])
    if label and _is_no_label(label):
        label = str(previous.parts["label"]) if previous is not None and "label" in previous.parts else None
    names = parted(label, len(series)) if label and not is_change(context, series) else None
    for place, figure in enumerate(series):
        own = label_of(context, figure) if figure.kind == "count" and figure is not first else None
        if figure.kind == "percentage" and figure is not first:
            own = said_beside(context, figure)
        if figure.linked and label and label.startswith("from "):
            own = _origin(context, figure) or own
        told = names[place] if names else own or label
        if told and "label" not in figure.parts:
            figure.parts["label"] = told


def _of_it(context: Context, figure: Figure) -> bool:
    """As in "Among younger adults it was 9 per cent": what was measured just before."""
    said = context.before(figure.first, 2)
    return figure.kind in _COMMON and said[:1] == ["it"] and said[1:] in (["was"], ["is"], ["rose"], ["fell"])


def _place_of_it(context: Context, figure: Figure) -> None:
    found = phrase_before(context, figure.first - 2)
    if found is None or "group" in figure.parts:
        return
    before = found[0] - 1
    while before > context.begin(figure.at) and context.line.lower[before] in ("the", "a", "an"):
        before -= 1
    if context.line.lower[max(before, 0)] in ("in", "among", "amongst", "for", "with", "at"):
        figure.parts["group"] = context.line.slice(*found)


def _continued(context: Context, previous: Figure, figure: Figure) -> str | None:
    """What the figure before measures, but where the words after this one say otherwise."""
    known: str | None = previous.parts.get("label")
    if known and context.after(figure.last, 1) == ["who"]:  # "against 9 of 35 who were still waiting"
        if "group" not in figure.parts and (whom := predicate_of(context, figure)):
            figure.parts["group"] = whom
        return known
    told = _origin(context, figure) if known and known.startswith("from ") else None
    if figure.kind == "percentage" and not told:
        told = said_beside(context, figure)
    return told or predicate_of(context, figure) or known or label_of(context, figure)


def _origin(context: Context, figure: Figure) -> str | None:
    """As in "128 were from Kenya, 104 from Peru": each is from somewhere else."""
    found = _FROM.match(context.line.shape, figure.last + 1)
    return None if found is None else context.line.slice(found.start(), found.end() - 1)


def _is_no_label(label: str) -> bool:
    """Whether the words are the figure before, or the end of a bracket."""
    torn = label.count("(") + label.count("[") != label.count(")") + label.count("]")
    return torn or _FIGURE_FIRST.match(label) is not None


def _renamed(context: Context, previous: Figure, figure: Figure) -> str | None:
    """As in "Sensitivity was 88% and specificity 76%", "cost was named by 52% and distance by 37%"."""
    if previous.kind != figure.kind or figure.kind not in _COMMON:
        return None
    found = _NEXT_NAME.search(context.line.shape, previous.last + 1, figure.first)
    if found is None or predicate_of(context, figure):
        return None
    words = context.line.lower[found.start("name") : found.end("name")]
    if any(
        not cues(name).isdisjoint(words) for name in ("being", "not_renaming", "bringing", "verbs", "changed")
    ):
        return None
    return trimmed(context, found.start("name"), found.end("name") - 1)


def _compares(context: Context, previous: Figure, figure: Figure) -> bool:
    """As in "fell in 43 % of one arm and 59 % of the other (RR 0.73)": the effect is on what they measure."""
    if figure.kind != "effect" or previous.kind in ("effect", "sample_size"):
        return False
    between = context.line.shape[previous.last + 1 : figure.first]
    return between.endswith("(") and len(between) < 9 and not set(between) & set("N|;.")


def _is_aside(context: Context, previous: Figure, figure: Figure) -> bool:
    """As in "aged 34-81 years (median 57)": the middle of the ages just given."""
    between = context.line.shape[previous.last + 1 : figure.first]
    aged = previous.kind == "range" and previous.parts.get("label") == "age"
    return aged and figure.kind in ("mean", "median") and between in ("(", ",", ";", "")


def _series(context: Context, figures: list[Figure]) -> list[list[Figure]]:
    """Runs of figures of one kind with only connectives between: "17.0 vs. 13.1", "12, 14 and 9 %"."""
    runs: list[list[Figure]] = []
    for figure in figures:
        last = runs[-1][-1] if runs else None
        if last is not None and last.kind == figure.kind and _joined(context, last, figure):
            runs[-1].append(figure)
        else:
            runs.append([figure])
    return runs


def _joined(context: Context, left: Figure, right: Figure) -> bool:
    between = context.line.shape[left.last + 1 : right.first]
    if context.begin(left.at) != context.begin(right.at) or not 0 < len(between) < 4:
        return False
    if between[0] not in _CONNECTED or right.parts.get("label"):
        return False
    if _renamed(context, left, right):
        return False
    told = left.parts.get("label") or (between == ",a" and not _is_list(context, left))
    if told and predicate_of(context, right):  # "28.9% were women and 44.5% had moved there"
        return False
    return all(code in _CONNECTED or code in "wf" for code in between)


def _is_list(context: Context, figure: Figure) -> bool:
    """Whether the figure opens its clause or stands in a longer list: "48, 36, and 20 % met the target"."""
    return context.codes_before(figure.first, 1) in ("", ",", ".", ";", "|") and bool(
        "respectively" in context.sentence(figure.at)
        or context.codes_before(figure.first, 2)[:1] in ("N", "%", ")")
    )


def _continues(context: Context, previous: Figure, figure: Figure) -> bool:
    """Whether the figure goes on with what the one before measures: "79 in Group I, 81 in Group II"."""
    between = context.line.shape[previous.last + 1 : figure.first]
    lower = context.line.lower[previous.last + 1 : figure.first]
    if previous.kind == figure.kind and _is_side(between, lower):
        return True
    if previous.kind != figure.kind or _unit(context, previous) != _unit(context, figure):
        return False
    if len(between) > 12 or ";" in between or between[-1:] in ("(", ":"):
        return False
    against = between.endswith(("v", "vf"))  # "could name a friend, against 9 of 35"
    if _says_more(context, figure) or (not against and {"while", "whereas", "was", "were"} & set(lower)):
        return False
    return against or len(between) <= 2 or ("f" in between and between[-1:] in ("a", ",", "v", "f", "t"))


def _is_side(between: str, lower: list[str]) -> bool:
    """As in "on the wards with a cook (11.4%) compared with the other wards (6.1%)"."""
    return _SIDE.match(between) is not None and ("v" in between or "than" in lower)


def _says_more(context: Context, figure: Figure) -> bool:
    """As in "(58% female, 51% retired)", "and cut visits by 28%": what it measures is told again."""
    if figure.kind == "percentage" and said_inside(context, figure):
        return True
    by = context.before(figure.first, 1) == ["by"]
    return by and object_before(context, figure.first - 1) is not None


def _unit(context: Context, figure: Figure) -> str:
    return "" if figure.unit is None else context.line.lower[figure.unit]


def _of(context: Context, figure: Figure, recall: Recall) -> None:
    """As in "91.9% of eligible women": of whom; else the persons that open the sentence."""
    if figure.kind != "percentage":
        return
    noun = figure.parts.get("_of")
    begin = context.begin(figure.at)
    if "of" in figure.parts:
        return
    if noun is not None:
        figure.parts["of"] = context.line.slice(*noun)
        if "G" in context.line.shape[noun[0] : noun[1]]:  # "29 % of usual-care patients"
            figure.parts.setdefault("group", context.line.slice(noun[0], max(noun[0], noun[1] - 1)))
        return
    if told := _of_bracket(context, figure) or _of_share_of(context, begin) or _of_opening(context, figure):
        figure.parts["of"] = told
        return
    opening = begin + 1 if context.line.lower[begin] in ("the", "our", "these") else begin
    if opening < figure.first and context.line.shape[opening] == "P":
        figure.parts["of"] = context.line.slice(opening, opening).lower()
    elif recall.people and (
        (context.line.lower[begin] in _THEY and begin < figure.first) or _is_about(context, figure, recall)
    ):
        figure.parts["of"] = recall.people


def _of_bracket(context: Context, figure: Figure) -> str | None:
    """As in "Of 276 adults (mean age 43; 79% women)": the people before the bracket."""
    start = bracket_of(context, figure.first)
    if start is None or context.line.shape[start - 1 : start] != "P" or start == figure.first - 1:
        return None
    return context.line.slice(start - 1, start - 1)


def _of_opening(context: Context, figure: Figure) -> str | None:
    """As in "Of the 42 families who refused a visit, 38.5% …", "Among those who fell, 12% …"."""
    line, first = context.line, context.begin(figure.at)
    if line.lower[first] not in _OF_THEM:
        return None
    end = line.shape.find(",", first, min(figure.first, first + MOST_OF_OPENING))
    first += 1
    while first < end and (line.shape[first] in "Nq" or line.lower[first] in ("the", "all")):
        first += 1
    plain = end > first and set(line.shape[first:end]) <= _OPENING_CODES
    named = "P" in line.shape[first:end] or line.lower[first] in ("those", "people")
    return line.slice(first, end - 1) if plain and named else None


def _of_share_of(context: Context, begin: int) -> str | None:
    """As in "The share of pupils who slept enough rose from 24% to 41%": the people of whom it is one."""
    line = context.line
    first = begin + 1 if line.lower[begin] in ("the", "a") else begin
    if line.lower[first : first + 1] == [] or line.lower[first] not in _PROPORTIONS:
        return None
    found = _SHARE_OF.match(line.shape, first + 1)
    return None if found is None else line.slice(found.start("who"), found.end("who") - 1)


def _is_about(context: Context, figure: Figure, recall: Recall) -> bool:
    """As in "Cost was named by 52%", "58.9% had a child": of the people of the sentences just before."""
    known = ("bare", "share", "ci", "fraction")
    if recall.people_since > 2 or "group" in figure.parts or figure.form not in known:
        return False
    said, were = context.before(figure.first, 1), context.line.lower[figure.last - 1] in ("were", "are")
    return said == ["by"] or were or predicate_of(context, figure) is not None


def _same_base(previous: Figure, figure: Figure) -> None:
    """As in "29% of calls and a gambling debt in 8%": the base is told once."""
    if (
        figure.kind == previous.kind == "percentage"
        and "of" in previous.parts
        and "group" not in figure.parts
    ):
        figure.parts.setdefault("of", previous.parts["of"])


def _share_nouns(context: Context, figures: list[Figure]) -> None:
    """As in "1,044 adults took part, 497 under usual care and 547 under shared care": all are adults."""
    noun: tuple[int, int] | None = None
    begin = -1
    for figure in figures:
        if figure.kind != "sample_size":
            continue
        if context.begin(figure.at) != begin:
            begin, noun = context.begin(figure.at), None
        if "_noun" in figure.parts:
            noun = figure.parts["_noun"]
        elif noun is not None and figure.form != "n" and "group" in figure.parts:
            figure.parts["_noun"] = noun


def _colons(context: Context, figures: list[Figure]) -> None:
    """As in "force (A: 98.8 N vs placebo: -39.0 N)": groups before colons, the measure before the bracket."""
    shape = context.line.shape
    for left, right in pairwise(figures):
        if left.kind != right.kind or left.kind in _UNBOUND or _unit(context, left) != _unit(context, right):
            continue
        between = shape[left.last + 1 : right.first]
        mark = shape[left.first - 1 : left.first]
        if mark not in (":", ",") or len(between) > 5 or between[-1:] != mark:
            continue
        if mark == "," and _GROUPED.isdisjoint(context.sentence(left.at)):
            continue
        opening = shape.rfind("(", max(0, left.first - 5), left.first)
        if opening < 0:
            continue
        left.parts["group"] = context.line.slice(opening + 1, left.first - 2)
        start = right.first - 2
        while (shape[start - 1] in "wkG" or context.line.lower[start - 1] == "no") and start - 1 > left.last:
            start -= 1
        right.parts["group"] = context.line.slice(start, right.first - 2)
        measured = label_of(context, Figure(left.kind, "", opening, opening, opening))
        for figure in (left, right):
            figure.parts.pop("label", None)
            if measured:
                figure.parts["label"] = measured
