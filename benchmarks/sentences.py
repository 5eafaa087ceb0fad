"""Sentence boundaries, ours beside peers: boundary F1 with intervals, cases passed, milliseconds for a page.

usage: python benchmarks/sentences.py FOLDER [--only NAME ...] [--misses N]

FOLDER holds `sentence*.jsonl` and `golden_rules*.jsonl`, gzipped or not. A line has `text` and `sentences`:
spans as [start, end] (documents, scored by boundary F1) or strings (cases: every sentence has to come out as
written). The last end of a document does not count. A document's corpus is the first part of its `doc_id`;
EWT and GUM are both UD. Intervals are of 95 %, by drawing documents anew. Peers get one line at a time, which
is what they are best at. Those that are not installed are named and left out: `pip install 'ecosift[bench]'`.
"""

import argparse
import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# The folder of this script comes first, and its `statistics.py` would hide the standard library's.
sys.path.append(sys.path.pop(0))

import numpy as np
import spacy

from ecosift.evaluation.bootstrap import Estimate, estimates
from ecosift.evaluation.formulas import f1
from ecosift.evaluation.measures import boundary_counts
from ecosift.evaluation.samples import Sums
from ecosift.language.component import Sentences, sentences_of
from ecosift.language.spans import sentence_spans
from ecosift.language.tokenizer import LinearTokenizer

Span = tuple[int, int]
Splitter = Callable[[str], list[Span]]
Row = dict[str, Any]
JOINED = {"EWT": "UD", "GUM": "UD"}
PAGE_WORDS = 1500
MOST_PAGES, ROUNDS = 5, 3
US = "ecosift"


def main() -> None:
    """Print one table of figures, what our parts cost, and what we miss if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", default=[], help="these tools alone")
    parser.add_argument("--misses", type=int, default=0, help="print so many boundaries that we get wrong")
    options = parser.parse_args()
    sets = {file.name.split(".")[0]: list(lines(file)) for file in files(options.folder)}
    if not sets:
        parser.error(f"{options.folder}: no sentence*.jsonl or golden_rules*.jsonl")
    report(sets, {name: make for name, make in TOOLS.items() if name in (options.only or TOOLS)})
    report_parts(pages_of(sets))
    for line in misses(sets)[: options.misses]:
        print(line)


def files(folder: Path) -> list[Path]:
    """The sets in a folder, by name."""
    return sorted(
        file for pattern in ("sentence*.jsonl*", "golden_rules*.jsonl*") for file in folder.glob(pattern)
    )


def lines(file: Path) -> Iterator[Row]:
    """Every JSON line of a file."""
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as rows
    ):
        for row in rows:
            yield json.loads(row)


def ours(text: str) -> list[Span]:
    """The sentences of a text without blocks."""
    return [(each.start, each.end) for each in sentence_spans(text, ())]


def our_splitter() -> Splitter:
    """What the pipeline uses, without spaCy around it."""
    return ours


def sentencex() -> Splitter:
    """Rules of the Wikimedia Foundation, in Rust."""
    tool: Any = import_module("sentencex")
    return by_lines(
        lambda line: [(b["start_index"], b["end_index"]) for b in tool.get_sentence_boundaries("en", line)]
    )


def nupunkt() -> Splitter:
    """Punkt, trained on legal text."""
    tool: Any = import_module("nupunkt")
    return by_lines(tool.sent_spans)


def segtok() -> Splitter:
    """Rules for Indo-European languages."""
    tool: Any = import_module("segtok.segmenter")
    return by_lines(lambda line: located(line, tool.split_multi(line)))


def yasbd() -> Splitter:
    """Rules in the manner of pysbd."""
    tool: Any = import_module("yasbd").BoundaryDetector(lang="en")
    return by_lines(lambda line: located(line, tool.segment(line)))


def pysbd() -> Splitter:
    """The golden rules' own tool."""
    tool: Any = import_module("pysbd").Segmenter(language="en", clean=False)
    return by_lines(lambda line: located(line, tool.segment(line)))


def sentencizer() -> Splitter:
    """The rule that comes with spaCy: every full stop, question or exclamation mark."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10**9
    return by_lines(lambda line: [(s.start_char, s.end_char) for s in nlp(line).sents])


# By the name of the module that has to be there; what makes its splitter.
TOOLS: Mapping[str, Callable[[], Splitter]] = {
    US: our_splitter,
    "sentencex": sentencex,
    "nupunkt": nupunkt,
    "segtok": segtok,
    "yasbd": yasbd,
    "pysbd": pysbd,
    "spacy": sentencizer,
}


def by_lines(split: Callable[[str], Iterable[Span]]) -> Splitter:
    """A splitter that is given the lines of a text one by one."""

    def whole(text: str) -> list[Span]:
        found, at = list[Span](), 0
        for line in text.splitlines(keepends=True):
            if line.strip():
                found += [(at + start, at + end) for start, end in trimmed(line, split(line))]
            at += len(line)
        return found

    return whole


def located(text: str, pieces: Iterable[str]) -> list[Span]:
    """Where sentences that a tool gives as strings stand; one that it has altered is lost."""
    found, at = list[Span](), 0
    for piece in pieces:
        said = piece.strip()
        start = text.find(said, at)
        if said and start >= 0:
            at = start + len(said)
            found.append((start, at))
    return found


def trimmed(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans without outer white space."""
    for start, end in spans:
        said = text[start:end]
        if said.strip():
            yield end - len(said.lstrip()), start + len(said.rstrip())


