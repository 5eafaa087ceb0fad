"""Text as a hostile page may hold it: 40 strings that would run somewhere, were they taken for markup."""

from __future__ import annotations

from ecosift.review.shapes import Block, Figure, Labels, Note, Tag, Unit, View

RUN = "window.ran=(window.ran||0)+1"
STRINGS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><sCrIpT>{RUN}</ScRiPt>",
    f"<!--<script>{RUN}</script>-->",
    f"<!--</script><script>{RUN}//-->",
    "<!--<script>",
    "]]><script>" + RUN + "</script>",
    f'<img src=x onerror="{RUN}">',
    f"<img/src/onerror={RUN}>",
    f"<IMG SRC=javascript:{RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"'><img src=x onerror={RUN}>",
    f"</title><img src=x onerror={RUN}>",
    f"</style><img src=x onerror={RUN}>",
    f"</textarea><svg onload={RUN}>",
    f"</noscript><img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    f"<body onload={RUN}>",
    f'<details open ontoggle="{RUN}">',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<iframe src=javascript:parent.{RUN}>",
    f"<object data=javascript:{RUN}>",
    f'<a href="javascript:{RUN}" id=title>x</a>',
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://example.org",
    f"\x01javascript:{RUN}",
    f"data:text/html,<script>opener.{RUN}</script>",
    f"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==//{RUN}",
    f'<form action="javascript:{RUN}"><input autofocus onfocus="{RUN}" name=body>',
    f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    f'<base href="javascript:{RUN}//">',
    f'<link rel=stylesheet href="data:text/css,*{{background:url(javascript:{RUN})}}">',
    f"{{{{data}}}}{{{{script}}}}<script>{RUN}</script>",
    f"${{{RUN}}}`;{RUN};//",
    f"\u2028{RUN}\u2029//",
    f'\\"}}]}};{RUN};//',
    f"&lt;script&gt;{RUN}&lt;/script&gt;&#60;img src=x onerror={RUN}&#62;\x00\x0b",
)


def view(hostile: str) -> View:
    """A page that has the string wherever a page can put one."""
    text = f"Half of 40 {hostile} felt lonely."
    at = text.index("40")
    figure = Figure(
        "sample_size",
        at,
        at + 2,
        {hostile: hostile, "value": 40},
        (Note(hostile, "inconsistent", hostile),),
    )
    labels = Labels(
        role="finding",
        role_score=0.5,
        tags=(Tag("individual", "barrier", 0.4, hostile, ((0, 4),)), Tag(hostile, "none", 0.4, "cue")),
        figures=(figure,),
        scores={"individual": 0.4},
    )
    units = (
        Unit(text, labels, 0, around=(hostile, hostile), section=hostile, extra={"note": hostile}),
        Unit(hostile, Labels(content=False), 1),
        Unit(hostile, labels=Labels(heading=True), block=2),
    )
    blocks = (Block("paragraph"), Block("paragraph", hostile), Block("heading"))
    return View(
        hostile,
        hostile,
        units,
        blocks,
        url=hostile,
        text=hostile,
        study={"title": hostile},
        neutral={"neutral": (hostile,)},
        extra={"title": hostile, hostile: hostile},
    )
