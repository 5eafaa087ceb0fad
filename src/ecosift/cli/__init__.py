"""The command line: parse, call, print. Exit codes are in `ecosift.cli.exits`."""

from ecosift.cli.app import main

__all__ = ["main"]
