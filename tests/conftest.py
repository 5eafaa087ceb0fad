"""Shared fixtures: the pipeline is loaded once, the corpus is read from the checkout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import ecosift
from browser import Browser, opened
from ecosift.cli import main

ROOT = Path(__file__).parents[1]


@dataclass
class Run:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def ecosift_cli(monkeypatch, capfdbinary):
    def call(*args: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["ecosift", *map(str, args)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfdbinary.readouterr()
        return Run(code, out.decode("utf-8"), err.decode("utf-8"))

    return call


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
