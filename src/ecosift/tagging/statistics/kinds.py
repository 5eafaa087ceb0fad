"""Decides what a figure is, from its form, its unit, and the nearest cue in its clause; drops what is no statistic."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line

DROP = "drop"
_NOUN_PHRASE = re.compile(
    r"(?:[wkGUAJXMqOp]|,(?=[wk])|/|-(?=[wkP])|a(?=w[PLK])){0,7}?(?P<head>[PLKZV])(?P<more>(?:[/-]?[PLKZV])*)"
)
_BOUNDARY = re.compile(r"\.(?=[^NO)\],;±a-z]|[wPGfqAMD])|\|")


@dataclass(slots=True)
class Context:
    """A line with the first token of each of its sentences."""

    line: Line
    bounds: list[int]

    def begin(self, token: int) -> int:
        """The first token of the sentence that `token` stands in."""
        return self.bounds[bisect_right(self.bounds, token) - 1]

    def end(self, token: int) -> int:
        """The token after that sentence."""
        place = bisect_right(self.bounds, token)
        return self.bounds[place] if place < len(self.bounds) else len(self.line.shape)

    def before(self, token: int, count: int) -> list[str]:
        """Up to `count` words before `token` in its sentence, the nearest last."""
        return self.line.lower[max(self.begin(token), token - count) : token]

    def after(self, token: int, count: int) -> list[str]:
        """Up to `count` words after `token` in its sentence."""
        return self.line.lower[token + 1 : min(self.end(token), token + 1 + count)]

    def codes_before(self, token: int, count: int) -> str:
        return self.line.shape[max(self.begin(token), token - count) : token]

    def sentence(self, token: int, reach: int = 60) -> list[str]:
        return self.line.lower[max(self.begin(token), token - reach) : min(self.end(token), token + reach)]


def context_of(line: Line) -> Context:
    """The sentences of a line, told by full stops and line breaks."""
    return Context(line, [0, *(m.end() for m in _BOUNDARY.finditer(line.shape))])


def settle(line: Line, figures: list[Figure], context: Context) -> list[Figure]:
    """The figures that are statistics, each with its kind; those still open keep an empty kind."""
    kept: list[Figure] = []
    for figure in figures:
        if not figure.kind:
            _FORMS[figure.form](context, figure)
        elif figure.kind == "mean":
            _mean_or_median(context, figure)
        elif figure.kind == "p_value" and _is_threshold(context, figure):
            figure.kind = DROP
        kept.append(figure)
    return kept


def cues(name: str) -> frozenset[str]:
    """A set of cue words of the lexicon."""
    return words().cues[name]


def _is_threshold(context: Context, figure: Figure) -> bool:
    """ "P < 0.05 was considered significant" says what would count, not what was found."""
    after = context.after(figure.last, 6)
    if any(
        word
        in (
            "considered",
            "regarded",
            "deemed",
            "accepted",
            "taken",
            "chosen",
            "indicated",
            "denoted",
            "defined",
        )
        for word in after[:4]
    ):
        return True
    before = context.before(figure.first, 8)
    if (
        {"significance", "threshold", "alpha"} & set(before)
        and {"set", "level", "defined", "as", "at", "was"} & set(before)
        and not {"reached", "reach"} & set(before)
    ):
        return True
    return bool({"considered", "defined", "regarded", "accepted", "deemed"} & set(before)) and bool(
        {"significant", "significance"} & set(before)
    )


def _number_of_outcome(context: Context, figure: Figure) -> None:
    """ "n = 12": an arm or subgroup that was studied, or a category of outcome."""
    line = context.line
    before = context.before(figure.first, 7)
    sentence = context.sentence(figure.first)
    codes = context.codes_before(figure.first, 7)
    outcome = cues("outcome")
    lead = [word for word in before if word.isalpha()][-4:]
    after = [word for word in context.after(figure.last, 3) if word.isalpha()][:1]
    named = any(code in codes[-4:] for code in "GP")
    reasons = {"reasons", "reason", "exclusion", "excluded", "because"} & set(sentence)
    if reasons and not ("G" in codes[-3:]):
        counted = True
    elif after and after[0] in outcome:
        counted = bool({"number", "lesser", "fewer", "proportion"} & set(sentence)) or not named
    else:
        counted = bool(outcome & set(lead)) and "G" not in codes[-3:]
    figure.kind = "count" if counted else "sample_size"
    del line


def _span(context: Context, figure: Figure) -> None:
    line, shape = context.line, context.line.shape
    before = context.before(figure.first, 5)
    near = context.codes_before(figure.first, 8)
    if figure.percent:
        _percentage(context, figure)
        return
    head = _NOUN_PHRASE.match(shape, figure.last + 1) if figure.unit is None else None
    if head is not None and head["head"] in "PLKZ" and line.numbers[figure.at].whole:
        figure.kind, figure.last = "sample_size", head.end() - 1
        return
    unit = line.lower[figure.unit] if figure.unit is not None else ""
    years = unit in ("years", "year", "y", "yr", "yrs", "yo", "months")
    aged = (
        bool(cues("age") & set(before))
        or context.after(figure.last, 1) in (["old"],)
        or context.after(figure.last, 2) == ["of", "age"]
    )
    if (
        aged
        or (years and near[-1:] == "(")
        or (unit in ("y", "yr", "yrs", "years") and shape[figure.last + 1 : figure.last + 2] in ("w", "P"))
    ):
        figure.kind = "range"
    elif "R" in near or (shape[figure.first - 1 : figure.first] == "b" and figure.unit is not None):
        figure.kind = "range"
    elif set(before) & {"bmi", "index", "m2"}:
        figure.kind = "range"
    else:
        figure.kind = DROP


def _percentage(context: Context, figure: Figure) -> None:
    line, shape = context.line, context.line.shape
    before, after = context.before(figure.first, 6), context.after(figure.last, 3)
    if _not_a_share(context, figure, before, after):
        figure.kind = DROP
        return
    figure.kind = "percentage"
    if figure.form == "ci" or "ci_low" in figure.parts:
        if set(context.before(figure.first, 12)) & cues("efficacy") or "M" in context.codes_before(
            figure.first, 12
        ):
            figure.kind = "effect"
            return
    change = cues("change_before")
    if before[-1:] and before[-1] in ("by",) and set(before) & change:
        figure.kind = "effect"
    elif before[-1:] == ["of"] and len(before) > 1 and before[-2] in change:
        figure.kind = "effect"
    elif (
        after[:1]
        and after[0] in cues("change_after")
        and not (after[0] in ("more", "less") and after[1:2] == ["than"])
    ):
        figure.kind = "effect"
    elif before[-1:] == ["a"] and False:
        figure.kind = "effect"
    if figure.kind == "effect":
        figure.parts.setdefault("measure", "relative change")
    elif "A" in context.codes_before(figure.first, 3) or shape[figure.first - 1 : figure.first] == "A":
        figure.kind = "mean"
    elif "D" in context.codes_before(figure.first, 4):
        figure.kind = "median"
    del line


def _not_a_share(context: Context, figure: Figure, before: list[str], after: list[str]) -> bool:
    """Doses, strengths, intensities, thresholds, levels of confidence."""
    shape = context.line.shape
    if after[:1]:
        word = after[0]
        if word in cues("substances") or word.endswith(tuple(cues("substance_ends"))):
            return True
        if word == "of" and len(after) > 1 and (set(after[1:]) & cues("intensity")):
            return True
        if word == "of" and after[1:2] == ["the"] and set(context.after(figure.last, 4)) & cues("intensity"):
            return True
        if word == "-" or word == "/":
            return True
    if set(before[-4:]) & {
        "power",
        "significance",
        "alpha",
        "detect",
        "powered",
        "confidence",
        "cutoff",
        "cut-off",
        "threshold",
        "assuming",
        "assumed",
        "margin",
    }:
        return True
    sentence = set(context.sentence(figure.first))
    if sentence & {"powered", "non-inferiority", "noninferiority", "margin"} and sentence & {
        "detect",
        "margin",
        "power",
        "powered",
    }:
        return True
    if before[-2:] == ["at", "least"] or (before[-1:] and before[-1] in ("at least", "≥", "≤")):
        return bool(
            sentence & {"defined", "considered", "definition", "if", "criterion", "criteria", "endpoint"}
        )
    return shape[figure.first - 1 : figure.first] in tuple("/:")


def _interval(context: Context, figure: Figure) -> None:
    """An estimate with a confidence interval and no measure beside it."""
    if figure.percent:
        _percentage(context, figure)
        return
    codes = context.codes_before(figure.first, 25)
    closest = max((codes.rfind(code), code) for code in "MAD")
    if closest[0] >= 0:
        figure.kind = {"M": "effect", "A": "mean", "D": "median"}[closest[1]]
        if figure.kind == "effect":
            place = figure.first - len(codes) + closest[0]
            figure.parts.setdefault(
                "measure",
                context.line.entries[place].name if place in context.line.entries else "mean difference",
            )
        return
    figure.kind = "effect"
    figure.parts.setdefault("measure", "mean difference")


def _plain(context: Context, figure: Figure) -> None:
    """ "140 (134-144)": the interval's kind is unsaid."""
    codes = context.codes_before(figure.first, 30)
    closest = max((codes.rfind(code), code) for code in "MADC")
    if closest[0] >= 0 and closest[1] in "MC" and figure.unit is None:
        figure.kind = "effect"
        for low, high in (("low", "ci_low"), ("high", "ci_high")):
            figure.parts[high] = figure.parts.pop(low)
            figure.printed[high] = figure.printed.pop(low)
        return
    if closest[0] >= 0 and closest[1] == "A":
        figure.kind = "mean"
        return
    figure.kind = "median"
    figure.parts["range_kind"] = "IQR" if "I" in codes else "range" if "R" in codes else "unstated"


