"""`ecosift extract`: pages in, evidence records out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from ecosift.cli import exits
from ecosift.cli.output import STDOUT, opened
from ecosift.types import Role

if TYPE_CHECKING:
    from ecosift.batch import Outcome, Summary

LISTED_FAILURES = 20


def extract(
    pages: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, JSONL files, or - for standard input.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to write; - is standard output.")
    ] = STDOUT,
    format: Annotated[Literal["jsonl", "csv"], typer.Option(help="Shape of the output.")] = "jsonl",  # noqa: A002
    every: Annotated[bool, typer.Option("--all", help="Write every sentence, not only evidence.")] = False,
    role: Annotated[Role | None, typer.Option(help="Write only sentences of this role.")] = None,
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
    codebook: Annotated[
        str | None, typer.Option(help="A codebook's name, or the path of a TOML file.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes to share the pages among.")] = 1,
    errors: Annotated[str | None, typer.Option(help="Write failed pages to this JSONL file.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a page failed.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Write one evidence record per finding of scraped pages, and a summary to standard error."""
    from ecosift.batch import Selection, Summary, run
    from ecosift.config import load_config
    from ecosift.readers import read_pages
    from ecosift.sinks import header, line

    settings = load_config(config, {"tagging": {"codebook": codebook}} if codebook else None)
    target = None if output == STDOUT else Path(output)
    found = read_pages(pages, settings.input, skip=target)
    outcomes = run(found, settings, workers=workers, select=Selection(every=every, role=role))
    summary, failures = Summary(), Failures()
    with ExitStack() as stack:
        out = stack.enter_context(opened(output))
        log = stack.enter_context(opened(errors)) if errors else None
        out.write(header(format))
        for outcome in _shown(outcomes, summary, quiet=quiet):
            summary.add(outcome)
            failures.add(outcome, log)
            for record in outcome.records:
                out.write(line(record, format))
    if not quiet:
        _report(summary, failures)
    failures.end(summary, strict=strict)


class Failures:
    """The pages that gave nothing, and why: the first of them for the screen, all of them for the log."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.opened_nothing = True

    def add(self, outcome: Outcome, log: TextIO | None) -> None:
        """Keep an outcome's error, if it has one."""
        error = outcome.error
        self.opened_nothing &= error is not None and error.stage == "read"
        if error is None:
            return
        if len(self.lines) < LISTED_FAILURES:
            self.lines.append(f"{outcome.page_id}: {error}")
        if log is not None:
            row = {"page": outcome.page_id, "stage": error.stage, "reason": error.reason, "hint": error.hint}
            log.write(json.dumps(row, ensure_ascii=False) + "\n")

    def end(self, summary: Summary, *, strict: bool) -> None:
        """Leave with the exit code that the failures call for."""
        if summary.pages and self.opened_nothing:
            first = self.lines[0] if summary.pages == 1 else f"none of {summary.pages} pages could be read"
            exits.stop(first, exits.NO_INPUT_OR_OUTPUT)
        if strict and summary.failed:
            raise typer.Exit(exits.BELOW)


def _shown(outcomes: Iterable[Outcome], summary: Summary, *, quiet: bool) -> Iterator[Outcome]:
    """The outcomes, with progress on standard error where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading pages", total=None)
        for outcome in outcomes:
            yield outcome
            progress.update(task, description=f"{summary.pages:,} pages, {summary.records:,} records")


def _report(summary: Summary, failures: Failures) -> None:
    said = [
        f"pages {summary.pages:,}: done {summary.pages - summary.failed:,}, empty {summary.empty:,}, "
        f"failed {summary.failed:,}, not in English {summary.not_english:,}",
        f"records {summary.records:,}",
    ]
    if summary.levels:
        said.append("levels: " + ", ".join(f"{level} {n:,}" for level, n in summary.levels.most_common()))
    said += [f"failed: {line}" for line in failures.lines]
    if summary.failed > len(failures.lines):
        said.append(f"… and {summary.failed - len(failures.lines):,} more; --errors FILE lists them all")
    for line in said:
        typer.echo(line, err=True)
