"""`ecosift train …`: each shipped model is rebuilt by one of these, to the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

train = typer.Typer(name="train", help="Train a model from labelled data.", no_args_is_help=True)

Data = Annotated[Path, typer.Option(help="Folder with pages/ and gold/.", exists=True, file_okay=False)]
Out = Annotated[Path | None, typer.Option(help="Folder to write the model to.")]


@train.command("roles")
def train_roles_cli(
    data: Data,
    abstracts: Annotated[
        Path | None, typer.Option(help="JSONL of abstracts with labelled sentences.", exists=True)
    ] = None,
    out: Out = None,
) -> None:
    """Train the classifier of rhetorical roles."""
    from ecosift.training.roles import train_roles

    target = out or Path("models/roles")
    _print_scores(train_roles(data, target, abstracts), target)


@train.command("levels")
def train_levels_cli(data: Data, out: Out = None) -> None:
    """Train the classifier of socioecological levels."""
    from ecosift.training.levels import train_levels

    target = out or Path("models/levels")
    _print_scores(train_levels(data, target), target)


@train.command("cleaner")
def train_cleaner_cli(
    data: Annotated[
        Path,
        typer.Option(
            help="Folder with wcxb_dev/ and text_boilerplate_dev.jsonl.gz.", exists=True, file_okay=False
        ),
    ],
    own: Annotated[
        Path | None, typer.Option(help="Folder with pages/ and gold/.", exists=True, file_okay=False)
    ] = None,
    out: Out = None,
) -> None:
    """Train the classifier of content and furniture."""
    from ecosift.training.cleaner import train_cleaner

    target = out or Path("models/cleaner")
    _print_scores(train_cleaner(data, target, own), target)


def _print_scores(scores: Mapping[str, float], target: Path) -> None:
    for name, value in scores.items():
        typer.echo(f"{name:24} {value:.4f}")
    typer.echo(f"written to {target}", err=True)
