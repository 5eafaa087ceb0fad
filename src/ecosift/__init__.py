"""ecosift: scraped article pages in, structured evidence out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Config",
    "ConfigError",
    "EcosiftError",
    "EvidenceRecord",
    "Page",
    "Pipeline",
    "__version__",
    "checks",
    "load",
    "read_records",
]

if TYPE_CHECKING:
    from ecosift import checks
    from ecosift.article import Article
    from ecosift.config import Config
    from ecosift.errors import ConfigError, EcosiftError
    from ecosift.pipeline import Pipeline, load
    from ecosift.records import read_records
    from ecosift.schema import EvidenceRecord
    from ecosift.types import Page

# Looked up on first use: importing spaCy takes longer than printing a help page may.
_HOMES = {
    "Article": "article",
    "Config": "config",
    "ConfigError": "errors",
    "EcosiftError": "errors",
    "EvidenceRecord": "schema",
    "Page": "types",
    "Pipeline": "pipeline",
    "load": "pipeline",
    "read_records": "records",
}


def __getattr__(name: str) -> Any:
    if name == "checks":
        return import_module("ecosift.checks")
    if name not in _HOMES:
        raise AttributeError(f"module 'ecosift' has no attribute {name!r}")
    return getattr(import_module(f"ecosift.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
