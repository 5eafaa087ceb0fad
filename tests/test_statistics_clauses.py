"""Labels, groups and bases by the clause: predicates, subjects, comparisons, and earlier sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.language.spans import sentence_spans
from ecosift.tagging.statistics.finders import find_statistics, tag_statistics
from ecosift.tagging.statistics.recall import Recall

OF_TIME_OR_CHANCE = ("p_value", "period", "test")


def told(text, key):
    return [s.parts.get(key) for s in find_statistics(text) if s.type not in OF_TIME_OR_CHANCE]


def over_sentences(text, key):
    figures = [s for found in tag_statistics(text, sentence_spans(text, ())) for s in found]
    return [s.parts.get(key) for s in figures if s.type not in (*OF_TIME_OR_CHANCE, "sample_size")]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Around 30 per cent said that they felt hopeless.", ["felt hopeless"]),
        ("31 of 40 fathers (77.5%) could name a helpline.", ["name a helpline"]),
        ("Of these, 12 (24%) were at high risk.", ["at high risk"]),
        ("37% had been evicted within the past year.", ["evicted"]),
        ("34.1% were tenants and 20.2% had moved there lately.", ["tenants", "moved there lately"]),
        ("Damp was mentioned by 52%, cold rooms by 37% and noise by 18%.", ["Damp", "cold rooms", "noise"]),
        ("Sensitivity was 88% and specificity 76%.", ["Sensitivity", "specificity"]),
        ("Two thirds (66%) supported a ban.", ["supported a ban"]),
        ("After the ban came into force, admissions fell to 41%.", ["admissions"]),
        ("The proportion of cyclists who wear a helmet rose to 44%.", ["wear a helmet"]),
        ("The proportion of pupils reporting asthma was 12%.", ["reporting asthma"]),
        ("We asked 477 nurses (58% female, 51% newly qualified).", [None, "female", "newly qualified"]),
        ("Scabies was less common with the new cream (11% vs 29%).", ["Scabies", "Scabies"]),
        ("Prevalence of scurvy was relatively low (1.7%).", ["Prevalence of scurvy"]),
        ("Visitors waited for a median of 41 minutes.", ["waited"]),
        ("Training cut falls by 19%.", ["falls"]),
        ("Fatigue at nine weeks was reported by 41% of nurses.", ["Fatigue"]),
        ("The incidence of scabies was 2.3 per 1,000 bed days on older wards.", ["incidence of scabies"]),
        ("The reduction in wandering was 12%.", ["reduction in wandering"]),
        ("The syrup increased iron intake from 5.1 ± 2.2 mg to 8.8 ± 2.9 mg.", ["iron intake"] * 2),
    ],
)
def test_labels(text, labels):
    """The predicate after a share, the subject before its verb, the name after "and"."""
    assert told(text, "label") == labels


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Living alone was associated with relapse (OR 2.1, 95% CI 1.3-3.4).", "Living alone"),
        ("Bullying doubled the odds of self-harm (OR 2.0, 95% CI 1.5 to 2.7).", "Bullying"),
        ("Lonely pupils were more likely to skip class (OR 1.9, 95% CI 1.4 to 2.6).", "skip class"),
        ("Shade reduced symptoms of heat strain (OR 0.58, 95% CI 0.43-0.78).", "symptoms of heat strain"),
        ("Weight did not differ between the groups (mean difference 0.4 kg, 95% CI -1 to 2).", "Weight"),
        ("The groups differed in sleep (mean difference 0.8 h, 95% CI 0.3 to 1.3).", "sleep"),
        (
            "There was no difference in annual falls between the groups (mean difference 0.1, p = 0.6).",
            "annual falls",
        ),
    ],
)
def test_labels_of_effects(text, label):
    """The factor, or the outcome where people are its subject."""
    assert told(text, "label") == [label]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Anaemia was commoner in girls (12%) than in boys (8%).", ["girls", "boys"]),
        ("Time was shorter with tablets than with drops (1.1 vs. 1.8 h).", ["tablets", "drops"]),
        (
            "Grip rose from 21 kg to 25 kg in the splint group and from 20 kg to 22 kg in the gel group.",
            ["splint", "splint", "gel", "gel"],
        ),
        ("Among women, 12% smoked.", ["women"]),
        ("Distress was 15.8 ± 6.1 before and 13.9 ± 6.0 after.", ["before", "after"]),
        ("Pain (lidocaine: 2.1 ± 0.4; saline: 3.9 ± 0.6) was rated.", ["lidocaine", "saline"]),
        ("Rates were lower compared with the placebo group (12% vs. 19%).", [None, "placebo"]),
        ("Adults with poor glycaemic control walked 41 ± 9 min.", [None]),
        ("Cases (n = 140) were compared with healthy adults (n = 280).", ["Cases", "healthy adults"]),
        ("Relapse was seen in 53% and 86% of adults given iron and zinc, respectively.", ["iron", "zinc"]),
        ("Nausea was seen in 20% and 31% of patients in groups A and B.", ["A", "B"]),
    ],
)
def test_groups(text, groups):
    """Beside the bracket, on either side of "than", both ends of a change; not the other side's."""
    assert [g and g.removesuffix(" group") for g in told(text, "group")] == groups


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Half of those who moved away had a car.", ["those who moved away"]),
        ("Drink was named in 29% of calls and debt in 8%.", ["calls", "calls"]),
        ("52% of the walking group slept well.", ["walking group"]),
        ("The nurses were young; 81% were women.", ["nurses"]),
    ],
)
def test_of_whom(text, whom):
    """The words after "of", told once for all, else the people who open the sentence."""
    assert told(text, "of") == whom


