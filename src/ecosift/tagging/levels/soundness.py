"""What is wrong with a codebook, in one line that names file, table and key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from ecosift.errors import ConfigError
from ecosift.tagging.levels.cues import variants

if TYPE_CHECKING:
    from ecosift.tagging.levels.codebook import Codebook, ContextRule

M = TypeVar("M", bound=BaseModel)
# Tables that a codebook has any number of, and those that it has once.
MANY = frozenset({"level", "cue", "rule", "anaphor"})
ONCE = frozenset({"frames", "definition", "classes", "maps_to"})
CLASS = re.compile(r"[a-z_]+")
BRACKETS = re.compile(r"[(){}]")
PAIRS = {"(": ")", "{": "}"}
WORDS: Mapping[str, str] = {
    "extra_forbidden": "unknown key",
    "missing": "is missing",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
}


class Place(NamedTuple):
    """Where in a codebook something stands: its file, its table, its key."""

    file: str
    table: str
    key: str

    def refuse(self, reason: str) -> ConfigError:
        """The error to raise: one line."""
        where = ": ".join(part for part in self if part)
        return ConfigError(f"{where}: {' '.join(reason.split())}")


class Phrase(NamedTuple):
    """A phrase and where it stands."""

    text: str
    place: Place


def validated(model: type[M], table: Mapping[str, object], file: str) -> M:
    """The table as a `model`. Raises `ConfigError` with file, table, key and reason of the first fault."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        faults = error.errors()
    first = faults[0]
    reason = WORDS.get(first["type"], first["msg"])
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    raise _place(file, first["loc"]).refuse(reason + more)


def refuse_unsound(book: Codebook, homes: Sequence[tuple[str, int]]) -> None:
    """Raise `ConfigError` where names clash or lead nowhere, or a phrase can match nothing.

    `homes` gives each cue's file and its number there; the first of all is the codebook's own file.
    """
    file = homes[0][0]
    cues = [Place(origin, f"[[cue]] {number}", "") for origin, number in homes[1:]]
    _refuse_names(book, file)
    for name, place in _mentions(book, file, cues):
        if name not in book.levels:
            raise place.refuse(f"unknown level {name!r}; the levels are {', '.join(book.levels)}")
    for name in book.classes:
        if not CLASS.fullmatch(name):
            raise Place(file, "[classes]", name).refuse("a class is named in small letters and _")
    for phrase in _phrases(book, file, cues):
        _refuse_phrase(phrase, book.classes)


def _refuse_names(book: Codebook, file: str) -> None:
    seen: dict[str, str] = {}
    for at, level in enumerate(book.level, 1):
        place = Place(file, f"[[level]] {at}", "name")
        if level.name in (other.name for other in book.level[: at - 1]):
            raise place.refuse(f"duplicate level {level.name!r}")
        for key, names in (
            ("name", [level.name]),
            ("aliases", level.aliases),
            ("level_aliases", level.level_aliases),
        ):
            for name in names:
                home = seen.setdefault(name.lower(), level.name)
                if home != level.name:
                    raise place._replace(key=key).refuse(f"{name!r} names {home!r} already")
    for at, rule in enumerate(book.rule, 1):
        if rule.name in (other.name for other in book.rule[: at - 1]):
            raise Place(file, f"[[rule]] {at}", "name").refuse(f"duplicate rule {rule.name!r}")


def _mentions(book: Codebook, file: str, cues: Sequence[Place]) -> Iterator[tuple[str, Place]]:
    """Every name of a level outside `[[level]]`, with its place."""
    for cue, place in zip(book.cue, cues, strict=True):
        yield cue.level, place._replace(key="level")
    for at, rule in enumerate(book.rule, 1):
        if rule.default is not None:
            yield rule.default, Place(file, f"[[rule]] {at}", "default")
        for by, case in enumerate(rule.case, 1):
            yield case.level, Place(file, f"[[rule]] {at} [[rule.case]] {by}", "level")
    for at, anaphor in enumerate(book.anaphor, 1):
        yield from ((name, Place(file, f"[[anaphor]] {at}", "levels")) for name in anaphor.levels)
    for other, mapped in book.maps_to.items():
        yield from ((name, Place(file, f"[maps_to.{other}]", name)) for name in mapped)


def _phrases(book: Codebook, file: str, cues: Sequence[Place]) -> Iterator[Phrase]:
    for cue, place in zip(book.cue, cues, strict=True):
        for key in ("phrases", "unless_near", "only_near"):
            yield from (Phrase(text, place._replace(key=key)) for text in getattr(cue, key))
    for at, rule in enumerate(book.rule, 1):
        yield from _phrases_of_rule(rule, Place(file, f"[[rule]] {at}", "trigger"))
    for at, level in enumerate(book.level, 1):
        for key in ("aliases", "level_aliases"):
            yield from (Phrase(text, Place(file, f"[[level]] {at}", key)) for text in getattr(level, key))
    for at, anaphor in enumerate(book.anaphor, 1):
        yield from (Phrase(text, Place(file, f"[[anaphor]] {at}", "nouns")) for text in anaphor.nouns)
    for key in ("subject", "predicate", "reported"):
        yield from (Phrase(t, Place(file, "[definition]", key)) for t in getattr(book.definition, key))
    for key in ("neutral", "generic"):
        yield from (Phrase(text, Place(file, "", key)) for text in getattr(book, key))


def _phrases_of_rule(rule: ContextRule, place: Place) -> Iterator[Phrase]:
    yield from (Phrase(text, place) for text in rule.trigger)
    for at, case in enumerate(rule.case, 1):
        inside = place._replace(table=f"{place.table} [[rule.case]] {at}", key="near")
        yield from (Phrase(text, inside) for text in case.near)


def _refuse_phrase(phrase: Phrase, classes: Mapping[str, Sequence[str]]) -> None:
    if not _balanced(phrase.text):
        raise phrase.place.refuse(f"a bracket is left open in {phrase.text!r}")
    try:
        found = variants(phrase.text)
    except ConfigError as error:
        raise phrase.place.refuse(str(error).removeprefix("codebook: ")) from error
    for word in (word for keys in found for word in keys if word.startswith("{")):
        if word[1:-1] not in classes:
            raise phrase.place.refuse(f"no class {word}; the classes are {', '.join(classes) or 'none'}")


def _balanced(text: str) -> bool:
    """Whether every bracket is closed before the next one opens: phrases have no brackets in brackets."""
    signs = BRACKETS.findall(text)
    pairs = zip(signs[::2], signs[1::2], strict=False)
    return len(signs) % 2 == 0 and all(PAIRS.get(one) == other for one, other in pairs)


def _place(file: str, loc: Sequence[int | str]) -> Place:
    """A place as pydantic names it, in the words of TOML."""
    table, rest = "", list(loc)
    if rest and rest[0] in MANY:
        table = f"[[{rest.pop(0)}]]"
        if rest and isinstance(rest[0], int):
            table += f" {int(rest.pop(0)) + 1}"
        if len(rest) > 1 and rest[0] == "case" and isinstance(rest[1], int):
            table += f" [[rule.case]] {rest[1] + 1}"
            rest = rest[2:]
    elif len(rest) > 1 and rest[0] in ONCE:
        table = f"[{rest.pop(0)}]"
    names = [str(part) for part in rest if isinstance(part, str)]
    items = [f"item {part + 1}" for part in rest if isinstance(part, int)]
    return Place(file, table, " ".join([".".join(names), *items]).strip())
