"""The HTML report: nothing of a page runs in it, and everything is there."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from ecosift.evaluation.gold import GoldPage
from ecosift.evaluation.reading import of_gold
from ecosift.evaluation.report.data import Report
from ecosift.evaluation.report.html import as_html
from ecosift.evaluation.report.text import as_markdown, as_text
from ecosift.evaluation.scoring import Prediction, evaluate, layers_of

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- --!><script>alert(1)</script>",
    "<style>@import 'http://example.org'</style>",
    "</title><iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<meta http-equiv=refresh content='0;url=http://example.org'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<base href='http://example.org/'>",
    "\u2028<script>alert(1)</script>\u202e",
    "[x](javascript:alert(1)) | `y` <b>",
]


def report(text: str) -> Report:
    sentences = [{"text": text, "content": True, "role": "finding", "levels": [text]}]
    gold = GoldPage.model_validate({"doc": text, "sentences": sentences, "genre": text})
    other = GoldPage.model_validate(
        {"doc": text, "sentences": [sentences[0] | {"role": "method", "levels": ["policy"]}]}
    )
    readings = [of_gold(gold)]
    predicted = [Prediction(text, {text: of_gold(other)})]
    found = evaluate([(readings[0], layers_of(readings))], predicted, by="genre")
    return Report(text, found, worst=1)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_page_runs(text):
    html = as_html(report(text))
    tree = LexborHTMLParser(html)
    assert len(tree.css("script")) == len(tree.css("style")) == 1
    assert [node.attributes["name"] for node in tree.css("meta[name]")] == ["viewport", "color-scheme"]
    assert not tree.css("img, iframe, base, link, a, object, embed, svg [onload]")
    for node in tree.css("*"):
        assert not any(name.startswith("on") for name in node.attributes), node.html
    shown = " ".join(cell.text() for cell in tree.css("#errors td"))
    assert " ".join(text.split()) in " ".join(shown.split())


def test_the_policy_names_the_one_script():
    html = as_html(report("Peer support helps."))
    script, style = (re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1] for tag in ("script", "style"))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none';")
    for text in (script, style):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"(src|href)=|url\(|@import", html)


def test_the_page_has_tables_charts_documents_and_errors(pipeline):
    gold = GoldPage.model_validate(
        {"doc": "a", "sentences": [{"text": "Shame kept women away.", "content": True, "role": "finding"}]}
    )
    from ecosift import Page
    from ecosift.evaluation.reading import of_article

    article = pipeline(
        Page("Stigma and shame kept many women away from the clinic.", media_type="text/plain")
    )
    readings = [of_gold(gold.model_copy(update={"doc": "a"}))]
    layers = frozenset(("roles", "levels"))
    found = evaluate([(readings[0], layers)], [Prediction("walk", {"a": of_article("a", article)})])
    tree = LexborHTMLParser(as_html(Report("gold", found)))
    titles = [node.text() for node in tree.css("h2")]
    assert titles[-1] == "Errors"
    assert any("gold against predicted" in title for title in titles)
    assert any("documents" in title for title in titles)
    assert len(tree.css("table.confusion")) == 2
    assert tree.css("svg[role=img][aria-label]")
    assert all(len(row.css("td")) == 6 for row in tree.css("#errors tbody tr"))


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_names_as_they_are(text):
    for line in as_markdown(report(text)).splitlines():
        bare = re.sub(r"\\.", "", line)
        assert not re.search(r"[<>`]|\]\(", bare), line
        assert not line.startswith("|") or bare.count("|") == bare.count(" | ") + 2


def test_a_terminal_gets_one_line_for_each_row():
    text = as_text(report("Peer\nsupport\x1b[2J"))
    assert "\x1b" not in text
    assert text.splitlines()[4].startswith("aligned.gold")
    assert "Peer support" in text.splitlines()[3]