def _quartiles(context: Context, figure: Figure) -> None:
    codes = context.codes_before(figure.first, 20)
    figure.kind = "mean" if codes.rfind("A") > codes.rfind("D") and figure.form == "ranged" else "median"


def _mean_or_median(context: Context, figure: Figure) -> None:
    codes = context.codes_before(figure.first, 12)
    if "D" in codes and "A" not in codes and figure.parts.get("spread_kind") == "unstated":
        figure.kind = "median"
    if figure.unit is not None and figure.form == "pm" and context.line.lower[figure.unit] in ("doses",):
        figure.kind = DROP


def _bare(context: Context, figure: Figure) -> None:
    """A number alone or with a unit."""
    line = context.line
    if figure.percent:
        _percentage(context, figure)
        return
    if _led(context, figure):
        return
    if figure.unit is None and line.numbers[figure.at].whole and _counted(context, figure):
        return
    if _is_noise(context, figure):
        figure.kind = DROP
        return
    if figure.form == "bare":
        _by_cue(context, figure)


def _led(context: Context, figure: Figure) -> bool:
    """ "mean 99", "median: 8", "average of eight comorbidities"."""
    shape = context.line.shape
    found = re.search(
        r"(?P<cue>[AD])[:=of]?q?$", shape[max(context.begin(figure.at), figure.at - 4) : figure.at]
    )
    if found is None:
        return False
    figure.kind = "mean" if found["cue"] == "A" else "median"
    figure.first = figure.at - len(found[0])
    if (
        figure.unit is None
        and not figure.percent
        and shape[figure.last + 1 : figure.last + 2] in tuple("PVLZ")
    ):
        figure.last += 1
        figure.unit = figure.last
    return True


