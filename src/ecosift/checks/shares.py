"""Can a percentage be right beside its count, beside its total, or beside both?"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from ecosift.checks.printed import Printed, Span, printed, show, whole
from ecosift.types import Check

Print = Literal["consistent", "truncated", "rounded_up"]
# Below this many persons one answer moves a share by so much that writers round as they like.
FEWEST = 5
# Totals are tried up to here when only the count is known.
_LARGEST_BASE = 10**7
_MOST_MISSING = 1000
_MANNER = {"truncated": "printed cut off rather than rounded", "rounded_up": "printed rounded up"}


def share(percent: str, n: int | str | None = None, total: int | str | None = None) -> Check:
    """Whether `percent` can be right of `n` out of `total`; of `total` alone; or of `n` out of any total."""
    figure = printed(percent)
    if n is not None and total is not None:
        return share_of_count(figure, whole(n), whole(total))
    if total is not None:
        return share_of_n(figure, whole(total))
    if n is not None:
        return implied_base(figure, whole(n))
    return Check("share_of_n", "not_checkable", "neither a count nor a total is given")


def share_of_count(percent: Printed, n: int, total: int) -> Check:
    """A percentage with its count and total printed: can all three be right?"""
    name = "share_of_count"
    if total == 0:
        return Check(name, "not_checkable", "a share of nobody has no value")
    if n > total:
        return Check(name, "inconsistent", f"{n} is more than {total}: they cannot both be right as printed")
    exact = Fraction(100 * n, total)
    verdict = how_printed(exact, percent)
    true = f"{n} of {total} is {show(exact, percent.decimals)} %"
    if verdict is None:
        return Check(
            name, "inconsistent", f"{true}, not {_plain(percent)} %: they cannot both be right as printed"
        )
    if verdict == "consistent":
        return Check(name, verdict, f"{n} of {total}")
    return Check(name, verdict, f"{n} of {total} is {_longer(exact, percent)} %, {_MANNER[verdict]}")


def share_of_n(percent: Printed, total: int, people: str = "people") -> Check:
    """A percentage with only the number of persons: is there any count that gives it?"""
    name = "share_of_n"
    if reason := _no_sense(percent, total, people):
        return Check(name, "not_checkable", reason)
    if (count := count_in(percent.rounded, total)) is not None:
        return Check(name, "consistent", f"{count} of {total}")
    if (count := count_in(percent.cut, total)) is not None:
        exact = _longer(Fraction(100 * count, total), percent)
        return Check(name, "truncated", f"{count} of {total} is {exact} %, {_MANNER['truncated']}")
    if (missing := _missing(percent, total)) is not None:
        left = total - missing
        count = count_in(percent.rounded, left)
        return Check(
            name,
            "possible_missing",
            f"no count of {total} {people} gives {_plain(percent)} %, but {count} of {left} does: "
            f"{missing} {'answer' if missing == 1 else 'answers'} may be missing",
        )
    return Check(name, "inconsistent", _impossible(percent, total, people))


def implied_base(percent: Printed, n: int) -> Check:
    """A percentage with only its count: is there any total that gives it?"""
    name = "implied_base"
    if n == 0 or percent.value <= 0:
        return Check(name, "not_checkable", "a share of zero fits every total")
    rounded, cut = implied_bases(n, percent.rounded), implied_bases(n, percent.cut)
    if max(rounded.stop, cut.stop) > _LARGEST_BASE:
        return Check(name, "not_checkable", "the share is too small to tell a total")
    if rounded:
        return Check(name, "consistent", f"{n} of {_some(rounded)}")
    if cut:
        return Check(name, "truncated", f"{n} of {_some(cut)}, {_MANNER['truncated']}")
    return Check(
        name,
        "inconsistent",
        f"{n} is not {_plain(percent)} % of any whole number: they cannot both be right as printed",
    )


def how_printed(exact: Fraction, percent: Printed) -> Print | None:
    """How the exact share came to be printed as `percent`, or None where no usual way leads there."""
    if exact in percent.rounded:
        return "consistent"
    if exact in percent.cut:
        return "truncated"
    return "rounded_up" if exact in percent.raised else None


def count_in(values: Span, total: int) -> int | None:
    """A count of `total` whose percentage lies in `values`, the one nearest to their middle, or None."""
    counts = values.times(Fraction(total, 100)).integers()
    middle = (values.low + values.high) * total / 200
    inside = [count for count in {round(middle), counts.start, counts.stop - 1} if count in counts]
    return min((c for c in inside if 0 <= c <= total), key=lambda c: (abs(c - middle), c), default=None)


def implied_bases(n: int, values: Span) -> range:
    """Every total of at least `n` of which `n` is a percentage in `values`. `n` is above zero."""
    if values.high <= 0:
        return range(0)
    least = Span(Fraction(100 * n) / values.high, Fraction(10**40), values.has_high).integers().start
    if values.low <= 0:
        return range(max(least, n), 10**40)
    most = Span(Fraction(0), Fraction(100 * n) / values.low, True, values.has_low).integers().stop
    return range(max(least, n), most)


def no_power_from(percent: Printed) -> int:
    """The total from which on every share with these decimals is possible."""
    return int(100 / percent.unit)


def _no_sense(percent: Printed, total: int, people: str) -> str | None:
    """Why asking for a count would say nothing."""
    if total < FEWEST:
        return f"fewer than {FEWEST} {people}"
    if percent.value < 0 or percent.value > 100:
        return f"{_plain(percent)} % is not a share of a whole"
    if total >= no_power_from(percent):
        return f"no power: with {total} {people} every printable share is possible"
    return None


def _missing(percent: Printed, total: int) -> int | None:
    """The fewest missing answers that would make the share possible, of those that go unsaid often enough."""
    most = min(max(2, total // 10), _MOST_MISSING)
    return next((m for m in range(1, most + 1) if count_in(percent.rounded, total - m) is not None), None)


def _impossible(percent: Printed, total: int, people: str) -> str:
    exact = percent.value * total / 100
    below = min(int(exact), total)
    nearest = sorted({below, min(below + 1, total)}, key=lambda count: abs(count - exact))
    of = (
        f"{count} of {total} is {show(Fraction(100 * count, total), percent.decimals)} %" for count in nearest
    )
    return (
        f"{_plain(percent)} % of {total} {people} would be {_broken(exact)} {people}; {' and '.join(of)}: "
        "they cannot both be right as printed"
    )


def _broken(count: Fraction) -> str:
    """A count that is no whole number, with as many decimals as show it."""
    return next(
        (shown for places in (1, 2, 3) if Fraction(shown := show(count, places)).denominator != 1),
        show(count, 3),
    )


def _longer(exact: Fraction, percent: Printed) -> str:
    """The exact share with one digit more than was printed, or as many as set it apart."""
    return show(exact, percent.decimals + 1)


def _plain(percent: Printed) -> str:
    return percent.text.rstrip("% ")


def _some(bases: range) -> str:
    if len(bases) == 1:
        return str(bases[0])
    return f"{bases[0]} or {bases[-1]}" if len(bases) == 2 else f"{bases[0]} to {bases[-1]}"
