"""Shared fixtures: the pipeline is loaded once, the corpus is read from the checkout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ecosift
from browser import Browser, opened

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def pipeline() -> ecosift.Pipeline:
    return ecosift.load()


@pytest.fixture(scope="session")
def corpus() -> Path:
    return ROOT / "corpora"


@pytest.fixture(scope="session")
def page_files(corpus: Path) -> list[Path]:
    return sorted((corpus / "pages").iterdir())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, where there is one: see `browser.py`."""
    with opened() as window:
        yield window
