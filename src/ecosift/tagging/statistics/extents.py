"""Where a percentage's expression ends: "White (81.8%)", "81.8% were White", "10-20% of mothers"."""

from __future__ import annotations

import re

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure, put
from ecosift.tagging.statistics.labels import with_shared_head
from ecosift.tagging.statistics.phrases import bracket_of, phrase_before
from ecosift.tagging.statistics.predicates import restricted_to

_NOUN = r"(?P<noun>[wkG]{0,3}[PLVKZ]{1,3}|[wk]{0,2}G(?=[f.,;)|aw]|$)|[wkM]{1,2}(?=[.,;)f|avb]|$))"
_OF_WHOM = re.compile(rf"of?{_NOUN}")
_HALF_THE = re.compile(r"(?:of?|f)(?P<noun>[wkG]{0,3}[PLVKZ]{1,3})")
_OF_SO_MANY = re.compile(r"of?f?(?P<den>N)(?P<noun>[wkG]{0,3}[PLVK])")
_OF_WHAT = re.compile(r"of?(?P<noun>[wkM]{1,2})(?=[.,;)f|avb]|$)")
_COUNT_AFTER = re.compile(r"\((?:n=)?(?P<num>N)(?:[o/](?P<den>N))?\)")
_LEAD = re.compile(r"[AD][:=o]?$")
_MEAN_AGE = re.compile(r"[AD]w$")
_VERBS = frozenset({"were", "was", "are", "is", "had", "have", "did", "said", "reported", "would", "could"})
_DETERMINERS = frozenset({"the", "these", "those", "our", "their", "its", "all"})
_NO_CHANGE = frozenset({"relative", "absolute", "weight", "increased", "reduced"})
MOST_OF_ITEM = 14
FEWEST_OF_BASE = 10
_WERE = re.compile(r"f(?P<what>[wP])(?=[,.;)a|]|$)")


def extend(context: Context, figure: Figure) -> None:
    """Take into the span what the conventions name: a share's label or people, a change's verb or noun."""
    if figure.kind in ("mean", "median"):
        _with_name(context, figure)
        _with_rate(context, figure)
    if figure.kind == "effect" and figure.form in ("bare", "fraction", "span"):
        _with_change(context, figure)
    if figure.kind == "percentage" and not (
        _with_base(context, figure) or _with_stated_base(context, figure) or _with_people(context, figure)
    ):
        _with_label(context, figure)


def _with_base(context: Context, figure: Figure) -> bool:
    """As in "half of those who gave up", "61 per cent of them women", "four out of five of them"."""
    line, first = context.line, figure.last + 1
    said = line.lower[first : first + 1]
    if said == ["of those"] and _of_those(context, figure):
        return True
    found = _OF_WHOM.match(line.shape, first) if said and said[0] in cues("bases") else None
    if found is not None and (figure.form != "fraction" or line.shape[found.end() - 1] in "PLVKZ"):
        figure.parts["label"] = line.slice(found.start("noun"), found.end("noun") - 1)
    elif said not in (["of them"], ["of these"]):
        return False
    figure.last += 1
    return True


def _with_people(context: Context, figure: Figure) -> bool:
    """As in "12% of patients", "58% of residents in the coached houses", "half the women"."""
    if "_of" in figure.parts and figure.parts["_of"][1] == figure.last:
        first = figure.parts["_of"][0]
    else:
        found = _people_of(context, figure)
        if found is None:
            return "_of" in figure.parts
        first, figure.last = found.start("noun"), found.end() - 1
        if first < figure.last and context.line.lower[figure.last] in cues("finite"):  # "of the variance lay"
            figure.last -= 1
    figure.last = restricted_to(context, figure, figure.last)
    figure.parts["_of"] = (first, figure.last)
    _with_count(context, figure)
    return True


