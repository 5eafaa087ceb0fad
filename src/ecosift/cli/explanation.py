"""What `ecosift clean --explain` prints: every block of a page in its order, kept or left out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

import numpy as np
from rich.text import Text

from ecosift.clean.classifier import SLACK, threshold_of
from ecosift.cli.terminal import console, disarmed
from ecosift.lexicon import Lexicon, load_lexicon

if TYPE_CHECKING:
    from ecosift.article import Article
    from ecosift.types import Block

KEPT, DROPPED = "green", "red"


class Reasons(Lexicon):
    """`data/reasons.toml`: each reason in words."""

    words: Mapping[str, str]


class Explainer:
    """Writes to `out`: in colour and cut to the window on a terminal, plain and whole elsewhere."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._console = console(colour=out.isatty(), width=get_terminal_size().columns)
        self._words: Mapping[str, str] = load_lexicon("reasons", Reasons).words
        self._width = max(map(len, self._words.values()))

    def write(self, article: Article) -> None:
        """One page: a line that sums it up, and a line for each block."""
        with self._console.capture() as lines:
            self._page(article)
        self._out.write(lines.get())

    def _page(self, article: Article) -> None:
        blocks = sorted((*article.blocks, *article.dropped), key=lambda block: block.order)
        self._print(
            Text(f"{disarmed(article.id)}: {len(article.blocks)} of {len(blocks)} blocks kept", "bold")
        )
        self._print(Text(disarmed(f"title: {article.title or 'none'}")))
        self._print(Text(self._measure(blocks)))
        for block in blocks:
            self._print(self._line(block))
        self._print(Text())

    def _measure(self, blocks: list[Block]) -> str:
        scored = [(block.score, block.text.count(" ") + 1) for block in blocks if block.score is not None]
        if not scored:
            return "scores: none, the rules decided alone"
        scores, words = zip(*scored, strict=True)
        plain = all(block.raw_start is not None for block in blocks)
        least = threshold_of(np.array(scores, dtype=np.float32), words, plain)
        return f"scores: content from {least:.2f}, from {least - SLACK:.2f} where no rule speaks against it"

    def _line(self, block: Block) -> Text:
        score = " -  " if block.score is None else f"{block.score:.2f}"
        said = block.kind.replace("_", " ") if block.reason is None else self._said(block.reason)
        sign, colour = ("+", KEPT) if block.reason is None else ("-", DROPPED)
        return Text.assemble((f"{sign} {score} {said:{self._width}} ", colour), disarmed(block.text))

    def _said(self, reason: str) -> str:
        return self._words.get(reason, reason)

    def _print(self, line: Text) -> None:
        if self._console.is_terminal:
            self._console.print(line, no_wrap=True, overflow="ellipsis")
        else:
            self._console.print(line, soft_wrap=True)
