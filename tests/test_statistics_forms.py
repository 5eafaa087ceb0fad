"""Forms that read like another: "one in five", strengths of drugs, short names, two nouns for one number."""

from __future__ import annotations

import pytest

from ecosift.tagging.statistics.finders import find_statistics


def found(text):
    return [(s.type, s.text) for s in find_statistics(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One teenager in five skips breakfast, school cooks say.", [("percentage", "One teenager in five")]),
        ("One widow in four ate alone.", [("percentage", "One widow in four")]),
        ("Nine in a hundred had no kitchen.", [("count", "Nine in a hundred")]),
        ("We met one cook in six schools.", [("sample_size", "six schools")]),
        ("Four of the nine trials found no gain.", [("count", "Four of the nine trials")]),
        ("57 aunts and uncles took the course.", [("sample_size", "57 aunts and uncles")]),
        (
            "We asked 57 cooks and waiters (n = 20) at work.",
            [("sample_size", "57 cooks"), ("sample_size", "n = 20")],
        ),
    ],
)
def test_shares_and_samples_in_words(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Feet were washed with saline (0.9%) at home.",
        "The gel held 2% viscous lidocaine.",
        "Drops of atropine 0.05% were used at night.",
        "The cream had 5% urea in it.",
        "Tables were wiped with 70% isopropyl alcohol.",
    ],
)
def test_strengths_are_no_shares(text):
    assert found(text) == []


def test_people_who_took_a_substance_are_a_share():
    assert found("Of the cooks, 30% drank alcohol.") == [("percentage", "30%")]
    assert ("percentage", "12%") in [
        (kind, text[-3:]) for kind, text in found("Alcohol 30% and fish 12% led.")
    ]


def test_ir_is_a_rate_where_rates_are_told():
    (rate,) = find_statistics("The incidence rate (IR 4.2, 95% CI 3.1-5.6) was high.")
    assert "range_kind" not in rate.parts
    (spread,) = find_statistics("They slept for 6 h (IR 5-7).")
    assert spread.parts["range_kind"] == "IQR"
