"""Values of p and test statistics."""

from __future__ import annotations

import re
from typing import Any

from ecosift.tagging.statistics.figures import Figure, put
from ecosift.tagging.statistics.line import Line

_P_VALUE = re.compile(
    r"p(?:[^=<>N().;|,]{0,6})(?P<op>[=<>])=?(?P<value>[Ns])|p[of:]{0,2}(?P<value2>[Ns])(?![%UT])"
)
_COMPACT_P = re.compile(r"p[=<>of]")
_TEST = re.compile(
    r"X(?:\((?:[wk]=)?(?P<df1>[NY])(?:[,;/](?:[wk]=)?(?P<df2>[NY]))?(?:[,;](?:n=)(?P<n>N))?\))?(?:[,;]?[wk]=N[,;])?(?P<op>[=<>])(?P<value>N)"
)
_OPERATORS = {"<": "<", ">": ">", "=": "=", "≤": "≤", "≥": "≥"}


def p_value(line: Line, at: int) -> Figure | None:
    """A p value of its own."""
    found = read_p(line, at)
    if found is None:
        return None
    parts, printed, end = found
    return Figure("p_value", "p", at, end - 1, end - 1, parts=parts, printed=printed)


def read_p(line: Line, at: int) -> tuple[dict[str, Any], dict[str, Any], int] | None:
    """A p value at token `at`: parts, printed, the token after it."""
    found = _P_VALUE.match(line.shape, at)
    if found is None:
        return None
    token = found.start("value") if found["value"] else found.start("value2")
    sign = found.start("op") if found["op"] else None
    operator = _OPERATORS.get(line.lower[sign], "=") if sign is not None else "="
    if sign is not None and found["op"] and line.shape[sign + 1] == "=" and operator in "<>":
        operator = {"<": "≤", ">": "≥"}[operator]
    if line.shape[token] == "s":
        return {"operator": operator, "value": None}, {"value": line.slice(token, token)}, found.end()
    end, number = found.end(), line.numbers[token]
    value, printed = number.value, number.printed
    if value == 0 and line.shape[end : end + 2] == "/N":
        printed = line.slice(token, end + 1)
        value = float("0." + line.lower[end + 1]) if line.lower[end + 1].isdecimal() else 0
        end += 2
    if not 0 <= value <= 1:
        return None
    return {"operator": operator, "value": value}, {"value": printed}, end


def read_tail_p(line: Line, figure: Figure, at: int) -> int:
    """Take a p value that follows a comma, a semicolon or a bracket into `figure`; return the next token."""
    shape = line.shape
    start = at
    while start < len(shape) and shape[start] in ",;a" and start - at < 2:
        start += 1
    closing = shape[start : start + 1] == "("
    if closing:
        start += 1
    elif start == at:
        return at
    found = read_p(line, start) if is_p(line, start) else None
    if found is None:
        return at
    parts, printed, end = found
    if closing:
        if shape[end : end + 1] != ")":
            return at
        end += 1
    figure.parts["p"], figure.printed["p"] = parts, printed["value"]
    return end


def test(line: Line, at: int) -> Figure | None:
    """A test statistic with its degrees of freedom and p."""
    found = _TEST.match(line.shape, at)
    if found is None:
        return None
    name = line.slice(at, at)
    if name in ("r", "R") and not found["df1"]:
        return None
    figure = Figure("test", "test", at, found.end() - 1, found.start("value"))
    figure.parts["test"] = _test_name(name)
    df = [found.start(key) for key in ("df1", "df2") if found[key]]
    if df:
        values = [line.numbers[token].value for token in df]
        figure.parts["df"] = values if len(values) > 1 else values[0]
    if found["n"]:
        put(line, figure, "n", found.start("n"))
    figure.parts["operator"] = _OPERATORS.get(line.lower[found.start("op")], "=")
    put(line, figure, "value", found.start("value"))
    figure.last = read_tail_p(line, figure, found.end()) - 1
    return figure


def _test_name(printed: str) -> str:
    lower = printed.lower()
    if lower.startswith(("chi", "χ", "x")):
        return "χ²"
    return lower if lower in ("t", "z", "r") else printed[:1].upper() if len(printed) > 2 else printed


def is_p(line: Line, at: int) -> bool:
    """Whether a p value without words between stands at token `at`."""
    return _COMPACT_P.match(line.shape, at) is not None
