"""Reads figures off a line's shape: a number with all that belongs to it (spread, interval, share, p).

What a figure is (mean, percentage, …) is said here only where its own form says it; `kinds` decides the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line

# pieces of shape patterns
_UNIT = "[%UTh]?"
_TO = "(?:-|t|,|a|;|,a|f)"
_CI = re.compile(
    rf"(?:(?P<level>N)%?)?C(?:\(C\))?(?:(?P<after>N)%)?[=:,ofm]{{0,2}}"
    rf"(?:\((?P<low>N){_UNIT}{_TO}(?P<high>N){_UNIT}\)|(?P<lo>N){_UNIT}{_TO}(?P<hi>N){_UNIT})"
)
_PLAIN = re.compile(rf"(?P<lo>N){_UNIT}(?:-|t|,|f|a)(?P<hi>N){_UNIT}(?=[),;])")
_SPREAD = re.compile(rf"(?:(?P<kind>S)[=:o,]?|±(?P<kind2>S)?)(?P<sd>N){_UNIT}")
_QUARTILES = re.compile(rf"(?P<kind>I|R)[=:,of]?(?:\([IR]\))?[=:,]?(?P<lo>N){_UNIT}{_TO}(?P<hi>N){_UNIT}")
_PERCENT = re.compile(r"q?(?P<percent>N)%(?!C)")
_RATIO = re.compile(r"(?:n=)?(?P<num>N)(?:o|/)(?P<den>N)P?")
_COUNT = re.compile(r"n=(?P<num>N)")
P_VALUE = re.compile(
    r"p(?:[^=<>N().;|,]{0,6})(?P<op>[=<>])=?(?P<value>[Ns])|p[of:]{0,2}(?P<value2>[Ns])(?![%UT])"
)
_COMPACT_P = re.compile(r"p[=<>of]")
_TEST = re.compile(
    r"X(?:\((?:[wk]=)?(?P<df1>N)(?:[,;/](?:[wk]=)?(?P<df2>N))?(?:[,;](?:n=)(?P<n>N))?\))?(?:[,;]?[wk]=N[,;])?(?P<op>[=<>])(?P<value>N)"
)
_N_EQUALS = re.compile(r"n[=:]q?(?P<value>[NY])")
_MEASURE = re.compile(
    r"M(?:\(M\))?(?P<fill>(?:[owafkGDAPUtbx/:=,LVM]|\((?:N%)?C\)|\([MN]%?C?\)|\((?:N%)?C[,;]?p?\)){0,9}?)(?P<q>[q<>])?(?P<value>N)(?!%?C)"
)
_ADJACENT = re.compile(r"[=:,oM]{0,2}(?:\((?:N%)?C\))?[=:,of]{0,2}$")
_OPERATORS = {"<": "<", ">": ">", "=": "=", "≤": "≤", "≥": "≥"}


@dataclass(slots=True)
class Figure:
    """A figure on its way to a statistic. `kind` is empty while undecided, `form` says how it is printed.

    `first` and `last` are its tokens, `at` the token of its key number, `unit` the token of its unit.
    """

    kind: str
    form: str
    first: int
    last: int
    at: int
    unit: int | None = None
    percent: bool = False
    linked: bool = False
    parts: dict[str, Any] = field(default_factory=dict)
    printed: dict[str, Any] = field(default_factory=dict)


def put(line: Line, figure: Figure, key: str, token: int) -> None:
    """Set a part to the number at `token`, as value and as printed."""
    number = line.numbers[token]
    figure.parts[key] = number.value
    figure.printed[key] = number.printed


def read_p(line: Line, at: int) -> tuple[dict[str, Any], dict[str, Any], int] | None:
    """A p value at token `at`: parts, printed, the token after it."""
    found = P_VALUE.match(line.shape, at)
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
    found = read_p(line, start) if _COMPACT_P.match(shape, start) else None
    if found is None:
        return at
    parts, printed, end = found
    if closing:
        if shape[end : end + 1] != ")":
            return at
        end += 1
    figure.parts["p"], figure.printed["p"] = parts, printed["value"]
    return end


def p_value(line: Line, at: int) -> Figure | None:
    """A p value of its own."""
    found = read_p(line, at)
    if found is None:
        return None
    parts, printed, end = found
    return Figure("p_value", "p", at, end - 1, end - 1, parts=parts, printed=printed)


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


def n_equals(line: Line, at: int) -> Figure | None:
    """ "n = 12", with a share in brackets or after a comma where there is one."""
    found = _N_EQUALS.match(line.shape, at)
    if found is None:
        return None
    token = found.start("value")
    figure = Figure("", "n", at, token, token)
    put(line, figure, "value", token)
    rest = re.compile(r"[,;]?\(?(?P<percent>N)%(?!C)\)?").match(line.shape, token + 1)
    if rest and line.shape[token + 1] in ",;(":
        put(line, figure, "percent", rest.start("percent"))
        closes = line.shape[token + 1] == "(" and line.shape[rest.end() - 1] == ")"
        figure.last = rest.end() - 1 if closes else rest.start("percent") + 1
        figure.kind = "count"
    return figure


def measured(line: Line, at: int) -> Figure | None:
    """A measure of effect and the number it is said to have."""
    found = _MEASURE.match(line.shape, at)
    if found is None:
        return None
    token, fill = found.start("value"), found["fill"]
    entry, adjacent = line.entries[at], _ADJACENT.match(fill) is not None
    if (len(line.lower[at]) == 1 and "=" not in fill) or line.shape[token + 1 : token + 2] == "/":
        return None
    figure = Figure("effect", "measure", at, token, token)
    put(line, figure, "value", token)
    figure.parts["measure"] = entry.name
    if entry.adjusted:
        figure.parts["adjusted"] = True
    if found["q"]:
        figure.parts["qualifier"] = line.lower[found.start("q")]
    read_unit(line, figure)
    bare = figure.last
    read_annexes(line, figure)
    alone = figure.last == bare
    if alone and not _tells(line, figure, fill, adjacent=adjacent):
        return None
    if not adjacent and (len(fill) > 6 or fill.count("f") > 1 or ("f" in fill and "q" not in found[0])):
        figure.first = found.start("q") if found["q"] else token
    return figure


def _tells(line: Line, figure: Figure, fill: str, *, adjacent: bool) -> bool:
    """Whether a number without interval or p is the measure's value, and not a time, a dose or a count."""
    number, after = line.numbers[figure.at], line.shape[figure.last + 1 : figure.last + 2]
    timed = figure.unit is not None and line.shape[figure.unit] in "Th"
    counts = number.whole and (after in tuple("PLKZVG-wk") or line.lower[figure.at].isalpha())
    loose = any(code in fill for code in "PTGL") or len(fill) > 6
    named = line.entries.get(figure.first)
    common = named is not None and named.name in ("mean difference", "risk difference")
    if line.lower[figure.at].isalpha() or (common and ":" in fill):
        return False
    if timed and common:
        return "=" in fill or fill.endswith("o")
    if adjacent:
        return not (counts and common)
    return not loose and not counts and not timed and (not number.whole or "=" in fill or figure.percent)


