"""Valence: what the factor at a level does to people's health, as the sentence tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple, Protocol, get_args

from ecosift.lexicon import Lexicon, load_lexicon
from ecosift.types import Role, Valence

Kind = Literal["harm", "help", "lack", "lacking", "reduce", "open", "null", "need", "figure"]
KINDS: tuple[str, ...] = get_args(Kind)
VALENCES: tuple[Valence, ...] = get_args(Valence)
# How many words a turning word reaches forward to its cue ("reduces both shame and stigma").
REACH = 6
LACKING_REACH = 4
TURNED: dict[Valence, Valence] = {"barrier": "facilitator", "facilitator": "barrier", "none": "none"}


class ValenceWords(Lexicon):
    """Words that give a factor a direction or turn it round."""

    harm: tuple[str, ...]
    help: tuple[str, ...]
    lack: tuple[str, ...]
    lacking: tuple[str, ...]
    reduce: tuple[str, ...]
    open: tuple[str, ...]
    null: tuple[str, ...]
    need: tuple[str, ...]
    figure: tuple[str, ...]


class Polarity(NamedTuple):
    """A word of direction on the words `first` to `last`."""

    first: int
    last: int
    kind: str


class Named(Protocol):
    """A factor on the words `first` to `last`, with the direction it has by itself."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def valence(self) -> Valence: ...


def valence_of(factors: Sequence[Named], polarity: Sequence[Polarity], role: Role | None) -> Valence:
    """The valence of one level: every factor named there, each turned by the words around it."""
    return _together([_one(factor, polarity) for factor in factors], polarity, role)


def _together(turned: Sequence[Valence], polarity: Sequence[Polarity], role: Role | None) -> Valence:
    kinds = {p.kind for p in polarity}
    if "null" in kinds:
        return "none"
    if role in ("method", "objective", "sample") and not kinds & {"harm", "help", "lack"}:
        return "none"
    found = set(turned) or {_of_sentence(polarity)}
    found.discard("none")
    if not found:
        return _of_sentence(polarity)
    if len(found) > 1:
        return "both"
    (only,) = found
    if only == "barrier" and "figure" in kinds and not kinds & {"harm", "help", "lack", "lacking", "need"}:
        return "none"
    return only


def tag_features(
    level: str, factors: Sequence[Named], polarity: Sequence[Polarity], role: Role | None
) -> dict[str, float]:
    """What the classifier of valence looks at besides the sentence's own features."""
    turned = [_one(factor, polarity) for factor in factors]
    row = {
        f"t:level={level}": 0.5,
        f"t:rule={_together(turned, polarity, role)}": 2.0,
        f"t:role={role}": 1.0,
    }
    for kind in sorted({p.kind for p in polarity}):
        row[f"t:kind={kind}"] = 1.0
        row[f"t:{role}:{kind}"] = 0.5
    for factor in factors:
        row[f"t:own={factor.valence}"] = 1.0
    for valence in turned:
        row[f"t:turned={valence}"] = 1.0
    return row


def valence_phrases() -> Iterator[tuple[str, str]]:
    """Kind and phrase of every word of direction."""
    words = _words()
    for kind in KINDS:
        for phrase in getattr(words, kind):
            yield kind, phrase


def _one(factor: Named, polarity: Sequence[Polarity]) -> Valence:
    valence = factor.valence
    if not polarity:
        return valence
    if _lacks(factor, polarity):
        valence = "facilitator" if valence == "barrier" else "barrier"
    elif valence == "none":
        valence = _nearest(factor, polarity)
    if valence in TURNED and _governed(factor, polarity, ("reduce",)):
        valence = TURNED[valence]
    return valence


def _lacks(factor: Named, polarity: Sequence[Polarity]) -> bool:
    after = any(p.kind == "lacking" and 0 < p.first - factor.last <= LACKING_REACH for p in polarity)
    return after or _governed(factor, polarity, ("lack", "need"))


def _governed(factor: Named, polarity: Sequence[Polarity], kinds: tuple[str, ...]) -> bool:
    return any(p.kind in kinds and 0 <= factor.first - p.last <= REACH for p in polarity)


def _nearest(factor: Named, polarity: Sequence[Polarity]) -> Valence:
    near = [(abs(p.first - factor.first), p.kind) for p in polarity if p.kind in ("harm", "help")]
    return {"harm": "barrier", "help": "facilitator"}[min(near)[1]] if near else "none"  # type: ignore[return-value]


def _of_sentence(polarity: Sequence[Polarity]) -> Valence:
    kinds = [p.kind for p in polarity]
    harm = kinds.count("harm") + kinds.count("lack") + kinds.count("lacking")
    help_ = kinds.count("help") + kinds.count("reduce")
    if harm == help_:
        return "none" if "open" in kinds or not harm else "facilitator"
    return "barrier" if harm > help_ else "facilitator"


@cache
def _words() -> ValenceWords:
    words: ValenceWords = load_lexicon("valence", ValenceWords)
    return words
