"""The codebook: levels, frames, cues and rules of decision, as data that users can swap."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from ecosift.errors import ConfigError, UnknownNameError
from ecosift.lexicon import Lexicon, read_toml, validate
from ecosift.resources import resource
from ecosift.types import Valence


def load_codebook(name_or_path: str | Path) -> Codebook:
    """The codebook `configs/codebooks/NAME.toml`, or the TOML file that a path leads to.

    Raises `UnknownNameError` where there is none, `ConfigError` with one line where it cannot be used.
    """
    return _load(str(name_or_path))


class Level(Lexicon):
    """A level: `aliases` name it anywhere, `level_aliases` only before the word "level"."""

    name: str = Field(min_length=1)
    definition: str = ""
    aliases: tuple[str, ...] = ()
    level_aliases: tuple[str, ...] = ()


class CueGroup(Lexicon):
    """Phrases that speak for a level in one sense, and what they do to health unless something turns them.

    Phrase syntax: words in any inflection of number; `word*` any ending, `(a|b)` either, `word?` optional,
    `_` any one word, `{class}` any word of a class. What follows a cue that `governs` ("fear of …", "opinions
    about …") is its object and no factor of its own. A `setting` may also name where
    or with whom a study was done.
    """

    level: str
    sense: str
    phrases: tuple[str, ...] = Field(min_length=1)
    weight: float = Field(default=0.8, gt=0.0, lt=1.0)
    valence: Valence = "none"
    unless_near: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    governs: bool = False
    setting: bool = False
    example: str = ""


class Case(Lexicon):
    """One outcome of a contextual rule: the level, when one of these phrases stands near the trigger."""

    level: str
    near: tuple[str, ...] = Field(min_length=1)
    example: str = ""


class ContextRule(Lexicon):
    """A rule of decision "by whom, of what kind": the context nearest to the trigger says the level."""

    name: str = Field(pattern=r"^[a-z_]+$")
    number: str
    trigger: tuple[str, ...] = Field(min_length=1)
    case: tuple[Case, ...] = ()
    default: str | None = None
    weight: float = Field(default=0.85, gt=0.0, lt=1.0)
    valence: Valence = "none"
    window: int = Field(default=6, ge=1, le=30)
    example: str = ""


class Frames(Lexicon):
    """How an author assigns a level: "at the X level", "X-level factors", headings."""

    level_words: tuple[str, ...] = ("level",)
    nouns: tuple[str, ...] = ()
    not_frames: tuple[str, ...] = ()
    heading_extras: tuple[str, ...] = ()


class Definition(Lexicon):
    """A sentence that defines the model: one of `subject` and one of `predicate`, and none of `reported`."""

    subject: tuple[str, ...] = ()
    predicate: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()


class Anaphor(Lexicon):
    """Nouns that take up what the preceding sentence named; `levels` limits what they inherit."""

    nouns: tuple[str, ...] = Field(min_length=1)
    levels: tuple[str, ...] = ()


class Include(Lexicon):
    """A file of cues beside the codebook."""

    cue: tuple[CueGroup, ...] = ()


class Codebook(Lexicon):
    """A framework of levels, ordered from the nearest to the person to the farthest."""

    id: str = Field(min_length=1)
    version: str = Field(min_length=1)
    title: str = ""
    source: str = ""
    level: tuple[Level, ...] = Field(min_length=1)
    include: tuple[str, ...] = ()
    classes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    frames: Frames = Frames()
    definition: Definition = Definition()
    neutral: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    rule: tuple[ContextRule, ...] = ()
    anaphor: tuple[Anaphor, ...] = ()
    cue: tuple[CueGroup, ...] = ()
    sha256: str = ""

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The names of the levels, in the codebook's order."""
        return tuple(level.name for level in self.level)

    @model_validator(mode="after")
    def _names_are_sound(self) -> Self:
        for kind, names in (("level", self.levels), ("rule", [rule.name for rule in self.rule])):
            for name, count in Counter(names).items():
                if count > 1:
                    raise ValueError(f"duplicate {kind} {name!r}")
        for name in self._mentioned():
            if name not in self.levels:
                raise ValueError(f"unknown level {name!r}; the levels are {', '.join(self.levels)}")
        return self

    def _mentioned(self) -> Iterable[str]:
        yield from (cue.level for cue in self.cue)
        yield from (case.level for rule in self.rule for case in rule.case)
        yield from (rule.default for rule in self.rule if rule.default is not None)
        yield from (level for anaphor in self.anaphor for level in anaphor.levels)

    def __hash__(self) -> int:
        """By content, so that what is compiled from a codebook can be kept."""
        return hash((self.id, self.version, self.sha256))


@cache
def _load(name: str) -> Codebook:
    file = _find(name)
    origin = name if file.name in name else f"configs/codebooks/{file.name}"
    table = read_toml(file)
    included = [_beside(file, str(extra)) for extra in _names(table.get("include"), origin)]
    groups = [group for extra in included for group in _include(extra).cue]
    if groups:
        own = table.get("cue", [])
        table["cue"] = [*(own if isinstance(own, list) else [own]), *(group.model_dump() for group in groups)]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in (file, *included))).hexdigest()
    return validate(Codebook, {**table, "sha256": f"sha256:{digest}"}, origin)


def _find(name: str) -> Traversable:
    if name.endswith(".toml") or "/" in name or "\\" in name:
        path = Path(name)
        if not path.is_file():
            raise ConfigError(f"{name}: no such codebook file")
        return path
    home = resource("configs", "codebooks")
    file = home.joinpath(f"{name}.toml")
    if not file.is_file():
        known = (c.name.removesuffix(".toml") for c in home.iterdir() if c.name.endswith(".toml"))
        raise UnknownNameError("codebook", name, known)
    return file


def _names(value: object, origin: str) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ConfigError(f"{origin}: include: must be a list of files")
    return value


def _beside(file: Traversable, extra: str) -> Traversable:
    if isinstance(file, Path):
        return file.parent.joinpath(extra)
    return resource("configs", "codebooks", *extra.split("/"))


def _include(file: Traversable) -> Include:
    return validate(Include, read_toml(file), str(file))
