"""`ecosift schema` and `ecosift info`: what a record looks like, and what is installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ecosift import __version__


def schema() -> None:
    """Print the JSON Schema of an evidence record."""
    from ecosift.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def info(
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
    codebook: Annotated[
        str | None, typer.Option(help="A codebook's name, or the path of a TOML file.")
    ] = None,
) -> None:
    """Print version, config, codebook and models, and who decides the levels."""
    from ecosift.pipeline import load

    pipeline = load(config, codebook=codebook)
    made, levels = pipeline.provenance, pipeline.levels
    book = made.codebook
    typer.echo(f"ecosift   {__version__}")
    typer.echo(f"config    {made.config}")
    typer.echo(f"codebook  {book.id} version {book.version}, {', '.join(levels.codebook.levels)}")
    for name, digest in made.models.items():
        typer.echo(f"model     {name} {digest}")
    who = (
        "cues, rules and classifier" if levels.model else "cues and rules alone (no model for this codebook)"
    )
    typer.echo(f"levels    decided by {who}")
