"""Main content of pages: word-F1 by page type with 95 % intervals, and speed, ours and that of peers.

usage: python benchmarks/cleaning.py PAGES... [--alone] [--rules] [--sample N] [--worst N] [--json]

PAGES is a folder in the format of WCXB (`html/ID.html` or `.html.gz`, `ground-truth/ID.json` with
`ground_truth.main_content` and `_internal.page_type.primary`), or a JSONL file of pages flattened to
lines (`file_id`, `page_type`, `lines` of `text` and `content`), gzipped or not; peers read HTML alone.

We clean as `ecosift.load()` does: where the shipped classifier was trained on the pages, its figure is in
sample. --rules adds what the rules make of the pages without it, --alone leaves the peers out. --sample takes
so many pages, spread over the set, --worst lists the pages furthest from the truth, --json prints JSON.

Each page goes through every system in turn, in one process. Intervals come from drawing pages anew, 2,000
times. A page that a peer fails on counts as empty; one that we fail on is listed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from peers import Extract, load_peers

from ecosift.clean import Classifier, clean
from ecosift.config import load_config
from ecosift.decode import decode
from ecosift.evaluation.measures import Counts, word_f1
from ecosift.models import load_model
from ecosift.types import Page

HTML, PLAIN = "text/html", "text/plain"
OURS, RULES = "ecosift", "ecosift rules"
DRAWS, SEED = 2_000, 20_261


@dataclass(frozen=True)
class Case:
    """A page and its truth."""

    name: str
    type: str
    text: str
    media_type: str
    truth: str


@dataclass
class Run:
    """What one system made of the pages, in order, and the processor time it took."""

    found: list[Counts] = field(default_factory=list)
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    def add(self, case: Case, system: System) -> None:
        """Put one page through."""
        start = time.process_time()
        try:
            text = system(case)
        except Exception as error:  # noqa: BLE001 (any page that raises is what this looks for)
            text = ""
            self.failures.append(f"{case.name}: {error!r}")
        self.seconds += time.process_time() - start
        self.found.append(word_f1(text, case.truth))


System = Callable[[Case], str]
Runs = Mapping[str, Run]


def main() -> int:
    """Print a table for each set of pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--alone", action="store_true", help="no peers")
    parser.add_argument("--rules", action="store_true", help="our rules without the classifier, too")
    parser.add_argument("--sample", type=int, help="so many pages, spread over the set")
    parser.add_argument("--worst", type=int, default=0, help="list so many pages furthest from the truth")
    parser.add_argument("--json", action="store_true", help="JSON, nothing else on standard output")
    options = parser.parse_args()
    ours = dict(_ours(options.rules))
    peers = {} if options.alone else dict(_peers())
    results = []
    for source in options.pages:
        cases = _spread(list(read_cases(source)), options.sample)
        systems = ours | (peers if cases[0].media_type == HTML else {})
        runs = _run(cases, systems)
        results.append(
            {"set": str(source), **_figures(cases, runs), "worst": _worst(cases, runs, options.worst)}
        )
        if not options.json:
            _print_tables(results[-1])
    if options.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    return int(any(result["systems"][OURS]["failures"] for result in results))


# Systems


def _ours(rules: bool) -> Iterator[tuple[str, System]]:
    name = load_config().clean.model
    classifier = Classifier(load_model(name)) if name else None
    yield OURS, partial(_clean, classifier)
    if rules:
        yield RULES, partial(_clean, None)


def _clean(classifier: Classifier | None, case: Case) -> str:
    return clean(case.text, case.media_type, None, classifier).text


def _peers() -> Iterator[tuple[str, System]]:
    for name, extract in load_peers(lambda said: print(said, file=sys.stderr)):
        yield name, partial(_extract, extract)


def _extract(extract: Extract, case: Case) -> str:
    return extract(case.text)


def _run(cases: Sequence[Case], systems: Mapping[str, System]) -> Runs:
    runs = {name: Run() for name in systems}
    for system in systems.values():
        # What a system loads at its first page is nobody's time.
        Run().add(cases[0], system)
    for case in cases:
        for name, system in systems.items():
            runs[name].add(case, system)
    return runs


# Pages


def read_cases(source: Path) -> Iterator[Case]:
    """The pages of a folder or of a file of lines."""
    yield from _folder(source) if source.is_dir() else _lines(source)


