"""What components leave on a `Doc` for one another, so that it also survives `doc.to_bytes()`.

Everything lives in `doc.user_data` under `ecosift_KEY`:

    text         the text itself, by our tokenizer; read it with `text_of(doc)`, which costs nothing
    blocks       the blocks of the cleaned article (`types.Block`), put there before the pipeline runs
    sentences    `types.SentenceSpan`s, by `ecosift_sentences`; read them with `component.sentences_of(doc)`
    roles        one `types.RoleTag` or None for each sentence, by `ecosift_roles`
    levels       one `types.Levels` or None for each sentence, by `ecosift_levels`
    statistics   one tuple of `types.Statistic` for each sentence, by `ecosift_statistics`

Values of `ecosift.types` and of builtin types may be stored as they are, nested in tuples, lists and mappings
with string keys. Importing this module teaches them to spaCy's msgpack, so that `nlp.pipe(n_process=2)` and
`DocBin` carry them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Literal

import srsly  # type: ignore[import-untyped]
from spacy.tokens import Doc

from ecosift import types

Key = Literal["text", "blocks", "sentences", "roles", "levels", "statistics"]
PREFIX = "ecosift_"
TAG = "__ecosift__"
TUPLE = "tuple"
CARRIED = {
    name: value
    for name, value in vars(types).items()
    if dataclasses.is_dataclass(value) and isinstance(value, type)
}


def put(doc: Doc, key: Key, value: Any) -> None:
    """Leave `value` on the doc for the components that come later."""
    doc.user_data[PREFIX + key] = value


def get(doc: Doc, key: Key) -> Any:
    """What was left on the doc under `key`, or None."""
    return doc.user_data.get(PREFIX + key)


def text_of(doc: Doc) -> str:
    """`doc.text`, which spaCy joins anew from its tokens each time it is asked."""
    text: str | None = get(doc, "text")
    return doc.text if text is None else text


def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A value of `ecosift.types` as a mapping that msgpack can write; anything else goes down the chain."""
    if type(value).__name__ in CARRIED and dataclasses.is_dataclass(value):
        return {
            TAG: type(value).__name__,
            "of": [_plain(getattr(value, f.name)) for f in dataclasses.fields(value)],
        }
    return chain(value) if chain else value


def decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The inverse of `encode`, called by msgpack for every mapping, the innermost first."""
    if isinstance(value, Mapping) and TAG in value:
        name, parts = value[TAG], value["of"]
        if name == TUPLE:
            return tuple(parts)
        if name in CARRIED:
            return CARRIED[name](*parts)
    return chain(value) if chain else value


def _plain(value: Any) -> Any:
    """Tuples named as such (msgpack would hand back lists), all the way down."""
    if isinstance(value, tuple):
        return {TAG: TUPLE, "of": [_plain(part) for part in value]}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return value


srsly.msgpack_encoders.register("ecosift", func=encode)
srsly.msgpack_decoders.register("ecosift", func=decode)
