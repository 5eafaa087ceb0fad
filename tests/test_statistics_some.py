"""Figures of no study, and figures of some of those who were studied."""

import pytest

from ecosift.tagging.statistics.finders import find_statistics
from ecosift.tagging.statistics.recall import Recall


def told(text, recall=None):
    return [(s.type, s.text) for s in find_statistics(text, recall)]


@pytest.mark.parametrize(
    "text",
    [
        "Every borough should keep at least four wardens on the night shift.",
        "By tradition a widow stays indoors for forty days.",
        "The law allows tenants two weeks to answer.",
        "The council plans to open clinics in three more towns.",
        "“I drive past two pubs on my way home,” said a driver.",
        "You can share a room with six other people and still feel alone.",
        "Insurance stops covering the pump after 90 days.",
        "Glaciers have been shrinking for three decades.",
        "Dairies must test their milk every day for two weeks after a case.",
        "The union wants to see two nurses on each ward at night.",
        "In many cultures the mother rests for six weeks.",
        "We are calling on the ministry to fund five schools.",
    ],
)
def test_rules_customs_plans_and_talk_are_no_statistics(text):
    """A number in a rule, a custom, a plan or somebody's own life is of no sample."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("The researchers said that women should be seen for two years.", ("period", "two years")),
        ("Participants must have lived there for six months.", ("period", "six months")),
        ("Future studies should follow men for at least five years.", ("period", "at least five years")),
        ("We interviewed 12 drivers who must work at night.", ("sample_size", "12 drivers")),
        ("All three towns lie on one lake, so readers should be careful.", ("sample_size", "three towns")),
        ("A support line, like a pen friend, eased grief at six months.", ("period", "six months")),
    ],
)
def test_studies_may_speak_of_rules(text, expression):
    """What a study did or found is told, whatever else the sentence asks for."""
    assert expression in told(text)


@pytest.mark.parametrize(
    ("named", "text", "expression"),
    [
        ("We studied 14 villages.", "In three villages, the well was dry.", ("count", "three villages")),
        ("Thirty bakers were asked.", "Four bakers had asthma before.", ("count", "Four bakers")),
        ("The survey reached 220 libraries.", "Eleven libraries had no ramp.", ("count", "Eleven libraries")),
        ("We visited nine prisons.", "Two prisons ran a choir.", ("count", "Two prisons")),
        ("Sixty farms took part.", "For seven farms the vet was far away.", ("count", "seven farms")),
        ("Sixty farms took part.", "Two of the farms had no water.", ("count", "Two of the farms")),
        ("In all 400 drivers answered.", "Some 51 of them had left by May.", ("count", "Some 51 of them")),
        ("In all 400 drivers answered.", "22 of them joined a group.", ("sample_size", "22 of them")),
        ("In all 400 drivers answered.", "We met 22 of them at work.", ("sample_size", "22 of them")),
        ("In all 400 drivers answered.", "Another 35 drivers were asked.", ("sample_size", "35 drivers")),
        (
            "We visited nine prisons.",
            "Interviews were held in four prisons.",
            ("sample_size", "four prisons"),
        ),
        ("Of 90 men, 60 agreed.", "Thirty men received yoga.", ("sample_size", "Thirty men")),
        ("It was a study.", "It covered 512 pubs, 77 of them in the capital.", ("sample_size", "77 of them")),
    ],
)
def test_some_of_those_named_before_are_counted(named, text, expression):
    """A smaller number of what was studied is a count, unless these were asked themselves."""
    recall = Recall()
    told(named, recall)
    assert expression in told(text, recall)


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Porters lost 7.2 days on average, the others 3.9.", ("mean", "3.9")),
        ("Swimmers slept a median of 8 hours, the rest 7.", ("median", "7")),
        ("On days 41% had a cough, and of those without a mask 63%.", ("percentage", "63%")),
        ("The two larger ports had a clinic.", ("sample_size", "two larger ports")),
        ("The three mills that had a nurse lost fewer days.", ("sample_size", "three mills")),
        ("Only one county changed the rule.", ("sample_size", "one county")),
        ("The survey was done in one borough only.", ("sample_size", "one borough")),
        ("We talked to 19 members of kitchen staff.", ("sample_size", "19 members of kitchen staff")),
        ("We sat in on 31 hearings.", ("sample_size", "31 hearings")),
        ("A coach saw 12 rowing crews over a season.", ("sample_size", "12 rowing crews")),
        ("It affects one in nine men over sixty.", ("percentage", "one in nine men over sixty")),
        ("Up to half of boys with asthma had a dog.", ("percentage", "Up to half of boys with asthma")),
        ("It strikes half of boys with asthma.", ("percentage", "half of boys with asthma")),
        ("The mean age was 71.3 years old.", ("mean", "71.3 years old")),
        ("They were 23 on average, 64% were men.", ("percentage", "64% were men")),
    ],
)
def test_all_of_the_expression_and_what_is_left_out(text, expression):
    """A figure has the words that narrow it; one whose verb is left out is what the first is."""
    assert expression in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pubs are counted per 5,000 inhabitants.",
        "The work took place in one urban and one rural district.",
        "The two schools were closed.",
    ],
)
def test_bases_of_rates_and_sites_named_before_are_no_samples(text):
    """The base of a rate and "the two schools" of the sentence before are not told again."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("In a poll, about 1 in 8 had been bitten by a dog.", ("percentage", "about 1 in 8")),
        ("Another 44 had sold their car.", ("count", "44")),
        ("Another 44 answered by post.", ("sample_size", "44")),
        ("Eight of them rode buses, and six drew maps.", ("count", "six")),
        ("Eleven of them fished, and nine wove baskets.", ("count", "nine")),
    ],
)
def test_numbers_alone_before_their_verb(text, expression):
    """A number whose people are left out is told by its verb."""
    assert expression in told(text)
