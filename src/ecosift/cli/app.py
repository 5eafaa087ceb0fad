"""`ecosift`: the commands and how they end."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ecosift import __version__
from ecosift.cli import exits
from ecosift.cli.check import check
from ecosift.cli.clean import clean
from ecosift.cli.evaluate import evaluate
from ecosift.cli.explain import explain
from ecosift.cli.export import export
from ecosift.cli.extract import extract
from ecosift.cli.info import info, schema
from ecosift.cli.review import review
from ecosift.cli.train import train
from ecosift.errors import EcosiftError

app = typer.Typer(
    name="ecosift",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Scraped article pages in, structured evidence out.",
)
for command in (extract, clean, explain, check, evaluate, export, review, schema, info):
    app.command()(command)
app.add_typer(train)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ecosift {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; every way out is an exit code, none a traceback for a user's mistake."""
    try:
        # Typer itself ends with 2 on wrong usage and with 130 when interrupted.
        app()
    except EcosiftError as error:
        typer.echo(f"ecosift: {error}", err=True)
        sys.exit(exits.USAGE)
