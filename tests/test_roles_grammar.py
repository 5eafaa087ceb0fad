"""Tense, person and mood of sentences, and how near a study was named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosift.tagging.roles.cues import words_of
from ecosift.tagging.roles.grammar import grammar_of
from ecosift.tagging.roles.looks import look_at
from ecosift.types import SentenceSpan


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
    grammar = grammar_of(words_of(text))
    assert (grammar.tense, grammar.who) == (tense, who)


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
    assert trait in grammar_of(words_of(text)).traits


@given(st.text(max_size=300))
def test_any_text_has_a_grammar(text):
    """Whatever the text, the same words give the same grammar."""
    words = words_of(text)
    assert grammar_of(words) == grammar_of(words)


def spans(*lines, section=()):
    return [SentenceSpan(text, 0, len(text), at, section=section) for at, text in enumerate(lines)]


def test_evidence_is_remembered_under_its_heading():
    """A sentence knows how long ago a study was named, until the next heading."""
    first = spans(
        "Bread is cheap.", "One trial weighed 300 loaves [2].", "They rose.", "Salt fell.", "So what."
    )
    page = look_at([*first, *spans("Bread keeps.", section=("Storage",))])
    assert [look.since for look in page.looks] == ["none", "none", "1", "2", "far", "none"]


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
    (look,) = look_at(spans(text)).looks
    assert "cited" in look.marks


@pytest.mark.parametrize(
    ("heading", "section"),
    [("What can be done?", "implications"), ("My son waits. What can be done?", None)],
)
def test_what_readers_ask_opens_no_section(heading, section):
    """A question of a reader's own life is no part of a report."""
    (look,) = look_at(spans("Call the clinic.", section=(heading,))).looks
    assert look.section == section