def test_arms_of_an_earlier_sentence_go_to_figures_in_turn():
    text = "Adults were randomised to yoga (n = 40) or stretching (n = 41). Scores were 17.0 vs. 13.1 points."
    assert over_sentences(text, "group") == ["yoga", "stretching"]


def test_the_other_arm_is_told_by_the_one_that_is_named():
    text = (
        "We randomised 80 adults to a yoga group (n = 40) or a stretching group (n = 40). "
        "Stay was longer in the stretching group (9.5 vs. 7.1 days)."
    )
    assert over_sentences(text, "group") == ["stretching", "yoga"]


def test_a_sentence_that_names_its_own_groups_takes_no_others():
    text = (
        "Adults were randomised to yoga (n = 40) or stretching (n = 41). "
        "Scores were 17.0 in the morning group and 13.1 in the evening group."
    )
    assert over_sentences(text, "group") == ["morning", "evening"]


def test_they_are_the_people_of_the_sample():
    text = "We asked 640 farm workers. Their median age was 34 years and 28.9% were women."
    assert over_sentences(text, "of") == [None, "farm workers"]


def test_it_is_what_was_measured_before():
    text = "Of 80 adults, 46% wore a helmet. Among children it was 9%."
    assert over_sentences(text, "label") == ["wore a helmet", "wore a helmet"]
    assert over_sentences(text, "group") == [None, "children"]


def test_a_long_text_forgets_its_arms():
    recall = Recall()
    find_statistics("They were randomised to yoga (n = 40) or stretching (n = 41).", recall)
    assert recall.arms == ("yoga", "stretching")
    for _ in range(30):
        find_statistics("The harbour is old.", recall)
    assert recall.arms == ()


WORDS = [
    "of",
    "those",
    "who",
    "said",
    "that",
    "they",
    "12%",
    "(3.1)",
    "n = 4",
    "and",
    "vs",
    "than",
    "group",
    "was",
    ",",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_labels_and_groups_are_words_of_the_text(words):
    """Whatever is bound is printed in the text, or a word for age."""
    text = " ".join(words)
    for statistic in find_statistics(text):
        for key in ("label", "group", "of"):
            said = statistic.parts.get(key)
            assert said is None or said == "age" or said.lower() in text.lower()
