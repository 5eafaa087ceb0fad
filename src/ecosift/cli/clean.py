"""`ecosift clean`: the article of each page, nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from ecosift.cli import exits
from ecosift.cli.output import STDOUT, opened

if TYPE_CHECKING:
    from ecosift.article import Article
    from ecosift.types import Block

Format = Literal["text", "markdown", "json"]


def clean(
    pages: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, JSONL files, or - for standard input.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to write; - is standard output.")
    ] = STDOUT,
    format: Annotated[  # noqa: A002
        Format, typer.Option(help="json: a line a page, with every block, its score and its reason.")
    ] = "text",
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Every block, kept or left out, with score and reason."),
    ] = False,
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a page failed.")] = False,
) -> None:
    """Print the main content of scraped pages, without their furniture."""
    from ecosift.pipeline import load
    from ecosift.readers import read_pages

    if explain and format == "markdown":
        raise typer.BadParameter("an explanation is text or json", param_hint="--format")
    pipeline = load(config)
    done = failed = 0
    with opened(output) as out:
        write = _explainer(out) if explain and format == "text" else _writer(out, format)
        for article in map(pipeline.clean, read_pages(pages, pipeline.config.input)):
            if article.error is not None:
                failed += 1
                typer.echo(f"failed: {article.id}: {article.error}", err=True)
                continue
            done += 1
            write(article)
    if failed and not done:
        exits.stop("no page could be read", exits.NO_INPUT_OR_OUTPUT)
    if failed and strict:
        raise typer.Exit(exits.BELOW)


def _writer(out: TextIO, format: Format) -> Callable[[Article], object]:  # noqa: A002
    shape = {"text": as_text, "markdown": as_markdown, "json": as_json}[format]
    return lambda article: out.write(shape(article))


def _explainer(out: TextIO) -> Callable[[Article], object]:
    from ecosift.cli.explanation import Explainer

    return Explainer(out).write


def as_text(article: Article) -> str:
    """Title and text."""
    return "\n\n".join(filter(None, (article.title, article.text))) + "\n"


def as_markdown(article: Article) -> str:
    """Headings, lists, quotes and tables as Markdown marks them."""
    title = [f"# {article.title}"] if article.title else []
    return "\n\n".join([*title, *map(_marked, article.blocks)]) + "\n"


def as_json(article: Article) -> str:
    """One line: metadata, kept blocks, dropped blocks with their reasons, all with their scores."""
    row = {
        "id": article.id,
        "title": article.title,
        "metadata": asdict(article.metadata),
        "text": article.text,
        "blocks": [_plain(block) for block in article.blocks],
        "dropped": [_plain(block) for block in article.dropped],
    }
    return json.dumps(row, ensure_ascii=False) + "\n"


def _marked(block: Block) -> str:
    marks = {
        "heading": "#" * min(6, max(2, block.depth)) + " ",
        "list_item": (block.marker if block.marker[:1].isdigit() else "-") + " ",
        "quote": "> ",
    }
    if block.kind == "table_row":
        return f"| {block.text} |"
    return marks.get(block.kind, "") + block.text


def _plain(block: Block) -> dict[str, object]:
    keys = ("order", "kind", "text", "start", "end", "reason", "xpath", "raw_start", "raw_end")
    score = None if block.score is None else round(block.score, 4)
    return {**{key: getattr(block, key) for key in keys}, "score": score}
