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
def train_levels_cli(
    data: Annotated[
        Path, typer.Option(help="Folder with pages/ and gold/, or JSONL of labelled sentences.", exists=True)
    ],
    out: Out = None,
    codebook: Annotated[str, typer.Option(help="A codebook's name, or the path of a TOML file.")] = "sem",
    vectors: Annotated[
        Path | None,
        typer.Option(
            help="Folder that holds vectors/, where --data is a file.", exists=True, file_okay=False
        ),
    ] = None,
    elsewhere: Annotated[
        Path | None,
        typer.Option(
            help="Folder with ground-truth/ (as WCXB has it), to learn which pages are on other subjects.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    public: Annotated[
        Path | None,
        typer.Option(
            help="Folder with wcxb_dev/ and roles_dev.jsonl.gz, for whose sentences --data has labels.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    network: Annotated[
        bool, typer.Option("--network", help="Fit a small network beside it: minutes.")
    ] = False,
) -> None:
    """Train the classifier of a codebook's levels."""
    from ecosift.tagging.levels import load_codebook
    from ecosift.training.levels import train_levels

    book = load_codebook(codebook)
    target = out or Path("models/levels" if book.id == "sem" else f"models/levels-{book.id}")
    scores = train_levels(
        data, target, codebook, vectors_in=vectors, elsewhere=elsewhere, public=public, network=network
    )
    _print_scores(scores, target)


@train.command("calibrate")
def calibrate_cli(
    gold: Annotated[
        Path, typer.Option(help="Folder of gold pages, or JSONL of labelled sentences.", exists=True)
    ],
    out: Annotated[Path, typer.Option(help="Folder to write the calibrated model to.")],
    codebook: Annotated[str, typer.Option(help="A codebook's name, or the path of a TOML file.")] = "sem",
    model: Annotated[str, typer.Option(help="The model to start from: a name, or a folder.")] = "levels",
) -> None:
    """Fit a model's scores to how often each level occurs in labelled sentences of your own."""
    from ecosift.training.prevalence import calibrate

    _print_scores(calibrate(gold, out, codebook, model), out)


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
