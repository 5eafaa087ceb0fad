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
    (b"\x1f\x8b\x08", "is compressed", "unpack it first, or let the name of its file end in .gz"),
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
COMMENT = re.compile(rb"<!--(?:.*?-->|.*)", re.DOTALL)
HIGH = re.compile(rb"[\x80-\xff]")
HIGH_RUN = re.compile(rb"[\x80-\xff]{3}")
ENGLISH = re.compile(rb"\b(?:the|and|of|to|in|is|for|that)\b")
# Quotes, dashes, signs, small letters: what English has beyond ASCII in Windows-1252.
# (In Mac Roman the same bytes are capitals.)
MARKS = re.compile(rb"[\x80\x85\x91-\x97\x99\xa0-\xbf\xe0-\xff]")
# So many English words, and the text is English; so few bytes beyond ASCII in a row, and each is a letter.
MIN_ENGLISH = 3
MAX_RUNS = 0.1
MIN_MARKS = 0.8
BEFORE_HIGH = 4096
# In UTF-16 without a BOM, white space, marks and tags have NULs on one side and hardly any on the other.
MIN_NULS, MAX_STRAYS = 0.05, 0.25
# As browsers do: on the web these labels mean more than they say. UTF-16 cannot be declared in ASCII.
WEB_LABELS = {
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "l1", "ascii", "us-ascii"), "cp1252"
    ),
    **dict.fromkeys(("x-user-defined", "ansi", "x-cp1252"), "cp1252"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "ks_c_5601"), "cp949"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("tis-620", "iso-8859-11"), "cp874"),
    **dict.fromkeys(("big5", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode", "utf-7"), "utf-8"),
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
    # `isascii` reads a flag, and to encode is quicker than to search.
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text)
    return text


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
        _wide(content)
        or _escaped(content)
        or _strict(content, "utf-8")
        or _strict(content, declared)
        or _mended(content)
        or _guess(content, declared)
    )
    _refuse_binary(text)
    return text


def _declared_in(content: bytes) -> str | None:
    found = DECLARED.search(COMMENT.sub(b"", content[:PRESCAN]))
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


def _escaped(content: bytes) -> str | None:
    """ISO-2022-JP, which is ASCII with escapes: no other encoding has them."""
    return _strict(content, "iso2022_jp_ext") if b"\x1b$" in content[:DETECTION_SAMPLE] else None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a BOM: in every other byte, NULs."""
    sample = content[:PRESCAN]
    half = len(sample) // 2
    little, big = sample[1::2].count(0), sample[::2].count(0)
    for codec, nuls, strays in (("utf-16-le", little, big), ("utf-16-be", big, little)):
        if half >= 8 and nuls > MIN_NULS * half and strays <= MAX_STRAYS * nuls:
            return _strict(content[: len(content) // 2 * 2], codec)
    return None


def _mended(content: bytes) -> str | None:
    """UTF-8 with some bytes broken, cut off or pasted in from elsewhere: better than a guess at all of it."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", errors="ignore")) - broken
    return text if whole > broken else None


def _guess(content: bytes, declared: str | None) -> str:
    if declared is not None and declared != "utf-8":
        return content.decode(declared, errors="replace")
    if content.count(0, 0, DETECTION_SAMPLE):
        return content.decode("utf-8", errors="replace")
    # What stands before the first byte beyond ASCII says nothing of the encoding.
    first = HIGH.search(content)
    start = max(0, first.start() - BEFORE_HIGH) if first else 0
    sample = content[start : start + DETECTION_SAMPLE]
    return content.decode("cp1252" if _is_english(sample) else _detected(sample), errors="replace")


def _is_english(sample: bytes) -> bool:
    """Whether this is English with single bytes for quotes, dashes and accents, as in Windows-1252."""
    high, runs = len(HIGH.findall(sample)), len(HIGH_RUN.findall(sample))
    marks = len(MARKS.findall(sample))
    english = len(ENGLISH.findall(sample)) >= max(MIN_ENGLISH, high / 4)
    return english and runs <= MAX_RUNS * high and marks >= MIN_MARKS * high


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - 40 ms that few pages need

    found = from_bytes(sample)
    best = found.best()
    if best is None:
        return "utf-8"
    western = any(
        match.encoding in ("cp1252", "iso8859_15")
        and match.chaos <= best.chaos
        and match.coherence >= best.coherence - LIKELY_WESTERN
        for match in found
    )
    return "cp1252" if western else best.encoding


def _refuse_binary(text: str) -> None:
    sample = text[:PRESCAN]
    if len(CONTROL.findall(sample)) > max(2, 0.1 * len(sample)):
        raise PageError(
            "read", "the content is binary, not text", "leave the file out, or convert it to text"
        )
