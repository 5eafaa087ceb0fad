"""An evaluation as JSON values: what the other reports are made of, and what `--json` writes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from ecosift import __version__
from ecosift.evaluation.agreement import Agreement
from ecosift.evaluation.bootstrap import DRAWS, Estimate
from ecosift.evaluation.catalogue import HEADLINES, reliability, rows
from ecosift.evaluation.scoring import Evaluation, Scored, worst
from ecosift.evaluation.tally import MISSED, STRAY, VALENCES
from ecosift.types import ROLES

# What is in a report beyond the headlines' areas, in this order.
SUMMARY = (
    "aligned.gold",
    "aligned.predicted",
    "aligned.absent",
    "cleaning.word_precision",
    "cleaning.word_recall",
    "cleaning.word_f1",
    "cleaning.line_f1",
    "sentences.f1",
    "roles.accuracy",
    "roles.macro_f1",
    "roles.micro_f1",
    "levels.macro_f1",
    "levels.micro_f1",
    "levels.exact",
    "levels.auc",
    "levels.calibration_error",
    "valence.accuracy",
    "valence.macro_f1",
    "statistics.span.f1",
    "statistics.typed.f1",
    "statistics.value.f1",
    "statistics.exact.f1",
    "statistics.parts",
    "checks.f1",
    "study.fields",
)


@dataclass
class Report:
    """Everything that a report shows."""

    gold: str
    evaluation: Evaluation | None = None
    agreement: list[Agreement] = field(default_factory=list)
    worst: int = 0


def as_json(report: Report) -> dict[str, Any]:
    """The report as JSON values; what is not defined is null."""
    found: dict[str, Any] = {"ecosift": __version__, "gold": report.gold, "draws": DRAWS}
    if (evaluation := report.evaluation) is not None:
        found |= {
            "documents": evaluation.documents,
            "layers": list(evaluation.layers),
            "notes": evaluation.notes,
            "extractors": [_extractor(each, report.worst) for each in evaluation.extractors],
            "comparisons": [_plain(asdict(each)) for each in evaluation.comparisons],
        }
        if evaluation.slice_key:
            found["by"] = evaluation.slice_key
            found["slices"] = {
                value: {each.name: _figures(each) | {"documents": len(each.tallies)} for each in side}
                for value, side in evaluation.slices.items()
            }
    found["agreement"] = [
        {"layer": a.layer, "coefficient": a.coefficient, "readers": list(a.readers), "items": a.items}
        | estimate(a.estimate)
        for a in report.agreement
    ]
    return found


def _extractor(scored: Scored, number: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": scored.name,
        "quotes_only": not scored.whole,
        "figures": _figures(scored),
    }
    found["confusion"] = confusions(scored)
    if scored.scope.scored:
        found["reliability"] = reliability(scored.tallies, len(scored.scope.levels)).tolist()
    found["documents"] = documents(scored)
    if number:
        found["worst"] = [{"doc": doc, **_plain(figures)} for doc, figures in worst(scored, number)]
    found["mistakes"] = [asdict(mistake) for mistake in scored.mistakes]
    return found


def _figures(scored: Scored) -> dict[str, Any]:
    return {name: estimate(each) for name, each in scored.estimates.items()}


def estimate(found: Estimate) -> dict[str, float | None]:
    """A figure and its interval, rounded to four decimals."""
    return {key: number(value) for key, value in asdict(found).items()}


def number(value: float) -> float | None:
    """Four decimals, or null where there is no figure."""
    return None if math.isnan(value) else round(value, 4)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: number(value) if isinstance(value, float) else value for key, value in row.items()}


def confusions(scored: Scored) -> dict[str, Any]:
    """Gold labels (rows) against predicted ones, of roles and directions; of each level, yes against no."""
    found: dict[str, Any] = {}
    if "roles" in scored.scope.layers:
        side = len(ROLES) + 1
        table = rows(scored.tallies, "roles").sum(axis=0).reshape(side, side)
        found["roles"] = _matrix((*ROLES, STRAY), (*ROLES, MISSED), table.tolist())
    if "valence" in scored.scope.layers:
        table = rows(scored.tallies, "valence").sum(axis=0).reshape(len(VALENCES), -1)
        found["valence"] = _matrix(VALENCES, VALENCES, table.tolist())
    if "levels" in scored.scope.layers:
        table = rows(scored.tallies, "levels").sum(axis=0).reshape(-1, 3)
        found["levels"] = _matrix(scored.scope.levels, ("right", "false", "missed"), table.tolist())
    return found


def _matrix(names: Sequence[str], columns: Sequence[str], table: list[list[float]]) -> dict[str, Any]:
    return {"rows": list(names), "columns": list(columns), "counts": table}


def documents(scored: Scored) -> list[dict[str, Any]]:
    """The headline figures of each document."""
    names = [name for name in HEADLINES.values() if name in scored.samples]
    each = {name: per_document(scored, name) for name in names}
    return [
        {"doc": page.doc} | {name: number(each[name][at]) for name in names}
        for at, page in enumerate(scored.tallies)
    ]


def per_document(scored: Scored, name: str) -> list[float]:
    """One figure, of each document alone."""
    return [float(x) for x in scored.samples[name].values(np.eye(len(scored.tallies)))]