def read_unit(line: Line, figure: Figure) -> None:
    """Take the unit or percent sign after the figure's last token."""
    after = figure.last + 1
    code = line.shape[after : after + 1]
    if code == "%" and line.shape[after + 1 : after + 2] != "C":
        figure.percent, figure.last = True, after
        _points(line, figure)
    elif code in tuple("UTh"):
        figure.unit, figure.last = after, after


def _points(line: Line, figure: Figure) -> None:
    """ "% points", "%-units"."""
    after = figure.last + 1
    if line.shape[after : after + 1] == "-":
        after += 1
    if line.lower[after : after + 1] in (["points"], ["point"], ["units"]):
        figure.last = after
        figure.parts["measure"] = "percentage points"


_ITEMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ci", _CI),
    ("quartiles", _QUARTILES),
    ("spread", _SPREAD),
    ("ratio", _RATIO),
    ("count", _COUNT),
    ("percent", _PERCENT),
    ("plain", _PLAIN),
)


def read_annexes(line: Line, figure: Figure) -> None:
    """Take what follows the estimate: brackets and comma-parted intervals, spreads, shares, p."""
    for _ in range(4):
        before = figure.last
        if line.shape[before + 1 : before + 2] == "(":
            _bracket(line, figure)
        else:
            _appended(line, figure)
        if figure.last == before:
            _far(line, figure)
        if figure.form == "share" and "denominator" not in figure.parts:
            _base(line, figure)
        if figure.last == before:
            break
    if figure.unit is None and not figure.percent and figure.form != "bare":
        read_unit(line, figure)
    if figure.kind == "effect" or figure.form in ("ci", "signed"):
        figure.last = read_tail_p(line, figure, figure.last + 1) - 1


