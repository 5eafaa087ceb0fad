"""Text for a terminal: in colour or plain, and nothing in it that the terminal would take for a command."""

from __future__ import annotations

import io
import re

from rich.console import Console

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def disarmed(text: str) -> str:
    """Scraped text with a space for each control character, so that offsets hold."""
    return CONTROL.sub(" ", text)


def console(*, colour: bool, width: int | None = None) -> Console:
    """A console to capture from: printing itself, rich ends the program where a reader closes the pipe."""
    return Console(file=io.StringIO(), highlight=False, force_terminal=colour, width=width)
