"""Bytes → text and media type: BOM, declared encoding, UTF-8, else a guess by charset-normalizer."""

from __future__ import annotations

import codecs
import re

from ecosift.errors import PageError
from ecosift.types import Page

HTML, PLAIN = "text/html", "text/plain"
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Magic numbers of what people drop into a folder of pages by mistake, and what to do about it.
FOREIGN = (
    (b"%PDF-", "is a PDF", "convert it to text or HTML first, for example with pdftotext"),
    (b"PK\x03\x04", "is a ZIP or Office document", "unpack it, or save it as HTML or text first"),
    (b"\xd0\xcf\x11\xe0", "is an old Office document", "save it as HTML or text first"),
    (b"\x89PNG", "is an image", "leave it out, or run it through OCR first"),
    (b"\xff\xd8\xff", "is an image", "leave it out, or run it through OCR first"),
    (b"GIF8", "is an image", "leave it out, or run it through OCR first"),
)
PRESCAN = 4096
DETECTION_SAMPLE = 65_536
# English with pound signs and curly quotes reads as Windows-1250 as well as 1252; when they are that near,
# the web's commoner one is taken.
LIKELY_WESTERN = 0.03
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,400}?charset|<\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<(?:!--|!doctype\s+html|html|head|body|title|meta|div|p|article|section|main|table|h[1-6]|span|ul|a)(?:\b|(?<=--))",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
SURROGATE = re.compile("[\ud800-\udfff]")
# As browsers do: these labels mean Windows-1252 on the web.
WEB_LABELS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}


def decode(page: Page) -> tuple[str, str]:
    """The page's text (no BOM, lone surrogates as U+FFFD) and its media type.

    Raises `PageError` for content that is no text: PDF, Office files, images, other binary data.
    """
    text = _text_of(page.content, page.charset) if isinstance(page.content, bytes) else page.content
    text = mend_surrogates(text.removeprefix("\ufeff"))
    return text, page.media_type or sniff(text)


def mend_surrogates(text: str) -> str:
    """`text` with each lone surrogate as U+FFFD; every offset stays."""
    # `isascii` reads a flag; the pattern would scan the whole page.
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def sniff(text: str) -> str:
    """The media type that the first characters speak for."""
    return HTML if MARKUP.search(text, 0, PRESCAN) else PLAIN


def _text_of(content: bytes, charset: str | None) -> str:
    for magic, what, hint in FOREIGN:
        if content.startswith(magic):
            raise PageError("read", f"the content {what}", hint)
    for bom, name in BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(name, errors="replace")
    declared = _codec(charset) or _codec(_declared_in(content))
    text = (
        _strict(content, "utf-8") or _strict(content, declared) or _wide(content) or _guess(content, declared)
    )
    _refuse_binary(text)
    return text


def _declared_in(content: bytes) -> str | None:
    found = DECLARED.search(content, 0, PRESCAN)
    return found[1].decode("ascii", errors="replace") if found else None


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    name = WEB_LABELS.get(name.strip().lower(), name.strip())
    try:
        # Refuses codecs that are no encodings of text (rot13, zlib) with a LookupError, too.
        b"xx".decode(name)
    except (LookupError, ValueError):
        return None
    return codecs.lookup(name).name


def _strict(content: bytes, codec: str | None) -> str | None:
    if codec is None:
        return None
    try:
        return content.decode(codec)
    except UnicodeError:
        return None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a BOM: every other byte of Western text is NUL."""
    sample = content[:PRESCAN]
    half = len(sample) // 2
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if half >= 8 and zeros.count(0) > 0.7 * half and sample.count(0) < 0.6 * len(sample):
            return content.decode(codec, errors="replace")
    return None


def _guess(content: bytes, declared: str | None) -> str:
    if declared is not None and declared != "utf-8":
        return content.decode(declared, errors="replace")
    if content.count(0, 0, DETECTION_SAMPLE):
        return content.decode("utf-8", errors="replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 40 ms that few pages need

    found = from_bytes(content[:DETECTION_SAMPLE])
    best = found.best()
    if best is None:
        return content.decode("utf-8", errors="replace")
    western = any(
        match.encoding == "cp1252"
        and match.chaos <= best.chaos
        and match.coherence >= best.coherence - LIKELY_WESTERN
        for match in found
    )
    return content.decode("cp1252" if western else best.encoding, errors="replace")


def _refuse_binary(text: str) -> None:
    sample = text[:PRESCAN]
    if len(CONTROL.findall(sample)) > max(2, 0.1 * len(sample)):
        raise PageError(
            "read", "the content is binary, not text", "leave the file out, or convert it to text"
        )
