"""Means of whole numbers on a page: asked only where label and number of persons allow it."""

from __future__ import annotations

import pytest

from ecosift import Page


def found(article):
    return [
        (c.check, c.verdict)
        for s in article.sentences
        for x in s.statistics
        for c in x.checks
        if c.check in ("mean_of_wholes", "spread_of_wholes", "spread_of_zeros_and_ones")
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # 57 of 22 is 2.59.
        ("In the 22 women, the mean number of children was 2.59.", [("mean_of_wholes", "consistent")]),
        # 31 of 9 is 3.44, 30 is 3.33; of 8: 3.375 and 3.5; of 7: 3.29 and 3.43.
        ("In the 9 women, the mean number of falls was 3.41.", [("mean_of_wholes", "inconsistent")]),
        # 47 of 20 is 2.35.
        ("In the 22 women, the mean number of children was 2.35.", [("mean_of_wholes", "possible_missing")]),
        # 16 of 9 is 1.777….
        ("In the 9 men, the mean number of visits was 1.77.", [("mean_of_wholes", "truncated")]),
        ("In the 140 men, the mean number of visits was 1.77.", [("mean_of_wholes", "not_checkable")]),
        # Nobody has half a fall; but hours, scores and rates are no whole numbers.
        ("In the 9 women, mean weekly sleep was 3.41 hours.", []),
        ("In the 9 women, the mean score was 3.41.", []),
        ("In the 9 women, the mean number of falls per year was 3.41.", []),
        ("In the 9 women, the adjusted mean number of falls was 3.41.", []),
        ("In the 9 women who completed the study, the mean number of falls was about 3.41.", []),
        ("The mean number of falls was 3.41 in 9 women and 2.11 in 8 men.", []),
        ("The mean number of falls was 3.41.", []),
    ],
)
def test_means_in_sentences(pipeline, said, expected):
    assert found(pipeline.annotate(said)) == expected


def test_an_sd_that_whole_numbers_cannot_have(pipeline):
    """Nine whole numbers that sum to 18 have a sum of squares of even parity: SD 0.87 or 1.00, never 0.94."""
    said = "In the 9 women, the mean number of falls was 2.00 (SD {})."
    for sd, verdict in (("0.87", "consistent"), ("0.91", "inconsistent")):
        assert found(pipeline.annotate(said.format(sd)))[1:] == [("spread_of_wholes", verdict)]


def test_means_in_tables(pipeline):
    """The people are those of the column's head."""
    table = (
        "<table><tr><th>Trait, mean (SD)</th><th>Choir (n = 9)</th><th>Waiting (n = 14)</th></tr>"
        "<tr><td>Number of falls</td><td>3.41 (1.2)</td><td>1.79 (0.9)</td></tr>"
        "<tr><td>Sleep, hours</td><td>6.41 (1.2)</td><td>6.79 (0.9)</td></tr></table>"
    )
    said = "<p>We asked two groups of women how often they had fallen at home in the last winter.</p>"
    article = pipeline(Page(f"<article><h1>Falls</h1>{said}{table}{said}</article>", media_type="text/html"))
    assert [each[1] for each in found(article) if each[0] == "mean_of_wholes"] == [
        "inconsistent",
        "consistent",
    ]
    (wrong,) = [
        c for s in article.sentences for x in s.statistics for c in x.checks if c.verdict == "inconsistent"
    ]
    assert [article.text[start:end] for start, end in wrong.spans] == ["3.41 (1.2)", "n = 9"]
