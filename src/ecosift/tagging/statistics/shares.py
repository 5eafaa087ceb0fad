"""Percentages: shares of persons, changes told in percent, and percent that are neither."""

from __future__ import annotations

from ecosift.tagging.statistics.context import DROP, Context, cues
from ecosift.tagging.statistics.figures import Figure

_BOUNDING = frozenset(
    {"above", "below", "over", "under", "more than", "less than", "at least", "greater than", "up to"}
)


def settle_share(context: Context, figure: Figure) -> None:
    """A figure with a percent sign: a share, a change, a mean, or a strength that is dropped."""
    if _is_strength(context, figure) or _is_criterion(context, figure):
        figure.kind = DROP
    elif _is_efficacy(context, figure) or (_is_change(context, figure) and not _is_level(context, figure)):
        figure.kind = "effect"
        figure.parts.setdefault("measure", "relative change")
    else:
        codes = context.codes_before(figure.first, 3)
        if codes.endswith("A,"):  # "They were 19 on average, 58% were women"
            codes = ""
        measured = _is_level(context, figure)
        figure.kind = "mean" if "A" in codes or measured else "median" if "D" in codes else "percentage"
        if measured and figure.parts.get("qualifier") in _BOUNDING:
            figure.kind = DROP
        elif figure.kind != "percentage" and codes[-1:] in ("A", "D"):
            figure.first -= 1


def _is_level(context: Context, figure: Figure) -> bool:
    """As in "HbA1c fell by 0.9 %": what is measured is told in percent."""
    near = cues("percent_measures") & set(context.before(figure.first, 4))
    return bool(near) and context.codes_after(figure.last, 1) != "o"


def _is_strength(context: Context, figure: Figure) -> bool:
    """As in "1 % glucose", "0.5% bupivacaine", "45% of maximal load"."""
    after = context.after(figure.last, 5)
    if _is_one_side(context, figure):
        return True
    if not after:
        return _is_substance(context.before(figure.first, 1))
    word = after[0]
    if word == "/" and context.line.shape[figure.last + 2 : figure.last + 3] == "T":
        return False
    if context.before(figure.first, 1) in (["containing"], ["contains"]) or _is_named(context, figure):
        return True
    if word.startswith(("of", "maximal", "max", "peak", "vo2", "hrmax")) and set(after[:4]) & cues(
        "intensity"
    ):
        return True
    named = after[1:2] if word in cues("prepared") else [word]
    return word in ("-", "/") or _is_substance(named) or _is_dissolved(context, figure)


def _is_dissolved(context: Context, figure: Figure) -> bool:
    """As in "atropine 0.01%", "saline (0.9%)"; "drank alcohol (12%)" is a share of people."""
    before = context.before(figure.first, 2)
    bracketed = before[1:] == ["("] and before[0] in cues("solutes")
    return bracketed or _is_substance(before[-1:])


def _is_one_side(context: Context, figure: Figure) -> bool:
    """Whether the share is one side of "67:15:18%" or of "50/50%"."""
    previous = context.codes_before(figure.first, 2)
    return previous[-1:] == "/" or previous in ("N:", "%:")


def _is_named(context: Context, figure: Figure) -> bool:
    """As in "DSG 1%": a small share right after an acronym is the strength of a preparation."""
    line, before = context.line, figure.first - 1
    if figure.form != "bare" or before < context.begin(figure.at) or line.shape[before] not in "wk":
        return False
    printed = line.slice(before, before)
    return printed.isupper() and len(printed) > 1 and 0 < figure.parts.get("value", 100) <= 5


def _is_substance(near: list[str]) -> bool:
    return bool(near) and (
        near[0] in cues("substances") or near[0].endswith(tuple(sorted(cues("substance_ends"))))
    )


def _is_criterion(context: Context, figure: Figure) -> bool:
    """Levels of confidence, power, thresholds, definitions."""
    before, after = context.before(figure.first, 5), context.after(figure.last, 2)
    met = {"met", "meeting", "fulfilled"} & set(context.before(figure.first, 12))
    if (set(before) & cues("power") and not met) or (after[:1] and after[0] in cues("power")):
        return True
    said = context.sentence(figure.first)
    if {"power", "detect"} <= said:
        return True
    if said & {"powered", "non-inferiority", "noninferiority"} and said & {
        "detect",
        "margin",
        "powered",
        "power",
    }:
        return True
    if figure.parts.get("qualifier") in ("≥", "≤", "<", ">") and context.codes_after(figure.last, 1) != "o":
        return True
    if figure.parts.get("qualifier") in ("at least", "≥", ">", "≤", "<", "more than", "less than"):
        return bool(
            said
            & {
                "defined",
                "considered",
                "definition",
                "if",
                "criterion",
                "criteria",
                "endpoint",
                "goal",
                "target",
            }
        )
    return False


def _is_efficacy(context: Context, figure: Figure) -> bool:
    if "ci_low" not in figure.parts:
        return False
    codes = context.codes_before(figure.first, 14)
    if set(context.before(figure.first, 25)) & cues("efficacy"):
        figure.parts.setdefault("measure", "VE")
        return True
    if "M" in codes and "%" not in codes[codes.rfind("M") :]:
        place = figure.first - len(codes) + codes.rfind("M")
        figure.parts.setdefault("measure", context.line.entries[place].name)
        return True
    return False


def _is_change(context: Context, figure: Figure) -> bool:
    """As in "improved by 39%", "a 45% reduction"."""
    before, after = context.before(figure.first, 5), context.after(figure.last, 2)
    change = cues("change_before")
    if before[-1:] and before[-1] in cues("changed_by") and context.codes_after(figure.last, 1) != "o":
        return True
    if before[-1:] == ["by"] and set(context.before(figure.first, 6)) & change:
        return True
    if before[-1:] == ["of"] and set(before[-3:]) & change:
        return True
    if after[:1] in (["points"], ["point"], ["relative"], ["absolute"]):
        after = after[1:]
    if after[:1] and after[0] in cues("change_after"):
        return after[0] not in ("more", "less", "increased", "reduced") or after[1:2] != ["than"]
    return False
