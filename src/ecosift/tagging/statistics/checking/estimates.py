"""Checks an estimate against its interval and p, and a test against its p, on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ecosift.checks.intervals import Estimate, check_interval, check_p, estimate
from ecosift.checks.printed import Printed, PrintedP, comparison, printed, read
from ecosift.checks.recomputed import Judgement, Level, judge
from ecosift.checks.reported import Reported, TestName, find_tests, is_possible
from ecosift.checks.scales import scale_of
from ecosift.tagging.statistics.checking.bases import Page
from ecosift.tagging.statistics.checking.words import cues
from ecosift.types import Check, Statistic, StatisticType, Verdict

P_CHECK = "recomputed_p"
_FLAGS = ("inconsistent", "p_differs")
_CALLED_INTERVAL = re.compile(r"(?<!\w)(?:CI|C\.I\.|confidence|CIs)(?!\w)", re.IGNORECASE)
_COVERAGE = re.compile(r"\d\d(?:\.\d)?\s?%(?=\s?(?:CI|C\.I|confidence))|(?<=CI)\s?\d\d\s?%", re.IGNORECASE)
_PERCENT = re.compile("%")
_MEASURE_OF: Mapping[StatisticType, str] = {"mean": "mean", "percentage": "percentage"}
_TESTS: Mapping[str, TestName] = {
    "t": "t",
    "f": "F",
    "r": "r",
    "z": "z",
    "χ2": "Chi2",
    "χ²": "Chi2",
    "chi2": "Chi2",
    "q": "Q",
    "qw": "Qw",
    "qb": "Qb",
}


def estimate_in_interval(page: Page, index: int, statistic: Statistic) -> Iterator[Check]:
    """6.6: an estimate beside its own interval. What cannot be told is not reported."""
    found = _estimate(statistic)
    if found is None or page.says(index, cues().other_interval):
        return
    check = check_interval(found)
    if check.verdict == "inconsistent" and not _surely_its_own(page, index, statistic, found):
        return
    if check.verdict == "asymmetric" and is_even_otherwise(found):
        return
    if check.verdict != "not_checkable":
        yield replace(check, spans=_own(statistic))


def p_beside_interval(page: Page, index: int, statistic: Statistic) -> Iterator[Check]:
    """6.7: a p beside the interval of the same estimate."""
    found, p = _estimate(statistic), p_of(statistic)
    if found is None or p is None or _is_shared_p(page, index, statistic):
        return
    if page.says(index, cues().other_p) or page.says(index, cues().other_interval):
        return
    coverage = coverage_of(statistic)
    if coverage is None:
        return
    check = check_p(found, p, coverage)
    if check.verdict in _FLAGS and fits_another_measure(found, p, coverage):
        return
    if check.verdict != "not_checkable":
        yield replace(check, spans=_own(statistic))


def median_in_range(_page: Page, _index: int, statistic: Statistic) -> Iterator[Check]:
    """6.8: a median beside its quartiles or range."""
    figures = [statistic.printed.get(key) for key in ("value", "low", "high")]
    if not all(isinstance(figure, str) and _stands_in(statistic, figure) for figure in figures):
        return
    value, low, high = (printed(str(figure)) for figure in figures)
    if low.value > high.value or value.percent or "qualifier" in statistic.parts:
        return
    if low.rounded.low <= value.rounded.high and value.rounded.low <= high.rounded.high:
        yield Check(
            "median_in_range",
            "consistent",
            f"{value.text} lies in {low.text} to {high.text}",
            _own(statistic),
        )
        return
    message = f"{value.text} lies outside {low.text} to {high.text}: they cannot all be right as printed"
    yield Check("median_in_range", "inconsistent", message, _own(statistic))


def mean_in_range(page: Page, index: int, statistic: Statistic) -> Iterator[Check]:
    """6.8: a mean and its SD beside the range of the same figures, as ages have it."""
    label, shown = statistic.parts.get("label"), statistic.printed
    ranges = [
        other
        for other in page.statistics[index]
        if other.type == "range" and other.parts.get("label") == label
    ]
    if label is None or len(ranges) != 1 or "qualifier" in statistic.parts or "group" in statistic.parts:
        return
    means = [other for other in page.statistics[index] if other.type == "mean"]
    value, low, high = (
        read(str(f)) for f in (shown.get("value"), *map(ranges[0].printed.get, ("low", "high")))
    )
    if len(means) != 1 or value is None or low is None or high is None or low.value >= high.value:
        return
    spans = (*_own(statistic), *_own(ranges[0]))
    told = f"{low.text} to {high.text}"
    if value.rounded.high < low.rounded.low or value.rounded.low > high.rounded.high + high.unit:
        message = f"the mean of {value.text} lies outside {told}: they cannot all be right as printed"
        yield Check("mean_in_range", "inconsistent", message, spans)
        return
    yield Check("mean_in_range", "consistent", f"{value.text} lies in {told}", spans)
    sd = read(str(shown.get("sd"))) if statistic.parts.get("spread_kind") == "sd" else None
    if sd is not None and _widest(value, low, high) < sd.rounded.low**2:
        message = f"no figures in {told} with a mean of {value.text} spread as far as {sd.text}"
        yield Check("sd_in_range", "inconsistent", f"{message}: they cannot all be right as printed", spans)


def _widest(value: Printed, low: Printed, high: Printed) -> Fraction:
    """The square of the widest SD that figures between two bounds can have, however few they are."""
    top, bottom = high.rounded.high + high.unit, low.rounded.low
    middle = min(max(value.value, bottom), top)
    return 2 * (top - middle) * (middle - bottom)


def p_of_test(page: Page, index: int, statistic: Statistic) -> Iterator[Check]:
    """6.5: a p beside the test it was read from."""
    found = next(find_tests(statistic.text), None) or _reported(statistic)
    if found is None:
        return
    if page.says(index, cues().other_test):
        yield Check(
            P_CHECK, "not_checkable", "the p may be corrected, or the test of another kind", _own(statistic)
        )
        return
    judgement = judge(found, Level(), rescue=page.is_one_tailed)
    if judgement.error and found.test == "r" and page.once(index, _brackets_hold_n):
        yield Check(P_CHECK, "not_checkable", "the brackets may hold the number of persons", _own(statistic))
        return
    verdict: Verdict = "inconsistent" if judgement.error else "consistent"
    yield Check(P_CHECK, verdict, _message(found, judgement), _own(statistic))


def _brackets_hold_n(sentence: str) -> bool:
    """Whether a correlation of the sentence has its p only if its brackets hold n, not degrees of freedom."""
    for found in find_tests(sentence):
        if found.test == "r" and found.df2 is not None and found.df2 > 2:
            fewer = replace(found, df2=found.df2 - 2)
            if judge(found, Level()).error and not judge(fewer, Level()).error:
                return True
    return False


def coverage_of(statistic: Statistic) -> Fraction | None:
    """The share that the interval covers: 95 % unless another usual one is said."""
    level = statistic.parts.get("ci_level", 95)
    return Fraction(str(level)) / 100 if isinstance(level, int | float) and 50 < level < 100 else None


def _surely_its_own(page: Page, index: int, statistic: Statistic, found: Estimate) -> bool:
    """Whether the interval is called one, in the estimate's unit and not of a change ("4 to 1 (CI …)")."""
    if _CALLED_INTERVAL.search(statistic.text) is None:
        return False
    percents = len(_PERCENT.findall(_COVERAGE.sub("", statistic.text)))
    if percents == 1 and _CALLED_INTERVAL.search(statistic.text[statistic.text.find("%") :]):
        return False
    value, low, high = found.value.value, found.low.value, found.high.value
    others = (_value(figure) for figure in page.statistics[index] if figure is not statistic)
    return not any(low <= abs(value - other) <= high for other in others if other is not None)


