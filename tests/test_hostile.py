"""A few of the pages that `benchmarks/hostile.py` breaks on purpose: none raises, none takes long."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "hostile.py"
PAGES = range(10_000, 10_150)


@pytest.fixture(scope="module")
def hostile():
    # By its path: other scripts in that folder are named like modules of Python's own.
    spec = importlib.util.spec_from_file_location("hostile", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile"] = module
    spec.loader.exec_module(module)
    # Small pages: what raises or is quadratic shows in them too.
    module.MAX_SIZE = 40_000
    yield module
    del sys.modules["hostile"]


def test_broken_pages_neither_raise_nor_take_long(hostile):
    sources = hostile.read_sources(hostile.CORPUS)
    outcomes = hostile.measured(sources, PAGES, hostile.shipped())
    assert [(outcome.number, outcome.crash) for outcome in outcomes if outcome.crash] == []
    # The benchmark asks for a tenth of a second; a busy machine is given twice that.
    slow = [
        o for o in hostile.slow(outcomes) if o.size > hostile.SMALL or o.seconds > 2 * hostile.MOST_SECONDS
    ]
    assert [(outcome.number, outcome.seconds) for outcome in slow] == []
    assert sum(outcome.refused for outcome in outcomes) < len(PAGES) / 10


def test_a_number_stands_for_one_page(hostile):
    sources = hostile.read_sources(hostile.CORPUS)
    contents = [hostile.mutated(sources, number).content for number in range(40)]
    assert contents == [hostile.mutated(sources, number).content for number in range(40)]
    assert len(set(contents)) == 40