def _far(line: Line, figure: Figure) -> None:
    """ "3.1 portions of fruit a day (SD 1.4)": a spread named as such may stand some words further on."""
    if figure.kind == "effect" or figure.form == "bare":
        _far_interval(line, figure)
    gap = _GAP.match(line.shape, figure.last + 1) if figure.form == "bare" else None
    if gap is None:
        return
    for name, pattern in (("quartiles", _QUARTILES), ("spread", _SPREAD)):
        found = pattern.match(line.shape, gap.end())
        closes = found is not None and line.shape[found.end() : found.end() + 1] == ")"
        if found is not None and closes and _take(line, figure, name, found):
            figure.last = found.end()


def _far_interval(line: Line, figure: Figure) -> None:
    """ "1.27 per two points, 95% CI …", "0.31 recurrences a patient (95% CI …)"."""
    gap = _GAP_CI.match(line.shape, figure.last + 1)
    found = _CI.match(line.shape, gap.end()) if gap is not None else None
    if gap is None or found is None or not _take_ci(line, figure, found):
        return
    figure.last = found.end() - 1
    if gap[0].endswith("(") and line.shape[found.end() : found.end() + 1] == ")":
        figure.last += 1


def _base(line: Line, figure: Figure) -> None:
    """The total or the noun after a count with its share: "55 (34%) of 161 patients", "308 (87%) patients"."""
    found = _AFTER_SHARE.match(line.shape, figure.last + 1)
    if found is None or (found["den"] and not _holds(line, figure.at, found.start("den"))):
        return
    if found["den"]:
        put(line, figure, "denominator", found.start("den"))
    figure.last = found.end() - 1


def _holds(line: Line, top: int, base: int) -> bool:
    return line.numbers[base].whole and line.numbers[base].value >= line.numbers[top].value


def _appended(line: Line, figure: Figure) -> None:
    """An interval or spread that follows without a bracket."""
    start = figure.last + 1
    shape = line.shape
    if shape[start : start + 1] in ("±", "C", "S"):
        pass
    elif shape[start : start + 1] in tuple(",;:"):
        start += 1
    elif shape[start : start + 2] != "N%":
        return
    for name, pattern in _ITEMS[:3]:
        found = pattern.match(shape, start)
        if found is not None and _take(line, figure, name, found):
            figure.last = found.end() - 1
            return


def _bracket(line: Line, figure: Figure) -> None:
    at, shape, taken = figure.last + 2, line.shape, False
    for _ in range(4):
        end = _item(line, figure, at)
        if end is None:
            break
        taken, at = True, end
        if shape[at : at + 1] == ")":
            figure.last = at
            return
        if shape[at : at + 1] not in tuple(",;a:("):
            break
        at += 1
    if taken:
        closing = shape.find(")", at, at + 12)
        inside = shape[at:closing] if closing >= 0 else "N"
        if closing >= 0 and "N" not in inside and "(" not in inside and "p" not in inside:
            figure.last = closing
        else:
            figure.parts["_until"] = at