def _value(statistic: Statistic) -> Fraction | None:
    printed = statistic.printed.get("value")
    figure = read(printed) if isinstance(printed, str) else None
    return figure.value if figure else None


def is_even_otherwise(found: Estimate) -> bool:
    """Whether the interval is even as that of a ratio or of a number needed to treat: a misread measure."""
    if found.scale is None or found.scale.name not in {"difference", "level"} or found.low.value <= 0:
        return False
    ratio = replace(found, scale=scale_of("RR"))
    if check_interval(ratio).verdict == "consistent":
        return True
    middle = (1 / found.low.value + 1 / found.high.value) / 2
    return abs(found.value.value - 1 / middle) <= found.value.unit


def fits_another_measure(found: Estimate, p: PrintedP, coverage: Fraction) -> bool:
    """Whether a difference and its p agree when it is read as a ratio: a misread measure."""
    if found.scale is None or found.scale.name != "difference" or found.low.value <= 0:
        return False
    return check_p(replace(found, scale=scale_of("RR")), p, coverage).verdict in {
        "consistent",
        "not_checkable",
    }


def _own(statistic: Statistic) -> tuple[tuple[int, int], ...]:
    return ((statistic.start, statistic.end),)


def _estimate(statistic: Statistic) -> Estimate | None:
    figures = [statistic.printed.get(key) for key in ("value", "ci_low", "ci_high")]
    if not all(isinstance(figure, str) and _stands_in(statistic, figure) for figure in figures):
        return None
    measure = str(statistic.parts.get("measure") or _MEASURE_OF.get(statistic.type, ""))
    return estimate(measure, *map(str, figures))


