from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift import checks
from ecosift.checks.scales import scale_of


@pytest.mark.parametrize(
    ("measure", "value", "low", "high", "verdict"),
    [
        ("OR", "2.10", "1.30", "3.39", "consistent"),
        ("adjusted odds ratios", "0.46", "0.31", "0.68", "consistent"),
        ("mean difference", "−1.45", "−0.13", "−2.76", "consistent"),
        ("mean difference", "3.9", "-5.5", "-2.3", "consistent"),
        ("risk difference", "4.0%", "1.1", "6.9%", "consistent"),
        ("VE", "80", "60", "90", "consistent"),
        ("r", ".30", ".11", ".47", "consistent"),
        ("OR", "2.10", "1.30", "2.90", "not_checkable"),
        ("HR", "1.20", "0.40", "1.50", "asymmetric"),
        ("mean difference", "0.22", "0.19", "0.35", "asymmetric"),
        ("SMD", "0.22", "0.19", "0.35", "not_checkable"),
        ("percentage", "3.1", "1.7", "5.1", "not_checkable"),
        ("hazard ratio", "2.5", "1.1", "2.2", "inconsistent"),
        ("percentage", "71.4%", "52.1%", "66.0%", "inconsistent"),
        ("RR", "71.4%", "0.52", "0.91", "not_checkable"),
        ("RR", "29", "0.52", "0.91", "not_checkable"),
        ("VE", "93.3", "63", "100", "not_checkable"),
        ("VE", "0.93", "0.63", "0.98", "not_checkable"),
        ("OR", "2.0", "0.0", "9.1", "not_checkable"),
        ("ARR", "0.4", "0.1", "0.9", "not_checkable"),
        ("OR", "1", "1", "1", "not_checkable"),
        ("OR", "5e300", "1", "2", "not_checkable"),
    ],
)
def test_an_interval_lies_around_its_estimate(measure, value, low, high, verdict):
    assert checks.interval(measure, value, low, high).verdict == verdict


@pytest.mark.parametrize(
    ("estimate", "p", "verdict"),
    [
        (("OR", "2.1", "1.3", "3.4"), ".002", "consistent"),
        (("OR", "2.1", "1.3", "3.4"), "<.01", "consistent"),
        (("OR", "2.1", "1.3", "3.4"), ".03", "p_differs"),
        (("OR", "2.1", "1.3", "3.4"), ".20", "inconsistent"),
        (("OR", "2.1", "1.3", "3.4"), "ns", "inconsistent"),
        (("OR", "1.1", "0.8", "1.5"), "p < 0.05", "inconsistent"),
        (("OR", "1.1", "0.8", "1.5"), "> .05", "consistent"),
        (("OR", "1.4", "1.0", "2.0"), "<.05", "consistent"),
        (("HR", "0.41", "0.19", "0.85"), "0.0110", "not_checkable"),
        (("mean difference", "2.68", "0.28", "5.09"), 0.03, "consistent"),
        (("mean difference", "2.5", "-0.9", "5.9"), "0.01", "inconsistent"),
        (("mean", "2.5", "1.9", "3.1"), "0.01", "not_checkable"),
        (("OR", "2.5", "1.1", "2.2"), "0.01", "not_checkable"),
    ],
)
def test_an_interval_and_its_p(estimate, p, verdict):
    assert checks.p_interval(*estimate, p).verdict == verdict


def test_messages_speak_plainly():
    check = checks.p_interval("OR", "2.1", "1.3", "3.4", ".20")
    assert (
        "1.3 to 3.4 leaves out 1 (no effect), so p would be below 0.05; p = .20 is printed" in check.message
    )
    assert "outside its own interval, 1.1 to 2.2" in checks.interval("HR", "2.5", "1.1", "2.2").message


@pytest.mark.parametrize(
    ("measure", "scale"),
    [
        ("AOR", "ratio"),
        ("pooled risk ratios", "ratio"),
        ("Cohen's d", "standardised"),
        ("β", "difference"),
        ("xyz", None),
    ],
)
def test_measures_by_name(measure, scale):
    found = scale_of(measure)
    assert (found.name if found else None) == scale


@pytest.mark.parametrize("p", ["", "often", "1.2", "-0.1"])
def test_a_p_must_be_a_p(p):
    with pytest.raises(ValueError, match="not a p"):
        checks.p_interval("OR", "2", "1.5", "2.5", p)


figures = st.decimals(min_value=-1000, max_value=1000, allow_nan=False, places=2).map(str)


@given(st.sampled_from(["OR", "mean difference", "r", "VE", "SMD", "?"]), figures, figures, figures)
def test_no_figures_break_it(measure, value, low, high):
    checks.interval(measure, value, low, high)
    checks.p_interval(measure, value, low, high, "0.04")


@given(st.floats(-2, 2), st.floats(0.05, 1.0))
def test_a_wald_interval_is_never_flagged(log_or, error):
    value, low, high = (f"{exp(x):.3f}" for x in (log_or, log_or - 1.96 * error, log_or + 1.96 * error))
    assert checks.interval("OR", value, low, high).verdict in {"consistent", "not_checkable"}
