"""Time of each stage and of the whole walk, as a share of what trafilatura takes for the same pages.

usage: python benchmarks/throughput.py FOLDER [--limit N] [--rounds N]

FOLDER holds HTML pages (*.html or *.html.gz, searched recursively). One process, one core; every page goes
through each system in turn, so that both meet the same state of the machine; medians over rounds are printed.
Times are of the processor. `pipeline.clean` is what a user calls: decoding and cleaning with the classifier;
the stages below it are parts of the whole walk, each timed alone.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import trafilatura

import ecosift
from ecosift.clean import clean
from ecosift.decode import decode
from ecosift.language import carrier
from ecosift.memory import undisturbed
from ecosift.models import one_thread
from ecosift.readers import read_pages
from ecosift.types import Page

T = TypeVar("T")
Times = defaultdict[str, float]
PEER, WALK, CLEAN = "trafilatura", "whole walk", "pipeline.clean"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder")
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    pipeline = ecosift.load()
    pages = list(_sample(options.folder, pipeline, options.limit))
    rounds = [_round(pages, pipeline) for _ in range(options.rounds)]
    peer = np.median([times[PEER] for times in rounds])
    print(f"{len(pages)} pages, {1000 * peer / len(pages):.1f} ms a page for trafilatura = 1.00")
    for stage in rounds[0]:
        shares = [times[stage] / times[PEER] for times in rounds]
        print(f"{stage:14} {np.median(shares):.3f}")
    speeds = [times[PEER] / times[CLEAN] for times in rounds]
    span = f"{min(speeds):.2f}-{max(speeds):.2f}"
    print(f"{CLEAN} is {np.median(speeds):.2f} times as fast as trafilatura ({span})")


def _sample(folder: str, pipeline: ecosift.Pipeline, limit: int) -> Iterator[Page]:
    files = sorted(str(file) for file in Path(folder).rglob("*.html*"))
    for page in read_pages(files[:: max(1, len(files) // limit)][:limit], pipeline.config.input):
        if page.failure is None:
            yield page


def _round(pages: list[Page], pipeline: ecosift.Pipeline) -> Times:
    times: Times = defaultdict(float)
    for page in pages:
        text, _ = decode(page)
        _timed(times, PEER, partial(trafilatura.extract, text, include_comments=False))
        _timed(times, WALK, partial(_walk, page, pipeline))
        _timed(times, CLEAN, partial(pipeline.clean, page))
        with one_thread(), undisturbed():  # as the pipeline has it
            _stages(times, page, pipeline)
    return times


def _walk(page: Page, pipeline: ecosift.Pipeline) -> None:
    pipeline(page).records()


def _stages(times: Times, page: Page, pipeline: ecosift.Pipeline) -> None:
    text, media_type = _timed(times, "decode", lambda: decode(page))
    cleaned = _timed(times, "clean", lambda: clean(text, media_type, page.url, pipeline.classifier))
    doc = _timed(times, "tokens", lambda: pipeline.nlp.make_doc(cleaned.text))
    carrier.put(doc, "blocks", cleaned.blocks)
    for name, component in pipeline.nlp.pipeline:
        _timed(times, name.removeprefix("ecosift_"), partial(component, doc))


def _timed(times: Times, stage: str, work: Callable[[], T]) -> T:
    start = time.process_time()
    result = work()
    times[stage] += time.process_time() - start
    return result


if __name__ == "__main__":
    main()
