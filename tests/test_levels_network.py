"""The network beside the linear classifier: its gradients, what it learns, and what it makes of a page."""

from dataclasses import replace

import numpy as np
import pytest

from ecosift.tagging.levels.network import FIRST, NOTHING, UNKNOWN, Heads, Network
from ecosift.tagging.levels.outline import UNHEADED
from ecosift.training import network
from ecosift.training.network import NO_VALENCE, Shape, Unit, fit_network

SMALL = Shape(
    channels=12,
    context=8,
    hidden=12,
    epochs=24,
    rate=0.02,
    batch=8,
    drop_vectors=0.0,
    drop_answers=0.0,
    valence=2.0,
)
WORDS = [*(f"w{at}" for at in range(18)), "bad", "good"]


def units(count, seed=0):
    """Pages of random words; a sentence with `w0` has the first level, one that follows it the second.

    Its last word, `good` or `bad`, tells the valence of the first.
    """
    rng = np.random.default_rng(seed)
    found = []
    for at in range(count):
        words = [[WORDS[w] for w in rng.integers(0, 18, rng.integers(2, 7))] for _ in range(4)]
        good = rng.integers(0, 2, 4)
        words = [[*sentence, WORDS[18 + ok]] for sentence, ok in zip(words, good, strict=True)]
        one = np.array(["w0" in sentence for sentence in words])
        two = np.concatenate([[False], one[:-1]])
        levels = np.stack([one, two], axis=1).astype(np.float32)
        valence = np.where(levels > 0, good[:, None], NO_VALENCE)
        found.append(Unit(f"topic {at % 5}", words, levels, valence, np.ones(4, dtype=np.float32)))
    return found


@pytest.fixture(scope="module")
def fitted():
    return fit_network(units(120), [], {}, width=7, valences=2, folds=3, shape=SMALL)


def headed(count):
    """The same, where the first level is told by the heading `w1` or `w2` over two sentences each."""
    found = []
    for at, unit in enumerate(units(count)):
        under = np.array([0, 0, 1, 1]) if at % 2 else np.array([UNHEADED, 0, 1, 1])
        one = under == at % 2
        levels = np.stack([one, np.zeros(4)], axis=1).astype(np.float32)
        heads = [["w1"], ["w2"]] if at % 2 == 0 else [["w2"], ["w1"]]
        valence = np.full((4, 2), NO_VALENCE)
        found.append(replace(unit, levels=levels, valence=valence, heads=heads, under=under))
    return found


def numbered(found, words):
    row = {word: at for at, word in enumerate(words, FIRST)}
    return [[np.array([row.get(word, UNKNOWN) for word in words]) for words in unit.words] for unit in found]


def flat(sentences):
    rows = np.concatenate([part for sentence in sentences for part in (sentence, [NOTHING])]).astype(np.intp)
    return rows, np.flatnonzero(rows == NOTHING)


@pytest.mark.parametrize("kind", [units, headed])
def test_the_gradients_are_the_slopes_of_the_loss(kind):
    given = kind(3)
    start = network._start(WORDS, {}, 7, 6, SMALL)
    arrays = {name: array.astype(np.float64) for name, array in start.items()}
    row = {word: at for at, word in enumerate(WORDS, FIRST)}
    batch = [network._numbered(unit, row) for unit in given]
    touched = network._touched(batch)
    _, slopes = network.gradients(arrays, batch, SMALL, None)
    rng = np.random.default_rng(1)
    for name, array in arrays.items():
        for _ in range(6):
            place = tuple(rng.integers(0, size) for size in slopes[name].shape)
            at = (touched[place[0]], *place[1:]) if name == "vectors" else place
            if at[0] == NOTHING and name == "vectors":
                continue
            array[at] += 1e-5
            above = network.gradients(arrays, batch, SMALL, None)[0]
            array[at] -= 2e-5
            below = network.gradients(arrays, batch, SMALL, None)[0]
            array[at] += 1e-5
            assert slopes[name][place] == pytest.approx((above - below) / 2e-5, abs=1e-6), name


def test_it_learns_words_and_what_stands_before_a_sentence(fitted):
    """Out of fold: the second level is told by the sentence before alone."""
    wanted = np.concatenate([unit.levels for unit in units(120)])
    assert fitted.held_out.shape == (480, 6)
    assert ((fitted.held_out[:, :2] > 0) == (wanted > 0)).mean() > 0.95


