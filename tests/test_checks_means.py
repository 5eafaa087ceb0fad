from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift import checks
from ecosift.checks.printed import show


@pytest.mark.parametrize(
    ("x", "n", "options", "possible"),
    [
        ("3.47", 17, {}, True),
        ("3.45", 17, {}, False),
        ("3.45", 17, {"items": 2}, False),
        ("3.44", 17, {"items": 2}, True),
        ("41", 22, {"percent": True}, True),
        ("40", 22, {"percent": True}, False),
        ("2.13", 8, {"rounding": "up"}, True),
        ("2.12", 8, {"rounding": "up"}, False),
        ("2.12", 8, {"rounding": "even"}, True),
        ("2.13", 8, {"rounding": "even"}, False),
        ("2.12", 8, {"rounding": "down"}, True),
        ("2.12", "1,000", {}, True),
    ],
)
def test_grim(x, n, options, possible):
    assert checks.grim(x, n, **options) is possible


answers = st.lists(st.integers(0, 9), min_size=3, max_size=30)


def spread(values):
    mean = Fraction(sum(values), len(values))
    return mean, sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def root(square, decimals):
    """A square root, rounded, without floats."""
    scaled = int(square * 4 * 10 ** (2 * decimals))
    whole = next(k for k in range(10**6) if (k + 1) ** 2 > scaled)
    return show(Fraction(whole, 2 * 10**decimals), decimals)


@settings(max_examples=60)
@given(answers)
def test_no_real_sample_fails_grim_or_grimmer(values):
    mean, variance = spread(values)
    x, sd = show(mean, 2), root(variance, 2)
    assert checks.grim(x, len(values))
    assert checks.grimmer(x, sd, len(values))


@settings(max_examples=60)
@given(st.lists(st.integers(0, 1), min_size=2, max_size=40))
def test_no_real_zeros_and_ones_fail_debit(values):
    mean, variance = spread(values)
    assert checks.debit(show(mean, 2), root(variance, 2), len(values))


@pytest.mark.parametrize(
    ("x", "sd", "n", "possible"),
    [("3.45", "1.10", 17, False), ("3.47", "1.37", 17, True), ("3.47", "1.38", 17, False)],
)
def test_grimmer(x, sd, n, possible):
    assert checks.grimmer(x, sd, n) is possible


@pytest.mark.parametrize(
    ("x", "sd", "possible"), [("0.30", "0.46", True), ("0.30", "0.48", False), ("1.40", "0.40", False)]
)
def test_debit(x, sd, possible):
    assert checks.debit(x, sd, 250) is possible


def test_a_sample_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        checks.grim("3.4", 0)


def test_huge_samples_take_no_time():
    assert checks.grimmer("3.5", "0.0", 10**12)
    assert checks.grim("3.5", 10**12)