def _with_stated_base(context: Context, figure: Figure) -> bool:
    """As in "58% of 412 therapists", "two thirds of the 890 carers": the number of people belongs to it."""
    line = context.line
    found = _OF_SO_MANY.match(line.shape, figure.last + 1) if "denominator" not in figure.parts else None
    if found is None or not line.numbers[found.start("den")].whole:
        return False
    if line.numbers[found.start("den")].value < FEWEST_OF_BASE:
        return False
    put(line, figure, "denominator", found.start("den"))
    figure.parts["_of"] = (found.start("noun"), found.end() - 1)
    figure.last = found.end() - 1
    return True


def _people_of(context: Context, figure: Figure) -> re.Match[str] | None:
    line, first = context.line, figure.last + 1
    if figure.form != "fraction":
        return _OF_WHOM.match(line.shape, first)
    if line.shape[first : first + 1] == "f" and line.lower[first] not in _DETERMINERS:
        return None
    return _HALF_THE.match(line.shape, first) or _OF_WHAT.match(line.shape, first)


def _with_label(context: Context, figure: Figure) -> None:
    """As in "81.8% were White", "White (81.8%)"."""
    line = context.line
    said = _WERE.match(line.shape, figure.last + 1)
    if said is not None and line.lower[figure.last + 1] in ("were", "was", "are", "is"):
        figure.parts["label"] = line.slice(said.start("what"), said.start("what"))
        figure.last = said.end() - 1
    else:
        _labelled(context, figure)


def _of_those(context: Context, figure: Figure) -> bool:
    """As in "half of those who gave up had": up to the verb of the clause."""
    line, first, end = context.line, figure.last + 1, context.end(figure.at)
    who, then = line.lower[first + 1 : first + 2] == ["who"], line.lower[first + 2 : first + 3]
    last, verb = first, not who or _VERBS.isdisjoint(then)
    while last + 1 < end and last - first < 10 and line.shape[last + 1] not in ",;:.|()N":
        if line.lower[last + 1] in ("but", "while", "whereas"):
            break
        if line.lower[last + 1] in _VERBS:
            if verb:
                break
            verb = True
        last += 1
    while last > first and line.shape[last] == "f":
        last -= 1
    if last == first:
        return False
    figure.parts["of"] = line.text[line.ends[first] - len("those") : line.ends[last]]
    figure.parts["_of"] = (first, last)
    figure.last = last
    return True


def _with_name(context: Context, figure: Figure) -> None:
    """As in "M = 52.5 (SD 4.1)", "median of 11 years (range 2-34)"."""
    found = _LEAD.search(context.codes_before(figure.first, 3))
    if found is not None and figure.form not in ("bare", "signed"):
        figure.first -= len(found[0])
    elif _MEAN_AGE.search(context.codes_before(figure.first, 2)) and context.before(figure.first, 1) == [
        "age"
    ]:
        figure.first -= 2


def _with_rate(context: Context, figure: Figure) -> None:
    """As in "2.1 servings a day": the time that the unit is told for belongs to it."""
    line, after = context.line, figure.last + 1
    if figure.unit == figure.last and line.lower[after : after + 1] == ["old"]:  # "66 years old"
        figure.last = after
        return
    rated = line.shape[after : after + 2] == "fT" and line.lower[after] in ("a", "an", "per", "each")
    if rated and figure.unit == figure.last and line.shape[figure.unit] in "Uh":
        figure.parts["_unit"] = (figure.parts.get("_unit", (figure.unit, 0))[0], after + 1)
        figure.last = after + 1


def _with_change(context: Context, figure: Figure) -> None:
    """As in "fell by 7%", "a rise of 12%", "9% increase", "22% lower", "34% less likely"."""
    after, ahead = context.after(figure.last, 2), context.before(figure.first, 2)
    if after[:1] == ["as"] and after[1:] and after[1] in cues("compared_as"):  # "three times as likely"
        figure.last += 2
        return
    compared = after[:1] and (after[0] in cues("change_after") or after[0] in cues("lasting_longer"))
    compared = compared or (after[:1] and after[0] in cues("later_than"))
    if after[:1] in (["more than"], ["less than"]):
        return
    if compared and after[0] not in _NO_CHANGE:
        figure.last += 2 if after[1:] and after[1] in cues("likely") else 1
    elif len(ahead) == 2 and ahead[1] in ("by", "of") and ahead[0] in _changing(ahead[1]):
        figure.first -= 2


