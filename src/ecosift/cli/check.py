"""`ecosift check`: the figures of pages that do not add up, and nothing else."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecosift.cli import exits
from ecosift.cli.output import STDOUT, opened

if TYPE_CHECKING:
    from ecosift.batch import Outcome
    from ecosift.doubts import Doubt


def check(
    pages: Annotated[
        list[str],
        typer.Argument(
            help="Pages as for extract, or record files that extract wrote; - for standard input."
        ),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to write; - is standard output.")
    ] = STDOUT,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line instead of words.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a figure cannot be right, or a page failed.")
    ] = False,
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes to share the pages among.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")] = False,
) -> None:
    """Print the figures that do not add up: page, quote, and why, in words."""
    run, verdicts = _Run(config, workers), Counter[str]()
    with opened(output) as out:
        for page, found in groupby(run.doubts(pages), key=lambda doubt: doubt.page):
            told = list(found)
            verdicts.update(doubt.verdict for doubt in told)
            out.write("".join(map(_line, told)) if as_json else _paragraph(page, told))
    if not quiet:
        _report(run, verdicts)
    run.failures.end(run.summary, strict=strict)
    if strict and verdicts["inconsistent"]:
        raise typer.Exit(exits.BELOW)


class _Run:
    """The doubts of everything the user named, with what could not be read."""

    def __init__(self, config: Path | None, workers: int) -> None:
        from ecosift.batch import Summary
        from ecosift.cli.extract import Failures

        self.summary, self.failures = Summary(), Failures()
        self.config, self.workers = config, workers
        self.figures = 0

    def doubts(self, paths: Iterable[str]) -> Iterator[Doubt]:
        """Record files are read, other paths walked through as pages, all in the order given."""
        from ecosift.doubts import doubts

        for records in self._records(paths):
            self.figures += sum(len(record["statistics"]) for record in records)
            yield from doubts(records)

    def _records(self, paths: Iterable[str]) -> Iterator[list[dict[str, Any]]]:
        for known, several in groupby(paths, key=_is_record_file):
            if known:
                for path in several:
                    yield from ([record] for record in _read(path))
            else:
                yield from map(self._counted, self._outcomes(list(several)))

    def _outcomes(self, paths: list[str]) -> Iterator[Outcome]:
        from ecosift.batch import Selection, run
        from ecosift.config import load_config
        from ecosift.readers import read_pages

        settings = load_config(self.config, None)
        pages = read_pages(paths, settings.input)
        return run(pages, settings, workers=self.workers, select=Selection(every=True))

    def _counted(self, outcome: Outcome) -> list[dict[str, Any]]:
        self.summary.add(outcome)
        self.failures.add(outcome, None)
        return outcome.records


def _is_record_file(path: str) -> bool:
    from ecosift.records import RECORD_OPENING, holds_records

    if path == "-":
        return isinstance(sys.stdin.buffer, io.BufferedReader) and sys.stdin.buffer.peek(64).startswith(
            RECORD_OPENING
        )
    return Path(path).is_file() and holds_records(path)


def _read(path: str) -> Iterator[dict[str, Any]]:
    from ecosift.records import read_records, records_of

    if path == "-":
        stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8")
        found = records_of(stream, "standard input")
    else:
        found = read_records(path)
    return (record.model_dump(mode="json") for record in found)


def _line(doubt: Doubt) -> str:
    return json.dumps(asdict(doubt), ensure_ascii=False) + "\n"


def _paragraph(page: str, told: list[Doubt]) -> str:
    """The page, then each figure with verdict and reason; what is said of one figure twice stands once."""
    lines = {(doubt.quote, doubt.words, doubt.message): doubt for doubt in reversed(told)}
    shown = sorted(lines.values(), key=lambda doubt: (not doubt.hard, doubt.start))
    return f"{page}\n" + "".join(
        f"  {doubt.words}: {' '.join(doubt.quote.split())}\n    {doubt.message}\n" for doubt in shown
    )


def _report(run: _Run, verdicts: Counter[str]) -> None:
    hard, all_told = verdicts["inconsistent"], sum(verdicts.values())
    said = f"{run.figures:,} figures read: {hard:,} cannot be right, {all_told - hard:,} to look at"
    if run.summary.pages:
        said = f"{run.summary.pages:,} pages, {said}"
    typer.echo(said, err=True)
    for line in run.failures.lines:
        typer.echo(f"failed: {line}", err=True)
