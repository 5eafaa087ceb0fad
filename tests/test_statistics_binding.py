"""What a figure measures, in whom, and of whom."""

import pytest

from ecosift.tagging.statistics.finders import find_statistics


def told(text, key):
    return [s.parts.get(key) for s in find_statistics(text) if s.type not in ("p_value", "period")]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "Participants reported alcohol (40%) and cannabis (25%) use disorders.",
            ["alcohol use disorder", "cannabis use disorder"],
        ),
        ("Tenants, mainly sleeping in a shared room (61%), were asked.", ["sleeping in a shared room"]),
        ("56.7% were male.", ["male"]),
        (
            "Mean pain, sleep and mood scores were 2.7, 0.5, and 0.9, respectively.",
            ["pain", "sleep", "mood scores"],
        ),
        ("Women (age: 51 ± 6 years; BMI: 27.3 ± 2.1 kg/m2) came.", ["age", "BMI"]),
        ("Systolic blood pressure was 128 ± 9 mmHg.", ["Systolic blood pressure"]),
        (
            "high fever (OR 4.1, 95% CI 2.0-8.4), living two or more hours away (OR 1.7, 95% CI 1.1-2.6)",
            ["high fever", "living two or more hours away"],
        ),
        ("Refusal (n = 9), death (n = 2) were reasons for exclusion.", ["Refusal", "death"]),
    ],
)
def test_labels(text, labels):
    """The words in the bracket, before it, or the clause's subject; a shared head belongs to each."""
    assert told(text, "label") == labels


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Scores were 61.5 ± 9.3 and 58.1 ± 7.7 in Group I.", ["Group I", "Group I"]),
        ("The mean age in the yoga and control groups was 59.0±1.0 and 61.1±1.3 years.", ["yoga", "control"]),
        (
            "They were allocated to education (52 patients) or control (49 patients).",
            ["education", "control"],
        ),
        ("Mean gain was 0.22 L for salbutamol and 0.25 L for placebo.", ["salbutamol", "placebo"]),
        ("Stay was longer in the standard group (9.5 vs. 7.1 days).", ["standard", None]),
    ],
)
def test_groups(text, groups):
    """After the figure, in turn, by comparison, before the bracket; nothing where it is not told."""
    assert told(text, "group")[: len(groups)] == groups


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Participants were White (81%).", ["participants"]),
        ("91.9% of eligible women gave blood.", ["eligible women"]),
        ("The rate was 12%.", [None]),
    ],
)
def test_of_whom(text, whom):
    """The whole of a share: what follows "of", or the persons that open the sentence."""
    assert told(text, "of") == whom


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Pain was less 6 weeks after surgery.", "after surgery"),
        ("It was the same at the 12-month follow-up.", "follow-up"),
        ("The survey was conducted from May to June 2021.", "survey"),
        ("They were seen three months postpartum.", "postpartum"),
    ],
)
def test_bounds_of_periods(text, bounds):
    """What the words after a period say it is measured from, or the study where it is dated."""
    (period,) = (s for s in find_statistics(text) if s.type == "period")
    assert period.parts["bounds"] == bounds


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("First-year nurses were more likely to be ill (OR 2.3, 95% CI 1.4 to 3.8).", ["First-year nurses"]),
        (
            "Those who slept badly ate more than those who slept well (17.8 vs. 12.9).",
            ["slept badly", "slept well"],
        ),
        ("Boys without a helmet were 40% more likely to be hurt.", ["without a helmet"]),
        ("Women in rented rooms had higher odds of asthma (OR 1.6, 95% CI 1.1 to 2.2).", ["rented rooms"]),
        ("In the hills, 49% of drivers were late, compared with 83% in the city.", ["hills", "city"]),
        (
            "Cooks left nearly as often as people in desk jobs (21% compared with 24%).",
            ["Cooks", "desk jobs"],
        ),
        (
            "In small towns, 31% walked to school, against 12% in large cities.",
            ["small towns", "large cities"],
        ),
        ("Patients improved (OR 1.4, 95% CI 1.1 to 1.8).", [None]),
        ("Participants were more likely to stay (OR 1.4, 95% CI 1.1 to 1.8).", [None]),
    ],
)
def test_groups_told_by_a_comparison(text, groups):
    """The two sides of a comparison are the groups of its figures."""
    assert [s.parts.get("group") for s in find_statistics(text)] == groups


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("They followed 90 miners for three years.", "follow-up"),
        ("Nobody was followed past six months.", "follow-up"),
        ("After ten weeks, 12 of them still swam.", "follow-up"),
        ("We recruited 60 bakers between May 2019 and June 2020.", "recruitment"),
        ("We surveyed 900 tenants in March 2022.", "survey"),
        ("We interviewed 14 pilots from July to September 2021.", "interviews"),
        ("Two databases were searched from May 2010 to June 2021.", "search"),
        ("The study ran from May 2010 to June 2012.", "study"),
        ("They smoked for three years.", None),
    ],
)
def test_what_a_period_bounds(text, bounds):
    """The verb of what was done tells what a period bounds."""
    (period,) = [s for s in find_statistics(text) if s.type == "period"]
    assert period.parts.get("bounds") == bounds
