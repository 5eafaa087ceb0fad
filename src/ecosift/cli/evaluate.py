"""`ecosift evaluate`: how well extractors do on labelled pages, and how far annotators agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecosift.cli import exits

if TYPE_CHECKING:
    from ecosift.evaluation.report.data import Report


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Labelled pages: a folder or file.", exists=True)],
    pred: Annotated[
        list[str] | None,
        typer.Option(
            help="`pipeline` (the default), a config (.toml), an installed extractor, `NAME:FILE`, or a file "
            "of records or labels; `LABEL=` before it names it. May be repeated."
        ),
    ] = None,
    format: Annotated[str | None, typer.Option(help="Format of the gold; else detected.")] = None,  # noqa: A002
    pages: Annotated[
        Path | None, typer.Option(help="Folder of the pages; by default `pages` beside the gold.")
    ] = None,
    config: Annotated[
        list[Path] | None, typer.Option(help="A config for the pipeline; the same as --pred FILE.")
    ] = None,
    annotator: Annotated[
        str | None, typer.Option(help="Whose labels are the gold, where several are.")
    ] = None,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Only how far the annotators of GOLD and --pred agree.")
    ] = False,
    by: Annotated[str | None, typer.Option(help="Also score the pages of each value of this key.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="List the documents that went worst.")] = 0,
    json_: Annotated[Path | None, typer.Option("--json", help="Write everything as JSON.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write the tables as Markdown.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with tables, charts and errors.")] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option(help="Exit with 1 if a figure is lower: levels=.80. May be repeated.")
    ] = None,
    floors: Annotated[Path | None, typer.Option(help="A TOML file of such floors.")] = None,
    update_floors: Annotated[
        bool, typer.Option("--update-floors", help="Raise the floors to what was measured.")
    ] = False,
    lower: Annotated[bool, typer.Option("--lower", help="Let --update-floors lower a floor too.")] = False,
) -> None:
    """Score extractors on labelled pages: one table on standard output."""
    from ecosift.evaluation.run import Wanted, run

    wanted = Wanted(
        gold=gold,
        predictions=[*(pred or ()), *map(str, config or ())],
        format=format,
        pages=pages,
        annotator=annotator,
        agreement_only=agreement,
        by=by,
        worst=worst,
    )
    report = run(wanted)
    _write(report, json_, markdown, html)
    _hold(report, fail_under or (), floors, update=update_floors, lower=lower)


def _write(report: Report, json_: Path | None, markdown: Path | None, html: Path | None) -> None:
    from ecosift.cli.output import opened
    from ecosift.decode import mend_surrogates
    from ecosift.evaluation.report.data import as_json
    from ecosift.evaluation.report.html import as_html
    from ecosift.evaluation.report.text import as_markdown, as_text

    for note in report.evaluation.notes if report.evaluation else ():
        typer.echo(f"note: {note}", err=True)
    with opened(None) as out:
        out.write(mend_surrogates(as_text(report)))
    if json_ is not None:
        with opened(str(json_)) as out:
            out.write(mend_surrogates(json.dumps(as_json(report), ensure_ascii=False, indent=1)) + "\n")
    if markdown is not None:
        with opened(str(markdown)) as out:
            out.write(mend_surrogates(as_markdown(report)))
    if html is not None:
        with opened(str(html)) as out:
            out.write(mend_surrogates(as_html(report)))


def _hold(
    report: Report, asked: list[str] | tuple[str, ...], file: Path | None, *, update: bool, lower: bool
) -> None:
    from ecosift.evaluation.floors import below, parse, read, updated, write

    if (asked or file) and report.evaluation is None:
        exits.stop("--agreement gives no figures to hold against floors", exits.USAGE)
    if report.evaluation is None:
        return
    scored = report.evaluation.extractors
    failures = below(scored, parse(asked))
    if file is not None and update:
        for line in write(file, updated(scored, read(file) if file.exists() else {}, lower=lower)):
            typer.echo(line, err=True)
    elif file is not None:
        failures += below(scored, read(file))
    for line in failures:
        typer.echo(f"ecosift: below: {line}", err=True)
    if failures:
        raise typer.Exit(exits.BELOW)
