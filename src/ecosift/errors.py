"""What can go wrong that a user can mend.

EcosiftError
├── ConfigError      a config, codebook, lexicon or model file that cannot be used
├── GoldError        a gold file that cannot be read
└── PageError        one page that cannot be used; carries stage, reason and hint
"""

from __future__ import annotations

from collections.abc import Iterable

from ecosift.types import Failure


class EcosiftError(Exception):
    """Base of everything this package raises on purpose."""


class ConfigError(EcosiftError):
    """A config, codebook, lexicon or model file cannot be used; the message names file and key."""


class UnknownNameError(ConfigError):
    """A name that is not among the known ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"No {kind} called {name!r}. Known: {', '.join(sorted(known)) or 'none'}.")


class GoldError(EcosiftError):
    """A gold file cannot be read; the message names file, line and reason."""


class PageError(EcosiftError):
    """One page cannot be used. It is reported and the batch goes on."""

    def __init__(self, stage: str, reason: str, hint: str | None = None) -> None:
        self.failure = Failure(stage, reason, hint)
        super().__init__(str(self.failure))
