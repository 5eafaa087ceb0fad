"""Statistics against gold texts, ours and others' side by side.

usage: python benchmarks/statistics.py GOLD.jsonl

A line of the file: `doc_id`, `text`, `stats` (type, start, end, parts; `optional`). For each finder prints
precision, recall and F1 with its 95 % interval over documents at four levels (span: overlap; typed: and type;
value: and key numbers; exact: typed, same offsets), value F1 of each type, the share of the gold's parts that
the finding has too, and words a second. Finders: ours, a regular expression for each type written for the
purpose, quantulum3 (`pip install quantulum3`; named and left out where it is not there).

A type in `parts.alt_type` is accepted. A finding that is left over is ignored inside a gold composite (its n,
its share, its interval), over an optional figure, or where it is a period with a unit below one day.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from figure_finders import FINDERS, Finder, Found

from ecosift.evaluation import formulas
from ecosift.evaluation.bootstrap import estimates
from ecosift.evaluation.measures import Counts, dice, match, overlap
from ecosift.evaluation.samples import Sums

Figure = Mapping[str, Any]
Pages = Sequence[tuple[Sequence[Figure], Sequence[Found]]]
COMPOSITES = {"count", "percentage", "effect", "test", "mean", "median"}
KEYS = {"range": ("low", "high"), "count": ("numerator",), "p_value": ("operator", "value"), "period": ()}
PARTS = ("label", "group", "of", "unit", "denominator", "start", "end", "duration")
SHORT = {"hour", "minute", "second", "h", "min", "s", "sec"}
ROUNDS = 3


def main(file: str) -> int:
    """Score each finder on a file of the gold format."""
    gold = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
    for name, load in FINDERS.items():
        try:
            finder = load()
        except ImportError:
            print(f"\n{name}: not installed, left out")
            continue
        found, seconds = _find(finder, [doc["text"] for doc in gold])
        pages = [(doc["stats"], figures) for doc, figures in zip(gold, found, strict=True)]
        words = sum(len(doc["text"].split()) for doc in gold)
        print(f"\n{name}: {words / seconds:,.0f} words a second")
        _report(pages)
    return 0


def _find(finder: Finder, texts: Sequence[str]) -> tuple[list[Sequence[Found]], float]:
    """What the finder finds, and the processor time of its fastest round."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        found = [finder(text) for text in texts]
        spent.append(time.process_time() - begun)
    return found, min(spent)


def _report(pages: Pages) -> None:
    print(f"{'':14}{'P':>7}{'R':>7}{'F1':>7}")
    for name, agrees in LEVELS.items():
        print(_row(name, [_counts(g, p, agrees) for g, p in pages]))
    for kind in sorted({figure["type"] for stats, _ in pages for figure in stats}):
        print(_row(f"  {kind}", [_counts(g, p, _value, kind) for g, p in pages]))
    shares = sum((_parts(g, p) for g, p in pages), Counter[tuple[str, bool]]())
    for key in (*PARTS, "all"):
        right, asked = shares[key, True], shares[key, True] + shares[key, False]
        print(f"parts {key:12} {right / asked if asked else 0:.3f} of {asked}")


def _row(name: str, counts: Sequence[Counts]) -> str:
    total = sum(counts, Counts())
    sums = np.array([(count.tp, count.fp, count.fn) for count in counts])
    (estimate,) = estimates([Sums(sums, formulas.f1)])
    figures = f"{total.precision:7.3f}{total.recall:7.3f}{total.f1:7.3f}"
    return f"{name:14}{figures} [{estimate.low:.3f}, {estimate.high:.3f}]"


def _span(_gold: Figure, _found: Found) -> bool:
    return True


def _typed(gold: Figure, found: Found) -> bool:
    return found.type in (gold["type"], gold["parts"].get("alt_type"))


def _value(gold: Figure, found: Found) -> bool:
    if not _typed(gold, found):
        return False
    want, have = gold["parts"], dict(found.parts)
    if gold["type"] == "count" and found.type != "count":
        have["numerator"] = have.get("numerator", have.get("value"))
    keys = KEYS.get(gold["type"], ("value",) if "value" in want else ("low", "high"))
    return all(want.get(key) == have.get(key) for key in keys if key in want)


def _exact(gold: Figure, found: Found) -> bool:
    return _typed(gold, found) and (gold["start"], gold["end"]) == (found.start, found.end)


Agrees = Callable[[Figure, Found], bool]
LEVELS: dict[str, Agrees] = {"span": _span, "typed": _typed, "value": _value, "exact": _exact}


def _pairs(gold: Sequence[Figure], found: Sequence[Found], agrees: Agrees) -> dict[int, int]:
    def likeness(a: Figure, b: Found) -> float:
        return overlap((a["start"], a["end"]), (b.start, b.end)) if agrees(a, b) else 0.0

    return match(gold, found, likeness)


def _counts(
    gold: Sequence[Figure], found: Sequence[Found], agrees: Agrees, kind: str | None = None
) -> Counts:
    pairs = _pairs(gold, found, agrees)
    asked = [i for i, g in enumerate(gold) if not g.get("optional") and kind in (None, g["type"])]
    used = set(pairs.values())
    false = [
        s
        for j, s in enumerate(found)
        if j not in used and kind in (None, s.type) and not _ignored(gold, pairs, s)
    ]
    right = sum(i in pairs for i in asked)
    return Counts(right, len(false), len(asked) - right)


def _ignored(gold: Sequence[Figure], pairs: Mapping[int, int], found: Found) -> bool:
    if found.type == "period" and str(found.parts.get("unit", "")).rstrip("s") in SHORT:
        return True
    for i, g in enumerate(gold):
        if g.get("optional") and min(g["end"], found.end) > max(g["start"], found.start):
            return True
        inside = g["start"] <= found.start and found.end <= g["end"]
        if inside and i in pairs and g["type"] in COMPOSITES and g["type"] != found.type:
            return True
    return False


def _parts(gold: Sequence[Figure], found: Sequence[Found]) -> Counter[tuple[str, bool]]:
    return Counter(
        (name, right)
        for i, j in _pairs(gold, found, _value).items()
        for key, right in _asked(gold[i]["parts"], found[j].parts)
        for name in (key, "all")
    )


def _asked(want: Mapping[str, Any], have: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for key in PARTS:
        if want.get(key) is not None:
            yield key, _alike(want[key], have.get(key))


def _alike(want: Any, have: Any) -> bool:
    if isinstance(want, str) and isinstance(have, str) and want != have:
        return dice(_words(want), _words(have)) >= 0.5
    return bool(want == have)


def _words(text: str) -> Counter[str]:
    return Counter(word.rstrip("s") for word in re.findall(r"\w+", text.lower()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
