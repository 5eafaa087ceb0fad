"""Ratios told in words: "nearly three times as likely", "a 2.5-fold increase"."""

from __future__ import annotations

from ecosift.tagging.statistics.context import DROP, Context, cues
from ecosift.tagging.statistics.figures import Figure

_UNITS = frozenset({"times", "fold", "x"})


def is_multiple(context: Context, figure: Figure) -> bool:
    """Whether the figure's unit is "times" or "fold"."""
    return figure.unit is not None and context.line.lower[figure.unit] in _UNITS


def is_comparison(context: Context, figure: Figure) -> bool:
    """As in "scored 6 points lower", "2.1 mmHg higher than": how far two groups are apart."""
    if figure.form != "bare" or (figure.unit is None and not _is_fewer(context, figure)):
        return False
    if figure.unit is None:
        return True
    if figure.last != figure.unit:
        return False
    after = context.after(figure.last, 2)
    later = after[:1] and after[0] in cues("later_than") and after[1:] == ["than"]
    compared = bool(after[:1]) and (
        bool(later)
        or after[0] in cues("more")
        or after[0] in cues("less")
        or after[0] in ("more than", "less than")
    )
    return (
        compared
        and after[0] not in ("increased", "decreased", "reduced")
        and (
            context.line.shape[figure.unit] != "T" or after[0] in cues("lasting_longer") | cues("later_than")
        )
    )


def _is_fewer(context: Context, figure: Figure) -> bool:
    """As in "missed 3.2 fewer days than the others"."""
    after = context.after(figure.last, 12)
    if figure.percent or after[:1] not in (["more"], ["fewer"], ["less"]) or "%" in after:
        return False
    compared = "than" in after[1:] or not context.line.numbers[figure.at].whole
    return compared and after[1:2] != ["than"]


def is_extra(context: Context, figure: Figure) -> bool:
    """As in "an extra 6 minutes of play", "raised attendance by 9 percentage points"."""
    if figure.unit is None or figure.form not in ("bare", "ci"):
        return False
    unit, ahead = context.line.lower[figure.unit], context.before(figure.first, 2)
    if is_step(context, figure):
        return False
    if unit.startswith("percentage point"):
        return True
    if ahead[-1:] == ["by"] and not cues("delaying").isdisjoint(context.before(figure.first, 5)):
        return True
    extra = ahead[-1:] and ahead[-1] in ("extra", "additional")
    return bool(extra) and ahead[0] in ("an", "with", "of", "by") and context.line.shape[figure.unit] != "T"


def is_step(context: Context, figure: Figure) -> bool:
    """As in "each additional 10 percentage points of shade", "for every 5 minutes": no finding."""
    ahead = context.before(figure.first, 2)
    return ahead[-1:] in (["each"], ["every"]) or ahead[:1] in (["each"], ["every"])


def name_of_difference(context: Context, figure: Figure) -> str:
    """What a difference is called: of shares, or of means."""
    unit = context.line.lower[figure.unit] if figure.unit is not None else ""
    if unit in _UNITS:
        return "ratio"
    return "risk difference" if unit.startswith("percentage point") else "mean difference"


def settle_multiple(context: Context, figure: Figure) -> None:
    """A multiple that compares is an effect; a frequency, a dose or a limit of normal is nothing."""
    after = context.after(figure.last, 4)
    compares = bool(after[:1]) and (after[0] in cues("comparing") or after[1:2] == ["likely"])
    if not compares or cues("limits") & set(after):
        figure.kind = DROP
        return
    figure.kind = "effect"
    figure.parts["measure"] = "fold change" if context.line.lower[figure.unit or 0] == "fold" else "ratio"
