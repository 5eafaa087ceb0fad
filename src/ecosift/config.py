"""The shape of `configs/*.toml`. Values stand in the files; a user's is laid over the default key by key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from ecosift.lexicon import Lexicon, read_toml, validate
from ecosift.resources import resource


class InputSettings(Lexicon):
    """How pages are read, and how large they may be."""

    max_bytes: int = Field(gt=0)
    max_unpacked_bytes: int = Field(gt=0)
    html_keys: tuple[str, ...]
    text_keys: tuple[str, ...]
    url_keys: tuple[str, ...]
    id_keys: tuple[str, ...]


class CleanSettings(Lexicon):
    """Which model tells content from furniture."""

    model: str


class TaggingSettings(Lexicon):
    """Which codebook and which models tag the sentences."""

    codebook: str
    roles: str
    levels: str


class RecordSettings(Lexicon):
    """What a record carries beside the finding."""

    quote_context: int = Field(ge=0, le=1000)


class Config(Lexicon):
    """The whole pipeline."""

    input: InputSettings
    clean: CleanSettings
    tagging: TaggingSettings
    records: RecordSettings

    @cached_property
    def sha256(self) -> str:
        """Digest of every value, whatever file it came from."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def load_config(path: str | Path | None = None, changes: Mapping[str, Any] | None = None) -> Config:
    """The default config, with the file at `path` and then `changes` laid over it key by key.

    Raises `ConfigError` with file and key where one is unknown or has a value of the wrong kind.
    """
    data = read_toml(resource("configs", "default.toml"))
    if path is not None:
        data = _overlaid(data, read_toml(Path(path)))
    return validate(Config, _overlaid(data, changes or {}), str(path or "configs/default.toml"))


def _overlaid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = (
            _overlaid(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
        )
    return merged
