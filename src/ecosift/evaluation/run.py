"""From what a user asks of `ecosift evaluate` to a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ecosift.errors import EcosiftError, UnknownNameError
from ecosift.evaluation import formats
from ecosift.evaluation.agreement import Agreement, agreement
from ecosift.evaluation.gold import GoldPage
from ecosift.evaluation.predictions import PIPELINE, predictions_of, with_texts
from ecosift.evaluation.reading import Reading, fitted, of_gold
from ecosift.evaluation.report.data import Report
from ecosift.evaluation.scoring import Prediction, evaluate, layers_of


@dataclass(frozen=True)
class Wanted:
    """What is to be evaluated, and how."""

    gold: Path
    predictions: Sequence[str] = field(default_factory=list)
    format: str | None = None
    pages: Path | None = None
    annotator: str | None = None
    agreement_only: bool = False
    by: str | None = None
    worst: int = 0


def run(wanted: Wanted) -> Report:
    """Read gold and predictions, and score them. Raises `EcosiftError` where a file cannot be read."""
    folder = pages_folder(wanted.gold, wanted.pages)
    labelled = list(with_texts(formats.read(wanted.gold, wanted.format), folder))
    readers = _by_annotator(labelled)
    gold = _chosen(labelled, wanted.annotator)
    specs = list(wanted.predictions) or ([] if wanted.agreement_only else [PIPELINE])
    predictions = _distinct([p for spec in specs for p in predictions_of(spec, gold, folder)])
    report = Report(wanted.gold.name, worst=wanted.worst)
    if wanted.agreement_only:
        report.agreement = _agreement(readers, predictions)
        return report
    readings = [fitted(of_gold(page), page.text) for page in gold]
    present = layers_of(readings)
    scored = [
        (reading, present & frozenset(page.labelled) if page.labelled is not None else present)
        for reading, page in zip(readings, gold, strict=True)
    ]
    report.evaluation = evaluate(scored, predictions, by=wanted.by)
    if len(readers) > 1:
        report.agreement = agreement(readers)
    return report


def pages_folder(gold: Path, named: Path | None) -> Path | None:
    """The folder of the pages that gold labels: the one named, else `pages` beside it, else none."""
    beside = gold.resolve().parent / "pages"
    return named or (beside if beside.is_dir() else None)


def _by_annotator(pages: Sequence[GoldPage]) -> dict[str, dict[str, Reading]]:
    readers: dict[str, dict[str, Reading]] = {}
    for page in pages:
        reading = fitted(of_gold(page), page.text)
        readers.setdefault(page.annotator or "gold", {})[page.doc] = reading
    return readers


def _chosen(pages: Sequence[GoldPage], annotator: str | None) -> list[GoldPage]:
    """One labelling of each document: the annotator's who is named, else the first."""
    if annotator is not None:
        chosen = [page for page in pages if page.annotator == annotator]
        if not chosen:
            raise UnknownNameError("annotator", annotator, {page.annotator or "" for page in pages})
        return chosen
    first: dict[str, GoldPage] = {}
    for page in pages:
        first.setdefault(page.doc, page)
    return list(first.values())


def _distinct(predictions: Sequence[Prediction]) -> list[Prediction]:
    """The predictions, each under a name of its own."""
    seen: dict[str, int] = {}
    found = []
    for each in predictions:
        seen[each.name] = seen.get(each.name, 0) + 1
        name = each.name if seen[each.name] == 1 else f"{each.name} ({seen[each.name]})"
        found.append(Prediction(name, each.readings))
    return found


def _agreement(
    readers: Mapping[str, Mapping[str, Reading]], predictions: Sequence[Prediction]
) -> list[Agreement]:
    together = {**readers, **{each.name: each.readings for each in predictions}}
    if len(together) < 2:
        raise EcosiftError("one annotator alone: name another labelling with --pred")
    return agreement(together)
