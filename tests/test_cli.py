"""The command line as a user meets it: data on stdout, words on stderr, an exit code."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from ecosift.schema import json_schema

PAGE = """<html><head><title>Night work</title></head><body><article><h1>Night work</h1>
<p>Loneliness keeps many night workers from asking for help with their sleep.</p>
<p>The researchers found that 25% of 40 nurses had no support from their supervisors.</p>
<h2>Limitations</h2>
<p>The study was small, which limits what can be said about other hospitals.</p></article></body></html>"""


@pytest.fixture
def page(tmp_path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    return file


def test_extract_writes_valid_records_to_stdout_and_a_summary_to_stderr(ecosift_cli, page):
    run = ecosift_cli("extract", page)
    assert run.code == 0
    for row in run.rows:
        jsonschema.validate(row, json_schema())
    assert {row["role"]["label"] for row in run.rows} >= {"finding", "limitation"}
    assert run.err.splitlines()[0] == "pages 1: done 1, empty 0, failed 0, not in English 0"
    assert run.err.splitlines()[1] == f"records {len(run.rows)}"


def test_selection_of_sentences(ecosift_cli, page):
    some, every = ecosift_cli("extract", page, "-q"), ecosift_cli("extract", page, "--all", "-q")
    limits = ecosift_cli("extract", page, "--role", "limitation", "-q")
    assert len(every.rows) == 3
    assert [row for row in every.rows if row in some.rows] == some.rows
    assert limits.rows == [row for row in every.rows if row["role"]["label"] == "limitation"] != []
    assert every.err == ""


def test_output_to_a_file_is_the_same_bytes(ecosift_cli, page, tmp_path):
    target = tmp_path / "out.jsonl"
    piped = ecosift_cli("extract", page, "-q")
    filed = ecosift_cli("extract", page, "-q", "-o", target)
    assert filed.out == ""
    assert target.read_bytes() == piped.out.encode()
    assert b"\r" not in target.read_bytes()


def test_csv_has_a_row_for_each_record(ecosift_cli, page):
    rows = ecosift_cli("extract", page, "--format", "csv", "-q").out
    assert rows.startswith("\ufeffid,page_id,")
    assert len(rows.splitlines()) == 1 + len(ecosift_cli("extract", page, "-q").rows)


def test_workers_give_the_same_bytes(corpus, tmp_path):
    # A process of its own: workers are spawned from the command, as a user does it.
    outputs = []
    for workers in ("1", "2"):
        target = tmp_path / f"{workers}.jsonl"
        command = [sys.executable, "-m", "ecosift", "extract", str(corpus / "pages"), "--workers", workers]
        subprocess.run([*command, "-q", "-o", str(target)], check=True)
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1] != b""


def test_failed_pages_are_listed_and_cost_no_other(ecosift_cli, page, tmp_path):
    (tmp_path / "junk.html").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE.encode())[:60])
    (tmp_path / "empty.txt").write_text("")
    log = tmp_path / "errors.log"
    run = ecosift_cli("extract", tmp_path, "--errors", log)
    assert run.code == 0
    assert {row["page"]["id"] for row in run.rows} == {"page.html"}
    assert "pages 4: done 2, empty 1, failed 2" in run.err
    assert "failed: junk.html: read: the content is binary, not text" in run.err
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    assert [row["page"] for row in rows] == ["cut.html.gz", "junk.html"]
    assert all(set(row) == {"page", "stage", "reason", "hint"} for row in rows)
    assert ecosift_cli("extract", tmp_path, "--strict", "-q").code == 1


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["extract", "no-such-page.html"], 3, "no such file or folder"),
        (["extract", "no-a.html", "no-b.html"], 3, "none of 2 pages could be read"),
        (["extract"], 2, "Missing argument"),
        (["extract", "{page}", "--role", "opinion"], 2, "opinion"),
        (["extract", "{page}", "--workers", "0"], 2, "workers"),
        (["extract", "{page}", "--config", "none.toml"], 2, "none.toml: cannot be read"),
        (
            ["extract", "{page}", "--codebook", "none"],
            2,
            "No codebook called 'none'. Known: comb, rainbow, sem",
        ),
        (["extract", "{page}", "-o", "no/such/folder/out.jsonl"], 3, "cannot be written"),
        (["clean", "no-such-page.html"], 3, "no such file or folder"),
        (["evaluate", "no-such-folder"], 2, "does not exist"),
        (["dance"], 2, "No such command"),
    ],
)
def test_mistakes_get_a_reason_and_an_exit_code(ecosift_cli, page, args, code, words):
    run = ecosift_cli(*(str(page) if arg == "{page}" else arg for arg in args))
    assert run.code == code
    assert words in run.err
    assert "Traceback" not in run.err


def test_an_unknown_config_key_is_one_line(ecosift_cli, page, tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text("[tagging]\ncodebok = 'sem'\n")
    run = ecosift_cli("extract", page, "--config", mine)
    assert run.code == 2
    assert run.err.count("\n") == 1
    assert "tagging.codebok" in run.err


def test_a_page_in_another_language_is_counted(ecosift_cli, tmp_path):
    said = "Die Mütter wurden von den Hebammen zu Hause besucht, und die meisten fanden das hilfreich."
    (tmp_path / "seite.txt").write_text(said, encoding="utf-8")
    assert "not in English 1" in ecosift_cli("extract", tmp_path).err


def test_a_closed_pipe_is_quiet(corpus):
    command = f"'{sys.executable}' -m ecosift extract '{corpus / 'pages'}' --all -q | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_standard_input_is_read(page):
    command = [sys.executable, "-m", "ecosift", "extract", "-", "-q"]
    done = subprocess.run(command, input=page.read_bytes(), capture_output=True, check=True)
    assert json.loads(done.stdout.splitlines()[0])["page"]["id"] == "stdin"


def test_clean_prints_the_article(ecosift_cli, page):
    assert ecosift_cli("clean", page).out.startswith("Night work\n\nLoneliness keeps many")
    assert ecosift_cli("clean", page, "--format", "markdown").out.startswith("# Night work\n\nLoneliness")
    (row,) = ecosift_cli("clean", page, "--format", "json").rows
    assert [block["kind"] for block in row["blocks"]] == ["paragraph", "paragraph", "heading", "paragraph"]
    assert all(block["reason"] for block in row["dropped"])


def test_schema_is_the_published_one(ecosift_cli):
    printed = json.loads(ecosift_cli("schema").out)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed == json_schema()


def test_info_names_codebook_and_models(ecosift_cli):
    out = ecosift_cli("info").out
    assert "codebook  sem version " in out
    assert "decided by cues, rules and classifier" in out


def test_evaluate_scores_a_gold_folder(ecosift_cli, corpus):
    out = ecosift_cli("evaluate", corpus / "gold").out
    rows = [line.split() for line in out.splitlines()]
    figures = {row[0]: float(row[1]) for row in rows if row and "." in row[0]}
    assert set(figures) >= {"cleaning.word_f1", "roles.accuracy", "levels.macro_f1", "statistics.value.f1"}
    assert all(0 < value <= 1 for value in figures.values())


def test_help_comes_at_once():
    # Processor time, since a busy machine makes everything late.
    before = os.times()
    subprocess.run([sys.executable, "-m", "ecosift", "--help"], check=True, capture_output=True)
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 0.5


def test_version(ecosift_cli):
    assert ecosift_cli("--version").out.startswith("ecosift 0.")
