"""From what a user asks of `ecosift review` to files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecosift import __version__
from ecosift.config import load_config
from ecosift.errors import EcosiftError
from ecosift.pipeline import load
from ecosift.review.packing import packed
from ecosift.review.sampling import By, draw
from ecosift.review.shapes import Stratum, View
from ecosift.review.sources import labelled, of_file, of_pages, of_two, side_names
from ecosift.review.writing import Written, write
from ecosift.tagging.levels.codebook import load_codebook


@dataclass(frozen=True)
class Wanted:
    """What is to be reviewed, and how."""

    paths: Sequence[str]
    target: Path
    blind: bool = False
    sample: int | None = None
    by: By = "level"
    seed: int = 0
    format: str | None = None
    pages: Path | None = None
    config: Path | None = None
    codebook: str | None = None


def review(wanted: Wanted) -> Written:
    """Write the files of a review. Raises `EcosiftError` where nothing can be read, or written."""
    failed: list[str] = []
    views, sides = _views(wanted, failed)
    strata: tuple[Stratum, ...] = ()
    mode = "compare" if sides else "review"
    if wanted.sample is not None:
        sample = draw(views, wanted.sample, by=wanted.by, seed=wanted.seed)
        views, strata, mode = iter(sample.views), sample.strata, "sample"
    levels = _levels(wanted)

    def pack(some: Sequence[View]) -> dict[str, Any]:
        return packed(
            some,
            levels=levels,
            mode=mode,
            blind=wanted.blind,
            sides=sides,
            strata=strata,
            tool=f"ecosift {__version__}",
        )

    # The weights of a sample hold only over all of it.
    written = write(views, wanted.target, pack, blind=wanted.blind, together=mode == "sample")
    written.failed = failed
    if not written.pages:
        raise EcosiftError(failed[0] if len(failed) == 1 else "no page with text in it")
    return written


def _views(wanted: Wanted, failed: list[str]) -> tuple[Iterable[View], tuple[str, ...]]:
    paths = [Path(path) for path in wanted.paths]
    known = [labelled(path, wanted.format) for path in wanted.paths]
    if not any(known):
        pipeline = load(load_config(wanted.config, _changes(wanted)))
        return of_pages(wanted.paths, pipeline, failed, wanted.target), ()
    if not all(known):
        raise EcosiftError("labelled files and pages cannot be reviewed together")
    if len(paths) == 1:
        return of_file(paths[0], wanted.format, wanted.pages), ()
    if len(paths) > 2:
        raise EcosiftError(f"two labelled files can be compared, not {len(paths)}")
    if wanted.blind or wanted.sample is not None:
        raise EcosiftError("two files are compared as they are: without --blind and --sample")
    return of_two(paths[0], paths[1], wanted.format, wanted.pages), side_names(*paths)


def _changes(wanted: Wanted) -> dict[str, Any] | None:
    return {"tagging": {"codebook": wanted.codebook}} if wanted.codebook else None


def _levels(wanted: Wanted) -> list[tuple[str, str]]:
    settings = load_config(wanted.config, _changes(wanted))
    return [(level.name, level.definition) for level in load_codebook(settings.tagging.codebook).level]
