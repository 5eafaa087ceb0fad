"""The second look: what it is told of a page, what it learns from neighbours, and which pages it leaves."""

from dataclasses import replace

import numpy as np
import pytest

from ecosift.models import Model
from ecosift.tagging.levels.codebook import load_codebook
from ecosift.tagging.levels.outline import UNHEADED, headings_over
from ecosift.tagging.levels.reading import compile_codebook
from ecosift.tagging.levels.second import BEYOND, PREFIX, SHORTEST, Second, second_of, told_of
from ecosift.tagging.levels.tagger import spoken_of
from ecosift.tagging.levels.views import view_page
from ecosift.training.lots import Lot
from ecosift.training.second import FEWEST_PAGES, fit_second
from ecosift.types import ROLES, RoleTag, SentenceSpan

BOOK = load_codebook("sem")
LEVELS = len(BOOK.levels)
TEXTS = ("It rained.", "They came by bus.", "It was late.", "Nobody knew why.", "The day went on.")


def lots(count, length=5):
    """Pages whose methods have no level, and whose other sentences have the level that the page is about."""
    rng = np.random.default_rng(3)
    found = []
    for at in range(count):
        about = BOOK.levels[at % LEVELS]
        roles = [RoleTag("method" if rng.random() < 0.4 else "finding", 1.0) for _ in range(length)]
        labels = [{} if role.label == "method" else {about: "barrier"} for role in roles]
        lot = Lot.of(f"topic {at % 7}", TEXTS[:length], labels)
        found.append(replace(lot, roles=tuple(roles)))
    return found


def first_look(found):
    """Scores that say little of a sentence, and on the whole what the page is about."""
    rng = np.random.default_rng(4)
    given = []
    for at, lot in enumerate(found):
        table = rng.uniform(0.1, 0.5, (len(lot.sentences), LEVELS))
        table[:, at % LEVELS] += 0.25
        given.append(table)
    return given


def viewed(found):
    compiled = compile_codebook(BOOK)
    return [(lot, view_page(compiled, lot.sentences)) for lot in found]


@pytest.fixture(scope="module")
def fitted():
    found = lots(200)
    return fit_second(BOOK, viewed(found), first_look(found))


def test_it_learns_from_roles_and_from_the_page(fitted):
    """Out of fold: the first look alone is right in 6 of 10."""
    found = lots(200)
    wanted = np.concatenate([[[k in each for k in BOOK.levels] for each in lot.levels] for lot in found])
    right = [
        ((np.concatenate(given) > 0.5) == wanted).all(axis=1).mean()
        for given in (first_look(found), fitted.given)
    ]
    assert right[0] < 0.65
    assert right[1] > 0.8


def test_fitting_again_gives_the_same(fitted):
    found = lots(200)
    again = fit_second(BOOK, viewed(found), first_look(found))
    assert all(np.array_equal(fitted.arrays[name], array) for name, array in again.arrays.items())


def test_a_model_has_it_or_has_not(fitted):
    arrays = {PREFIX + name: array for name, array in fitted.arrays.items()}
    told, given = np.zeros((2, len(fitted.arrays["hidden"]))), np.full((2, LEVELS), 0.25)
    assert second_of(Model("plain", {}, (), {"settings": {}}, "")) is None
    found = second_of(Model("looks", arrays, (), {"settings": {"second": {"first": 0.4}}}, ""))
    assert np.array_equal(found.judged(given, told), Second(fitted.arrays, 0.4).judged(given, told))
    assert np.allclose(Second(fitted.arrays, 1.0).judged(given, told), given)


@pytest.mark.parametrize("count", [0, FEWEST_PAGES - 1])
def test_few_pages_tell_nothing(count):
    found = lots(count)
    assert fit_second(BOOK, viewed(found), first_look(found)) is None


def test_short_pages_and_loose_sentences_keep_their_scores():
    short = lots(3, SHORTEST - 1)
    loose = [replace(lot, loose=True) for lot in lots(2)]
    found = [*lots(FEWEST_PAGES), *short, *loose]
    given = first_look(found)
    again = fit_second(BOOK, viewed(found), given).given
    kept = [np.array_equal(before, after) for before, after in zip(given, again, strict=True)]
    assert kept == [False] * FEWEST_PAGES + [True] * 5


def test_a_sentence_is_told_its_neighbours_its_section_the_page_and_its_role():
    given = np.array([[0.5], [0.2], [0.8], [0.5]])
    cues = np.array([[0.5], [0.5], [0.5], [0.9]])
    roles = [None, None, RoleTag("method", 1.0), None]
    told = told_of(given, cues, np.array([0, 0, UNHEADED, 0]), roles)
    logits = np.log(given / (1 - given))[:, 0]
    own, before_last, before, after, after_next, section, page, said, *named = told.T
    assert np.allclose(own, logits)
    assert np.allclose(before, [BEYOND, *logits[:3]])
    assert np.allclose(before_last, [BEYOND, BEYOND, *logits[:2]])
    assert np.allclose(after, [*logits[1:], BEYOND])
    assert np.allclose(after_next, [*logits[2:], BEYOND, BEYOND])
    assert np.allclose(section, [0.35, 0.5, 0.0, 0.35])
    assert np.allclose(page, 0.5)
    assert np.allclose(said, [0, 0, 0, np.log(9)])
    assert np.argwhere(np.array(named).T).tolist() == [[2, ROLES.index("method")]]


def test_headings_are_counted_once_and_not_among_the_sentences():
    spans = [
        SentenceSpan("Results", 0, 7, 0, heading=True),
        SentenceSpan("It rained.", 8, 18, 1, section=("Results",)),
        SentenceSpan("It snowed.", 19, 29, 1, section=("Results", "Winter")),
        SentenceSpan("It cleared.", 30, 41, 1, section=("Results",)),
    ]
    heads, under = headings_over(spans)
    assert (heads, under.tolist()) == (["Results", "Winter"], [UNHEADED, 0, 1, 0])
    assert spoken_of(view_page(compile_codebook(BOOK), spans)) == [1, 2, 3]
