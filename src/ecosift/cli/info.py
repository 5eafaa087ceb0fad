"""`ecosift schema` and `ecosift info`: what a record looks like, and what is installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosift import __version__

if TYPE_CHECKING:
    from ecosift.tagging.levels.component import LevelTagger


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
    for other, table in levels.codebook.maps_to.items():
        lossy = any(counterpart.lossy for counterpart in table.values())
        typer.echo(f"maps to   {other}{', with loss' if lossy else ''}")
    typer.echo(f"levels    decided by {_who(levels)}")


def _who(levels: LevelTagger) -> str:
    from ecosift.tagging.levels.component import headline

    if levels.model is None:
        return "cues and rules alone (no model for this codebook)"
    settings, scores = levels.model.manifest["settings"], levels.model.manifest["scores"]
    said = [levels.model.name]
    if settings.get("experimental"):
        said.append(f"experimental: macro-F1 {headline(scores):.2f} out of fold")
    if settings["codebook_sha256"] != levels.codebook.sha256:
        said.append("trained on another state of the codebook")
    return f"cues, rules and classifier ({'; '.join(said)})"
