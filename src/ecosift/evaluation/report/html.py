"""HTML."""

from __future__ import annotations

from ecosift.evaluation.report.data import Report


def as_html(report: Report) -> str:
    """HTML."""
    return report.gold
