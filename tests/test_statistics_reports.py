"""Figures that report on nobody: in pages on other things, in rules, and in years when things came to be."""

import pytest

from ecosift.tagging.statistics.finders import find_statistics, tag_statistics
from ecosift.types import SentenceSpan

_MORE = ("Buns are sweet.", "Rolls are not.", "We close at noon.", "Bring a bag.", "Do not run.")


def of_page(*sentences):
    text, spans = "", []
    for sentence in sentences:
        spans.append(SentenceSpan(sentence, len(text), len(text) + len(sentence), 0))
        text += f"{sentence} "
    return [[(s.type, s.text) for s in found] for found in tag_statistics(text, spans)]


def test_a_page_about_nobody():
    """Headcounts, times and dates of a shop's page are no statistics; its shares may be."""
    told = of_page(
        "We are a bakery with 14 staff and 30 volunteers.",
        "Loaves keep for four days.",
        "About 60% of customers pay by card.",
        *_MORE,
    )
    assert told[:2] == [[], []]
    assert [kind for kind, _ in told[2]] == ["percentage"]


@pytest.mark.parametrize(
    "sentence",
    ["The survey is not over.", "The mean wait was 4.1 (SD 1.2) days.", "Eight of 31 (25.8%) had left."],
)
def test_a_page_that_reports(sentence):
    """One word of research, or one figure that only research gives, and headcounts count."""
    told = of_page("We spoke with 14 bakers for four days.", sentence, *_MORE)
    assert told[0] == [("sample_size", "14 bakers"), ("period", "four days")]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("A ferry that opened in 2017 takes 40% of commuters.", []),
        ("The pool closed in 2019, and 12% of swimmers gave up.", []),
        ("Vouchers will be tried in 2031 by 5% of shops.", []),
        ("In 2019, 12% of swimmers gave up.", ["2019"]),
        ("Beginning in 2017, they followed 600 dockers.", ["2017"]),
        ("The trial opened in 2017 and enrolled 90 dockers.", ["2017"]),
    ],
)
def test_years(text, periods):
    """A year when something came to be, or will, is no year of the figures."""
    assert [s.text for s in find_statistics(text) if s.type == "period"] == periods


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Grants go to shops with fewer than ten employees.", []),
        ("Each cabin takes up to eight pupils.", []),
        ("The law in six states bans flavours.", []),
        ("We surveyed at least eight pupils in each cabin.", ["at least eight pupils"]),
        ("The study took place in six states.", ["six states"]),
    ],
)
def test_limits_and_laws(text, sizes):
    """How many may be, and how far a law reaches, is no sample."""
    assert [s.text for s in find_statistics(text) if s.type == "sample_size"] == sizes
