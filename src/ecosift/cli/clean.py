"""`ecosift clean`: the article of each page, nothing more."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ecosift.cli import exits
from ecosift.cli.output import STDOUT, opened

if TYPE_CHECKING:
    from ecosift.article import Article
    from ecosift.types import Block


def clean(
    pages: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, JSONL files, or - for standard input.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="Where to write; - is standard output.")
    ] = STDOUT,
    format: Annotated[  # noqa: A002
        Literal["text", "markdown", "json"], typer.Option(help="json: a line a page, with every block.")
    ] = "text",
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a page failed.")] = False,
) -> None:
    """Print the main content of scraped pages, without their furniture."""
    from ecosift.pipeline import load
    from ecosift.readers import read_pages

    pipeline = load(config)
    shape = {"text": as_text, "markdown": as_markdown, "json": as_json}[format]
    done = failed = 0
    with opened(output) as out:
        for article in map(pipeline.clean, read_pages(pages, pipeline.config.input)):
            if article.error is not None:
                failed += 1
                typer.echo(f"failed: {article.id}: {article.error}", err=True)
                continue
            done += 1
            out.write(shape(article))
    if failed and not done:
        exits.stop("no page could be read", exits.NO_INPUT_OR_OUTPUT)
    if failed and strict:
        raise typer.Exit(exits.BELOW)


def as_text(article: Article) -> str:
    """Title and text."""
    return "\n\n".join(filter(None, (article.title, article.text))) + "\n"


def as_markdown(article: Article) -> str:
    """Headings, lists, quotes and tables as Markdown marks them."""
    title = [f"# {article.title}"] if article.title else []
    return "\n\n".join([*title, *map(_marked, article.blocks)]) + "\n"


def as_json(article: Article) -> str:
    """One line: metadata, kept blocks, dropped blocks with their reasons."""
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
    keys = ("kind", "text", "start", "end", "reason", "xpath", "raw_start", "raw_end")
    return {key: getattr(block, key) for key in keys}