def _counted(context: Context, figure: Figure) -> bool:
    """A whole number before a noun of persons, sites, studies, sessions or events."""
    line, shape = context.line, context.line.shape
    if shape[figure.last + 1 : figure.last + 2] in tuple("-:/"):
        return False
    before = context.before(figure.first, 4)
    if before[-1:] and (before[-1] in cues("identifiers") or before[-1] in ("≥", "≤", ">", "<", "/", ":")):
        return False
    start = figure.last + 1
    until = figure.parts.get("_until")
    found = _NOUN_PHRASE.match(shape, start if until is None else until)
    if found is None or found.end() > context.end(figure.at):
        return False
    head = found["head"]
    word = line.lower[figure.at]
    if line.shape[found.end() : found.end() + 1] == "G" and head != "P":
        return False
    if word == "one" and head in "KZ":
        return False
    if head == "V":
        figure.kind = "count"
    elif head == "P":
        figure.kind = "count" if _is_outcome(context, figure, found) else "sample_size"
        if word in ("one",) and figure.kind == "sample_size":
            return False
    else:
        figure.kind = "sample_size"
    figure.last = found.end() - 1
    figure.parts["_noun"] = (found.start(), figure.last)
    return True


def _is_outcome(context: Context, figure: Figure, found: re.Match[str]) -> bool:
    before = [
        word for word in context.before(figure.first, 3) if word not in ("only", "a", "total", "of", "the")
    ]
    if (
        before[-1:]
        and before[-1] in ("in", "by", "among")
        and len(before) > 1
        and before[-2] in cues("occurring")
    ):
        return True
    after = context.after(found.end() - 1, 4)
    while after and after[0] in (
        "who",
        "were",
        "was",
        "had",
        "have",
        "been",
        "that",
        "(",
        "in",
        "also",
        "each",
    ):
        if after[0] == "had" and after[1:2] not in (["been"], ["a"], ["given"]):
            return True
        after = after[1:]
    return bool(after) and after[0] in cues("outcome")


