"""`ecosift check`: only what does not add up, in words, on pages and on records."""

from __future__ import annotations

import io
import json
import sys

import pytest

from ecosift.cli import main

SLIP = """<html><head><title>Baking at night</title></head><body><article><h1>Baking at night</h1>
<p>Few people ask how those who bake our bread at night sleep during the day.</p>
<h2>Methods</h2><p>We interviewed 19 bakers from four villages about their sleep.</p>
<p>Participants were mostly women (63.2%), lived alone (41.3%) or had a second job (26.3%).</p>
<h2>Limitations</h2><p>All of the villages lie in one valley, so that little can be said about cities.</p>
</article></body></html>"""
SOUND = SLIP.replace("41.3%", "42.1%")
CUT = SLIP.replace("41.3%", "57.8%")


@pytest.fixture
def check(ecosift_cli):
    def call(*args: object):
        run = ecosift_cli("check", *args)
        return run.code, run.out, run.err

    return call


@pytest.fixture
def pages(tmp_path):
    for name, text in (("slip", SLIP), ("sound", SOUND), ("cut", CUT)):
        (tmp_path / f"{name}.html").write_text(text)
    return tmp_path


def test_only_what_does_not_add_up_is_named(check, pages):
    code, out, err = check(pages)
    assert code == 0
    assert "sound" not in out
    assert "63.2" not in out
    assert "41.3 % of 19 people would be 7.8 people; 8 of 19 is 42.1 %" in out
    assert "cut off, not rounded" in out
    assert "57.89 %" in out
    assert "1 cannot be right, 1 to look at" in err


@pytest.mark.parametrize(("name", "code"), [("slip", 1), ("cut", 0), ("sound", 0)])
def test_strict_ends_with_1_only_where_a_figure_cannot_be_right(check, pages, name, code):
    assert check(pages / f"{name}.html", "--strict")[0] == code


def test_strict_ends_with_1_where_a_page_failed(check, pages):
    assert check(pages / "sound.html", pages / "none.html", "--strict")[0] == 1


def test_records_are_checked_as_the_pages_they_came_from(check, pages, tmp_path, monkeypatch):
    records = tmp_path / "out" / "evidence.jsonl"
    records.parent.mkdir()
    monkeypatch.setattr(sys, "argv", ["ecosift", "extract", str(pages), "-o", str(records), "-q", "--all"])
    with pytest.raises(SystemExit, match="0"):
        main()
    assert check(records, "-q")[1] == check(pages, "-q")[1] != ""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(records.read_bytes()))))
    assert check("-", "-q")[1] == check(records, "-q")[1]


def test_json_gives_a_line_for_each_doubt_with_its_places(check, pages):
    _, out, _ = check(pages / "slip.html", "--json")
    (row,) = map(json.loads, out.splitlines())
    assert (row["page"], row["check"], row["verdict"]) == ("slip.html", "share_of_n", "inconsistent")
    assert "41.3" in row["quote"]
    assert row["quote"] in row["sentence"]
    assert len(row["spans"]) == 2
