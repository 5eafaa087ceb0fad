"""Many pages through the pipeline, in one process or several: the same bytes, in the order of the input."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import Any

from ecosift.article import is_evidence
from ecosift.config import Config
from ecosift.pipeline import Pipeline
from ecosift.types import Failure, Page, Sentence

CHUNK_PAGES = 8
CHUNK_BYTES = 1_000_000
# Chunks a worker that wait for their turn: enough to keep it busy, few enough for memory.
AHEAD = 3


@dataclass(frozen=True)
class Selection:
    """Which sentences become records: `every` one, those of a `role`, or those worth one."""

    every: bool = False
    role: str | None = None

    def __call__(self, sentence: Sentence) -> bool:
        """Whether a sentence that is no heading becomes a record."""
        if self.role is not None:
            return sentence.role == self.role
        return self.every or is_evidence(sentence)


@dataclass(frozen=True)
class Outcome:
    """What one page gave: its records as JSON values, or why there are none."""

    page_id: str
    language: str | None
    text_digest: bytes | None
    records: list[dict[str, Any]]
    error: Failure | None


@dataclass
class Summary:
    """What a run has done so far."""

    pages: int = 0
    empty: int = 0
    failed: int = 0
    not_english: int = 0
    records: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    statistics: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one page."""
        self.pages += 1
        self.failed += outcome.error is not None
        self.empty += outcome.error is None and outcome.text_digest is None
        self.not_english += outcome.language not in (None, "en")
        self.records += len(outcome.records)
        for record in outcome.records:
            self.roles[record["role"]["label"]] += 1
            self.levels.update(tag["level"] for tag in record["levels"])
            self.statistics.update(figure["type"] for figure in record["statistics"])


def run(
    pages: Iterable[Page], config: Config, *, workers: int = 1, select: Selection | None = None
) -> Iterator[Outcome]:
    """The outcome of every page, in order, lazily; pages must have unique ids.

    The first page of the run with the same cleaned text is named in `duplicate_of`. A page that kills its
    worker process is a failed page of stage `worker`; the others are not lost.
    """
    select = select or Selection()
    outcomes = (
        _in_process(pages, config, select) if workers <= 1 else _in_pool(pages, config, select, workers)
    )
    first_with: dict[bytes, str] = {}
    for outcome in outcomes:
        if outcome.text_digest is not None:
            first = first_with.setdefault(outcome.text_digest, outcome.page_id)
            if first != outcome.page_id:
                for record in outcome.records:
                    record["page"]["duplicate_of"] = first
        yield outcome


def _in_process(pages: Iterable[Page], config: Config, select: Selection) -> Iterator[Outcome]:
    pipeline = Pipeline(config)
    for page in pages:
        yield _outcome(pipeline, page, select)


def _outcome(pipeline: Pipeline, page: Page, select: Selection) -> Outcome:
    article = pipeline(page)
    records = [record.model_dump(mode="json") for record in article.records(select)]
    digest = hashlib.sha256(article.text.encode()).digest() if article.text else None
    return Outcome(article.id, article.metadata.language, digest, records, article.error)


def _in_pool(pages: Iterable[Page], config: Config, select: Selection, workers: int) -> Iterator[Outcome]:
    pool = _Pool(config, select, workers)
    try:
        waiting: deque[tuple[list[Page], Future[list[Outcome]]]] = deque()
        for chunk in _chunks(pages):
            waiting.append((chunk, pool.submit(chunk)))
            if len(waiting) > AHEAD * workers:
                yield from pool.result(*waiting.popleft())
        while waiting:
            yield from pool.result(*waiting.popleft())
    finally:
        pool.close()


def _chunks(pages: Iterable[Page]) -> Iterator[list[Page]]:
    chunk: list[Page] = []
    size = 0
    for page in pages:
        chunk.append(page)
        size += len(page.content)
        if len(chunk) >= CHUNK_PAGES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Pool:
    """Worker processes that are started anew when a page takes them down."""

    def __init__(self, config: Config, select: Selection, workers: int) -> None:
        self._setup, self._workers = (config, select), workers
        self._executor = self._start(workers)

    def _start(self, workers: int) -> ProcessPoolExecutor:
        # Spawned, not forked: the same on every system, and safe beside threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, context, initializer=_start_worker, initargs=self._setup)

    def submit(self, chunk: list[Page]) -> Future[list[Outcome]]:
        try:
            return self._executor.submit(_work, chunk)
        except BrokenProcessPool:
            self._executor = self._start(self._workers)
            return self._executor.submit(_work, chunk)

    def result(self, chunk: list[Page], future: Future[list[Outcome]]) -> list[Outcome]:
        try:
            return future.result()
        except BrokenProcessPool:
            return [self._alone(page) for page in chunk]

    def _alone(self, page: Page) -> Outcome:
        """One page in a process of its own: the one that kills it again is to blame."""
        with self._start(1) as executor:
            try:
                return executor.submit(_work, [page]).result()[0]
            except BrokenProcessPool:
                hint = "it may be too large for the machine's memory; run it alone to see"
                failure = Failure("worker", "the worker process died on this page", hint)
                return Outcome(page.id or "", None, None, [], failure)

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)


_WORKER: tuple[Pipeline, Selection]


def _start_worker(config: Config, select: Selection) -> None:
    global _WORKER  # noqa: PLW0603 - a worker process has one pipeline, loaded once
    _WORKER = (Pipeline(config), select)


def _work(chunk: list[Page]) -> list[Outcome]:
    pipeline, select = _WORKER
    return [_outcome(pipeline, page, select) for page in chunk]
