"""Whole numbers of persons, sites, studies, sessions and events: samples and counts."""

from __future__ import annotations

import re
from collections.abc import Callable

from ecosift.tagging.statistics.context import Context, cues
from ecosift.tagging.statistics.figures import Figure, put
from ecosift.tagging.statistics.line import Line
from ecosift.tagging.statistics.some import are_asked

_NOUN_PHRASE = re.compile(
    r"(?:(?P<typed>wN)(?=[wk]{0,3}P)|[wkGUAJXMqOp]|,(?=[wk])|/|-(?=[wkP])|a(?=w{1,2}[PLKV])|(?<=[wk])a(?=L)){0,7}?(?:\([^()N]{1,8}\)(?=P)|\([^()]{2,8}\)(?=P))?(?P<head>[PLKZV])(?:[/-]?[PLKZV]){0,4}(?P<more>[wk]{1,3}P)?"
)
_GROUP_WORDS = frozenset(
    {"group", "groups", "arm", "arms", "control", "controls", "placebo", "intervention", "cohort", "subgroup"}
)
_HAPPENED = frozenset(
    {
        "developed",
        "experienced",
        "died",
        "relapsed",
        "withdrew",
        "discontinued",
        "reported",
        "dropped",
        "fell",
        "quit",
        "stopped",
        "suffered",
        "recovered",
    }
)
# "83 mothers and fathers came"; behind a second noun with words of its own they are others
_APART = frozenset({"with", "without", "that", "which", "where", "whose"})
_AND_OTHERS = re.compile(r"aP(?![wkN(=-]?[N(])")
_EACH_GROUP = re.compile(r"f{1,2}[wfK]?G")
_FROM_GROUP = re.compile(r"f{1,2}[wkXM-]{0,3}G")
_SHARE = re.compile(r"\((?P<percent>N)%\)")
_GROUP_SHARE = re.compile(r"f[^.;()|]{0,7}?G\((?P<percent>N)%\)")
_PREDICATE_SHARE = re.compile(r"(?:f(?P<what>[wPkG]{1,4})|(?P<what2>[w]{2,4}))\((?P<percent>N)%\)")
_MEMBERS_OF = re.compile(r"o[wkL]{0,3}P")
_OF_PEOPLE = re.compile(r"of?[wkG]{0,3}P")
_OF_SITES = re.compile(r"of?[wk]{0,2}[LK]")
_CHOSEN = (["sample", "of"], ["subsample", "of"])
_PEOPLE = re.compile(r"[wk]{0,2}P")
_SITES = re.compile(r"[wk]{0,3}L")
_AT = frozenset({"at", "in", "from"})
_ABOUT = frozenset(
    {
        "about",
        "some",
        "around",
        "nearly",
        "almost",
        "over",
        "more than",
        "approximately",
        "roughly",
        "an estimated",
    }
)
_STUDYING = ("researching", "asking", "arm_verbs", "conducted")
_SQUARE = frozenset({"square", "cubic"})
_APOSTROPHES = ("'", "\u2019")
_STUDIES_DID = frozenset({"lasted", "reported", "had", "asked", "found", "looked"})
MANY = 100_000
TOO_MANY = 10_000_000
_NUMBERED = frozenset(
    {"grade", "grades", "stage", "stages", "type", "types", "class", "phase", "version", "hpv", "icd", "spss"}
)
_OPENING_TOTAL = re.compile(r"(?:^|[:;|.(])f?o?f?oN[wk]{0,3}P")
MOST_BEFORE = 8  # words
FEWEST_THINGS = 20
_BASE = re.compile(r"(?:o)f?(?P<base>N)(?![%/-])(?P<noun>[wkG]{0,3}[PLVK])?")


