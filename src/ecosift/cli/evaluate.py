"""`ecosift evaluate`: how well the pipeline does on labelled pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosift.cli import exits

if TYPE_CHECKING:
    from ecosift.evaluation.measures import Counts


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold pages (JSON).", exists=True, file_okay=False)],
    pages: Annotated[
        Path | None, typer.Option(help="Folder of the pages; by default `pages` beside the gold.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
) -> None:
    """Score the pipeline on gold pages: one table on standard output."""
    from ecosift.evaluation.gold import page_of, read_gold
    from ecosift.evaluation.pages import score_pages
    from ecosift.pipeline import load
    from ecosift.readers.files import read_file

    pipeline = load(config)
    folder = pages or gold.parent / "pages"
    labelled = list(read_gold(gold))
    if not labelled:
        exits.stop(f"{gold}: no gold pages (*.json)", exits.NO_INPUT_OR_OUTPUT)
    files = [page_of(page, folder) for page in labelled]
    found = (pipeline(page) for file in files for page in read_file(file, file.name, pipeline.config.input))
    scores = score_pages(zip(labelled, found, strict=True))
    typer.echo(f"{'pages':24} {len(labelled)}")
    for name, value in scores.table().items():
        typer.echo(f"{name:24} {value:.3f}")
    _print_labels("role", scores.role_counts)
    _print_labels("level", scores.level_counts)


def _print_labels(kind: str, counts: Mapping[str, Counts]) -> None:
    typer.echo(f"\n{kind:24} {'P':>6} {'R':>6} {'F1':>6} {'gold':>6}")
    for label, count in counts.items():
        gold = int(count.tp + count.fn)
        typer.echo(f"{label:24} {count.precision:6.3f} {count.recall:6.3f} {count.f1:6.3f} {gold:6d}")