def _changing(joint: str) -> frozenset[str]:
    return cues("changed_by") if joint == "by" else cues("change_of")


def _with_count(context: Context, figure: Figure) -> None:
    """As in "8.3% of respondents (n = 34)"."""
    found = _COUNT_AFTER.match(context.line.shape, figure.last + 1)
    if found is not None and "numerator" not in figure.parts and figure.form == "bare":
        put(context.line, figure, "numerator", found.start("num"))
        if found["den"]:
            put(context.line, figure, "denominator", found.start("den"))
        figure.last = found.end() - 1


def _labelled(context: Context, figure: Figure) -> None:
    """As in "Forgetfulness (38%)": the bracket holds the share alone, and a short label stands before it."""
    shape = context.line.shape
    start, end = figure.first - 1, figure.last + 1
    if (
        start < 1
        or shape[start] != "("
        or shape[end : end + 1] != ")"
        or bracket_of(context, figure.first) != start
    ):
        return
    whole = _whole_item(context, start, end) or _participle(context, start)
    found = whole or phrase_before(context, start)
    if (
        found is None
        or (whole is None and found[1] - found[0] > 5 and end + 1 < len(shape))
        or not _stands_alone(context, found[0])
    ):
        return
    if _is_degree(context, found):
        return
    figure.first, figure.last = found[0], end
    label = context.line.slice(found[0], found[1])
    figure.parts["label"] = with_shared_head(context, figure, label)


def _is_degree(context: Context, found: tuple[int, int]) -> bool:
    """As in "was relatively low (1.7%)", which names no share."""
    return context.line.lower[found[1]] in cues("degrees")


def _whole_item(context: Context, start: int, end: int) -> tuple[int, int] | None:
    """As in a list's item "Being treated rudely at the front desk (36.0%)", with no full stop: all of it."""
    line, begin = context.line, context.begin(start)
    alone = end + 1 == len(line.shape) and begin == 0
    said = _VERBS.union(cues("bringing")).isdisjoint(line.lower[:start])
    plain = all(code in "wkfomtraPLVGKT-/'\"" for code in line.shape[:start])
    return (0, start - 1) if alone and said and plain and 0 < start <= MOST_OF_ITEM else None


def _participle(context: Context, start: int) -> tuple[int, int] | None:
    """As in "and renting from the council (41.2%)": a member that opens with a participle, whole."""
    line, first = context.line, start
    while first > context.begin(start) and start - first < 11 and line.shape[first - 1] in "wkfqot-PLTUG":
        first -= 1
        if first and _is_participle(line.lower[first]) and _may_list(context, first - 1):
            first -= line.lower[first - 1] == "not"
            return first, start - 1
    return None


def _may_list(context: Context, place: int) -> bool:
    """Whether a member of a list may follow: "and renting", "was wanting", "mainly sleeping"."""
    word = context.line.lower[place]
    return (
        word == "not"
        or context.line.shape[place] in ",a;:q"
        or word in cues("being")
        or word in cues("label_openers")
    )


def _is_participle(word: str) -> bool:
    return word.endswith("ing") and len(word) > 4 and word not in cues("not_participles")


def _stands_alone(context: Context, first: int) -> bool:
    """Whether the phrase is a member of a list or opens its clause, and is no subject's tail."""
    begin = context.begin(first)
    if first == begin:
        return True
    previous = context.line.lower[first - 1]
    return context.line.shape[first - 1] in "a,;:r" or previous in cues("sharing")