def settle_n(context: Context, figure: Figure) -> None:
    """As in "n = 12": an arm or subgroup that was studied, or a category of outcome."""
    before = [word for word in context.before(figure.first, 7) if word.isalpha()][-4:]
    said, outcome = context.sentence(figure.first), cues("outcome")
    grouped = bool(_GROUP_WORDS & set(before[-3:]))
    after = [word for word in context.after(figure.last, 3) if word.isalpha()][:1]
    if (
        ({"reasons", "reason", "exclusion", "exclusions", "excluded"} & said and not grouped)
        or ({"number", "numbers", "fewer", "lesser", "proportion", "incidence"} & said and outcome & said)
        or (outcome & set(before) and not grouped)
    ):
        figure.kind = "count"
    else:
        people = "P" in context.codes_before(figure.first, 6) or grouped
        figure.kind = "count" if after and after[0] in outcome and not people else "sample_size"


def counted(context: Context, figure: Figure) -> bool:
    """Settle a whole number that counts something; False where it does not."""
    line = context.line
    if figure.unit is not None and line.lower[figure.unit] in cues("counted_units"):
        _as_events(context, figure)
    if figure.unit is not None or not line.numbers[figure.at].whole or figure.form != "bare":
        return False
    if _is_label(context, figure) or context.before(figure.first, 1) == ["per"]:
        return False
    if context.codes_before(figure.first, 1) == "$":
        return False
    if context.before(figure.first, 3) in (["sample", "size", "of"], ["sample", "size", "was"]):
        figure.kind = "sample_size"
        return _with_noun(context, figure) or True
    return any(reads(context, figure) for reads in _COUNTED)


def _as_events(context: Context, figure: Figure) -> None:
    """As in "49 episodes": what is counted, where no average is told."""
    near = context.codes_before(figure.first, 6)
    if figure.unit == figure.last == figure.at + 1 and not {"A", "D"} & set(near):
        figure.parts["_noun"] = (figure.unit, figure.unit)
        figure.unit = None


def _of_events(context: Context, figure: Figure) -> bool:
    asked = "_noun" in figure.parts and _is_source(context, figure)
    figure.kind = "sample_size" if asked else "count" if "_noun" in figure.parts else ""
    return figure.kind != ""


def _of_them(context: Context, figure: Figure) -> bool:
    """As in "eight of them", "54 of them (13.1%)"."""
    line = context.line
    if line.lower[figure.last + 1 : figure.last + 2] == [] or line.lower[figure.last + 1] not in cues(
        "bases"
    ):
        return False
    if line.lower[figure.at] == "one":
        return False
    if context.before(figure.first, 2) in _CHOSEN:
        return False
    asked = set(context.before(figure.first, 2)) & (cues("arm_verbs") | cues("conducted"))
    figure.last += 1
    talked = bool(asked) or _talked_to(context, figure)
    figure.kind = "sample_size" if talked or are_asked(context, figure) else "count"
    share = _SHARE.match(line.shape, figure.last + 1)
    if share is not None:
        put(line, figure, "percent", share.start("percent"))
        figure.last = share.end() - 1
    return True


def _of_the(context: Context, figure: Figure) -> bool:
    """As in "Of the 66, eight left": those who have been named before."""
    before = context.before(figure.first, 2)
    opens = before in (["of the"], ["of these"], ["of those"], ["of"], ["of", "these"])
    first = figure.first - len(before) == context.begin(figure.at)
    after = context.after(figure.last, 1)
    if opens and first and after and after[0] in (",", "who", "that", "whose", "with"):
        figure.kind = "sample_size"
    return figure.kind != ""


def _of_people(context: Context, figure: Figure) -> bool:
    """As in "seven of the young people had moved": some of those who have been named before."""
    found = _OF_PEOPLE.match(context.line.shape, figure.last + 1)
    sites = _OF_SITES.match(context.line.shape, figure.last + 1) if found is None else None
    if sites is not None and context.line.lower[figure.at] != "one":
        figure.last = sites.end() - 1
        studies = context.line.shape[figure.last] == "K"
        asked = not studies and are_asked(context, figure, MOST_BEFORE)
        figure.kind = "sample_size" if asked else "count"
        figure.parts["_some"] = True
        figure.parts["_noun"] = (figure.last, figure.last)
        return True
    if found is None or context.line.lower[figure.at] == "one":
        return False
    figure.kind, figure.last = "sample_size" if _are_asked(context, figure) else "count", found.end() - 1
    if figure.kind == "sample_size":
        figure.parts["_noun"] = (figure.last, figure.last)
        return True
    share = _SHARE.match(context.line.shape, figure.last + 1)
    if share is not None:
        put(context.line, figure, "percent", share.start("percent"))
        figure.last = share.end() - 1
    return True


