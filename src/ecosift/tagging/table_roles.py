"""The role of a table's figures: caption or section say whether they tell of who took part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ecosift.headings import canonical
from ecosift.tagging.statistics.lexicons import words
from ecosift.types import Role, RoleTag, SentenceSpan

# A rule tells it, no classifier: as likely as not.
SCORE = 0.5
_ROLES: dict[str | None, Role] = {"background": "background", "methods": "sample", "sample": "sample"}


def with_table_roles(
    sentences: Sequence[SentenceSpan], roles: Sequence[RoleTag | None]
) -> list[RoleTag | None]:
    """The roles with one for every cell of figures that had none; headings have none still."""
    found = list(roles)
    caption = ""
    for index, sentence in enumerate(sentences):
        if sentence.kind == "caption":
            caption = sentence.text
        elif sentence.kind != "table_row":
            caption = ""
        elif not sentence.heading and found[index] is None:
            found[index] = RoleTag(_role(caption, sentence.section[-1:]), SCORE)
    return found


def _role(caption: str, section: tuple[str, ...]) -> Role:
    if _tells_who().search(" ".join((caption, *section))):
        return "sample"
    return _ROLES.get(canonical(section[0]) if section else None, "finding")


@cache
def _tells_who() -> re.Pattern[str]:
    names = sorted(words().tables.characteristics, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
