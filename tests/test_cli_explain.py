"""`ecosift clean --explain`: which blocks were kept and left out, in the order of the page, and why."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

import ecosift
from ecosift import Page
from ecosift.cli import main
from ecosift.cli.explanation import Explainer, Reasons
from ecosift.config import load_config
from ecosift.lexicon import load_lexicon

PROSE = (
    "Librarians in four towns lent out blood pressure cuffs as they lend out books, and most people who "
    "found a high reading at home went to see a doctor within the month, many of them for the first time."
)
HTML = f"""<html><head><title>Cuffs on loan</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<main><h1>Cuffs on loan</h1><p>{PROSE}</p><h2>What came of it</h2><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>
<h2>References</h2><ol><li>Ames T, Bo R. Lending cuffs. J Libr Health. 2021;4(2):11-9.</li></ol></main>
<footer>&copy; 2024 The Reading Room</footer></body></html>"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def explained(pipeline, out, html=HTML):
    Explainer(out).write(pipeline.clean(Page(html, id="cuffs.html")))
    return out.getvalue()


def test_blocks_stand_in_the_order_of_the_page(pipeline):
    lines = explained(pipeline, io.StringIO()).splitlines()
    marked = [line for line in lines if line.startswith(("+", "-"))]
    told = ["Home", "About us", "Cuffs on loan", PROSE, "What came of it", PROSE, PROSE, PROSE, "References"]
    assert [line[-len(text) :] for line, text in zip(marked, told, strict=False)] == told
    assert [line[0] for line in marked[:9]] == ["-", "-", "-", "+", "+", "+", "+", "+", "-"]
    assert "menu" in marked[0]
    assert "title" in marked[2]
    assert "paragraph" in marked[3]
    assert "reference list" in marked[9]
    assert "foot of the page" in marked[10]
    assert all(re.match(r"[+-] [01]\.\d\d ", line) for line in marked)
    assert lines[0] == "cuffs.html: 5 of 11 blocks kept"


def test_a_page_that_the_rules_decide_has_no_scores(pipeline):
    text = explained(pipeline, io.StringIO(), f"<p>{PROSE}</p>")
    assert "the rules decided alone" in text
    assert "+  -   paragraph" in text
    rules = ecosift.load(load_config(changes={"clean": {"model": ""}}))
    assert "the rules decided alone" in explained(rules, io.StringIO())


def test_colour_and_cut_lines_are_for_terminals(pipeline, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = explained(pipeline, Terminal())
    assert "\x1b[" in shown
    assert PROSE not in shown
    assert "\x1b" not in explained(pipeline, io.StringIO())


def test_text_cannot_command_the_terminal(pipeline):
    html = f"<p>{PROSE}</p><p>Then \x1b]0;owned\x07 came\u202e [bold]lines[/bold].</p>"
    text = explained(pipeline, io.StringIO(), html)
    assert not re.search("[\x1b\x07\u202e]", text)
    assert "[bold]lines[/bold]" in text


@pytest.mark.parametrize("explain", [[], ["--explain"]])
def test_json_carries_order_score_and_reason(monkeypatch, capfdbinary, tmp_path, explain):
    file = tmp_path / "cuffs.html"
    file.write_text(HTML)
    monkeypatch.setattr(sys, "argv", ["ecosift", "clean", str(file), "--format", "json", *explain])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    row = json.loads(capfdbinary.readouterr().out)
    blocks = [*row["blocks"], *row["dropped"]]
    assert sorted(block["order"] for block in blocks) == list(range(11))
    assert all(0 <= block["score"] <= 1 for block in blocks)
    assert min(b["score"] for b in row["blocks"]) > max(
        b["score"] for b in row["dropped"] if b["reason"] == "navigation"
    )


def test_markdown_explains_nothing(monkeypatch, capfdbinary):
    monkeypatch.setattr(sys, "argv", ["ecosift", "clean", "-", "--explain", "--format", "markdown"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert b"text or json" in capfdbinary.readouterr().err


def test_every_reason_has_words(pipeline, page_files):
    words = load_lexicon("reasons", Reasons).words
    for file in page_files:
        for block in pipeline.clean(Page(file.read_bytes(), id=file.name)).dropped:
            assert block.reason in words
    named = {line.split('"')[1] for line in _furniture() if line.startswith("name = ")}
    assert named
    assert named <= set(words)


def _furniture() -> list[str]:
    from ecosift.resources import resource

    return resource("data", "furniture.toml").read_text(encoding="utf-8").splitlines()
