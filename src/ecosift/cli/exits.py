"""Exit codes, and how a command ends with one; 130, for interrupted, is Typer's own."""

from __future__ import annotations

from typing import NoReturn

import typer

DONE = 0
BELOW = 1
USAGE = 2
NO_INPUT_OR_OUTPUT = 3


def stop(message: str, code: int) -> NoReturn:
    """End the command with one line for the user."""
    typer.echo(f"ecosift: {message}", err=True)
    raise typer.Exit(code)
