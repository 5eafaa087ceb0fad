"""`ecosift review`: pages to read and mend in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ecosift.cli import exits


def review(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Pages as for extract, or one file of records or gold; two such files are compared."
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The HTML file to write; an index where pages are many.")
    ] = Path("review.html"),
    blind: Annotated[
        bool, typer.Option("--blind", help="Leave all labels out, for an independent reading.")
    ] = False,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Draw so many sentences, each with its weight.")
    ] = None,
    by: Annotated[
        Literal["level", "role", "figures", "none"], typer.Option(help="What the sample is divided by.")
    ] = "level",
    seed: Annotated[int, typer.Option(help="Another number draws another sample.")] = 0,
    format: Annotated[str | None, typer.Option(help="Format of labelled files; else detected.")] = None,  # noqa: A002
    pages: Annotated[
        Path | None, typer.Option(help="Folder of the pages of gold; by default `pages` beside it.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
    codebook: Annotated[
        str | None, typer.Option(help="A codebook's name, or the path of a TOML file.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a page failed.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Write a page on which a reader mends labels, and downloads them as gold."""
    from ecosift.review import Wanted, review

    wanted = Wanted(
        paths,
        output,
        blind=blind,
        sample=sample,
        by=by,
        seed=seed,
        format=format,
        pages=pages,
        config=config,
        codebook=codebook,
    )
    written = review(wanted)
    if not quiet:
        many = f"{written.pages:,} page{'' if written.pages == 1 else 's'}"
        typer.echo(f"{written.sentences:,} sentences of {many}: {written.target}", err=True)
        for line in written.failed:
            typer.echo(f"failed: {line}", err=True)
    if strict and written.failed:
        raise typer.Exit(exits.BELOW)