def _folder(folder: Path) -> Iterator[Case]:
    for file in sorted(folder.joinpath("html").iterdir()):
        name = file.name.split(".")[0]
        truth = json.loads(folder.joinpath("ground-truth", f"{name}.json").read_text(encoding="utf-8"))
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        text, _ = decode(Page(content=content, media_type=HTML))
        kind = truth["_internal"]["page_type"]["primary"]
        yield Case(name, kind, text, HTML, truth["ground_truth"]["main_content"])


def _lines(file: Path) -> Iterator[Case]:
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    for row in content.decode("utf-8").splitlines():
        page: dict[str, Any] = json.loads(row)
        text = "\n".join(line["text"] for line in page["lines"])
        truth = "\n".join(line["text"] for line in page["lines"] if line["content"])
        yield Case(page["file_id"], page["page_type"], text, PLAIN, truth)


def _spread(cases: list[Case], limit: int | None) -> list[Case]:
    step = max(1, len(cases) // limit) if limit else 1
    return cases[::step][:limit]


# Figures


def _figures(cases: Sequence[Case], runs: Runs) -> dict[str, Any]:
    size = sum(len(case.text.encode("utf-8", "replace")) for case in cases) / 1e6
    return {
        "pages": len(cases),
        "megabytes": round(size, 2),
        "systems": {
            name: {
                "types": _by_type(cases, run.found),
                "pages_per_second": round(len(cases) / run.seconds, 1),
                "megabytes_per_second": round(size / run.seconds, 2),
                "failures": run.failures,
            }
            for name, run in runs.items()
        },
    }


def _by_type(cases: Sequence[Case], found: Sequence[Counts]) -> dict[str, dict[str, float]]:
    """Means over the pages of each type, and of all."""
    kinds = sorted({case.type for case in cases})
    chosen = {kind: [c for c, case in zip(found, cases, strict=True) if case.type == kind] for kind in kinds}
    return {kind: _means(counts) for kind, counts in ({"all": list(found)} | chosen).items()}


def _means(found: Sequence[Counts]) -> dict[str, float]:
    f1 = np.array([counts.f1 for counts in found])
    drawn = np.random.default_rng(SEED).integers(0, len(f1), (DRAWS, len(f1)))
    low, high = np.quantile(f1[drawn].mean(axis=1), (0.025, 0.975))
    rest = {key: np.mean([getattr(counts, key) for counts in found]) for key in ("precision", "recall")}
    shares = {"f1": f1.mean(), "low": low, "high": high, **rest}
    return {"pages": len(f1), **{name: round(float(value), 4) for name, value in shares.items()}}


def _worst(cases: Sequence[Case], runs: Runs, number: int) -> list[dict[str, Any]]:
    """The pages that we fare worst on, with what every system reaches there."""
    ours = runs[OURS].found
    order = sorted(range(len(cases)), key=lambda at: ours[at].f1)[:number]
    return [
        {
            "page": cases[at].name,
            "type": cases[at].type,
            "precision": round(ours[at].precision, 3),
            "recall": round(ours[at].recall, 3),
            "f1": {name: round(run.found[at].f1, 3) for name, run in runs.items()},
        }
        for at in order
    ]


# Words for people


def _print_tables(result: dict[str, Any]) -> None:
    systems = result["systems"]
    print(f"{result['set']}: {result['pages']} pages, {result['megabytes']} MB")
    for kind, first in systems[OURS]["types"].items():
        print(f"  {kind}, {first['pages']} pages")
        for name, system in systems.items():
            row = system["types"][kind]
            f1 = f"F1 {row['f1']:.4f} ({row['low']:.3f}-{row['high']:.3f})"
            print(f"    {name:22} {f1}  P {row['precision']:.3f}  R {row['recall']:.3f}")
    print("  speed, one core")
    for name, system in systems.items():
        rate, size = system["pages_per_second"], system["megabytes_per_second"]
        print(f"    {name:22} {rate:8.1f} pages/s  {size:7.2f} MB/s{_ratio(rate, systems)}")
    for name, system in systems.items():
        for failure in system["failures"]:
            print(f"  failed: {name}: {failure}")
    for page in result["worst"]:
        others = "  ".join(f"{name} {f1:.2f}" for name, f1 in page["f1"].items() if name != OURS)
        measured = f"{page['f1'][OURS]:.3f} P {page['precision']:.2f} R {page['recall']:.2f}"
        print(f"  {measured} {page['type']:14} {page['page']:>8}  {others}")


def _ratio(rate: float, systems: dict[str, Any]) -> str:
    peer = systems.get("trafilatura")
    return f"  {rate / peer['pages_per_second']:.2f} x trafilatura" if peer else ""


if __name__ == "__main__":
    sys.exit(main())
