"""Whatever shape pages come in, the same page gives the same content, and what cannot be read is said."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from ecosift.config import load_config
from ecosift.readers import read_pages, unique_ids
from ecosift.types import Page

SETTINGS = load_config().input
HTML = "<html><body><p>Walking groups met twice a week.</p></body></html>"


def read(*paths: object, settings=SETTINGS):
    return list(read_pages(map(str, paths), settings))


def reasons(pages):
    return [page.failure and page.failure.reason for page in pages]


def test_folder_is_read_recursively_by_name_and_other_files_are_passed_over(tmp_path):
    for name in ("b.txt", "a/z.html", "a/b/c.htm", "style.css", "photo.png"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HTML)
    assert [page.id for page in read(tmp_path)] == ["a/b/c.htm", "a/z.html", "b.txt"]


def test_file_is_named_by_its_name_and_a_second_one_gets_a_number(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.html").write_text(HTML)
    pages = read(tmp_path / "x/page.html", tmp_path / "y/page.html")
    assert [(page.id, page.source) for page in pages] == [
        ("page.html", "page.html"),
        ("page.html~2", "page.html"),
    ]


def test_numbered_ids_never_meet_ids_that_were_given():
    pages = [Page("one", id=name) for name in ("a", "a", "a~2", "a")]
    ids = [page.id for page in unique_ids(pages)]
    assert ids == ["a", "a~2", "a~2~2", "a~3"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (Page("x", id="given", url="https://example.org/u", source="s"), "given"),
        (Page("x", url="https://example.org/u", source="s"), "https://example.org/u"),
        (Page("x", source="s.html"), "s.html"),
        (Page("x"), "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"),
        (Page(b"x"), "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"),
    ],
)
def test_page_id_is_the_best_name_there_is(page, expected):
    assert next(unique_ids([page])).id == expected


def test_glob_matches_in_order(tmp_path):
    for name in ("2.html", "1.html", "3.txt"):
        (tmp_path / name).write_text(HTML)
    assert [page.id for page in read(tmp_path / "*.html")] == ["1.html", "2.html"]


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path):
    (tmp_path / "what[1].html").write_text(HTML)
    assert [page.id for page in read(tmp_path / "what[1].html")] == ["what[1].html"]


def test_every_reader_gives_the_same_content(tmp_path, monkeypatch):
    plain, packed = tmp_path / "p.html", tmp_path / "q.html.gz"
    rows, packed_rows = tmp_path / "r.jsonl", tmp_path / "s.jsonl.gz"
    plain.write_text(HTML)
    packed.write_bytes(gzip.compress(HTML.encode()))
    line = json.dumps({"html": HTML}) + "\n"
    rows.write_text(line)
    packed_rows.write_bytes(gzip.compress(line.encode()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(HTML.encode()))))
    pages = read(plain, packed, rows, packed_rows, "-")
    contents = [page.content if isinstance(page.content, str) else page.content.decode() for page in pages]
    assert contents == [HTML] * 5
    assert [page.media_type for page in pages] == ["text/html"] * 4 + [None]
    assert [page.id for page in pages] == ["p.html", "q.html.gz", "r.jsonl#1", "s.jsonl.gz#1", "stdin"]


def test_standard_input_may_be_rows(monkeypatch):
    data = b'{"text": "one", "id": "a"}\n{"text": "two"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    assert [page.id for page in read("-")] == ["a", "stdin#2"]


def test_rows_take_id_url_and_text_from_their_keys(tmp_path):
    file = tmp_path / "rows.jsonl"
    rows = [
        {"text": "One.", "url": "https://example.org/1"},
        {"html": "<p>Two.</p>", "id": 7},
        {"content": "Three.", "media_type": "text/plain; charset=utf-8"},
    ]
    file.write_text("\ufeff" + "\n".join(map(json.dumps, rows)) + "\n\n")
    pages = read(file)
    assert [(page.id, page.media_type) for page in pages] == [
        ("https://example.org/1", None),
        ("7", "text/html"),
        ("rows.jsonl#3", "text/plain"),
    ]
    assert [page.source for page in pages] == ["rows.jsonl#1", "rows.jsonl#2", "rows.jsonl#3"]


def test_keys_can_be_configured(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"volltext": "Hallo.", "nr": "x"}\n')
    settings = load_config(changes={"input": {"text_keys": ["volltext"], "id_keys": ["nr"]}}).input
    assert [(page.id, page.content) for page in read(file, settings=settings)] == [("x", "Hallo.")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "cut"', "not valid JSON: Expecting ',' delimiter"),
        ("[1, 2]", "a JSON value, but no object"),
        ('{"title": "no body"}', "no key with a page's HTML or text"),
        ("[" * 100_000, "not valid JSON: RecursionError"),
    ],
)
def test_a_broken_row_costs_no_other(tmp_path, line, reason):
    file = tmp_path / "rows.jsonl"
    good = '{"text": "Good."}'
    file.write_text(f"{good}\n{line}\n{good}\n", encoding="utf-8", errors="strict")
    pages = read(file)
    assert reasons(pages) == [None, reason, None]
    assert [page.id for page in pages] == ["rows.jsonl#1", "rows.jsonl#2", "rows.jsonl#3"]


def test_a_line_over_the_limit_is_reported_and_the_next_is_read(tmp_path):
    settings = load_config(changes={"input": {"max_bytes": 1000}}).input
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"text": "x" * 5000}) + "\n" + '{"text": "short"}\n')
    pages = read(file, settings=settings)
    assert reasons(pages) == ["larger than 1,000 bytes", None]


def test_a_page_over_the_limit_is_reported_also_when_packed(tmp_path):
    settings = load_config(changes={"input": {"max_bytes": 1000}}).input
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"x" * 10_000_000))
    (tmp_path / "big.txt").write_bytes(b"x" * 1001)
    (tmp_path / "fits.txt").write_bytes(b"x" * 1000)
    assert reasons(read(tmp_path, settings=settings)) == ["larger than 1,000 bytes"] * 2 + [None]


def test_a_packed_file_that_never_ends_is_left(tmp_path):
    settings = load_config(changes={"input": {"max_bytes": 1000, "max_unpacked_bytes": 50_000}}).input
    file = tmp_path / "rows.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"text": "again"}\n' * 10_000))
    pages = read(file, settings=settings)
    assert pages[-1].failure.reason == "over 50,000 bytes unpacked; the rest is not read"
    assert len(pages) < 3000


@pytest.mark.parametrize("name", ["page.html.gz", "rows.jsonl.gz"])
def test_truncated_gzip_is_reported(tmp_path, name):
    packed = gzip.compress(b'{"text": "some words that take room"}\n' * 500)
    (tmp_path / name).write_bytes(packed[: len(packed) // 2])
    assert reasons(read(tmp_path / name))[-1] == "the gzip data is broken or truncated"


def test_what_is_not_there_or_not_allowed_is_reported(tmp_path):
    (tmp_path / "empty").mkdir()
    pages = read(tmp_path / "missing.html", tmp_path / "no*.html", tmp_path / "empty")
    assert reasons(pages) == [
        "no such file or folder",
        "no such file or folder",
        "no pages in this folder",
    ]
    assert all(page.failure.stage == "read" and page.failure.hint for page in pages)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_reported(tmp_path):
    file = tmp_path / "secret.html"
    file.write_text(HTML)
    file.chmod(0)
    assert reasons(read(file)) == ["no permission to read it"]


def test_no_permission_reads_as_such(tmp_path, monkeypatch):
    file = tmp_path / "secret.html"
    file.write_text(HTML)

    def refuse(*_args, **_keys):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert reasons(read(file)) == ["no permission to read it"]


def test_office_files_in_a_folder_are_named(tmp_path):
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    assert reasons(read(tmp_path)) == [".pdf files are not read"]


def test_links_in_a_folder_are_not_followed(tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_text(HTML)
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "in.html").write_text(HTML)
    (folder / "link.html").symlink_to(outside)
    assert [page.id for page in read(folder)] == ["in.html"]


def test_the_file_that_a_run_writes_is_not_read(tmp_path):
    (tmp_path / "evidence.jsonl").write_text('{"text": "an old record"}\n')
    (tmp_path / "page.html").write_text(HTML)
    pages = list(read_pages([str(tmp_path)], SETTINGS, skip=tmp_path / "evidence.jsonl"))
    assert [page.id for page in pages] == ["page.html"]
