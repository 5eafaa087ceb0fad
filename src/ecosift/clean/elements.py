"""What the walk needs to know of HTML's elements: which divide text into blocks, which hold none."""

from __future__ import annotations

from ecosift.types import BlockKind

HEADINGS = {f"h{level}": level for level in range(1, 7)}

# Elements whose start and end divide the text around them, after the user-agent style sheet of the HTML standard.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "search section summary table tbody td tfoot th thead tr ul noscript template".split()
)

# Elements whose text is no text of the page: code, drawings, and the inside of controls.
SILENT = frozenset(
    "script style svg iframe noembed noframes xmp select textarea object video audio canvas datalist template head "
    "math-field map progress meter input title rp applet embed portal".split()
)

LISTS = frozenset(("ul", "ol", "menu", "dir"))
ROW_GROUPS = frozenset(("table", "tbody", "thead", "tfoot"))
PREFORMATTED = frozenset(("pre", "listing", "plaintext"))

KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(HEADINGS, "heading"),
    "li": "list_item",
    "dd": "list_item",
    "dt": "list_item",
    "blockquote": "quote",
    "caption": "caption",
    "figcaption": "caption",
}
