"""The door: levels parallel to sentences, scores that can be read, cues that stand in the article."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosift.models import load_model
from ecosift.tagging.levels import load_codebook, tag_levels
from ecosift.tagging.levels.classifier import trained_for
from ecosift.tagging.levels.decide import Merge
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.tagger import judge_page
from ecosift.tagging.levels.views import view_page
from ecosift.types import ROLES, RoleTag, SentenceSpan

BOOK = load_codebook("sem")
MODEL = load_model("levels")
TEXT = "Peer support eased her shame. Rude staff and long queues undid it. A new law may help. So it goes."


def page(text, headings=()):
    spans, at = [], 0
    for number, part in enumerate(text.split(". ")):
        start = text.index(part, at)
        spans.append(SentenceSpan(part, start, start + len(part), 0, heading=number in headings))
        at = start + len(part)
    return spans


def test_a_page_is_tagged_sentence_by_sentence():
    found = tag_levels(page(TEXT), [None] * 4, BOOK, MODEL)
    assert [{tag.level for tag in levels.tags} for levels in found] == [
        {"individual", "interpersonal"},
        {"organizational"},
        {"policy"},
        set(),
    ]


def test_a_heading_has_no_tags_and_no_scores():
    found = tag_levels(page(TEXT, headings={0}), [None] * 4, BOOK, MODEL)
    assert found[0].tags == ()
    assert set(found[0].scores.values()) == {0.0}


def test_cues_have_a_share_of_their_own_in_a_sentence_alone():
    even, none = dict.fromkeys("ab", 1.0), dict.fromkeys("ab", 0.0)
    merge = Merge(0.8, 0.2, even, none, cues_alone=0.5)
    given, cues = np.array([[0.2, 0.7], [0.2, 0.7]]), np.array([[0.9, 0.1], [0.9, 0.1]])
    found = merge.scores("ab", given, cues, np.array([True, False]))
    as_much = replace(merge, classifier=0.5, cues=0.5, cues_alone=None).scores("ab", given, cues)
    as_ever = replace(merge, cues_alone=None).scores("ab", given, cues)
    assert found[0] == pytest.approx(as_much[0])
    assert found[1] == pytest.approx(as_ever[1])
    assert abs(as_much - as_ever).min() > 0.01


@pytest.mark.parametrize("model", [MODEL, None], ids=["classifier", "cues alone"])
@given(text=st.text(max_size=300), role=st.sampled_from([None, *ROLES]))
@settings(max_examples=60, deadline=None)
def test_whatever_the_text_scores_and_cues_can_be_read(model, text, role):
    """Every level has a score from 0 to 1, and every cue stands where it says."""
    whole = f"Before it. Stigma and peer support. {text}"
    spans = [SentenceSpan(whole[at:end], at, end, 0) for at, end in ((0, 10), (11, 35), (36, len(whole)))]
    found = tag_levels(spans, [role and RoleTag(role, 1.0)] * 3, BOOK, model)
    for levels in found:
        assert tuple(levels.scores) == BOOK.levels
        assert all(0.0 <= score <= 1.0 for score in levels.scores.values())
        for tag in levels.tags:
            assert tag.score == levels.scores[tag.level]
            assert all(whole[cue.start : cue.end] == cue.text for cue in tag.cues)


def test_tags_say_who_decided():
    kinds = {
        tag.decided_by.split(":")[0]
        for levels in tag_levels(page(TEXT), [None] * 4, BOOK, MODEL)
        for tag in levels.tags
    }
    assert kinds <= {"frame", "rule", "cue", "classifier"}
    assert kinds & {"rule", "cue"}


def test_the_fast_road_to_the_weights_gives_what_the_names_give():
    """Training names every feature; tagging finds the words' weights without the names."""
    views = view_page(compile_codebook(BOOK), page(TEXT))
    named = MODEL.decision([view.features.row() | shares(view.features.forms) for view in views])
    judged = judge_page(BOOK, views, MODEL)
    assert np.allclose(named, judged.linear, atol=1e-3)


def test_a_model_is_used_for_its_own_levels_alone():
    assert trained_for(MODEL, BOOK.levels)
    assert not trained_for(MODEL, ("individual", "social"))
    assert not trained_for(None, BOOK.levels)


def test_the_same_page_gives_the_same_levels():
    assert tag_levels(page(TEXT), [None] * 4, BOOK, MODEL) == tag_levels(page(TEXT), [None] * 4, BOOK, MODEL)


def shares(forms):
    """What each word adds to the mean of the words that have a weight as a share."""
    known = [form for form in forms if f"v={form}" in MODEL.index]
    return {f"v={form}": count / len(known) for form, count in Counter(known).items()}
