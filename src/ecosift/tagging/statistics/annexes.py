"""What follows an estimate and belongs to it: intervals, spreads, shares, p."""

from __future__ import annotations

import re
from collections.abc import Callable

from ecosift.tagging.statistics.figures import Figure, put, read_unit
from ecosift.tagging.statistics.lexicons import words
from ecosift.tagging.statistics.line import Line
from ecosift.tagging.statistics.significance import is_p, read_p, read_tail_p

# Pieces of shape patterns: a unit after a number, and what stands between two bounds.
_FAR = 30
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
_BARE = re.compile(rf"(?P<sd>N){_UNIT}(?=\))")
# the head of a table's row: "Female, n (%)"
_ROW_OF_COUNTS = re.compile(r"n,?\(%\)[^|]{0,4}\|")
_GAP_CI = re.compile(r"(?:f(?:N-?)?[wkUTP-]{1,4}|[wkTPVL/]{1,4}(?:f[wT])?)(?:[,;]|\(|,\()(?=(?:N%?)?C)")
# further words of the same clause: "lower on the scale at the end (95% CI …)"
_FAR_CI = re.compile(r"[wkfoqtaPVLKGUTh/-]{1,14}\((?=(?:N%?)?C)")
_GAP = re.compile(r"[wkPVLUTfoA-]{1,8}\((?=[SIR])")
_AFTER_SHARE = re.compile(r"of?(?P<den>N)(?![%/-])(?:[wG]{0,3}[PLVK])?|[PV]")
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
    """As in "3.1 portions of fruit a day (SD 1.4)": a named spread may stand some words further on."""
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
    """As in "1.27 per two points, 95% CI …", "0.31 recurrences a patient (95% CI …)"."""
    gap = _GAP_CI.match(line.shape, figure.last + 1)
    if gap is None and figure.unit is not None:
        gap = _FAR_CI.match(line.shape, figure.last + 1)
    found = _CI.match(line.shape, gap.end()) if gap is not None else None
    if gap is None or found is None or not _take_ci(line, figure, found):
        return
    figure.last = found.end() - 1
    if gap[0].endswith("("):
        end = read_tail_p(line, figure, found.end())
        figure.last = end if line.shape[end : end + 1] == ")" else end - 1


def _base(line: Line, figure: Figure) -> None:
    """The total or noun after a count with its share: "55 (34%) of 161 patients", "308 (87%) patients"."""
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
        with_n = _COUNT.match(shape, start)
        if with_n is not None and _take_count(line, figure, with_n):
            figure.last = with_n.end() - 1
            return
    elif shape[start : start + 2] != "N%":
        return
    items = (
        (*_ITEMS[:3], _ITEMS[-1]) if figure.kind == "effect" and "ci_low" not in figure.parts else _ITEMS[:3]
    )
    for name, pattern in items:
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
        compact = is_p(line, at)
        found = read_p(line, at) if compact and (figure.kind == "effect" or figure.form == "ci") else None
        if found is None:
            return None
        figure.parts["p"], figure.printed["p"] = found[0], found[1]["value"]
        return found[2]
    for name, pattern in _ITEMS:
        match = pattern.match(shape, at)
        if match is not None and _take(line, figure, name, match):
            return match.end()
    bare = _BARE.match(shape, at)
    if bare is not None and (_bare_share(line, figure, bare) or _bare_spread(line, figure, bare)):
        return bare.end()
    return None


def _bare_share(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    """As in "| Female, n (%) | 33 (55.0) |": the head of the row says what stands in brackets."""
    if figure.percent or figure.form != "bare" or not line.numbers[figure.at].whole:
        return False
    head = _ROW_OF_COUNTS.search(line.shape, max(0, figure.at - _FAR), figure.at)
    if head is None or line.numbers[found.start("sd")].value > 100:
        return False
    put(line, figure, "percent", found.start("sd"))
    figure.kind, figure.form = "count", "share"
    return True


def _bare_spread(line: Line, figure: Figure, found: re.Match[str]) -> bool:
    """As in "15.2 years (0.6)": a lone number in brackets is a spread where means are spoken of."""
    near = line.shape[max(0, figure.at - 14) : figure.at]
    if figure.percent or figure.form != "bare":
        return False
    if not ("A" in near or "S" in near) and not _is_score(line, figure, found.start("sd")):
        return False
    put(line, figure, "sd", found.start("sd"))
    figure.parts["spread_kind"] = "se" if _standard_error(line, figure.at) else "sd"
    figure.kind, figure.form = "mean", "spread"
    return True


def _is_score(line: Line, figure: Figure, sd: int) -> bool:
    """As in "the score rose from 31.2 (11.4) to 42.7 (12.9)": two decimals where something is measured."""
    value, spread = line.numbers[figure.at], line.numbers[sd]
    if value.whole or spread.whole or not 0 < spread.value < abs(value.value):
        return False
    return not words().cues["measured"].isdisjoint(line.lower[max(0, figure.at - _FAR) : figure.at])


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
    figure.parts["spread_kind"] = spread_kind(line, sign, figure.at)
    if figure.kind != "effect":
        figure.kind, figure.form = "mean", "spread"
    return True


def spread_kind(line: Line, sign: int | None, at: int) -> str:
    """Standard deviation, standard error or unstated: by the word at `sign`, else by the words before."""
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
