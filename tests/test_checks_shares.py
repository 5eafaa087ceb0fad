from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift import checks
from ecosift.checks.printed import show


@pytest.mark.parametrize(
    ("percent", "n", "total", "verdict", "says"),
    [
        ("81.8", 18, 22, "consistent", "18 of 22"),
        ("7.94%", "30", "378", "consistent", "30 of 378"),
        ("1.0", "1,122", "112,200", "consistent", "1122 of 112200"),
        ("62.2", 61, 98, "consistent", "61 of 98"),
        ("62", 61, 97, "truncated", "62.9 %, printed cut off"),
        ("23.5", 8, 34, "consistent", "8 of 34"),
        ("14.6", 6, 41.0, "consistent", "6 of 41"),
        ("14.7", 6, 41, "rounded_up", "14.63 %, printed rounded up"),
        ("15.6", 6, 41, "inconsistent", "6 of 41 is 14.6 %, not 15.6 %"),
        ("120", 12, 10, "inconsistent", "12 is more than 10"),
        ("0", 0, 0, "not_checkable", "nobody"),
    ],
)
def test_a_share_beside_its_count(percent, n, total, verdict, says):
    check = checks.share(percent, n, total)
    assert (check.check, check.verdict, check.spans) == ("share_of_count", verdict, ())
    assert says in check.message


@pytest.mark.parametrize(
    ("percent", "total", "verdict", "says"),
    [
        ("81.8", 22, "consistent", "18 of 22"),
        ("86.3", 22, "truncated", "19 of 22 is 86.36 %"),
        ("40.1", 22, "inconsistent", "40.1 % of 22 people would be 8.8 people; 9 of 22 is 40.9 %"),
        ("99.9", 30, "inconsistent", "29.97 people; 30 of 30 is 100.0 %"),
        ("3.1", 462, "possible_missing", "14 of 459 does: 3 answers may be missing"),
        ("48", 23, "consistent", "11 of 23"),
        ("47.6", 22, "possible_missing", "10 of 21 does: 1 answer may be missing"),
        ("33.3", 1000, "not_checkable", "no power"),
        ("50", 4, "not_checkable", "fewer than 5"),
        ("130", 22, "not_checkable", "not a share of a whole"),
        ("0", 22, "consistent", "0 of 22"),
        ("100", 22, "consistent", "22 of 22"),
    ],
)
def test_a_share_of_so_many_persons(percent, total, verdict, says):
    check = checks.share(percent, total=total)
    assert (check.check, check.verdict) == ("share_of_n", verdict)
    assert says in check.message


@pytest.mark.parametrize(
    ("percent", "n", "verdict", "says"),
    [
        ("60.0", 12, "consistent", "12 of 20"),
        ("17", 9, "consistent", "9 of 52 to 54"),
        ("71", 38, "truncated", "38 of 53"),
        ("40", 1, "inconsistent", "1 is not 40 % of any whole number"),
        ("0", 0, "not_checkable", "fits every total"),
        ("0.0001", 20, "not_checkable", "too small"),
    ],
)
def test_a_share_and_a_count_imply_a_total(percent, n, verdict, says):
    check = checks.share(percent, n)
    assert (check.check, check.verdict) == ("implied_base", verdict)
    assert says in check.message


def test_a_share_alone_says_nothing():
    assert checks.share("12.5").verdict == "not_checkable"


@given(st.integers(1, 2000), st.data(), st.integers(0, 3))
def test_a_share_rounded_from_its_count_is_never_flagged(total, data, decimals):
    n = data.draw(st.integers(0, total))
    percent = show(Fraction(100 * n, total), decimals)
    assert checks.share(percent, n, total).verdict == "consistent"
    assert checks.share(percent, total=total).verdict in {"consistent", "not_checkable"}
    assert checks.share(percent, n).verdict in {"consistent", "not_checkable"}


@pytest.mark.parametrize(
    ("parts", "whole", "percent", "verdict", "says"),
    [
        ([91, 406], 497, False, "consistent", "91 + 406 = 497"),
        (["1,204", "96"], "1,300", False, "consistent", "= 1300"),
        ([50, 128], 180, False, "inconsistent", "50 + 128 = 178, not 180"),
        (["81.8", "9.1", "9.1"], "100", True, "consistent", "= 100.0 %"),
        (["33", "33", "33"], 100, True, "consistent", "99 %, 100 % but for rounding"),
        (["33.3", "33.3", "33.2"], 100, True, "truncated", "cut off"),
        (["33", "33", "30"], 100, True, "inconsistent", "more than rounding explains"),
        (["60.2", "42.0"], 100, True, "inconsistent", "102.2 %, not 100 %"),
        (["20.2", "21.4"], "41.7", True, "consistent", "41.7 % but for rounding"),
    ],
)
def test_parts_add_up(parts, whole, percent, verdict, says):
    check = checks.total(parts, whole, percent=percent)
    assert check.verdict == verdict
    assert says in check.message


@pytest.mark.parametrize("bad", ["many", "2.5", "-3"])
def test_a_count_must_be_a_count(bad):
    with pytest.raises(ValueError, match="not a"):
        checks.share("50", bad, 10)
