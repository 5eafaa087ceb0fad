"""A tokenizer for spaCy that takes one pass over any text, and loses no character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from ecosift.language import carrier

# One token and the single space after it, if any. Bounded lengths keep a megabyte of one letter out of the
# vocabulary, which derives the attributes of a word with expressions that are not ours.
TOKEN = re.compile(
    r"((?:[^\W\d_]\.){2,8}"  # U.S., e.g.
    r"|[^\W\d_][^\W_]{0,63}(?:['’-][^\W\d_]{1,40}){0,4}"  # women, don't, peer-led, B12
    r"|\d{1,40}(?:[.,]\d{1,40}){0,8}"  # 22, 1,122, 81.8
    r"|(?<![\w.])\.\d{1,40}"  # .05
    r"|([-–—=_*~.!?#•])\2{1,63}"  # ..., ***
    r"|\s{1,64}"
    r"|.)( ?)",
    re.DOTALL,
)


class LinearTokenizer:
    """Words, numbers, units and marks as tokens: `nlp.tokenizer = LinearTokenizer(nlp.vocab)`."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A doc with `doc.text == text`."""
        found = TOKEN.findall(text)
        words, spaces = [each[0] for each in found], [each[2] != "" for each in found]
        doc = Doc(self.vocab, words=words, spaces=spaces)
        carrier.put(doc, "text", text)
        return doc

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:  # noqa: ARG002
        """Docs of many texts, in order."""
        return map(self, texts)

    # There is no state but the vocabulary, which spaCy keeps by itself.
    def to_bytes(self, **_: Any) -> bytes:
        """Nothing: the rules are in the code."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> LinearTokenizer:
        """The tokenizer itself."""
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """An empty file, which `from_disk` of a pipeline expects."""
        Path(path).touch()

    def from_disk(self, _: str | Path, **__: Any) -> LinearTokenizer:
        """The tokenizer itself."""
        return self


def make_tokenizer() -> Callable[[Language], LinearTokenizer]:
    """For a spaCy config: `[nlp.tokenizer] @tokenizers = "ecosift.LinearTokenizer.v1"`."""
    return _make


def _make(nlp: Language) -> LinearTokenizer:
    return LinearTokenizer(nlp.vocab)


registry.tokenizers("ecosift.LinearTokenizer.v1", func=make_tokenizer)