def report(sets: Mapping[str, list[Row]], tools: Mapping[str, Callable[[], Splitter]]) -> None:
    """A table, a row a tool."""
    documents, cases, pages = documents_of(sets), cases_of(sets), pages_of(sets)
    heads = [*documents, "mean", *(f"{name} (of {len(rows)})" for name, rows in cases.items()), "ms a page"]
    print(f"| tool | {' | '.join(heads)} |\n|{' --- |' * (len(heads) + 1)}", flush=True)
    absent = [name for name in tools if not find_spec(name)]
    for name in (name for name in tools if name not in absent):
        splitter = tools[name]()
        found = scores(documents, splitter)
        shown = [f"{each.value:.4f} [{each.low:.4f}, {each.high:.4f}]" for each in found]
        shown += [f"{np.mean([each.value for each in found]):.4f}" if found else ""]
        shown += [str(sum(passes(row, splitter) for row in rows)) for rows in cases.values()]
        shown += [f"{milliseconds(splitter, pages):.2f}" if pages else ""]
        print(f"| {name if name != 'spacy' else 'spaCy sentencizer'} | {' | '.join(shown)} |", flush=True)
    for name in absent:
        print(f"not installed, left out: {name}")


def documents_of(sets: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Documents by corpus."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in (row for rows in sets.values() for row in rows if not _is_case(row)):
        corpus = row["doc_id"].split("_")[0]
        found[JOINED.get(corpus, corpus)].append(row)
    return dict(found)


def cases_of(sets: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Sets of single cases, by name."""
    return {name: rows for name, rows in sets.items() if _is_case(rows[0])}


def _is_case(row: Row) -> bool:
    return isinstance(row["sentences"][0], str)


def scores(documents: Mapping[str, list[Row]], splitter: Splitter) -> list[Estimate]:
    """Boundary F1 on each corpus, with its interval."""
    return [
        estimates([Sums(np.array([counts(row, splitter) for row in rows], dtype=np.float64), f1)])[0]
        for rows in documents.values()
    ]


def counts(row: Row, splitter: Splitter) -> tuple[float, float, float]:
    """Ends found, made up and missed in one document."""
    found = [end for _, end in splitter(row["text"])]
    each = boundary_counts(found[:-1], [end for _, end in row["sentences"][:-1]])
    return each.tp, each.fp, each.fn


def passes(row: Row, splitter: Splitter) -> bool:
    """Whether every sentence of a case comes out as written."""
    expected: list[str] = row["sentences"]
    return [row["text"][start:end] for start, end in splitter(row["text"])] == expected


def pages_of(sets: Mapping[str, list[Row]]) -> list[str]:
    """Some documents that are long enough, cut to the length of a page."""
    texts = (row["text"].split(" ") for rows in sets.values() for row in rows if not _is_case(row))
    long_enough = [" ".join(words[:PAGE_WORDS]) for words in texts if len(words) >= PAGE_WORDS]
    return long_enough[:: max(1, len(long_enough) // MOST_PAGES)][:MOST_PAGES]


def milliseconds(work: Callable[[str], object], pages: list[str]) -> float:
    """Mean time for a page, the best of a few rounds."""
    return min(_round(lambda: [work(page) for page in pages]) for _ in range(ROUNDS)) / len(pages)


def _round(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def report_parts(pages: list[str]) -> None:
    """Time of tokenizer and component in a pipeline of ours."""
    if not pages:
        return
    nlp, component = spacy.blank("en"), Sentences()
    nlp.tokenizer = tokenizer = LinearTokenizer(nlp.vocab)
    docs = [tokenizer(page) for page in pages]
    rounds = [_round(lambda: [component(doc) for doc in docs]) for _ in range(ROUNDS)]
    print(f"parts of ours, ms for a page of {PAGE_WORDS:,} words:", end=" ")
    print(f"tokenizer {milliseconds(tokenizer, pages):.2f}, component {min(rounds) / len(pages):.2f}")
    assert sentences_of(docs[0])


def misses(sets: Mapping[str, list[Row]]) -> list[str]:
    """Boundaries of ours that the gold lacks, and the other way round, with what stands around them."""
    found = []
    for title, rows in sets.items():
        for row in rows:
            if _is_case(row):
                if not passes(row, ours):
                    found.append(f"{title} {row['id']}: {row['text']!r}")
                continue
            got, want = {end for _, end in ours(row["text"])}, {end for _, end in row["sentences"]}
            found += [
                f"{title} {'+' if at in got else '-'} {around(row['text'], at)}" for at in sorted(got ^ want)
            ]
    return found


def around(text: str, at: int) -> str:
    """The text on both sides of a place."""
    return repr(f"{text[max(0, at - 50) : at]} ¦ {text[at : at + 40]}")


if __name__ == "__main__":
    main()
