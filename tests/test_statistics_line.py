"""Tokens, numbers and shapes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.tagging.statistics.normalise import fold
from ecosift.tagging.statistics.reading import read_line


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,431", 7431),
        ("11969", 11969),
        ("12\u2009450", 12450),
        ("3.25", 3.25),
        (".05", 0.05),
        ("0·04", 0.04),
        ("0/003", 0.003),
        ("\u22124.5", -4.5),
        ("\u20130.3", -0.3),
        ("+1.5", 1.5),
        ("eighteen", 18),
        ("Thirty\u2010eight", 38),
        ("One hundred and fifty-nine", 159),
        ("two thousand three hundred", 2300),
        ("three million", 3000000),
    ],
)
def test_a_number_is_read_in_every_print(text, value):
    """Digits, marks, signs and words give one number, printed as it stands."""
    line = read_line(text)
    assert [number.value for number in line.numbers.values()] == [value]
    assert next(iter(line.numbers.values())).printed == text


@pytest.mark.parametrize(("text", "value"), [("a quarter", 25), ("two-thirds", 66.7), ("half", 50)])
def test_a_fraction_is_a_percentage(text, value):
    """Words of fractions are worth a share of a hundred."""
    line = read_line(text)
    assert line.shape == "H"
    assert line.numbers[0].value == value


@pytest.mark.parametrize(
    "text", ["CD8", "SF-12", "HPV18", "16S", "NCT04999999", "T2-weighted", "doi:10.5555/abc.123", "EQ-5D-5L"]
)
def test_an_identifier_is_no_number(text):
    """Digits inside a name count nothing."""
    assert read_line(text).numbers == {}


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("95% confidence interval (CI) = 1.2 to 3.4", "N%C(C)=NtN"),
        ("12.1 ± 3.4 mmol/L", "N±NU"),
        ("6-month", "N-T"),
        ("19 vs. 23", "NvN"),
        ("adjusted odds ratio 2.1", "MN"),
        ("12 \u2013 15 years", "N-NT"),
    ],
)
def test_the_shape_names_each_token(text, shape):
    """One letter a token, phrases of the lexicon as one."""
    assert read_line(text).shape == shape


@given(st.text())
def test_folding_keeps_every_place(text):
    """A folded text is as long as the text."""
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.sampled_from("0123456789.,-+%()[] naopwk±<=>twenty-one week½²\u2009\u00a0\n")))
def test_tokens_are_in_order_and_apart(text):
    """Tokens never overlap, and each number stands on a token."""
    line = read_line(text)
    places = list(zip(line.starts, line.ends, strict=True))
    assert all(start < end for start, end in places)
    assert all(left[1] <= right[0] for left, right in pairwise(places))
    assert all(place < len(places) for place in line.numbers)
    assert len(line.shape) == len(places)
