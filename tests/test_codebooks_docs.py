"""The example in docs/codebooks.md, typed in as it stands."""

import re
import shlex
from pathlib import Path

import pytest

from ecosift.tagging.levels import load_codebook

DOC = Path(__file__).parents[1] / "docs" / "codebooks.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(tmp_path, monkeypatch):
    """The blocks of the page, its files written to the working folder."""
    blocks = BLOCK.findall(DOC.read_text(encoding="utf-8"))
    codebook, config = (text for kind, text in blocks if kind == "toml")
    (sentences,) = (text for kind, text in blocks if kind == "json")
    files = {"cdc.toml": codebook, "cdc-config.toml": config, "sentences.jsonl": sentences}
    for name, text in files.items():
        tmp_path.joinpath(name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return blocks


def test_the_commands_run_and_say_what_the_page_says(example, ecosift_cli):
    ran, said = [], ""
    for kind, text in example:
        if kind == "sh":
            said = ""
            for line in text.splitlines():
                run = ecosift_cli(*shlex.split(line)[1:])
                assert run.code == 0, run.err
                said += run.out
                ran.append(line.split()[1])
        elif kind == "text":
            assert all(line in said for line in text.splitlines())
    assert ran == ["explain", "info", "train", "info", "train"]


def test_the_broken_codebook_of_the_page_is_told_so(example, ecosift_cli):
    file = Path("cdc.toml")
    whole = file.read_text(encoding="utf-8")
    file.write_text(
        whole.replace('level = "relationship"\nsense', 'level = "family"\nsense'), encoding="utf-8"
    )
    run = ecosift_cli("info", "--codebook", "cdc.toml")
    assert run.code == 2
    assert f"    {run.err}" in DOC.read_text(encoding="utf-8")


def test_every_key_of_a_codebook_is_in_the_table(example):
    table = DOC.read_text(encoding="utf-8").partition("## What a codebook may hold")[2]
    known = set(load_codebook("cdc.toml").model_dump()) - {"sha256"}
    assert {name for name in known if name not in table} == set()
