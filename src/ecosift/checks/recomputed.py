"""Does the printed p follow from the printed test? p is computed anew, with room for the rounding of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from ecosift.checks.distributions import chi2_tail, f_tail, normal_tails, t_tails
from ecosift.checks.printed import PComparison, Printed
from ecosift.checks.reported import Comparison, Reported, TestName, find_tests

_ONE_TAILED = re.compile(r"one.?sided|one.?tailed|directional", re.IGNORECASE)
_TAILED_TESTS = ("t", "z", "r")


@dataclass(frozen=True, slots=True)
class StatcheckResult:
    """A test found in text, its p computed anew, and whether the two disagree."""

    test: TestName
    df1: float | None
    df2: float | None
    value: float
    test_comp: Comparison
    p: float | None
    p_comp: PComparison
    computed_p: float
    error: bool
    decision_error: bool
    start: int
    end: int


def statcheck(
    text: str,
    *,
    alpha: float = 0.05,
    one_tailed_txt: bool = False,
    one_tailed_tests: bool = False,
    p_equal_alpha_sig: bool = True,
    p_zero_error: bool = True,
) -> list[StatcheckResult]:
    """Every test in `text` that is reported with its p, with p computed anew, in order.

    `one_tailed_tests` takes every t, z and r as one-tailed; `one_tailed_txt` does so where the text speaks of
    one-tailed tests, for a p that is right only then.
    """
    level = Level(Fraction(str(alpha)), p_equal_alpha_sig, p_zero_error)
    rescue = one_tailed_txt and _ONE_TAILED.search(text) is not None
    return [_result(found, judge(found, level, one_tailed_tests, rescue)) for found in find_tests(text)]


@dataclass(frozen=True, slots=True)
class Level:
    """The threshold of significance, whether p = α is significant, and whether p = .000 is an error."""

    alpha: Fraction = Fraction(5, 100)
    equal_is_significant: bool = True
    zero_is_error: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """p computed from the test as printed, and whether the printed p, and its decision, can be right."""

    computed_p: float
    error: bool
    decision_error: bool


def judge(found: Reported, level: Level, one_tailed: bool = False, rescue: bool = False) -> Judgement:
    """Compare a printed p with the p of its test value; `rescue` tries half of it where the whole fails."""
    halves = one_tailed and found.test in _TAILED_TESTS
    judgement = _judge(found, level, 0.5 if halves else 1.0)
    if judgement.error and rescue and not halves and found.test in _TAILED_TESTS:
        halved = _judge(found, level, 0.5)
        return judgement if halved.error else halved
    return judgement


def tail(test: TestName, value: float, df1: float | None, df2: float | None) -> float:
    """The p of a test value of zero or more: two-sided for t, z and r, the upper tail for the others."""
    if test == "z":
        return normal_tails(value)
    if test == "t":
        return t_tails(value, df2 or 0.0)
    if test == "r":
        return 0.0 if value >= 1 else t_tails(value * sqrt((df2 or 0.0) / (1 - value * value)), df2 or 0.0)
    if test == "F":
        return f_tail(value, df1 or 0.0, df2 or 0.0)
    return chi2_tail(value, df1 or 0.0)


def _result(found: Reported, judgement: Judgement) -> StatcheckResult:
    return StatcheckResult(
        test=found.test,
        df1=found.df1,
        df2=found.df2,
        value=float(found.value.value),
        test_comp=found.comparison,
        p=None if found.p is None else float(found.p.value),
        p_comp=found.p_comparison,
        computed_p=judgement.computed_p,
        error=judgement.error,
        decision_error=judgement.decision_error,
        start=found.start,
        end=found.end,
    )


def _judge(found: Reported, level: Level, factor: float) -> Judgement:
    size = abs(found.value.value)
    reach = (max(size - found.value.unit / 2, Fraction(0)), size, size + found.value.unit / 2)
    highest, computed, lowest = (factor * tail(found.test, float(x), found.df1, found.df2) for x in reach)
    error = not _agrees(found, level, Fraction(lowest), Fraction(highest))
    printed, true = _claim(found, level), _truth(found.comparison, Fraction(computed), level)
    decision = error and printed is not None and true is not None and printed != true
    return Judgement(computed, error, decision)


def _agrees(found: Reported, level: Level, lowest: Fraction, highest: Fraction) -> bool:
    """Whether some p from `lowest` to `highest`, or on the side a "<" test leaves open, was printed so."""
    if found.p is None:
        return found.comparison == "<" or _above(highest, Printed("", level.alpha, Fraction(0)))
    if found.p.value == 0 and found.p_comparison == "=" and level.zero_is_error:
        return False
    sides = {
        ("=", "="): lowest <= found.p.rounded.high and found.p.rounded.low <= highest,
        ("=", "<"): lowest < found.p.value,
        ("=", ">"): _above(highest, found.p),
        ("<", ">"): True,
        (">", "<"): True,
    }
    known_low = found.p.value > lowest
    known_high = _above(highest, found.p)
    return sides.get(
        (found.comparison, found.p_comparison), known_low if found.comparison == "<" else known_high
    )


def _above(p: Fraction, printed: Printed) -> bool:
    """Whether p is above the printed one by more than the last digit of a float."""
    return p > printed.value * (1 + Fraction(1, 10**12))


def _claim(found: Reported, level: Level) -> bool | None:
    """Whether the printed p claims significance; None where it leaves that open."""
    if found.p is None:
        return False
    if found.p_comparison == "=":
        return _significant(found.p.value, level)
    if found.p_comparison == "<":
        return True if found.p.value <= level.alpha else None
    return False if found.p.value >= level.alpha else None


def _truth(comparison: Comparison, computed: Fraction, level: Level) -> bool | None:
    """Whether the value is significant; a "<" value can only refute that, a ">" value only its absence."""
    significant = _significant(computed, level)
    if comparison == "<":
        return None if significant else False
    if comparison == ">":
        return True if significant else None
    return significant


def _significant(p: Fraction, level: Level) -> bool:
    return p <= level.alpha if level.equal_is_significant else p < level.alpha
