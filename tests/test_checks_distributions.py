import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ecosift.checks.distributions import chi2_tail, f_tail, normal_quantile, normal_tails, t_tails

sizes = st.floats(0.01, 60)
degrees = st.sampled_from([1, 2, 2.6, 5, 28, 121.2, 1000, 10**5])


def close(p):
    return pytest.approx(p, rel=1e-7, abs=1e-280)


@given(sizes, degrees, degrees)
def test_tails_are_those_of_scipy(x, df1, df2):
    assert normal_tails(x) == close(2 * stats.norm.sf(x))
    assert t_tails(-x, df1) == close(2 * stats.t.sf(x, df1))
    assert f_tail(x, df1, df2) == close(stats.f.sf(x, df1, df2))
    assert chi2_tail(x, df1) == close(stats.chi2.sf(x, df1))


@pytest.mark.parametrize("df", [2e7, 1e12])
def test_very_many_degrees_of_freedom_meet_the_limit(df):
    assert t_tails(1.96, df) == pytest.approx(normal_tails(1.96), rel=1e-6)
    assert chi2_tail(df, df) == pytest.approx(stats.chi2.sf(df, df), rel=1e-4)
    assert f_tail(2.2, 3, df) == pytest.approx(stats.chi2.sf(6.6, 3), rel=1e-6)


@pytest.mark.parametrize("coverage", [0.51, 0.8, 0.9, 0.95, 0.99, 0.999])
def test_the_quantile_of_an_interval(coverage):
    assert normal_quantile(coverage) == pytest.approx(stats.norm.ppf((1 + coverage) / 2), abs=1e-9)
