"""Main content of pages: word-F1 by page type, ours and trafilatura's, and time as a share of trafilatura's.

usage: python benchmarks/cleaning.py PAGES... [--limit N] [--worst N] [--peer]

PAGES is a folder in the format of WCXB (`html/ID.html` or `.html.gz`, `ground-truth/ID.json` with
`ground_truth.main_content` and `_internal.page_type.primary`), or a JSONL file of pages flattened to
lines (`file_id`, `page_type`, `lines` of `text` and `content`), gzipped or not. Means over pages are
printed. --limit takes so many pages, spread over the set, --worst lists the pages furthest from
the truth, --peer runs trafilatura on the same HTML. A page that raises is listed, and the exit code is 1.
"""

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecosift.clean import clean
from ecosift.decode import decode
from ecosift.evaluation.measures import Counts, word_f1
from ecosift.types import Page

HTML, PLAIN = "text/html", "text/plain"


@dataclass(frozen=True)
class Case:
    """A page and its truth."""

    name: str
    type: str
    text: str
    media_type: str
    truth: str


@dataclass(frozen=True)
class Outcome:
    """What a system made of a page, and the processor time it took."""

    case: Case
    counts: Counts
    seconds: float


System = Callable[[Case], str]


def main() -> int:
    """Print a table for each set of pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, help="so many pages, spread over the set")
    parser.add_argument("--worst", type=int, default=0, help="list so many pages furthest from the truth")
    parser.add_argument("--peer", action="store_true", help="run trafilatura too")
    options = parser.parse_args()
    failed = 0
    for source in options.pages:
        cases = _spread(list(read_cases(source)), options.limit)
        print(f"{source}: {len(cases)} pages")
        failed += report(cases, options.worst, options.peer and any(c.media_type == HTML for c in cases))
    return int(failed > 0)


def read_cases(source: Path) -> Iterator[Case]:
    """The pages of a folder or of a file of lines."""
    yield from _folder(source) if source.is_dir() else _lines(source)


def report(cases: list[Case], worst: int, peer: bool) -> int:
    """Print what each system reaches; the number of pages that raised in ours."""
    systems: dict[str, System] = {"ecosift": _ecosift, **({"trafilatura": _trafilatura} if peer else {})}
    runs: dict[str, list[Outcome]] = {name: [] for name in systems}
    failures = []
    for case in cases:
        # Each page goes through every system in turn, so that both meet the same state of the machine.
        for name, system in systems.items():
            try:
                runs[name].append(_measure(case, system))
            except Exception as error:  # noqa: BLE001 (any page that raises is what this looks for)
                failures.append(f"{name}: {case.name}: {error!r}")
    for name, outcomes in runs.items():
        _print_table(name, outcomes)
    if peer:
        ours, theirs = (sum(outcome.seconds for outcome in outcomes) for outcomes in runs.values())
        print(f"  time: {ours / theirs:.3f} of trafilatura's ({1000 * theirs / len(cases):.1f} ms a page)")
    print(*failures, sep="\n", end="\n" if failures else "")
    for outcome in sorted(runs["ecosift"], key=lambda outcome: outcome.counts.f1)[:worst]:
        found = outcome.counts
        figures = f"{found.f1:.3f} P {found.precision:.2f} R {found.recall:.2f}"
        print(f"  {figures} {outcome.case.type:14} {outcome.case.name}")
    return sum(line.startswith("ecosift:") for line in failures)


def _print_table(name: str, outcomes: list[Outcome]) -> None:
    for kind in ("all", *sorted({outcome.case.type for outcome in outcomes})):
        found = [o.counts for o in outcomes if kind in ("all", o.case.type)]
        f1, precision, recall = (
            sum(getattr(c, key) for c in found) / len(found) for key in ("f1", "precision", "recall")
        )
        print(f"  {name:12} {kind:14} {len(found):4} pages  F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}")


def _measure(case: Case, system: System) -> Outcome:
    start = time.process_time()
    text = system(case)
    return Outcome(case, word_f1(text, case.truth), time.process_time() - start)


def _ecosift(case: Case) -> str:
    return clean(case.text, case.media_type).text


def _trafilatura(case: Case) -> str:
    import trafilatura  # noqa: PLC0415 (an optional peer)

    return trafilatura.extract(case.text, include_comments=False) or ""


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


if __name__ == "__main__":
    sys.exit(main())