def _stands_in(statistic: Statistic, figure: str) -> bool:
    return read(figure) is not None and figure.lstrip("+-−–‐") in statistic.text


def p_of(statistic: Statistic) -> PrintedP | None:
    part, printed = statistic.parts.get("p"), statistic.printed.get("p")
    if not isinstance(part, Mapping):
        return None
    if part.get("value") is None:
        return PrintedP("ns", None)
    figure = read(printed) if isinstance(printed, str) else None
    return None if figure is None else PrintedP(comparison(part.get("operator") or "="), figure)


def _is_shared_p(page: Page, index: int, statistic: Statistic) -> bool:
    """Whether the estimate before this one has an interval but no p: the p may be for both."""
    effects = [figure for figure in page.statistics[index] if "ci_low" in figure.parts]
    place = effects.index(statistic)
    return place > 0 and "p" not in effects[place - 1].parts


def _reported(statistic: Statistic) -> Reported | None:
    """A test out of its parts, where its print is one that running text has and journals have not."""
    parts, p = statistic.parts, p_of(statistic)
    printed = statistic.printed.get("value")
    value = read(printed) if isinstance(printed, str) else None
    test = _TESTS.get(str(parts.get("test")).casefold())
    degrees = _degrees(test, parts.get("df"))
    if test is None or value is None or p is None or degrees is None:
        return None
    sign = comparison(parts.get("operator") or "=")
    found = Reported(test, *degrees, sign, value, p.comparison, p.figure, statistic.start, statistic.end)
    return found if is_possible(found) else None


def _degrees(test: TestName | None, df: Any) -> tuple[float | None, float | None] | None:
    """The degrees of freedom in the places where `Reported` has them; None where the test lacks them."""
    if test == "z":
        return None, None
    if test == "F":
        both = isinstance(df, list | tuple) and len(df) == 2
        return (float(df[0]), float(df[1])) if both else None
    if not isinstance(df, int | float):
        return None
    return (None, float(df)) if test in {"t", "r"} else (float(df), None)


def _message(found: Reported, judgement: Judgement) -> str:
    computed = (
        f"{judgement.computed_p:.3f}".lstrip("0") if judgement.computed_p >= 0.001 else "less than .001"
    )
    printed = PrintedP(found.p_comparison, found.p)
    if not judgement.error:
        return f"p computed from the test is {computed}"
    decision = (
        "; a decision error: it changes whether the result is significant" if judgement.decision_error else ""
    )
    return (
        f"p computed from the test is {computed}, but {printed} is printed: they cannot both be right as "
        f"printed{decision}"
    )
