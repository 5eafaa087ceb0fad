"""Where data goes: a file or standard output, in UTF-8 and with the same line ends on every system."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import typer

from ecosift.cli import exits

STDOUT = "-"


@contextmanager
def opened(path: str | None) -> Iterator[TextIO]:
    """A text stream to write to; None or `-` is standard output."""
    if path in (None, STDOUT):
        stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n", write_through=False)
        try:
            yield stream
            stream.flush()
        except BrokenPipeError:
            # Whoever reads our output has seen enough. What is left in the buffer must not raise at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(exits.DONE) from None
        finally:
            # Closing it would close standard output.
            stream.detach()
        return
    assert path is not None
    try:
        file = Path(path).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115 - `with` follows
    except OSError as error:
        exits.stop(f"{path}: cannot be written ({error.strerror})", exits.NO_INPUT_OR_OUTPUT)
    with file:
        yield file
