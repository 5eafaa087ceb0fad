"""The codebook: levels, frames, cues and rules of decision, as data that users can swap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import Field

from ecosift.errors import ConfigError, UnknownNameError
from ecosift.lexicon import Lexicon, read_toml
from ecosift.resources import resource
from ecosift.tagging.levels.soundness import Place, refuse_unsound, validated
from ecosift.types import Valence


def load_codebook(name_or_path: str | Path) -> Codebook:
    """The codebook `configs/codebooks/NAME.toml`, or the TOML file that a path leads to.

    Raises `UnknownNameError` where there is none, `ConfigError` with one line where it cannot be used.
    """
    name = str(name_or_path)
    # A user's file may change between two calls, or be another one in another folder.
    return _load(name) if _is_given(name) else _shipped(name)


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


class Counterpart(Lexicon):
    """What a level is in another codebook. `lossy` where something is lost on the way, `note` says what."""

    to: tuple[str, ...]
    lossy: bool = False
    note: str = ""


class Include(Lexicon):
    """A file of cues beside the codebook."""

    cue: tuple[CueGroup, ...] = ()


class Codebook(Lexicon):
    """A framework of levels, ordered from the nearest to the person to the farthest."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
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
    maps_to: dict[str, dict[str, Counterpart]] = Field(default_factory=dict)
    sha256: str = ""

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The names of the levels, in the codebook's order."""
        return tuple(level.name for level in self.level)

    def mapped(self, other: str, levels: Iterable[str]) -> tuple[str, ...]:
        """What these levels are in the codebook `other`, each once; `()` where nothing is declared."""
        table = self.maps_to.get(other, {})
        found = (name for level in levels if level in table for name in table[level].to)
        return tuple(dict.fromkeys(found))

    def __hash__(self) -> int:
        """By content, so that what is compiled from a codebook can be kept."""
        return hash((self.id, self.version, self.sha256))


@cache
def _shipped(name: str) -> Codebook:
    return _load(name)


def _load(name: str) -> Codebook:
    file = _find(name)
    origin = name if file.name in name else f"configs/codebooks/{file.name}"
    table = read_toml(file)
    own = validated(Codebook, table, origin)
    parts = [(extra, _beside(file, extra)) for extra in own.include]
    included = [(extra, _include(part, Place(origin, "", "include"))) for extra, part in parts]
    homes = [(origin, at) for at in range(len(own.cue) + 1)]
    homes += [(extra, at) for extra, held in included for at in range(1, len(held.cue) + 1)]
    groups = (*own.cue, *(group for _, held in included for group in held.cue))
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in (file, *(part for _, part in parts))))
    book = own.model_copy(update={"cue": groups, "sha256": f"sha256:{digest.hexdigest()}"})
    if isinstance(file, Path) and _is_given(name):
        refuse_unsound(book, homes)
        _refuse_maps(book, origin)
    return book


def _refuse_maps(book: Codebook, origin: str) -> None:
    """Every level has its counterpart in the other codebook, and what is lost is declared."""
    for other, table in book.maps_to.items():
        place = Place(origin, f"[maps_to.{other}]", "")
        known = _names_of(other, place)
        for level in book.levels:
            here = place._replace(key=level)
            if level not in table:
                raise here.refuse("is missing; a level without counterpart has to = [] and lossy = true")
            for name in table[level].to:
                if name not in known:
                    raise here.refuse(f"{other} has no level {name!r}; its levels are {', '.join(known)}")
            if not table[level].lossy and not _is_exact(table, level):
                raise here.refuse("is not one to one; declare it with lossy = true")


def _names_of(other: str, place: Place) -> tuple[str, ...]:
    # Only the names: two codebooks may map to each other.
    try:
        found = read_toml(_find(other)).get("level")
    except ConfigError as error:
        raise place.refuse(str(error)) from error
    tables = found if isinstance(found, list) else []
    return tuple(str(table["name"]) for table in tables if isinstance(table, dict) and "name" in table)


def _is_exact(table: Mapping[str, Counterpart], level: str) -> bool:
    target = table[level].to
    return len(target) == 1 and not any(target[0] in held.to for name, held in table.items() if name != level)


def _is_given(name: str) -> bool:
    """Whether the name is a path; what ships was looked through when it was tested."""
    return name.endswith(".toml") or "/" in name or "\\" in name


def _find(name: str) -> Traversable:
    if _is_given(name):
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


def _beside(file: Traversable, extra: str) -> Traversable:
    if isinstance(file, Path):
        return file.parent.joinpath(extra)
    return resource("configs", "codebooks", *extra.split("/"))


def _include(file: Traversable, place: Place) -> Include:
    if not file.is_file():
        raise place.refuse(f"no such file: {file.name}")
    return validated(Include, read_toml(file), file.name)
