"""Extractors of main content to compare with: HTML in, text out. Each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

Extract = Callable[[str], str]


def _trafilatura(**settings: Any) -> Extract:
    import trafilatura  # noqa: PLC0415

    def extract(html: str) -> str:
        return str(trafilatura.extract(html, include_comments=False, **settings) or "")

    return extract


def _readability() -> Extract:
    from lxml.html import document_fromstring  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    def extract(html: str) -> str:
        tree = document_fromstring(Document(html).summary(html_partial=True))
        # Elements end words, whatever stands between them.
        return " ".join(tree.itertext())

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415

    def extract(html: str) -> str:
        return str(extract_plain_text(html, main_content=True))

    return extract


def _justext() -> Extract:
    import justext  # noqa: PLC0415

    words = justext.get_stoplist("English")

    def extract(html: str) -> str:
        return "\n".join(part.text for part in justext.justext(html, words) if not part.is_boilerplate)

    return extract


PEERS: Mapping[str, Callable[[], Extract]] = {
    "trafilatura": _trafilatura,
    "trafilatura precision": partial(_trafilatura, favor_precision=True),
    "trafilatura fast": partial(_trafilatura, fast=True),
    "readability": _readability,
    "resiliparse": _resiliparse,
    "jusText": _justext,
}


def load_peers(absent: Callable[[str], object]) -> Iterator[tuple[str, Extract]]:
    """The peers that are installed, by name; `absent` is told of each that is not."""
    for name, load in PEERS.items():
        try:
            yield name, load()
        except ImportError as error:
            absent(f"{name}: left out, {error}")
