"""Passed and asked cases of a statcheck and a GRIM file: `benchmarks/checks.py STATCHECK.jsonl GRIM.jsonl`.

A line of the first: `kind`, `input`, `options`, `expect` (`n_results`, `results`, `error`, `decision_error`,
`computed_p`); of the second: `test` (grim, grimmer, debit), `input`, `expect` (`consistent`). Left out are
kinds that are not asked, ties at the last digit of a float (`knife_edge`) and the broken minus.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ecosift import checks

NOT_ASKED = ("reject_policy", "p_only", "apa_factor")
BROKEN_MINUS = "%^&"


def main(statcheck_file: str, grim_file: str) -> int:
    """Print each failure and the counts; 0 when all pass."""
    cases = [*_failures(statcheck_file, _run_statcheck), *_failures(grim_file, _run_grim)]
    failures = [line for line in cases if line]
    print(*failures, sep="\n" if failures else "")
    print(f"passed {len(cases) - len(failures)} of {len(cases)}")
    return 1 if failures else 0


def _failures(file: str, run: Callable[[dict[str, Any]], str]) -> Iterator[str]:
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if _asked(case):
            wrong = run(case)
            yield f"{case['id']} {case['input']!r} {case.get('options', '')}: {wrong}" if wrong else ""


def _asked(case: dict[str, Any]) -> bool:
    return (
        case.get("kind") not in NOT_ASKED
        and not case.get("knife_edge")
        and BROKEN_MINUS not in str(case["input"])
    )


def _run_statcheck(case: dict[str, Any]) -> str:
    found = checks.statcheck(case["input"], **case["options"])
    expect = case["expect"]
    if len(found) != expect.get("n_results", len(found) or 1):
        return f"{len(found)} results"
    wanted = [*_each(expect, "results", found)]
    for key in ("error", "decision_error", "computed_p"):
        wanted += [(place, {key: value}) for place, value in _each(expect, key, found)]
    return "; ".join(
        f"result {i}: {key} is {getattr(found[i], key)!r}, not {value!r}"
        for i, values in wanted
        for key, value in values.items()
        if not _same(getattr(found[i], key), value)
    )


def _each(expect: dict[str, Any], key: str, found: list[checks.StatcheckResult]) -> Iterator[tuple[int, Any]]:
    """What is expected of each result; one value alone is meant for all of them."""
    if key in expect:
        value = expect[key]
        yield from enumerate(value if isinstance(value, list) else [value] * len(found))


def _same(got: object, wanted: object) -> bool:
    if isinstance(wanted, float) and isinstance(got, float):
        return abs(got - wanted) <= 1e-7 * abs(wanted)
    return got == wanted


def _run_grim(case: dict[str, Any]) -> str:
    got = getattr(checks, case["test"])(**case["input"])
    return "" if got is case["expect"]["consistent"] else f"{case['test']} gives {got}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
