"""Text that a page shows only by script is found, in its place, where the page shows next to nothing."""

from __future__ import annotations

import json
import time

import html5lib
import pytest

from ecosift import Page
from ecosift.clean import clean

SAID = (
    "Street nurses handed out blankets in each of the five parks before the frost came.",
    "People who had slept outside for a year trusted a nurse sooner than a social worker.",
    "Of the 212 people who took part, 61% were seen again within two weeks.",
)
PROSE = "".join(f"<p>{said}</p>" for said in SAID)
SHELL = (
    "<html><head><title>Nurses in the park</title>{}</head><body><nav><a href=/>Home</a></nav>"
    "<div id=root>{}</div><p>You need to enable JavaScript to run this app.</p></body></html>"
)


def script(*data: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in data)


def article(body: str) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": "Nurses in the park", "articleBody": body}


ANSWERS = {
    "@type": "QAPage",
    "mainEntity": {
        "@type": "Question",
        "name": "Who goes out?",
        "acceptedAnswer": {"@type": "Answer", "text": SAID[0]},
        "suggestedAnswer": [{"@type": "Answer", "text": said} for said in SAID[1:]],
    },
}


@pytest.mark.parametrize(
    "page",
    [
        SHELL.format("", f"<template>{PROSE}</template>"),
        SHELL.format("", f"<x-page><template shadowrootmode=open><main>{PROSE}</main></template></x-page>"),
        SHELL.format("", f"<template><template>{PROSE}</template></template>"),
        SHELL.format(script(article("\n\n".join(SAID))), ""),
        SHELL.format(script(article(PROSE)), ""),
        SHELL.format(script([{"@graph": [{"@type": "WebPage"}, article(" \n".join(SAID))]}]), ""),
        SHELL.format(script(ANSWERS), ""),
        SHELL.format("", f"</div><noscript>{PROSE}</noscript><div>"),
        SHELL.format(f"<noscript>{PROSE}</noscript>", ""),
        f"<html><head><title>Nurses in the park</head><body>{PROSE}</body></html>",
        f"<html><head><style>p {{}}</head><body>{PROSE}</body></html>",
        f"<html><body><textarea>{PROSE}</body></html>",
        f"<html><body><iframe src=a>{PROSE}</body></html>",
        f'<html><head><script src="a.js"/><title/></head><body>{PROSE}</body></html>',
        f"<html><frameset><frame src=a><noframes><body>{PROSE}</body></noframes></frameset></html>",
    ],
)
def test_hidden_text_is_found(page):
    cleaned = clean(page, "text/html")
    texts = [block.text for block in cleaned.blocks if block.kind == "paragraph"]
    assert texts == list(SAID)
    tree = html5lib.parse(page, treebuilder="lxml", namespaceHTMLElements=False)
    orders = [block.order for block in (*cleaned.blocks, *cleaned.dropped)]
    assert sorted(orders) == list(range(len(orders)))
    for block in cleaned.blocks:
        assert cleaned.text[block.start : block.end] == block.text
        if block.xpath is not None:
            (element,) = tree.xpath(block.xpath)
            assert block.text in "".join(element.itertext())


def test_the_classifier_reads_text_in_templates(pipeline):
    held = "".join(f"<template>{PROSE * 2}<ul><li>{said}</li></ul></template>" for said in SAID)
    article = pipeline.clean(Page(SHELL.format("", held), media_type="text/html"))
    assert article.error is None
    assert article.text.count(SAID[0]) >= 6


def test_a_place_that_holds_other_characters_is_not_named():
    said = (*SAID[:2], "They said “yes”, then they asked for more blankets and for tea.")
    cleaned = clean(SHELL.format(script(article("\n".join(said))), ""), "text/html")
    assert [(block.text, block.xpath) for block in cleaned.blocks] == [
        (said[0], "/html[1]/head[1]/script[1]"),
        (said[1], "/html[1]/head[1]/script[1]"),
        (said[2], None),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        f"<template>{PROSE}</template>",
        script(article("\n".join(SAID))),
        f"<textarea>{PROSE}</textarea>",
    ],
)
def test_a_page_that_shows_text_keeps_to_it(hidden):
    shown = "Outreach teams wrote down where each tent stood, and they went back there every second night."
    page = f"<html><body><main><p>{shown}</p><p>{shown[:-1]} in May.</p></main>{hidden}</body></html>"
    assert clean(page, "text/html").text == f"{shown}\n\n{shown[:-1]} in May."


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "Article", "articleBody": ' * 50_000,
        "[" * 500_000,
        json.dumps([{"@type": "Article", "articleBody": "A “word” on nurses. " * 5}] * 5_000),
        json.dumps({"@type": "Article", "articleBody": "<template>" * 80_000}),
    ],
)
def test_hostile_scripts_cost_little(data):
    page = SHELL.format(f'<script type="application/ld+json">{data}</script>', "")
    start = time.process_time()
    clean(page, "text/html")
    assert time.process_time() - start < 4.0