def _item(line: Line, figure: Figure, at: int) -> int | None:
    shape = line.shape
    if shape[at : at + 1] == "p":
        compact = _COMPACT_P.match(shape, at) is not None
        found = read_p(line, at) if compact and (figure.kind == "effect" or figure.form == "ci") else None
        if found is None:
            return None
        figure.parts["p"], figure.printed["p"] = found[0], found[1]["value"]
        return found[2]
    for name, pattern in _ITEMS:
        match = pattern.match(shape, at)
        if match is not None and _take(line, figure, name, match):
            return match.end()
    bare = re.compile(rf"(?P<sd>N){_UNIT}(?=\))").match(shape, at)
    if bare is not None and _bare_spread(line, figure, bare):
        return bare.end()
    return None


def _bare_spread(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    """ "15.2 years (0.6)": a lone number in brackets is a spread where means are spoken of."""
    near = line.shape[max(0, figure.at - 14) : figure.at]
    if figure.percent or figure.form != "bare" or not ("A" in near or "S" in near):
        return False
    put(line, figure, "sd", found.start("sd"))
    figure.parts["spread_kind"] = "se" if _standard_error(line, figure.at) else "sd"
    figure.kind, figure.form = "mean", "spread"
    return True


def _take(line: Line, figure: Figure, name: str, found: re.Match[str]) -> bool:
    return _TAKERS[name](line, figure, found)


def _bounds(line: Line, figure: Figure, found: re.Match[str], low: str, high: str) -> None:
    groups = ("low", "high") if "low" in found.re.groupindex and found["low"] else ("lo", "hi")
    put(line, figure, low, found.start(groups[0]))
    put(line, figure, high, found.start(groups[1]))


def _take_ci(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    if "ci_low" in figure.parts:
        return False
    _bounds(line, figure, found, "ci_low", "ci_high")
    level = "level" if found["level"] else "after"
    if found[level]:
        put(line, figure, "ci_level", found.start(level))
    if figure.form in ("bare", "share"):
        figure.form = "ci"
    return True


def _take_plain(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    """An interval whose kind is unsaid; `kinds` settles it with the figure."""
    if "ci_low" in figure.parts or "low" in figure.parts or figure.form in ("pm", "ratio"):
        return False
    if figure.kind == "effect" or figure.percent:
        _bounds(line, figure, found, "ci_low", "ci_high")
        return True
    _bounds(line, figure, found, "low", "high")
    figure.form = "plain"
    return True


def _take_quartiles(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    if figure.percent or "low" in figure.parts:
        return False
    _bounds(line, figure, found, "low", "high")
    figure.parts["range_kind"] = "IQR" if found["kind"] == "I" else "range"
    figure.form = "quartiles" if found["kind"] == "I" else "ranged"
    return True


def _take_spread(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    if "sd" in figure.parts:
        return False
    put(line, figure, "sd", found.start("sd"))
    sign = found.start("kind") if found["kind"] else found.start("kind2") if found["kind2"] else None
    figure.parts["spread_kind"] = _spread_kind(line, sign, figure.at)
    if figure.kind != "effect":
        figure.kind, figure.form = "mean", "spread"
    return True


def _spread_kind(line: Line, sign: int | None, at: int) -> str:
    if sign is not None:
        return "se" if "e" in line.lower[sign].split()[-1] or "error" in line.lower[sign] else "sd"
    if _standard_error(line, at):
        return "se"
    return "sd" if "S" in line.shape[max(0, at - 40) : at] else "unstated"


def _standard_error(line: Line, at: int) -> bool:
    back = line.shape.rfind("S", max(0, at - 40), at)
    return back >= 0 and (
        "error" in line.lower[back] or line.lower[back].replace(".", "") in ("se", "sem", "ses")
    )


def _take_ratio(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    if not figure.percent:
        return False
    put(line, figure, "numerator", found.start("num"))
    put(line, figure, "denominator", found.start("den"))
    return True


def _take_count(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    if not figure.percent:
        return False
    put(line, figure, "numerator", found.start("num"))
    return True


def _take_percent(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    if (
        figure.percent
        or figure.unit is not None
        or figure.kind == "effect"
        or not line.numbers[figure.at].whole
    ):
        return False
    put(line, figure, "percent", found.start("percent"))
    if figure.form != "ratio":
        figure.kind, figure.form = "count", "share"
    return True


_TAKERS: dict[str, Callable[[Line, Figure, re.Match[str]], bool]] = {
    "ci": _take_ci,
    "plain": _take_plain,
    "quartiles": _take_quartiles,
    "spread": _take_spread,
    "ratio": _take_ratio,
    "count": _take_count,
    "percent": _take_percent,
}

_GAP_CI = re.compile(r"(?:f(?:N-?)?[wkUTP-]{1,4}|[wkTPVL/]{1,4}(?:f[wT])?)(?:[,;]|\(|,\()(?=(?:N%?)?C)")
_GAP = re.compile(r"[wkPVLUTfoA-]{1,8}\((?=[SIR])")
_SHARE_FURTHER = re.compile(r"f?[wkTPLVZKUh]{0,5}\((?P<percent>N)%\)|,(?P<after>N)%(?!C)")
_RATE = re.compile(r"f{1,2}(?P<base>N)(?P<noun>[wkG]{0,3}[PLVKT-]{1,3})?")
_AFTER_SHARE = re.compile(r"of?(?P<den>N)(?![%/-])(?:[wG]{0,3}[PLVK])?|[PV]")
_OF = re.compile(r"(?:o|/)f?(?P<den>N)(?![%/-])(?P<noun>[wG]{0,4}[PLVK])?")
_PM = re.compile(rf"(?P<unit>[%UTh])?\.?±(?P<sd>N)")
_SPAN = re.compile(r"(?P<unit>[%UT])?(?P<joint>-|t|a)(?P<q>[q<>])?(?P<high>N)")


def numbered(line: Line, at: int) -> Figure:
    """The figure whose key number stands at token `at`."""
    shape = line.shape
    figure = Figure("", "bare", at, at, at)
    put(line, figure, "value", at)
    spread = _PM.match(shape, at + 1)
    if spread is not None:
        return _plus_minus(line, figure, spread)
    share = _OF.match(shape, at + 1)
    if share is not None and _is_share(line, at, share):
        return _of_total(line, figure, share)
    rate = _RATE.match(shape, at + 1)
    if rate is not None and _is_rate(line, at, rate):
        return _rate(line, figure, rate)
    span = _SPAN.match(shape, at + 1)
    if span is not None and _is_span(line, at, span):
        return _from_to(line, figure, span)
    read_unit(line, figure)
    read_annexes(line, figure)
    return figure


def _is_rate(line: Line, at: int, found: re.Match[str]) -> bool:
    """ "18.4 per 1,000 workers", "19 in every 100", "four in ten"."""
    joint, base = line.lower[at + 1], line.numbers[found.start("base")]
    round_base = base.value in (10, 100, 1000, 10_000, 100_000, 1_000_000)
    if joint == "per":
        return round_base or (base.whole and base.value >= 100)
    small = line.lower[at].isalpha() and base.printed.isalpha() and line.numbers[at].value < base.value
    every = line.lower[at + 2] == "every"
    return (
        joint == "in"
        and (every or len(found[0]) == 2 or bool(found["noun"]))
        and (every and round_base or small)
    )


def _rate(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    base = found.start("base")
    if (
        line.lower[figure.at].isalpha()
        and line.lower[figure.at + 1] == "in"
        and line.numbers[base].value <= 20
    ):
        share = 100 * line.numbers[figure.at].value / line.numbers[base].value
        figure.kind, figure.form, figure.last, figure.percent = "percentage", "fraction", base, True
        figure.parts["value"] = int(share) if share == int(share) else round(share, 1)
        figure.printed["value"] = line.slice(figure.at, base)
        return figure
    figure.kind, figure.form = "count", "rate"
    figure.parts["numerator"], figure.printed["numerator"] = (
        figure.parts.pop("value"),
        figure.printed.pop("value"),
    )
    put(line, figure, "denominator", base)
    figure.last = found.end() - 1
    read_annexes(line, figure)
    return figure


def _plus_minus(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    figure.kind, figure.form, figure.last = "mean", "pm", found.end() - 1
    put(line, figure, "sd", found.start("sd"))
    figure.parts["spread_kind"] = _spread_kind(line, None, figure.at)
    read_unit(line, figure)
    if figure.unit is None and not figure.percent and found["unit"]:
        figure.unit = figure.at + 1
    read_annexes(line, figure)
    return figure


def _is_share(line: Line, at: int, found: re.Match[str]) -> bool:
    top, base = line.numbers[at], line.numbers[found.start("den")]
    if at and line.shape[at - 1] in "<>/":
        return False
    if at and line.lower[at - 1] in words().cues["identifiers"]:
        return False
    if not (top.whole and base.whole) or base.value == 0 or top.value > base.value:
        return False
    after = line.shape[found.start("den") + 1 : found.start("den") + 2]
    slash = line.lower[at + 1] == "/"
    if slash and (after in tuple("UTh") or line.shape[at - 1 : at] == "/" or base.value < 3):
        return False
    spelled = line.lower[at].isalpha() and line.lower[found.start("den")].isalpha()
    if spelled and base.value >= 4 and (at == 0 or line.shape[at - 1] in ".,;|a"):
        return True
    return (
        not spelled
        or bool(found["noun"])
        and found["noun"][-1] in "PLV"
        or line.shape[found.end() : found.end() + 1] == "("
    )


def _of_total(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    figure.kind, figure.form = "count", "ratio"
    figure.parts["numerator"], figure.printed["numerator"] = (
        figure.parts.pop("value"),
        figure.printed.pop("value"),
    )
    base = found.start("den")
    put(line, figure, "denominator", base)
    figure.last = base
    if found["noun"] and line.lower[figure.at + 1] != "/":
        figure.last = found.end() - 1
    bare = figure.last
    read_annexes(line, figure)
    if "percent" not in figure.parts and bare <= figure.last:
        _share_further(line, figure)
    figure.kind = "count"
    return figure


def _share_further(line: Line, figure: Figure) -> None:
    """ "37 of 366 days (10.1%)", "11 of 18, 61.1%": a share that fits the two numbers belongs to them."""
    found = _SHARE_FURTHER.match(line.shape, figure.last + 1)
    if found is None:
        return
    token = found.start("percent") if found["percent"] else found.start("after")
    share = 100 * figure.parts["numerator"] / figure.parts["denominator"]
    if abs(share - line.numbers[token].value) <= 2:
        put(line, figure, "percent", token)
        figure.last = found.end() - 1


def _is_span(line: Line, at: int, found: re.Match[str]) -> bool:
    if found["joint"] == "a" and "b" not in line.shape[max(0, at - 2) : at]:
        return False
    low, high = line.numbers[at], line.numbers[found.start("high")]
    after = line.shape[found.end() : found.end() + 1]
    return low.value <= high.value and not (found["joint"] == "-" and after == "-")


def _from_to(line: Line, figure: Figure, found: re.Match[str]) -> Figure:
    figure.form = "span"
    figure.parts["low"], figure.printed["low"] = figure.parts.pop("value"), figure.printed.pop("value")
    put(line, figure, "high", found.start("high"))
    figure.last = found.end() - 1
    read_unit(line, figure)
    if figure.unit is None and not figure.percent and found["unit"]:
        figure.percent = found["unit"] == "%"
        figure.unit = None if figure.percent else figure.at + 1
    return figure
