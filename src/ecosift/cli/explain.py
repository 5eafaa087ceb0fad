"""`ecosift explain`: the levels of a sentence and why, in colour on a terminal or as JSON for programs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from ecosift.cli.output import opened


def explain(
    sentence: Annotated[str, typer.Argument(help="The sentence or text; - for standard input.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="A JSON object a sentence instead of words.")
    ] = False,
    config: Annotated[Path | None, typer.Option(help="A TOML file laid over the default config.")] = None,
    codebook: Annotated[
        str | None, typer.Option(help="A codebook's name, or the path of a TOML file.")
    ] = None,
) -> None:
    """Show a sentence's levels with scores, cues, the rule or features that decided, role and valence."""
    from ecosift.cli.reasons import Writer, as_data
    from ecosift.explain import explain as explained
    from ecosift.pipeline import load

    pipeline = load(config, codebook=codebook)
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if sentence == "-" else sentence
    found = explained(pipeline, text)
    if not found:
        typer.echo("no sentence to explain", err=True)
    with opened(None) as out:
        if as_json:
            out.writelines(json.dumps(as_data(reasons), ensure_ascii=False) + "\n" for reasons in found)
        else:
            writer = Writer(out, pipeline.levels.codebook, terminal=sys.stdout.isatty())
            for reasons in found:
                writer.write(reasons)
