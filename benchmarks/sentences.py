"""Sentence boundaries, ours beside peers: boundary F1, cases passed, milliseconds for a page of 1,500 words.

usage: python benchmarks/sentences.py FOLDER [--misses N]

FOLDER holds `sentence*.jsonl` and `golden_rules*.jsonl`, gzipped or not. A line has `text` and `sentences`:
spans as [start, end] (documents, scored by boundary F1 for each corpus, the first part of `doc_id`) or
strings (cases, scored by all-or-nothing). The last end of a document does not count. Peers that are not
installed are left out; `pip install pysbd` adds one.
"""

import argparse
import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# The folder of this script comes first, and its `statistics.py` would hide the standard library's.
sys.path.append(sys.path.pop(0))

import spacy

from ecosift.evaluation.measures import Counts, boundary_counts
from ecosift.language.component import Sentences, sentences_of
from ecosift.language.spans import sentence_spans
from ecosift.language.tokenizer import LinearTokenizer

Span = tuple[int, int]
Splitter = Callable[[str], list[Span]]
PAGE_WORDS = 1500


def main() -> None:
    """Print one table of figures, and what we miss if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print so many boundaries that we get wrong")
    options = parser.parse_args()
    sets = {file.name.split(".")[0]: list(lines(file)) for file in files(options.folder)}
    if not sets:
        parser.error(f"{options.folder}: no sentence*.jsonl or golden_rules*.jsonl")
    for name, splitter in splitters():
        print(name)
        for title, rows in sets.items():
            report(title, rows, splitter)
        if pages := [text for rows in sets.values() for text in cut_pages(rows)]:
            print(f"  {'ms a page':<28} {milliseconds(splitter, pages):.2f}")
    report_parts([text for rows in sets.values() for text in cut_pages(rows)])
    for line in misses(sets)[: options.misses]:
        print(line)


def files(folder: Path) -> list[Path]:
    """The sets in a folder, by name."""
    return sorted(
        file for pattern in ("sentence*.jsonl*", "golden_rules*.jsonl*") for file in folder.glob(pattern)
    )


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """Every JSON line of a file."""
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as rows
    ):
        for row in rows:
            yield json.loads(row)


def splitters() -> Iterator[tuple[str, Splitter]]:
    """Us, and the peers that are installed."""
    yield "ecosift", ours
    sentencizer = spacy.blank("en")
    sentencizer.add_pipe("sentencizer")
    sentencizer.max_length = 10**9
    yield (
        "spaCy sentencizer",
        lambda text: trimmed(text, [(s.start_char, s.end_char) for s in sentencizer(text).sents]),
    )
    if find_spec("pysbd"):
        import pysbd  # type: ignore[import-not-found]  # noqa: PLC0415

        segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)
        yield "pysbd", lambda text: trimmed(text, [(s.start, s.end) for s in segmenter.segment(text)])


def ours(text: str) -> list[Span]:
    """The sentences of a text without blocks."""
    return [(each.start, each.end) for each in sentence_spans(text, ())]


def trimmed(text: str, spans: list[Span]) -> list[Span]:
    """Spans without outer white space."""
    said = [(start, end, text[start:end]) for start, end in spans]
    return [(end - len(s.lstrip()), start + len(s.rstrip())) for start, end, s in said if s.strip()]


def report(title: str, rows: list[dict[str, Any]], splitter: Splitter) -> None:
    """F1 of each corpus of a set of documents, or the cases passed."""
    if isinstance(rows[0]["sentences"][0], str):
        print(f"  {title:<28} {sum(passes(row, splitter) for row in rows)} of {len(rows)}")
        return
    by_corpus: dict[str, Counts] = defaultdict(Counts)
    for row in rows:
        by_corpus[row["doc_id"].split("_")[0]] += counts(row, splitter)
    total = sum(by_corpus.values(), Counts())
    for corpus, c in (*by_corpus.items(), ("together", total)):
        print(f"  {title:<20} {corpus:<8} P {c.precision:.4f} R {c.recall:.4f} F1 {c.f1:.4f}")


def passes(row: dict[str, Any], splitter: Splitter) -> bool:
    """Whether every sentence of a case comes out as written."""
    expected: list[str] = row["sentences"]
    return [row["text"][start:end] for start, end in splitter(row["text"])] == expected


def counts(row: dict[str, Any], splitter: Splitter) -> Counts:
    """Ends found, missed and made up in one document."""
    found = [end for _, end in splitter(row["text"])]
    return boundary_counts(found[:-1], [end for _, end in row["sentences"][:-1]])


def cut_pages(rows: list[dict[str, Any]]) -> list[str]:
    """The documents that are long enough, cut to the length of a page."""
    texts = (row["text"].split(" ") for row in rows)
    return [" ".join(words[:PAGE_WORDS]) for words in texts if len(words) >= PAGE_WORDS]


def milliseconds(work: Callable[[str], object], pages: list[str]) -> float:
    """Mean time for a page, the best of five rounds."""
    return min(_round(lambda: [work(page) for page in pages]) for _ in range(5)) / len(pages)


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
    print("parts of ours, ms a page of 1,500 words")
    print(f"  {'tokenizer':<28} {milliseconds(tokenizer, pages):.2f}")
    rounds = [_round(lambda: [component(doc) for doc in docs]) for _ in range(5)]
    print(f"  {'component':<28} {min(rounds) / len(pages):.2f}")
    assert sentences_of(docs[0])


def misses(sets: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Boundaries of ours that the gold lacks, and the other way round, with what stands around them."""
    found = []
    for title, rows in sets.items():
        for row in rows:
            if isinstance(row["sentences"][0], str):
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
