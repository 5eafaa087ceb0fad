"""The search for garbage is put off, not switched off."""

import gc

import pytest

from ecosift.memory import undisturbed
from ecosift.types import Page


@pytest.fixture
def searching():
    before = gc.isenabled()
    yield
    (gc.enable if before else gc.disable)()


@pytest.mark.parametrize("before", [True, False])
def test_the_search_is_as_it_was_before(before, searching):
    (gc.enable if before else gc.disable)()
    with undisturbed():
        assert not gc.isenabled()
    assert gc.isenabled() is before


def test_a_failure_does_not_leave_it_off(searching):
    gc.enable()
    with pytest.raises(KeyError), undisturbed():
        raise KeyError
    assert gc.isenabled()


def test_a_page_and_its_records_leave_it_on(pipeline, searching):
    gc.enable()
    article = pipeline(Page("<body><p>Of 40 nurses, 12 felt lonely at night.</p></body>"))
    article.records()
    assert gc.isenabled()
