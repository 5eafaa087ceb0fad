from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.checks.printed import printed, read, show


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("81.8", Fraction(818, 10), Fraction(1, 10)),
        (".05", Fraction(5, 100), Fraction(1, 100)),
        ("7,466", Fraction(7466), Fraction(1)),
        ("91·9%", Fraction(919, 10), Fraction(1, 10)),
        ("−3.50", Fraction(-35, 10), Fraction(1, 100)),
        ("5e-4", Fraction(5, 10**4), Fraction(1, 10**4)),
        ("12.", Fraction(12), Fraction(1)),
    ],
)
def test_a_print_keeps_its_value_and_its_last_digit(text, value, unit):
    number = printed(text)
    assert (number.value, number.unit) == (value, unit)


@pytest.mark.parametrize("text", ["", ".", "-", "twelve", "1,23", "3/4", "1.2.3", "nan", "١٢x"])
def test_what_is_no_number_is_refused(text):
    assert read(text) is None
    with pytest.raises(ValueError, match="not a number as printed"):
        printed(text)


@pytest.mark.parametrize(
    ("text", "rounding", "inside", "outside"),
    [
        ("2.5", "up", "2.45", "2.55"),
        ("2.5", "down", "2.55", "2.45"),
        ("2.4", "even", "2.45", "2.46"),
        ("2.5", "even", "2.46", "2.45"),
        ("-2.5", "up", "-2.45", "-2.55"),
    ],
)
def test_a_half_goes_where_it_is_told(text, rounding, inside, outside):
    values = printed(text).rounded_by(rounding)
    assert Fraction(inside) in values
    assert Fraction(outside) not in values


def test_cut_digits_lie_away_from_zero():
    assert Fraction("86.36") in printed("86.3").cut
    assert Fraction("-86.36") in printed("-86.3").cut
    assert Fraction("86.4") not in printed("86.3").cut


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, places=3))
def test_showing_and_reading_agree(number):
    assert printed(show(Fraction(number), 3)).value == Fraction(number)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    read(text)
