"""Roles of sentences, by the rules of the codebook and by the shipped model."""

import time

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift.models import load_model
from ecosift.tagging.roles import tag_roles
from ecosift.tagging.roles.chain import posteriors
from ecosift.types import ROLES, SentenceSpan


def spans(*lines, kind="paragraph", lead=None):
    """Sentences from lines; a line that opens with "# " is a heading for those below it."""
    made, at, section, block = [], 0, (), 0
    for line in lines:
        heading = line.startswith("# ")
        text = line.removeprefix("# ")
        block += heading
        above = () if heading else section
        made.append(SentenceSpan(text, at, at + len(text), block, kind, heading, above, lead))
        section = (text,) if heading else section
        block += heading
        at += len(text) + 1
    return made


REPORT = (
    "# Background",
    "Dust storms are common in the valley.",
    "# Aim",
    "We aimed to find out how dust days change school attendance.",
    "# Methods",
    "We linked attendance records with dust readings.",
    "Masks were handed out by the caretakers.",
    "# Participants",
    "A total of 420 pupils took part, and their mean age was 11 years.",
    "# Results",
    "Absence was 14% higher on dust days (p < .001).",
    "“I could not see the blackboard,” one pupil said of the worst morning.",
    "# Limitations",
    "All schools lay in one valley.",
    "# Conclusions",
    "Schools should have filters.",
    "We found that absence rose by 14% on dust days.",
)
WANTED = [
    "background",
    "objective",
    "method",
    "method",
    "sample",
    "finding",
    "finding",
    "limitation",
    "implication",
    "finding",
]


@pytest.fixture(scope="module")
def model():
    return load_model("roles")


@pytest.mark.parametrize("with_model", [False, True])
def test_sections_of_a_report_decide(model, with_model):
    """Known headings give their sentences a role, and a figure under Conclusions is a finding."""
    tags = tag_roles(spans(*REPORT), title=None, model=model if with_model else None)
    assert [tag.label for tag in tags if tag] == WANTED


def test_headings_have_no_role():
    """A heading is no statement."""
    tags = tag_roles(spans(*REPORT), model=None)
    assert [tag is None for tag in tags] == [line.startswith("# ") for line in REPORT]


ADVICE = [
    "Gardening lifts the mood.",
    "Your allotment can be a place to meet neighbours.",
    "Talk to your doctor before you dig.",
    "Studies show that gardeners sleep better.",
    "Start with beans, which forgive almost anything.",
    "Weeding calms the mind and warms the back.",
    "A shed keeps your tools dry.",
    "Children love to water the tomatoes.",
]


@pytest.mark.parametrize("with_model", [False, True])
def test_advice_is_background_but_for_its_evidence(model, with_model):
    """A blog's own advice is background; what it reports of studies is a finding."""
    tags = tag_roles(spans("# Why we dig", *ADVICE), model=model if with_model else None)
    assert [tag.label for tag in tags if tag] == ["background"] * 3 + ["finding"] + ["background"] * 4


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("In this article we explore how allotments help people to sleep.", "objective"),
        ("A review of 12 trials found that gardeners were less lonely.", "finding"),
    ],
)
def test_single_sentences_among_advice(model, text, role):
    """A page's own aim is its objective, and second-hand evidence a finding."""
    lines = [*ADVICE[:3], text, *ADVICE[4:]]
    assert tag_roles(spans(*lines), model=model)[3].label == role


def test_a_list_item_takes_the_role_of_its_lead_in():
    """Items that say little are read by the sentence that introduces them."""
    lead = "Participants reported several barriers, which were significantly associated with absence:"
    before = spans("# Results", lead)
    place = len(lead) + 20
    item = SentenceSpan("dust", place, place + 4, 9, "list_item", False, (), 1)
    alone = SentenceSpan("dust", place, place + 4, 9, "list_item", False, (), None)
    assert tag_roles([*before, item])[-1].label == "finding"
    assert tag_roles([*before, alone])[-1].score != tag_roles([*before, item])[-1].score


def test_component_in_a_strangers_pipeline():
    """`nlp.add_pipe("ecosift_roles")` is all that it takes, and every sentence has a role."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ecosift_sentences")
    nlp.add_pipe("ecosift_roles")
    doc = nlp("We interviewed 31 ferry crews about their sleep. Crews on night runs slept less (p = .02).")
    assert [sent._.ecosift_role in ROLES for sent in doc.sents] == [True, True]
    assert nlp.analyze_pipes()["problems"]["ecosift_roles"] == []


def test_component_runs_without_a_model():
    """An empty model name leaves cues and rules to decide."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ecosift_sentences")
    nlp.add_pipe("ecosift_roles", config={"model": ""})
    doc = nlp("Further research is needed on ferries.")
    assert next(doc.sents)._.ecosift_role == "implication"


@given(st.lists(st.text(min_size=1, max_size=80), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_sentences_get_a_probability(lines):
    """Whatever the text: one tag for each statement, its score a probability, the same each time."""
    sentences = spans(*lines)
    tags = tag_roles(sentences)
    assert [tag is None for tag in tags] == [sentence.heading for sentence in sentences]
    assert all(1 / len(ROLES) <= tag.score + 1e-4 <= 1.001 for tag in tags if tag)
    assert tags == tag_roles(sentences)


def test_posteriors_sum_to_one_and_heed_what_follows():
    """A doubtful sentence between two sure ones takes their label where labels tend to stay."""
    evidence = np.array([[4.0, 0.0], [0.0, 0.1], [4.0, 0.0]])
    alone = posteriors(evidence, np.zeros((1, 2, 2)), [0, 0, 0])
    together = posteriors(evidence, np.eye(2)[None] * 2.0, [0, 0, 0])
    assert np.allclose(together.sum(axis=1), 1.0)
    assert alone[1].argmax() == 1
    assert together[1].argmax() == 0


@pytest.mark.parametrize("text", ["a" * 60_000, "study found " * 5_000, "[1] " * 15_000, "1" * 60_000])
def test_a_long_line_costs_little(text):
    """One sentence of any length is bounded in what it costs."""
    started = time.process_time()
    tag_roles([SentenceSpan(text, 0, len(text), 0)])
    assert time.process_time() - started < 1.0
