"""`ecosift export`: labelled pages in the format of an annotation tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecosift.cli import exits


def export(
    gold: Annotated[Path, typer.Argument(help="Labelled pages: a folder or file.", exists=True)],
    format: Annotated[  # noqa: A002
        str,
        typer.Option(
            help="ecosift, spans, doccano, label-studio, prodigy, brat, conll, csv or uima.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file to write; a folder for brat and uima.")
    ],
    from_: Annotated[str | None, typer.Option("--from", help="Format of the input; else detected.")] = None,
    pages: Annotated[
        Path | None, typer.Option(help="Folder of the pages; by default `pages` beside the gold.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing, and exit with 1, if something would be lost.")
    ] = False,
) -> None:
    """Write labelled pages in another format; what that cannot carry is named on standard error."""
    from ecosift.evaluation import formats
    from ecosift.evaluation.predictions import with_texts
    from ecosift.evaluation.run import pages_folder

    labelled = list(with_texts(formats.read(gold, from_), pages_folder(gold, pages)))
    missing = formats.would_lose(labelled, format)
    for line in missing:
        typer.echo(f"not carried by {format}: {line}", err=True)
    if strict and missing:
        exits.stop(f"{output} is not written, since {format} would lose some of it", exits.BELOW)
    formats.write(labelled, output, format)
