"""The arms of a trial told as bare numbers: in a row, or after the whole that they make up."""

from __future__ import annotations

import re
from itertools import pairwise

from ecosift.tagging.statistics.context import DROP, Context, cues
from ecosift.tagging.statistics.counting import is_ratio
from ecosift.tagging.statistics.figures import Figure


def arms(context: Context, figures: list[Figure]) -> None:
    """As in "(30 yoga and 38 controls)": bare numbers in a row, each before a word or two, are arms."""
    shape = context.line.shape
    for left, right in pairwise(figures):
        if "P" not in context.codes_before(left.first, 40) or left.parts.get("qualifier"):
            continue
        if not _are_arms(context, left, right) or not re.fullmatch(
            r"[wkG]{1,3}[,;]?a?|a", shape[left.last + 1 : right.first]
        ):
            continue
        if right.kind == "" and not re.match(
            r"[wkGP]{1,3}(?:[,;)a.]|$)", shape[right.last + 1 : right.last + 5]
        ):
            continue
        for figure in (left, right):
            if figure.kind != "sample_size":
                _arm(context, figure)


def _are_arms(context: Context, left: Figure, right: Figure) -> bool:
    free = [_may_be_arm(context, figure) for figure in (left, right)]
    return any(free) and all(
        open_ or figure.kind == "sample_size" for open_, figure in zip(free, (left, right), strict=True)
    )


def _arm(context: Context, figure: Figure) -> None:
    figure.kind = "sample_size"
    if context.line.shape[figure.last + 1 : figure.last + 2] in ("w", "k", "G"):
        figure.last += 1
        figure.parts["group"] = context.line.slice(figure.last, figure.last)


def adding_up(context: Context, figures: list[Figure]) -> None:
    """As in "1,044 adults took part, 497 under usual care and 547 under shared planning"."""
    for place, whole in enumerate(figures):
        if whole.kind != "sample_size" or "value" not in whole.parts:
            continue
        parts = _parts_of(context, whole, figures[place + 1 : place + 5])
        for figure in parts:
            figure.kind = "sample_size"
            if figure.parts.get("numerator") is not None:
                figure.parts["value"] = figure.parts.pop("numerator")
                figure.printed["value"] = figure.printed.pop("numerator")


def _parts_of(context: Context, whole: Figure, following: list[Figure]) -> list[Figure]:
    """The bare whole numbers after a sample that make it up together, two to four of them."""
    parts: list[Figure] = []
    total = 0
    for figure in following:
        number = context.line.numbers.get(figure.at)
        if number is None or not number.whole:
            break
        bare = figure.form == "bare" and figure.unit is None and not figure.percent
        if (
            not bare
            or figure.kind not in ("", DROP, "count")
            or context.begin(figure.at) != context.begin(whole.at)
            or _is_described(context, figure)
        ):
            break
        parts.append(figure)
        total += int(number.value)
        if total >= whole.parts["value"]:
            break
    return parts if len(parts) > 1 and total == whole.parts["value"] else []


def _is_described(context: Context, figure: Figure) -> bool:
    """As in "362 women, of whom 128 were from Kenya": what some of them were like is no arm."""
    whom = not {"of whom", "of which", "of these", "of them"}.isdisjoint(context.before(figure.first, 1))
    return whom and context.after(figure.last, 1) in (["were"], ["was"], ["had"], ["are"], ["lived"])


def _is_plural(context: Context, token: int) -> bool:
    """Whether the word is a plural that names neither people nor a group: "two hostels"."""
    return context.line.shape[token] in "wk" and context.line.lower[token].endswith("s")


def _may_be_arm(context: Context, figure: Figure) -> bool:
    named = context.before(figure.first, 1) + context.after(figure.last, 1)
    if cues("identifiers") & set(named):
        return False
    word, after = context.line.lower[figure.at], context.after(figure.last, 1)
    if (
        word == "one"
        or (figure.at > 1 and is_ratio(context.line, figure.at - 2))
        or (word.isalpha() and after and _is_plural(context, figure.last + 1))
    ):
        return False
    free = figure.kind in ("", DROP) and figure.form == "bare" and figure.unit is None and not figure.percent
    return free and context.line.numbers[figure.at].whole
