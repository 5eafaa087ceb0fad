"""The study of whole invented pages: news of others' papers, summaries, briefs, records, releases."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import ecosift

FOLDER = Path(__file__).parent / "study_pages"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    FOLDER.joinpath("expected.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_study_of_a_page(pipeline, name):
    """The paper that the page reports, not the page; nothing where it reports many or none."""
    kind = "text/html" if name.endswith(".html") else "text/plain"
    study = pipeline(ecosift.Page(content=FOLDER.joinpath(name).read_bytes(), media_type=kind)).study
    expected = EXPECTED[name]
    if not expected:
        assert study is None
        return
    said = {field: getattr(study, field) for field in expected if field != "sample"}
    if "sample" in expected:
        said["sample"] = study.sample and study.sample.value
    assert said == {field: value or None for field, value in expected.items()}


def test_every_page_is_expected():
    """No page of the folder goes unread."""
    assert {file.name for file in FOLDER.iterdir()} == {*EXPECTED, "expected.toml"}
