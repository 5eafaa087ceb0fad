"""The scale on which the interval of a measure lies evenly around its estimate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import atanh, exp, inf, log, tanh

from ecosift.lexicon import Lexicon, load_lexicon


@dataclass(frozen=True, slots=True)
class Scale:
    """How a measure is made even, what means "no effect", and whether its interval must be even.

    `forward` gives 0 for `null`, and infinity where the measure ends; `words` name the scale in a message.
    """

    name: str
    forward: Callable[[float], float]
    back: Callable[[float], float]
    null: int | None = 0
    even: bool = True
    in_percent: bool = False
    words: str = ""


def scale_of(measure: str) -> Scale | None:
    """The scale of a measure by its name or abbreviation; None where that is not known or not clear."""
    names = _names()
    if measure.strip() in names.unclear:
        return None
    words = measure.casefold().split()
    while len(words) > 1 and words[0] in names.prefixes:
        words = words[1:]
    name = " ".join(words)
    kind = _kinds().get(name) or _kinds().get(name.removesuffix("s"))
    return None if kind is None else _SCALES[kind]


class _Scales(Lexicon):
    ratio: tuple[str, ...]
    difference: tuple[str, ...]
    level: tuple[str, ...]
    correlation: tuple[str, ...]
    efficacy: tuple[str, ...]
    standardised: tuple[str, ...]
    share: tuple[str, ...]
    unclear: tuple[str, ...]
    prefixes: tuple[str, ...]


class _ChecksLexicon(Lexicon):
    """The file `data/checks.toml`."""

    scales: _Scales


def _names() -> _Scales:
    lexicon: _ChecksLexicon = load_lexicon("checks", _ChecksLexicon)
    return lexicon.scales


@cache
def _kinds() -> dict[str, str]:
    return {name: kind for kind in _SCALES for name in getattr(_names(), kind)}


def _same(x: float) -> float:
    return x


def _log(x: float) -> float:
    return log(x) if x > 0 else -inf


def _fisher(r: float) -> float:
    return atanh(r) if abs(r) < 1 else (inf if r > 0 else -inf)


def _log_of_rest(percent: float) -> float:
    """The ratio behind a reduction in percent; its sign is turned so that more efficacy is more."""
    return -_log(1 - percent / 100)


def _rest(x: float) -> float:
    return 100 * (1 - exp(-x))


_SCALES = {
    "ratio": Scale("ratio", _log, exp, null=1, words=" on the log scale"),
    "difference": Scale("difference", _same, _same),
    "level": Scale("level", _same, _same, null=None),
    "correlation": Scale("correlation", _fisher, tanh, words=" on Fisher's scale"),
    "efficacy": Scale(
        "efficacy", _log_of_rest, _rest, in_percent=True, words=" on the log scale of one minus it"
    ),
    "standardised": Scale("standardised", _same, _same, even=False),
    "share": Scale("share", _same, _same, null=None, even=False),
}
