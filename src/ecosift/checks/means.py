"""Can a mean, or a mean and its SD, come from so many whole numbers? GRIM, GRIMMER and DEBIT."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from ecosift.checks.printed import Printed, Rounding, Span, printed, show, whole
from ecosift.types import Check

# More totals than this fit only means of samples so large that every SD is possible.
_MAX_TOTALS = 100_000
# Below this many persons a mean is hardly one; so many may be missing from it without a word.
_FEWEST, _FEW, _TENTH = 5, 2, 10


def grim(
    x: str, n: int | str, *, items: int = 1, percent: bool = False, rounding: Rounding = "up_or_down"
) -> bool:
    """Whether a mean `x` can come from `n` persons' whole-number answers.

    With `percent` it is a share in percent; `items` is how many answers each person's value is the mean of;
    `rounding` says where a half goes.
    """
    values = printed(x).rounded_by(rounding)
    if percent:
        values = values.times(Fraction(1, 100))
    return bool(values.times(_answers(n, items)).integers())


def grimmer(x: str, sd: str, n: int | str, *, items: int = 1) -> bool:
    """Whether mean `x` and standard deviation `sd` can both come from `n` persons' whole-number answers."""
    persons = _answers(n, items) // items
    totals = printed(x).rounded.times(persons * items).integers()
    spread = _positive(printed(sd).rounded).times(items)
    if persons == 1 or totals.stop - totals.start > _MAX_TOTALS:
        return bool(totals)
    return any(_has_squares(total, spread, persons, persons - 1) for total in totals)


def debit(x: str, sd: str, n: int | str) -> bool:
    """Whether mean `x` and standard deviation `sd` can both come from `n` zeros and ones."""
    persons = _answers(n, 1)
    share = printed(x).rounded
    low, high = max(share.low, Fraction(0)), min(share.high, Fraction(1))
    if low > high or persons == 1:
        return False
    half = Fraction(1, 2)
    middle = min(max(half, low), high)
    least, most = (
        share * (1 - share) * persons / (persons - 1)
        for share in (low if abs(low - half) >= abs(high - half) else high, middle)
    )
    spread = _positive(printed(sd).rounded)
    return least <= spread.high**2 and most >= spread.low**2


def mean_of_wholes(mean: Printed, n: int) -> Check:
    """A mean of whole numbers, one of each of `n` persons: is there any total that gives it?"""
    name = "mean_of_wholes"
    if n < _FEWEST:
        return Check(name, "not_checkable", f"fewer than {_FEWEST} people")
    if n * mean.unit >= 1:
        return Check(name, "not_checkable", f"no power: whole numbers of {n} people can have every mean")
    if totals := mean.rounded.times(n).integers():
        return Check(name, "consistent", f"{totals[len(totals) // 2]} in all of {n}")
    if totals := mean.cut.times(n).integers():
        exact = show(Fraction(totals[0], n), mean.decimals + 1)
        return Check(name, "truncated", f"{totals[0]} / {n} is {exact}, printed cut off rather than rounded")
    below = floor(mean.value * n)
    near = " and ".join(
        f"{total} / {n} = {show(Fraction(total, n), mean.decimals)}" for total in (below, below + 1)
    )
    told = f"no whole numbers of {n} people have a mean of {mean.text} ({near})"
    return _missing(name, told, n, [m for m in _may_miss(n) if mean.rounded.times(n - m).integers()])


def spread_of_wholes(mean: Printed, sd: Printed, n: int) -> Check | None:
    """A mean of whole numbers with its SD; None where the mean alone is not possible or says nothing."""
    name = "spread_of_wholes"
    if mean_of_wholes(mean, n).verdict != "consistent":
        return None
    if _can_spread(mean, sd, n):
        return Check(name, "consistent", f"whole numbers of {n} people can have this mean and SD")
    told = f"no whole numbers of {n} people have a mean of {mean.text} and an SD of {sd.text}"
    return _missing(name, told, n, [m for m in _may_miss(n) if _can_spread(mean, sd, n - m)])


def _can_spread(mean: Printed, sd: Printed, n: int) -> bool:
    """Whether the SD, of a sample or of all there are, fits any total that fits the mean."""
    spread = _positive(sd.rounded)
    return any(
        _has_squares(total, spread, n, freedom)
        for total in mean.rounded.times(n).integers()
        for freedom in (n - 1, n)
    )


def _may_miss(n: int) -> range:
    return range(1, min(max(_FEW, n // _TENTH), n - 1) + 1)


def _missing(name: str, told: str, n: int, fitting: list[int]) -> Check:
    """The verdict on what `n` persons cannot have, by how many fewer could."""
    if not fitting:
        return Check(name, "inconsistent", f"{told}: they cannot all be right as printed")
    answers = "1 answer" if fitting[0] == 1 else f"{fitting[0]} answers"
    return Check(name, "possible_missing", f"{told}, but of {n - fitting[0]}: {answers} may be missing")


def _answers(n: int | str, items: int) -> int:
    persons = whole(n)
    if persons < 1 or items < 1:
        raise ValueError("n and items are at least 1")
    return persons * items


def _positive(span: Span) -> Span:
    return Span(max(span.low, Fraction(0)), span.high, span.has_low, span.has_high)


def _has_squares(total: int, spread: Span, persons: int, freedom: int) -> bool:
    """Whether a sum of squares fits the SD and is even or odd as the total is, as whole numbers' sums are."""
    base = Fraction(total * total, persons)
    low, high = (spread.low**2 * freedom + base, spread.high**2 * freedom + base)
    first = ceil(low)
    first += (first - total) % 2
    return first <= floor(high)
