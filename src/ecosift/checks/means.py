"""Can a mean, or a mean and its SD, come from so many whole numbers? GRIM, GRIMMER and DEBIT."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from ecosift.checks.printed import Rounding, Span, printed, whole

# More totals than this fit only means of samples so large that every SD is possible.
_MAX_TOTALS = 100_000


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
    return any(_has_squares(total, spread, persons) for total in totals)


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


def _answers(n: int | str, items: int) -> int:
    persons = whole(n)
    if persons < 1 or items < 1:
        raise ValueError("n and items are at least 1")
    return persons * items


def _positive(span: Span) -> Span:
    return Span(max(span.low, Fraction(0)), span.high, span.has_low, span.has_high)


def _has_squares(total: int, spread: Span, persons: int) -> bool:
    """Whether a sum of squares fits the SD and is even or odd as the total is, as whole numbers' sums are."""
    base = Fraction(total * total, persons)
    low, high = (spread.low**2 * (persons - 1) + base, spread.high**2 * (persons - 1) + base)
    first = ceil(low)
    first += (first - total) % 2
    return first <= floor(high)
