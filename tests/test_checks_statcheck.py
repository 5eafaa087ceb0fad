import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift import checks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("scores rose (t(41) = 3.10, p = .003).", [("t", None, 41, 3.1, "=", 0.003)]),
        ("by arm, F(1, 96) = 7.02, p < .01", [("F", 1, 96, 7.02, "<", 0.01)]),
        ("F(2.6,121.2)=3.3, p=.029", [("F", 2.6, 121.2, 3.3, "=", 0.029)]),
        ("χ2(3, N = 1,204) = 9.50, p = .023", [("Chi2", 3, None, 9.5, "=", 0.023)]),
        ("χ²(1) = 4.1, ns", [("Chi2", 1, None, 4.1, "ns", None)]),
        ("chi-square (df = 2) = 6.1 (p = 0.047)", [("Chi2", 2, None, 6.1, "=", 0.047)]),
        ("r(58) = −.31, p = .016", [("r", None, 58, -0.31, "=", 0.016)]),
        ("Z = 2.51, P ≤ 0.05", [("z", None, None, 2.51, "<", 0.05)]),
        ("Qbetween(4) = 11.2, p = 0.02", [("Qb", 4, None, 11.2, "=", 0.02)]),
        ("t(1,023) = 2.0, p = .046", [("t", None, 1023, 2.0, "=", 0.046)]),
        ("t[28] = 2.20; p = .036", [("t", None, 28, 2.2, "=", 0.036)]),
        (
            "t(12) = 2.2, p = .05 and z = 0.5, n.s.",
            [("t", None, 12, 2.2, "=", 0.05), ("z", None, None, 0.5, "ns", None)],
        ),
        ("t(2, 28) = 2.20, p = .03", []),
        ("t(28) = 2.20, p = 1.4", []),
        ("r(28) = 1.2, p = .04", []),
        ("t(0) = 2.2, p = .04", []),
        ("F(2, 30) = -3, p = .04", []),
        ("at(28) = 2.20, p = .03; size = 3, p = .1", []),
        ("t(28) = 2.20 in the first wave", []),
    ],
)
def test_tests_in_running_text(text, found):
    results = checks.statcheck(text)
    got = [(r.test, r.df1, r.df2, r.value, r.p_comp, r.p) for r in results]
    assert got == found
    assert all(text[r.start : r.end].strip() == text[r.start : r.end] for r in results)


@pytest.mark.parametrize(
    ("text", "options", "error", "decision"),
    [
        ("t(41) = 3.10, p = .003", {}, False, False),
        ("t(41) = 3.10, p = .03", {}, True, False),
        ("t(41) = 1.10, p = .03", {}, True, True),
        ("t(41) = 3.10, p > .05", {}, True, True),
        ("t(41) = 3.10, ns", {}, True, True),
        ("t(41) = 3.1, p < .001", {}, True, False),
        ("t(41) = 9.1, p = .000", {}, True, False),
        ("t(41) = 9.1, p = .000", {"p_zero_error": False}, False, False),
        ("F(1,47) = 4.438, p = .041", {}, False, False),
        ("F(2.6, 121.2) = 3.3, p = .029", {}, False, False),
        ("t(41) = 1.80, p = .04, one-tailed", {}, True, True),
        ("t(41) = 1.80, p = .04, one-tailed", {"one_tailed_txt": True}, False, False),
        ("t(41) = 1.80, p = .04", {"one_tailed_txt": True}, True, True),
        ("t(41) = 1.80, p = .04", {"one_tailed_tests": True}, False, False),
        ("χ2(1) = 3.2, p = .037, one-tailed", {"one_tailed_txt": True}, True, True),
        ("t(41) = 2.30, p = .03", {"alpha": 0.01}, False, False),
        ("t(41) < 1.00, p = .20", {}, True, False),
        ("t(41) < 1, p = .60", {}, False, False),
        ("z = 1.96, p = .05", {}, False, False),
        ("r(58) = .31, p = .016", {}, False, False),
        ("r(58) = 1.00, p < .001", {}, False, False),
    ],
)
def test_p_is_computed_anew(text, options, error, decision):
    (result,) = checks.statcheck(text, **options)
    assert (result.error, result.decision_error) == (error, decision)


@pytest.mark.parametrize(
    ("text", "p"),
    [("t(17) = 2.00, p = .06", 0.06174), ("Q(5) = 11.07, p = .05", 0.05001), ("z = 3.00, p < .01", 0.0027)],
)
def test_the_computed_p(text, p):
    assert checks.statcheck(text)[0].computed_p == pytest.approx(p, rel=1e-3)


@given(st.text(alphabet="tFrzQχ2pn(=<>., )[]0123456789-−sdf", max_size=80))
def test_no_text_breaks_it(text):
    for result in checks.statcheck(text):
        assert 0 <= result.computed_p <= 1


@pytest.mark.parametrize(
    "unit", ["9", "(", "t(", "1,", "F(1,", "t(9) = ", "t(9)=1,", " ", "Q-", "t(9999999) = 2.2, p = .01 "]
)
def test_time_grows_no_faster_than_the_text(unit):
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    checks.statcheck(text)
    assert time.process_time() - start < 2
