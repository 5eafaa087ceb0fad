"""Text made to be slow: twice as much of it must not take much more than twice as long."""

from __future__ import annotations

import time

import pytest

from ecosift.language.spans import sentence_spans
from ecosift.tagging.statistics.checking import with_checks
from ecosift.tagging.statistics.finders import find_statistics, tag_statistics

SIZE = 8_000
# Linear is 2; the rest is room for a busy machine. A quadratic scan gives 4 at this size and far more time.
MOST = 3.2
PIECES = [
    "7",
    "1,",
    "1 ",
    "(",
    ")",
    "[1",
    "95% CI ",
    "(95% CI 1 to ",
    "n = 1, ",
    "12 (3%), ",
    "12 of 30 ",
    "1.2 ± 0.3 ",
    "one hundred ",
    "two thirds of ",
    "p < 0.05, ",
    "| 12 (20%) ",
    "in the group ",
    "5 women and ",
    "3 in 10 ",
    "from 1 to 2 ",
    "between 2010 and ",
    "million ",
    "week 1, 2, ",
    "mean age ",
    "Of the 66, ",
    "% ",
    "±",
    "-",
]


def seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        begun = time.process_time()
        find_statistics(text)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_line_of_anything_is_read_in_linear_time(piece):
    once = piece * (SIZE // len(piece))
    short, long = seconds(once), seconds(once + once)
    assert long < max(MOST * short, 0.15)


@pytest.mark.parametrize(
    "sentence", ["12 (30%) women fell. ", "Mean age was 41 (SD 3). ", "OR 2 (95% CI 1 to 4). "]
)
def test_a_long_page_of_figures_is_checked_in_linear_time(sentence):
    def spent(times: int) -> float:
        text = sentence * times
        spans = sentence_spans(text, ())
        found = tag_statistics(text, spans)
        best = float("inf")
        for _ in range(3):
            begun = time.process_time()
            with_checks(text, spans, found)
            best = min(best, time.process_time() - begun)
        return best

    spent(100)
    assert spent(2000) < max(MOST * spent(1000), 0.5)
