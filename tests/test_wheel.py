"""What a user installs: the wheel alone, in an empty environment, run from another folder."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

PAGE = "<html><body><article><p>The team found that 30% of 50 farmers felt lonely at harvest.</p></article>"


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", out, ROOT, cwd=out)
    assert built.returncode == 0, built.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_carries_configs_models_and_lexicons(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "ecosift/configs/default.toml",
        "ecosift/configs/codebooks/sem.toml",
        "ecosift/configs/codebooks/rainbow/society.toml",
        "ecosift/models/levels-comb/manifest.json",
        "ecosift/models/roles/weights.npz",
        "ecosift/models/levels/manifest.json",
        "ecosift/data/statistics.toml",
        "ecosift/review/assets/page.html",
        "ecosift/py.typed",
    ):
        assert needed in names
    assert not [name for name in names if name.startswith(("tests", "corpora", "benchmarks", "configs"))]


def test_the_wheel_works_in_an_empty_environment(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    installed = run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    if installed.returncode and "Temporary failure in name resolution" in installed.stderr:
        pytest.skip("no package index can be reached from here")
    assert installed.returncode == 0, installed.stderr
    (tmp_path / "page.html").write_text(PAGE)
    done = run(scripts / "ecosift", "extract", "page.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (record,) = map(json.loads, done.stdout.splitlines())
    assert record["statistics"][0]["parts"]["value"] == 30
    assert record["provenance"]["codebook"]["id"] == "sem"