def _are_asked(context: Context, figure: Figure) -> bool:
    """As in "interviewed 12 of the nurses", "telephone interviews with 28 of the veterans"."""
    ahead = context.before(figure.first, 3)
    if ahead[-2:] in _CHOSEN or ahead[-1:] in (["interviewed"], ["surveyed"], ["recruited"], ["followed"]):
        return True
    if _talked_to(context, figure):
        return True
    return ahead[-1:] == ["with"] and "Z" in context.codes_before(figure.first, 3)


def _talked_to(context: Context, figure: Figure) -> bool:
    """As in "spoke at length with 42 of them and with 15 of their managers"."""
    ahead = context.before(figure.first, 2 * MOST_BEFORE)
    return ahead[-1:] in (["with"], ["to"]) and not cues("talking").isdisjoint(ahead)


def _opening_share(context: Context, figure: Figure) -> bool:
    """As in "98 were men (23.8%)": a number that opens its clause, with its share after the predicate."""
    line = context.line
    found = _PREDICATE_SHARE.match(line.shape, figure.last + 1)
    before = context.before(figure.first, 1)
    if found is None or not (not before or before[0] in (",", ";", "and", "only", "of whom")):
        return False
    put(line, figure, "percent", found.start("percent"))
    figure.parts["label"] = line.slice(
        found.start("what") if found["what"] else found.start("what2"),
        (found.end("what") if found["what"] else found.end("what2")) - 1,
    )
    figure.kind, figure.last = "count", found.end() - 1
    return True


def _split_off(context: Context, figure: Figure) -> bool:
    """As in "randomised 1,200: 400 to usual care, 402 to letters"."""
    if not context.sentence(figure.first) & cues("splitting") or context.line.lower[figure.at] in (
        "one",
        "two",
        "three",
    ):
        return False
    before, after = context.before(figure.first, 1), context.codes_after(figure.last, 1)
    ratio = figure.first > 2 and is_ratio(context.line, figure.first - 2)
    opens = before[:1] and before[0] in (",", ";", ":", "and", "(") and not ratio
    led = (
        before[:1]
        and before[0] in cues("arm_verbs")
        and not ratio
        and after in (",", ":", ".", ";", "", ")", "a")
    )
    if led or (opens and after == "t"):
        figure.kind = "sample_size"
    return figure.kind != ""


def _is_label(context: Context, figure: Figure) -> bool:
    """As in "grade 3 patients", "group 1", "type 2 diabetes", "≥ 2 visits", "1:1"."""
    shape = context.line.shape
    if shape[figure.last + 1 : figure.last + 2] in ("-", "/", "%") or is_ratio(context.line, figure.last):
        return True
    if (
        figure.first > 1
        and shape[figure.first - 2 : figure.first] == "N:"
        and is_ratio(context.line, figure.first - 2)
    ):
        return True
    before = context.before(figure.first, 1)
    if not before:
        return False
    small = context.line.numbers[figure.at].value < 10
    one_of = context.before(figure.first, 2) in (["one", "of"], ["one", "of the"])
    if one_of and not (context.before(figure.first, 3)[0] in _AT and _SITES.match(shape, figure.last + 1)):
        return True
    return _follows_label(context, figure, before, small=small)


def _follows_label(context: Context, figure: Figure, before: list[str], *, small: bool) -> bool:
    """Whether the word before makes the number a name; "that time 1,104 people" it does not."""
    if before[0] in ("group", "arm", "cohort", "study", "trial", "day", "week", "month", "year", "groups"):
        return small
    if before[0] in cues("identifiers") and not (small or before[0] in _NUMBERED):
        return _PEOPLE.match(context.line.shape, figure.last + 1) is None
    return before[0] in cues("identifiers") or before[0] in ("≥", "≤", ">", "<", "/", "=")