def test_it_learns_the_valence_of_a_level(fitted):
    given = units(120)
    valence = np.concatenate([unit.valence for unit in given])
    at, level = np.nonzero(valence != NO_VALENCE)
    said = fitted.held_out[:, 2:].reshape(-1, 2, 2)[at, level].argmax(axis=1)
    assert (said == valence[at, level])[level == 0].mean() > 0.95


def test_it_learns_what_a_heading_tells():
    given = headed(120)
    found = fit_network(given, [], {}, width=7, valences=2, folds=3, shape=SMALL)
    wanted = np.concatenate([unit.levels[:, 0] for unit in given])
    assert ((found.held_out[:, 0] > 0) == (wanted > 0)).mean() > 0.95


def test_a_sentence_under_no_heading_is_read_as_on_a_page_without_any(fitted):
    (page,) = numbered(units(1), fitted.words)
    reader = Network(fitted.arrays)
    plain = reader.logits(*flat(page))
    under = np.array([UNHEADED, UNHEADED, 0, 0])
    found = reader.logits(*flat(page), Heads(*flat(page[:1]), under))
    assert np.array_equal(found[:2], plain[:2])
    assert not np.allclose(found[2:], plain[2:])


def test_fitting_again_gives_the_same(fitted):
    again = fit_network(units(120), [], {}, width=7, valences=2, folds=3, shape=SMALL, workers=2)
    assert all(np.array_equal(fitted.arrays[name], array) for name, array in again.arrays.items())
    assert np.array_equal(fitted.held_out, again.held_out)


def test_words_keep_the_vectors_that_they_start_with_where_nothing_is_learnt():
    start = {"w0": np.full(7, 0.5, dtype=np.float32), "rare": np.full(7, 0.25, dtype=np.float32)}
    given = fit_network(units(6), [], start, width=7, valences=2, folds=2, shape=SMALL)
    assert np.allclose(given.arrays["vectors"][FIRST + given.words.index("rare")], 0.25)
    assert not np.allclose(given.arrays["vectors"][FIRST + given.words.index("w0")], 0.5)


def test_a_sentence_that_is_only_looked_at_teaches_nothing_and_has_no_row():
    given = [
        Unit(u.group, u.words, u.levels, u.valence, np.array([0.0, 1.0, 1.0, 1.0], dtype=np.float32))
        for u in units(10)
    ]
    found = fit_network(given, [], {}, width=7, valences=2, folds=2, shape=SMALL)
    assert len(found.held_out) == 30


def test_a_unit_that_is_not_learnt_is_read_out_of_fold_and_changes_nothing():
    learnt, others = units(60)[:40], [replace(unit, learnt=False) for unit in units(60)[40:]]
    alone = fit_network(learnt, [], {}, width=7, valences=2, folds=3, shape=SMALL)
    beside = fit_network([*learnt, *others], [], {}, width=7, valences=2, folds=3, shape=SMALL)
    assert all(np.array_equal(alone.arrays[name], array) for name, array in beside.arrays.items())
    assert len(beside.held_out) == 4 * 60
    assert beside.held_out[4 * 40 :].any(axis=1).all()


def test_sentences_without_words_are_passed_over(fitted):
    reader = Network(fitted.arrays)
    (page,) = numbered(units(1), fitted.words)
    plain = reader.logits(*flat(page))
    empty = np.zeros(0, dtype=np.intp)
    headed = reader.logits(*flat([empty, page[0], empty, *page[1:], empty]))
    assert np.array_equal(headed[[1, 3, 4, 5]], plain)
    assert not headed[[0, 2, 6]].any()


def test_a_page_of_nothing_has_no_logits(fitted):
    empty = np.zeros(0, dtype=np.intp)
    assert not Network(fitted.arrays).logits(*flat([empty, empty])).any()


def test_a_sentence_is_read_in_its_page(fitted):
    reader = Network(fitted.arrays)
    (page,) = numbered(units(1), fitted.words)
    alone = [reader.logits(*flat([sentence]))[0] for sentence in page]
    assert not np.allclose(alone, reader.logits(*flat(page)))


def test_a_long_page_is_read_in_lots_as_it_is_at_once(fitted, monkeypatch):
    pages = numbered(units(9), fitted.words)
    whole = flat([sentence for page in pages for sentence in [*page, np.zeros(0, dtype=np.intp)]])
    at_once = Network(fitted.arrays).logits(*whole)
    monkeypatch.setattr("ecosift.tagging.levels.network.LOT", 4)
    assert np.allclose(Network(fitted.arrays).logits(*whole), at_once, atol=1e-4)
