"""Tense, person and mood of sentences, and how near a study was named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.tagging.roles.grammar import TENSES, persons, traits
from ecosift.tagging.roles.looks import SINCE, look_at, sections
from ecosift.types import SentenceSpan


def spans(*lines, section=()):
    return [SentenceSpan(text, 0, len(text), at, section=section) for at, text in enumerate(lines)]


def grammar_of(text):
    """Tense, person and traits of one sentence."""
    grammar = look_at(spans(text)).grammar
    held = {name for name, held in zip(traits(), grammar.traits[0], strict=True) if held}
    return TENSES[grammar.tense[0]], persons()[grammar.who[0]], held


@pytest.mark.parametrize(
    ("text", "tense", "who"),
    [
        ("Drivers slept in their cabs.", "past", "they"),
        ("Nurses counted the drips.", "past", "other"),
        ("Ask your pharmacist first.", "order", "you"),
        ("Shade is cheap.", "present", "other"),
        ("We may have missed a few.", "modal", "we"),
        ("Children aged 5 to 9 walk to school.", "none", "people"),
        ("The authors would rather wait.", "modal", "researchers"),
        ("", "none", "other"),
    ],
)
def test_tense_and_person(text, tense, who):
    """The first verb gives the tense, the first word for somebody who acts."""
    assert grammar_of(text)[:2] == (tense, who)


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("Nobody counted the small boats.", "negative"),
        ("Only one harbour took part.", "only"),
        ("Divers slept longer than cooks.", "compares"),
        ("It may be chance.", "hedge"),
        ("Seventeen had stopped.", "counted"),
    ],
)
def test_traits(text, trait):
    """Negation, limits, comparison, doubt and spelled numbers are seen."""
    assert trait in grammar_of(text)[2]


@given(st.text(max_size=300))
def test_any_text_has_a_grammar(text):
    """Whatever the text, the same words give the same grammar."""
    assert grammar_of(text) == grammar_of(text)


def test_evidence_is_remembered_under_its_heading():
    """A sentence knows how long ago a study was named, until the next heading."""
    first = spans(
        "Bread is cheap.", "One trial weighed 300 loaves [2].", "They rose.", "Salt fell.", "So what."
    )
    page = look_at([*first, *spans("Bread keeps.", section=("Storage",))])
    assert [SINCE[since] for since in page.since] == ["none", "none", "1", "2", "far", "none"]


@pytest.mark.parametrize(
    "text",
    [
        "Salt hides in bread.[6]",
        "Salt hides in bread (3–5).",
        "Salt hides in bread.12",
        "Salt hides in bread (Oduya et al., 2021).",
    ],
)
def test_citation_marks_of_every_kind(text):
    """Brackets, superscripts that scraping flattened, and author-year marks all show a citation."""
    assert look_at(spans(text)).marked("cited")[0]


@pytest.mark.parametrize(
    ("heading", "section"),
    [("What can be done?", "implications"), ("My son waits. What can be done?", "None")],
)
def test_what_readers_ask_opens_no_section(heading, section):
    """A question of a reader's own life is no part of a report."""
    page = look_at(spans("Call the clinic.", section=(heading,)))
    assert sections()[page.section[0]] == section


def test_heads_that_an_abstract_merged_with_its_sentences_open_sections():
    """Where several sentences open with a head that lost its colon, each goes on until the next."""
    said = spans(
        "Background Fog is common.", "Methods We asked 30 cooks.", "They slept at home.", "Results Few slept."
    )
    page = look_at(said)
    assert [sections()[at] for at in page.section] == ["background", "methods", "methods", "results"]


def test_one_merged_head_alone_is_not_believed():
    """A single sentence that opens so may mean the word itself."""
    page = look_at(spans("Objective Structured Examinations are common.", "They are long."))
    assert [sections()[at] for at in page.section] == ["None", "None"]
