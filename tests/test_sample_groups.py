"""The groups of a study's sample: arms, women and men, ages, sites, each with its quote."""

from __future__ import annotations

import pytest

import ecosift

ABSTRACT = """Singing and breath: a randomised trial

Doi: 10.5555/song.2021.004

Methods

We recruited 96 adults with chronic lung disease from four choirs and two hospitals. They were randomised to
weekly singing (n = 49) or a film club (n = 47) for 12 weeks. Mean age was
67.3 years (SD 8.1, range 51 to 84), and
58 (60.4%) were women.

Results

Breathlessness fell by 4.1 points in the singing group. In the singing group, 31 (63.3%) were men.
"""


@pytest.fixture(scope="module")
def sample(pipeline):
    article = pipeline.annotate(
        ABSTRACT.replace("to\n", "to ").replace("was\n", "was ").replace("and\n", "and ")
    )
    assert article.study is not None
    return article, article.study.sample


def of_kind(sample, kind):
    return [group for group in sample.groups if group["kind"] == kind]


def test_the_whole_sample_is_told(sample):
    _, found = sample
    assert (found.value, found.quote) == (96, "96 adults")


def test_arms_have_their_sizes(sample):
    arms = of_kind(sample[1], "arm")
    assert [arm["value"] for arm in arms] == [49, 47]


def test_women_are_counted_over_all_and_not_in_an_arm(sample):
    (women,) = of_kind(sample[1], "sex")
    assert (women["group"], women["value"], women["percent"]) == ("women", 58, 60.4)


def test_ages_and_sites_are_told(sample):
    (age,) = of_kind(sample[1], "age")
    assert (age["mean"], age["sd"]) == (67.3, 8.1)
    assert [(site["value"], site["unit"]) for site in of_kind(sample[1], "sites")][-1] == (2, "hospitals")


def test_each_group_is_quoted_from_the_text(sample):
    article, found = sample
    assert found.groups
    for group in found.groups:
        assert article.text[group["start"] : group["end"]] == group["quote"]


def test_groups_stand_in_the_records(pipeline):
    page = ecosift.Page(ABSTRACT, id="song")
    for record in pipeline(page).records():
        if record.study is not None and record.study.sample is not None:
            assert all(
                {"kind", "quote", "start", "end"} <= set(group) for group in record.study.sample.groups
            )
