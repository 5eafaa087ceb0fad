"""The guide to evaluation works as it is printed."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest

from conftest import ROOT
from ecosift.evaluation.formats.features import FEATURES
from ecosift.evaluation.formats.registry import FORMATS

GUIDE = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
MEASURES = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]
EXAMPLES = re.findall(r"^```python\n(.*?)^```", MEASURES, re.DOTALL | re.MULTILINE)
# Enough pages for every command, few enough to wait for.
PAGES = 4


def test_each_command_of_the_story_does_what_it_says(ecosift_cli, corpus, tmp_path, monkeypatch):
    texts = sorted((corpus / "pages").glob("*.txt"))[:PAGES]
    for kind in ("gold", "pages"):
        (tmp_path / "corpora" / kind).mkdir(parents=True)
    for page in texts:
        shutil.copy(page, tmp_path / "corpora" / "pages")
        shutil.copy(corpus / "gold" / f"{page.stem}.json", tmp_path / "corpora" / "gold")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) >= 9
    for command in COMMANDS:
        said, _, comment = command.partition("#")
        program, *words = shlex.split(said)
        assert program == "ecosift"
        run = ecosift_cli(*words)
        assert run.code == (1 if "exits with 1" in comment else 0), (command, run.err)
        for name in re.findall(r"(?:-o|--html|--json|--markdown) (\S+)", said):
            assert (tmp_path / name).exists() == (run.code == 0), command


@pytest.mark.parametrize("place", range(len(EXAMPLES)))
def test_the_worked_examples_are_right(place):
    # A later example uses what an earlier one imported.
    exec("\n".join(EXAMPLES[: place + 1]), {})


def test_the_table_says_what_each_format_carries():
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in GUIDE.splitlines()
        if line.startswith("| ")
    ]
    head = next(row for row in rows if row[1:] == [f"`{name}`" for name in FORMATS])
    printed = {row[0]: row[1:] for row in rows if len(row) == len(head)}
    for feature, said in FEATURES.items():
        assert printed[said] == ["✓" if feature in each.carries else "" for each in FORMATS.values()], said


def test_every_figure_is_explained(ecosift_cli, corpus, tmp_path):
    from ecosift.evaluation.catalogue import catalogue
    from ecosift.evaluation.tally import Scope
    from ecosift.types import ROLES

    layers = frozenset(("content", "roles", "levels", "valence", "statistics", "checks", "study"))
    scope = Scope(("policy",), ROLES, layers, scored=True)
    names = {m.name for whole in (True, False) for m in catalogue(scope, whole=whole)}
    for name in names:
        area, _, kind = name.partition(".")
        assert f"{area}." in MEASURES or f"## {area.title()}" in MEASURES, name
        if kind in ("accuracy", "exact", "auc", "brier", "calibration_error", "parts", "absent", "predicted"):
            assert f"`{name}`" in MEASURES, name
