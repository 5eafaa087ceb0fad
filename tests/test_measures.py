"""Measures equal their definitions, and scikit-learn's figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_recall_fscore_support

from ecosift.evaluation.measures import (
    Counts,
    boundary_counts,
    dice,
    label_counts,
    macro_f1,
    match,
    multilabel_counts,
    overlap,
    word_f1,
    words,
)

LABELS = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("predicted", "gold", "expected"),
    [
        ("Peer support helps", "peer support helps.", (1.0, 1.0, 1.0)),
        ("peer peer", "peer", (0.5, 1.0, 2 / 3)),
        ("menu", "peer support", (0.0, 0.0, 0.0)),
        ("", "", (0.0, 0.0, 0.0)),
    ],
)
def test_word_f1_counts_each_word_as_often_as_it_stands(predicted, gold, expected):
    counts = word_f1(predicted, gold)
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx(expected)


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), min_size=1))
def test_label_counts_agree_with_scikit_learn(pairs):
    predicted, gold = zip(*pairs, strict=True)
    counts = label_counts(predicted, gold, LABELS)
    p, r, f, _ = precision_recall_fscore_support(gold, predicted, labels=LABELS, zero_division=0.0)
    for place, label in enumerate(LABELS):
        ours = counts[label]
        figures = (ours.precision, ours.recall, ours.f1)
        assert figures == pytest.approx((p[place], r[place], f[place]), abs=1e-9)
    present = sorted(set(gold))
    expected = f1_score(gold, predicted, labels=present, average="macro", zero_division=0.0)
    assert macro_f1(counts) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.tuples(st.sets(st.sampled_from(LABELS)), st.sets(st.sampled_from(LABELS))), min_size=1))
def test_multilabel_counts_agree_with_scikit_learn(pairs):
    predicted, gold = zip(*pairs, strict=True)
    counts = multilabel_counts(predicted, gold, LABELS)
    for label in LABELS:
        want = [label in side for side in gold]
        have = [label in side for side in predicted]
        assert counts[label].f1 == pytest.approx(f1_score(want, have, zero_division=0.0), abs=1e-9)


def test_counts_add_up():
    assert Counts(1, 2, 3) + Counts(4, 5, 6) == Counts(5, 7, 9)


def test_boundaries_are_compared_by_their_offsets():
    assert boundary_counts([5, 9, 20], [5, 20, 31]) == Counts(2, 1, 1)


@pytest.mark.parametrize(
    ("a", "b", "expected"), [((0, 4), (0, 4), 1.0), ((0, 4), (2, 6), 1 / 3), ((0, 4), (4, 8), 0.0)]
)
def test_overlap_is_the_shared_share(a, b, expected):
    assert overlap(a, b) == pytest.approx(expected)


def test_match_pairs_one_to_one_the_most_alike_first():
    gold, predicted = ["peer support", "peer support groups"], ["support groups for peers", "peer support"]
    pairs = match(gold, predicted, lambda g, p: dice(words(g), words(p)))
    assert pairs == {0: 1, 1: 0}


def test_match_leaves_what_is_not_alike_enough():
    assert match(["a b c d"], ["a x y z"], lambda g, p: dice(words(g), words(p)), least=0.25) == {}