def _is_noise(context: Context, figure: Figure) -> bool:
    """Identifiers, doses, scales, thresholds, versions, ratios, parts of something unread."""
    line, shape = context.line, context.line.shape
    previous, following = shape[figure.first - 1 : figure.first], shape[figure.last + 1 : figure.last + 2]
    before = context.before(figure.first, 3)
    if previous in tuple("/:$kX") and figure.first > context.begin(figure.at):
        return True
    if previous and previous in "<>±=" and figure.form == "bare":
        return True
    if following in tuple("/:-C±$") or (following == "h" and figure.unit is None):
        return True
    if before[-1:] and before[-1] in cues("identifiers") and previous not in "v":
        return True
    if figure.unit is not None and line.shape[figure.unit - 1] == "-":
        return True
    return False


def _by_cue(context: Context, figure: Figure) -> None:
    """The nearest cue of the clause, or nothing yet."""
    line = context.line
    number = line.numbers[figure.at]
    if number.printed[:1] in "+-−–" and number.printed[:1]:
        signed = number.printed[0] == "+"
        figure.kind = "effect" if signed or "p" in figure.parts else "mean"
        figure.form = "signed"
        if figure.kind == "effect":
            figure.parts["measure"] = "mean difference"
        return
    codes = context.codes_before(figure.first, 18)
    near = context.before(figure.first, 18)
    last = max(codes.rfind("A"), codes.rfind("D"))
    if (
        last >= 0
        and not _another_between(codes[last:])
        and (figure.unit is not None or not number.whole or "f" in codes[last:])
    ):
        figure.kind = "mean" if codes[last] == "A" else "median"
        if (
            figure.unit is not None
            and line.lower[figure.unit] in words().doses
            and not {"score", "was", "were"} & set(near)
        ):
            figure.kind = DROP
        return
    if figure.unit is not None and near[-1:] == ["by"] and set(near[-6:]) & cues("changed"):
        figure.kind = "mean"
    elif near[-1:] == ["by"] and set(near[-5:]) & cues("changed") and not number.whole:
        figure.kind = "mean"


def _another_between(codes: str) -> bool:
    return codes.count("N") > 3 or ";" in codes


_FORMS: dict[str, Callable[[Context, Figure], None]] = {
    "n": _number_of_outcome,
    "span": _span,
    "ci": _interval,
    "plain": _plain,
    "quartiles": _quartiles,
    "ranged": _quartiles,
    "share": _bare,
    "bare": _bare,
    "spread": _bare,
    "signed": _bare,
}
