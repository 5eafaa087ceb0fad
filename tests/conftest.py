"""Shared fixtures: the pipeline is loaded once, the corpus is read from the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

import ecosift

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