def _each_group(context: Context, figure: Figure) -> bool:
    """As in "35 in each group", "20 per arm"."""
    after = context.after(figure.last, 3)
    if after[:1] == ["each"] and context.codes_after(figure.last, 2)[1:] in ("", ")", ".", ";", ","):
        figure.kind, figure.last = "sample_size", figure.last + 1
        figure.parts["group"] = "each"
        return True
    found = _EACH_GROUP.match(context.line.shape, figure.last + 1)
    if found is None or not {"each", "per", "every", "either", "both"} & set(after[: len(found[0])]):
        return False
    figure.kind, figure.last = "sample_size", found.end() - 1
    figure.parts["group"] = context.line.slice(figure.last - 1, figure.last)
    return True


def _with_noun(context: Context, figure: Figure) -> bool:
    """As in "22 postpartum women", "308 patients (87%)", "seven infants were excluded", "15 infections"."""
    line = context.line
    such = line.lower[figure.last + 1 : figure.last + 2] == ["such"]
    found = _NOUN_PHRASE.match(line.shape, figure.last + 1 + such)
    if found is None or found.end() > context.end(figure.at) or _is_premodifier(context, found):
        return _with_agents(context, figure)
    last = found.end() - 1
    if (
        line.lower[last - 1] in _SQUARE
        or _is_owner(line, last)
        or line.lower[last : last + 2] == ["pairs", "of"]
    ):
        return False
    if found["typed"] and line.lower[found.start("typed")] not in cues("identifiers"):
        return False
    if found["more"] and line.lower[found.start("more") - 1] not in cues("adjective_persons"):
        last = found.start("more") - 1
    if line.lower[last] == "members" and (whole := _MEMBERS_OF.match(line.shape, last + 1)) is not None:
        last = whole.end() - 1
    if line.shape[last] == "P" and _AND_OTHERS.match(line.shape, last + 1):
        last += 2
    head, share = line.shape[last], _SHARE.match(line.shape, last + 1)
    if share is not None and head in "PVLK":
        put(line, figure, "percent", share.start("percent"))
        figure.kind, figure.last = "count", share.end() - 1
    elif (
        head == "V"
        or (head == "P" and _is_outcome(context, figure, last))
        or (head == "K" and _is_trait(context, figure, last))
    ):
        figure.kind, figure.last = "count", last
    elif not _is_other(context, figure, head, last):
        figure.kind, figure.last = "sample_size", last
    figure.parts["_noun"] = (found.start(), last)
    if figure.kind == "sample_size" and head in "PL" and _is_population(context, figure):
        figure.kind, figure.parts["_some"] = "count", True
    return figure.kind != ""


def _is_owner(line: Line, last: int) -> bool:
    """As in "in our 2023 members' survey"."""
    return line.folded[line.ends[last] : line.ends[last] + 1] in _APOSTROPHES and line.ends[last] < len(
        line.text
    )


