"""Do parts add up to their whole? Arms to a sample, reasons to the excluded, shares to a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ecosift.checks.printed import Printed, printed, show, whole
from ecosift.types import Check, Verdict


def total(parts: Sequence[int | str], whole: int | str, *, percent: bool = False) -> Check:
    """Whether `parts` add up to `whole`: counts exactly, shares (`percent`) as closely as rounding allows."""
    return _shares(parts, whole) if percent else _counts(parts, whole)


def _counts(parts: Sequence[int | str], all_of: int | str) -> Check:
    counts, expected = [whole(part) for part in parts], whole(all_of)
    found = sum(counts)
    sum_of = f"{' + '.join(map(str, counts))} = {found}"
    if found == expected:
        return Check("sum_of_counts", "consistent", sum_of)
    return Check(
        "sum_of_counts", "inconsistent", f"{sum_of}, not {expected}: they cannot all be right as printed"
    )


def _shares(parts: Sequence[int | str], all_of: int | str) -> Check:
    shares, expected = [printed(part) for part in parts], printed(all_of)
    found = sum((share.value for share in shares), Fraction(0))
    places = max((share.decimals for share in shares), default=0)
    sum_of = f"{' + '.join(share.text.rstrip('% ') for share in shares)} = {show(found, places)} %"
    verdict = _verdict(found - expected.value, _steps(shares, expected))
    wanted = show(expected.value, expected.decimals)
    return Check("sum_of_shares", verdict, sum_of + _ending(verdict, found == expected.value, wanted))


def _steps(shares: Sequence[Printed], expected: Printed) -> Fraction:
    """One printed step for each share, and for the whole unless it is the hundred that needs no rounding."""
    own = Fraction(0) if expected.value == 100 else expected.unit
    return sum((share.unit for share in shares), own)


def _verdict(gap: Fraction, steps: Fraction) -> Verdict:
    if abs(gap) <= steps / 2:
        return "consistent"
    return "truncated" if -steps < gap < 0 else "inconsistent"


def _ending(verdict: Verdict, exact: bool, wanted: str) -> str:
    if exact:
        return ""
    return {
        "consistent": f", {wanted} % but for rounding",
        "truncated": f", {wanted} % if the shares were cut off rather than rounded",
    }.get(verdict, f", not {wanted} %, and more than rounding explains: they cannot all be right as printed")
