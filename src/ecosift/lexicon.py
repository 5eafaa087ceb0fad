"""Reads the TOML files under `data/` (and users' own) into pydantic models; the only file that does."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ecosift.errors import ConfigError
from ecosift.resources import resource


class Lexicon(BaseModel):
    """Base of every lexicon and config model: unknown keys are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


L = TypeVar("L", bound=BaseModel)


def read_toml(file: Traversable) -> dict[str, object]:
    """The table in a TOML file. Raises `ConfigError` naming the file where it is missing or broken."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from error


def validate(model: type[L], data: dict[str, object], origin: str) -> L:
    """`data` as a `model`. Raises `ConfigError` with one line that names file, key and reason."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = (f"{'.'.join(str(p) for p in e['loc']) or 'file'}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"{origin}: {'; '.join(lines)}") from error


@cache
def load_lexicon(name: str, model: type[L]) -> L:
    """The package's own lexicon `data/NAME.toml`, read once."""
    file = resource("data", f"{name}.toml")
    return validate(model, read_toml(file), f"data/{name}.toml")
