"""Finds test results as they are reported in running text: "t(28) = 2.20, p = .03"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ecosift.checks.printed import PComparison, Printed, comparison, read

TestName = Literal["t", "F", "r", "z", "Chi2", "Q", "Qw", "Qb"]
Comparison = Literal["=", "<", ">"]


@dataclass(frozen=True, slots=True)
class Reported:
    """One test as reported: kind, degrees of freedom, value and p, printed at `text[start:end]`.

    t and r keep their degrees of freedom in `df2`, χ² and Q in `df1`, F in both.
    """

    test: TestName
    df1: float | None
    df2: float | None
    comparison: Comparison
    value: Printed
    p_comparison: PComparison
    p: Printed | None
    start: int
    end: int


def find_tests(text: str) -> Iterator[Reported]:
    """Every test in `text` with the degrees of freedom it needs, its value and its p, in order."""
    plain = text.translate(_ALIKE)
    position = 0
    while (head := _HEAD.search(plain, position)) is not None:
        found = _read_test(plain, head)
        position = found.end if found else head.end()
        if found:
            yield found


# One code point for one, so that offsets stay true.
_ALIKE = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "﹣": "-",
        "·": ".",
        "²": "2",
        "χ": "x",
        "Χ": "x",
        "𝜒": "x",
        "𝛘": "x",
        "ꭓ": "x",
        "𝑡": "t",
        "𝐹": "F",
        "𝑟": "r",
        "𝑧": "z",
        "𝑄": "Q",
        "𝑝": "p",
        "𝑃": "P",
        "≤": "<",
        "≥": ">",
        "⩽": "<",
        "⩾": ">",
    }
)

# Every repeat is bounded: a page of brackets or digits costs a fixed number of steps a character.
_S = r"\s{0,4}"
_WHOLE = r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}"
_NUMBER = rf"(?:(?:{_WHOLE})(?:\.\d{{1,20}})?|\.\d{{1,20}})"
_DF = r"\d{1,9}(?:\.\d{1,10})?|\.\d{1,10}"


def _one_df(group: str) -> str:
    return rf"{_S}(?:df{_S}={_S})?(?P<{group}>{_WHOLE}|{_DF})"


_SAMPLE = rf"(?:{_S}[,;]{_S}n{_S}={_S}(?:{_WHOLE}))?"
_HEAD = re.compile(
    rf"""(?<![\w.])(?:
      (?P<one>t|r){_S}[(\[]{_one_df("df_one")}{_S}[)\]]
    | (?P<f>F){_S}[(\[]{_S}(?P<df_first>{_DF}|[lI]){_S}[,;]{_S}(?P<df_second>{_WHOLE}|{_DF}){_S}[)\]]
    | (?P<chi>(?:chi|x)[-\s]?\^?(?:2|squared?))
        {_S}[(\[]{_one_df("df_chi")}{_SAMPLE}{_S}[)\]]
    | (?P<q>Q)[-_\s]?(?P<q_kind>w(?:ithin)?|b(?:etween)?)?{_S}[(\[]{_one_df("df_q")}{_S}[)\]]
    | (?P<z>z)
    )(?={_S}[=<>])""",
    re.IGNORECASE | re.VERBOSE,
)
_VALUE = re.compile(rf"{_S}(?P<sign>[=<>]=?){_S}(?P<value>-?{_S}{_NUMBER})(?![\d.]?\d)")
_P = re.compile(
    rf"{_S}(?:[,;:(\[]|with|and)?{_S}(?:"
    rf"(?P<ns>n\.?s\.?)(?!\w)"
    rf"|(?:two|one)?[-\s]?(?:tailed|sided)?{_S}p(?:[-\s]?value)?{_S}(?P<sign>[=<>]=?){_S}"
    rf"(?P<p>{_NUMBER}(?:e{_S}-?\d{{1,3}})?))",
    re.IGNORECASE,
)
# Past these a figure is a slip of the page, not of the arithmetic.
_LARGEST = 10**12


def _read_test(text: str, head: re.Match[str]) -> Reported | None:
    value = _VALUE.match(text, head.end())
    p = _P.match(text, value.end()) if value else None
    if value is None or p is None:
        return None
    figure = read("".join(value["value"].split()))
    level = None if p["ns"] else read("".join(p["p"].split()))
    if figure is None or (level is None and not p["ns"]):
        return None
    test, df1, df2 = _kind(head)
    found = Reported(
        test,
        df1,
        df2,
        comparison(value["sign"]),
        figure,
        "ns" if level is None else comparison(p["sign"]),
        level,
        head.start(),
        p.end(),
    )
    return found if is_possible(found) else None


def _kind(head: re.Match[str]) -> tuple[TestName, float | None, float | None]:
    if head["one"]:
        return "r" if head["one"] in "rR" else "t", None, _degrees(head["df_one"])
    if head["f"]:
        return "F", _degrees(head["df_first"]), _degrees(head["df_second"])
    if head["chi"]:
        return "Chi2", _degrees(head["df_chi"]), None
    if head["q"]:
        kind = (head["q_kind"] or "")[:1].lower()
        return {"w": "Qw", "b": "Qb"}.get(kind, "Q"), _degrees(head["df_q"]), None  # type: ignore[return-value]
    return "z", None, None


def _degrees(text: str) -> float:
    """Degrees of freedom; typesetters put the letter l for the figure 1."""
    return 1.0 if text in "lI" else float(text.replace(",", ""))


def is_possible(found: Reported) -> bool:
    """A p over 1, a correlation past 1, or no degrees of freedom: not the test it looks like."""
    size = abs(found.value.value)
    degrees = [df for df in (found.df1, found.df2) if df is not None]
    if any(df <= 0 for df in degrees) or size > _LARGEST:
        return False
    if found.test == "r" and size > 1:
        return False
    if found.test in {"F", "Chi2", "Q", "Qw", "Qb"} and found.value.value < 0:
        return False
    return found.p is None or found.p.value <= 1
