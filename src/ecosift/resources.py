"""Where configs, models and lexicons live: inside the package in a wheel, beside `src/` in a checkout."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

PACKAGE = files("ecosift")
CHECKOUT = Path(__file__).resolve().parents[2]


def resource(*parts: str) -> Traversable:
    """The file or folder `configs/…`, `models/…` or `data/…` that travels with the package.

    It may not exist: callers ask `is_file()` or `is_dir()` and say what is missing in their own words.
    """
    inside = PACKAGE.joinpath(*parts)
    if inside.is_file() or inside.is_dir():
        return inside
    return CHECKOUT.joinpath(*parts)