def _is_population(context: Context, figure: Figure) -> bool:
    """As in "About 70,000 people live with it": how many there are, where nobody was studied."""
    if figure.parts["value"] >= TOO_MANY:
        return True
    many = figure.parts["value"] >= MANY or figure.parts.get("qualifier") in _ABOUT
    said = {*context.before(figure.first, MOST_BEFORE), *context.after(figure.last, MOST_BEFORE // 2)}
    return many and all(cues(name).isdisjoint(said) for name in _STUDYING)


def _with_agents(context: Context, figure: Figure) -> bool:
    """As in "17 dispatchers", "3,400 six-year-olds": a noun that is made as nouns of people are."""
    line, ends = context.line, tuple(sorted(cues("people_ends")))
    for place in range(figure.last + 1, min(figure.last + 4, context.end(figure.at))):
        word = line.lower[place]
        if line.shape[place] not in "wk":
            return False
        if word.endswith(ends) and word not in cues("not_people") and line.lower[figure.at] != "one":
            figure.kind, figure.last = "sample_size", place
            figure.parts["_noun"] = (figure.at + 1, place)
            return True
    return False


def _is_other(context: Context, figure: Figure, head: str, last: int) -> bool:
    """Whether the phrase names no sample: "one man", "the two schools", "two reviewers"."""
    line, before = context.line, context.before(figure.first, 1)
    value = line.numbers[figure.at].value
    if head == "P":
        staff = line.lower[last] in cues("study_staff") and value < 10
        return staff or line.lower[figure.at] == "one" or before == ["every"]
    studied = not cues("studying").isdisjoint(context.before(figure.first, 2))
    named_before = before in (["the"], ["these"], ["both"]) and value < 4 and not studied
    named_before = named_before and not _is_told_apart(context, figure, last)
    if line.lower[last] in cues("programmes") and value < 5:  # two programmes that are compared
        return True
    alone = line.lower[figure.at] == "one" and head in "LKZ" and not _is_only(context, figure, last)
    return alone or (head in "LK" and (named_before or _after_acronym(context, figure)))


def _is_told_apart(context: Context, figure: Figure, last: int) -> bool:
    """As in "the two larger cities", "the two schools that had a cook": not those that were just named."""
    after = context.after(last, 1)
    return last > figure.at + 1 or (bool(after) and after[0] in _APART)


def _is_only(context: Context, figure: Figure, last: int) -> bool:
    """As in "only one district", "in one city alone": how far a study reached."""
    return context.before(figure.first, 1) == ["only"] or context.after(last, 1) in (["only"], ["alone"])


def _after_acronym(context: Context, figure: Figure) -> bool:
    """As in "the ABC 503 trial": the number is part of a name."""
    before = figure.first - 1
    if before < context.begin(figure.at) or context.line.shape[before] not in "wkM":
        return False
    printed = context.line.slice(before, before)
    return printed.isupper() and len(printed) > 1


def _is_premodifier(context: Context, found: re.Match[str]) -> bool:
    """Whether the noun only modifies another: "two treatment groups", "12 patient visits"."""
    line, end = context.line, found.end()
    following = line.shape[end : end + 1]
    if _is_study_name(context, end - 1) or _is_study_name(context, end):
        return True
    if following == "G" and line.lower[end] in ("group", "groups", "arm", "arms", "cohorts", "conditions"):
        return True
    if following == "w" and line.shape[end - 1] in "PLKZ" and not line.lower[end - 1].endswith("s"):
        return line.lower[end].endswith("s") and line.lower[end - 1] not in (
            "children",
            "women",
            "men",
            "people",
        )
    return False


def _is_study_name(context: Context, token: int) -> bool:
    """As in "the Five Districts Survey"."""
    line = context.line
    if line.lower[token : token + 1] not in (["survey"], ["study"], ["trial"], ["cohort"]):
        return False
    return line.slice(token - 1, token).istitle()


def _is_outcome(context: Context, figure: Figure, last: int) -> bool:
    """As in "occurred in 6 neonates", "7 infants were excluded", "95 patients had …"."""
    lead = context.before(figure.first, 3)
    if lead in (["of"], ["of the"], ["among"], ["of", "the"], ["among", "the"]):
        return False
    if _is_source(context, figure) or _join_in(context, figure, last):
        return False
    near = [word for word in lead if word not in ("only", "a", "total", "of", "the")]
    if len(near) > 1 and near[-1] in ("in", "by", "among") and near[-2] in cues("occurring"):
        return True
    cases = context.line.lower[last] == "cases"
    if cases and (context.codes_after(last, 1) == "o" or (near and near[-1] in cues("recording"))):
        return True
    after = context.after(last, 4)
    still = after[:2] in (["were", "still"], ["are", "still"])  # "were still taking part"
    while after and after[0] in ("who", "were", "was", "have", "been", "that", "(", "also", "each"):
        after = after[1:]
    if after[:1] == ["had"]:
        who = "who" in context.after(last, 2)
        return not who and after[1:2] not in (["been"], ["given"], ["completed"], ["never"])
    spoke = after[:1] and after[0] in cues("speaking") and context.line.lower[figure.at] != "one"
    told = spoke or _told_of_group(context, last) or _tell_of_themselves(context, figure, last, after)
    return bool(after) and (still or after[0] in cues("outcome") or bool(told))


def _is_source(context: Context, figure: Figure) -> bool:
    """As in "interviews with 64 nurses had shown", "went through files on 40 men who died"."""
    lead = context.before(figure.first, 2)
    return lead[1:] in (["with"], ["of"], ["on"], ["from"], ["for"]) and lead[0] in cues("sources")


def _join_in(context: Context, figure: Figure, last: int) -> bool:
    """As in "In all, 731 women responded"."""
    before = [word for word in context.before(figure.first, 3) if word != ","]
    total = before in (["in", "all"], ["in total"], ["in", "total"], ["a", "total", "of"], ["altogether"])
    joined = context.after(last, 1)
    return total and bool(joined) and joined[0] in cues("joining_in")


def _of_things(context: Context, figure: Figure) -> bool:
    """As in "coded 1,043 spots", "records of 11,460 ambulance runs", "1,184 patrons took part"."""
    line = context.line
    if figure.parts["value"] < FEWEST_THINGS or "$" in context.codes_before(figure.first, 1):
        return False
    last = _plural_after(context, figure)
    if last is None:
        return False
    before, after = context.before(figure.first, 1), context.after(last, 2)
    looked_at = bool(before) and before[0] in cues("inspecting")
    joined = after[:1] in (["joined"], ["participated"], ["responded"], ["enrolled"]) or after == [
        "took",
        "part",
    ]
    if not (looked_at or joined or _is_source(context, figure)):
        return False
    figure.kind, figure.last = "sample_size", last
    figure.parts["_noun"] = (figure.at + 1, last)
    return line.lower[last] != "times"


def _plural_after(context: Context, figure: Figure) -> int | None:
    """The plural noun within three words after the figure, none of them a function word."""
    line, found = context.line, None
    for place in range(figure.last + 1, min(figure.last + 4, context.end(figure.at))):
        if line.shape[place] not in "wk":
            break
        if line.lower[place].endswith("s") and not line.lower[place].endswith("ss"):
            found = place
    return found


def _is_trait(context: Context, figure: Figure, last: int) -> bool:
    """As in "was reported in 14 studies", "Nine trials lost a fifth of their participants"."""
    ahead, after = context.before(figure.first, 2), context.after(last, 1)
    if ahead[-1:] in (["in"], ["by"]) and ahead[0] in cues("seen_in"):
        return context.line.lower[figure.at] != "one"
    opens = not ahead or ahead[-1] in (",", ";", ":", "and", "but", "only")
    if ahead[-1:] == ["only"] and after and after[0] in _STUDIES_DID:
        return True
    return opens and bool(after) and after[0] in cues("study_traits") and figure.parts["value"] > 2


def _told_of_group(context: Context, last: int) -> bool:
    """As in "three patients on the new diet developed a rash": the verb stands after their group."""
    line = context.line
    if not {"in", "on", "from"} & set(context.after(last, 1)):
        return False
    for place in range(last + 2, min(last + 9, context.end(last))):
        word = line.lower[place]
        if line.shape[place] not in "fwkGML" or word in cues("arm_verbs"):
            return False
        if word in _HAPPENED:
            return True
    return False


def _tell_of_themselves(context: Context, figure: Figure, last: int, after: list[str]) -> bool:
    """As in "two widows credited it with a life saved": a few people of those who were asked."""
    few = context.line.lower[figure.at].isalpha() and 1 < context.line.numbers[figure.at].value < 5
    if not few or not after or context.line.lower[last] in cues("study_staff"):
        return False
    acted = after[0].endswith("ed") and not after[0].endswith("eed") and after[0] not in cues("arm_verbs")
    return after[0] in cues("predicates") or acted


def _with_verb(context: Context, figure: Figure) -> bool:
    """As in "only 1 performed", "323 taking antimalarials", "one in the low-dose group (1.1%)"."""
    line = context.line
    share = _GROUP_SHARE.match(line.shape, figure.last + 1)
    if share is not None:
        put(line, figure, "percent", share.start("percent"))
        figure.kind, figure.last = "count", share.end() - 1
        return True
    after, before = context.after(figure.last, 2), context.before(figure.first, 1)
    if context.before(figure.first, 3) == ["a", "total", "of"]:
        before = ["total"]
    from_group = _FROM_GROUP.match(line.shape, figure.last + 1) and line.numbers[figure.at].value > 4
    if from_group and cues("arm_verbs") & context.sentence(figure.first) and before[:1] != ["by"]:
        figure.kind = "count" if _events_nearer(context, figure) else "sample_size"
        return True
    opens = not before or before[0] in (
        ",",
        ";",
        "(",
        "and",
        "only",
        "of whom",
        "of which",
        "whom",
        "total",
        "another",
        "which",
        "but",
    )
    if not after or not opens:
        return False
    if (
        after[0] in ("were", "was")
        and after[1:2]
        and after[1] in ("taking", "receiving", "given", "at", "in")
    ):
        figure.kind = "count"
    elif (
        after[0] in cues("arm_verbs")
        or (after[0] in ("were", "was") and after[1:2] and after[1] in cues("arm_verbs"))
        or (before == ["another"] and not cues("asking").isdisjoint(after))
    ):
        figure.kind = "count" if _of_those_named(context, figure) else "sample_size"
    elif (
        after[0] in cues("outcome")
        or after == ["were", "still"]
        or (after[0].endswith("ed") and line.shape[figure.last + 1] == "w" and before[:1] != ["("])
        or (after[0] in ("were", "was") and after[-1].endswith("ed"))
        or _said_of_some(context, figure, after)
    ):
        figure.kind = "count"
    return figure.kind != ""


def _of_those_named(context: Context, figure: Figure) -> bool:
    """As in "of 29 people who had told, 16 got … and 10 were treated worse"."""
    if not {"treated", "given"} & set(context.after(figure.last, 2)):
        return False
    ahead = context.line.shape[max(context.begin(figure.at), figure.first - 30) : figure.first]
    return _OPENING_TOTAL.search(ahead) is not None and "P" not in context.codes_after(figure.last, 3)


def _said_of_some(context: Context, figure: Figure, after: list[str]) -> bool:
    """As in "six were pregnant", "four said that …": some of those who have been named before."""
    if context.line.lower[figure.at] == "one" or context.line.numbers[figure.at].value >= 1000:
        return False
    spoke = any(after[0] in cues(verbs) for verbs in ("speaking", "predicates", "irregular"))
    return spoke or (after[0] in ("were", "had", "have", "did", "could") and len(after) > 1)


def _events_nearer(context: Context, figure: Figure) -> bool:
    """Whether what stands before counts events: "123 cases were confirmed: 41 in the vaccine group"."""
    near = context.before(figure.first, 20)
    for back, word in enumerate(reversed(near), start=1):
        if context.line.shape[figure.first - back] == "V" or word == "cases":
            return True
        if word in cues("arm_verbs"):
            return False
    return False


def is_ratio(line: Line, token: int) -> bool:
    """Whether the number at `token` and the next are the two sides of "1:1"."""
    adjacent = (
        line.shape[token + 1 : token + 3] in (":N", ":Y") and line.ends[token + 1] == line.starts[token + 2]
    )
    return adjacent and line.ends[token] == line.starts[token + 1]


# Readings of a whole number, the most certain first.
_COUNTED: tuple[Callable[[Context, Figure], bool], ...] = (
    _of_events,
    _of_them,
    _opening_share,
    _split_off,
    _of_the,
    _of_people,
    _each_group,
    _with_noun,
    _of_things,
    _with_verb,
)
