"""Binds a figure to what it measures, in whom, out of how many."""

from __future__ import annotations

from ecosift.tagging.statistics.figures import Figure
from ecosift.tagging.statistics.context import Context


def bind(context: Context, figure: Figure) -> None:
    """Add `label`, `group` and `of` where the clause tells them."""
