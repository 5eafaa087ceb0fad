"""Pages on other subjects teach where there is no level."""

import json

import pytest

from ecosift.errors import GoldError
from ecosift.training.elsewhere import MAX_SENTENCES, read_elsewhere

LINES = [f"The lathe number {at} was oiled before the men went home." for at in range(9)]
ILL = ["Patients asked the clinic for a doctor."]


def folder(tmp_path, **pages):
    truths = tmp_path / "ground-truth"
    truths.mkdir()
    for name, lines in pages.items():
        truth = {"ground_truth": {"main_content": "\n".join(lines)}}
        (truths / f"{name}.json").write_text(json.dumps(truth), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (LINES, 9),
        ([*LINES, "Too short."], 9),
        (LINES[:7], None),
        (LINES + ILL, None),
        (LINES * 9, MAX_SENTENCES),
        (["They oiled it. " + " ".join(LINES)], 9),
    ],
)
def test_what_is_kept_of_a_page(lines, kept, tmp_path):
    pages, _ = read_elsewhere(folder(tmp_path, shop=lines))
    assert [len(page.sentences) for page in pages] == ([] if kept is None else [kept])


def test_the_digest_is_of_every_page(tmp_path):
    (one, two) = (tmp_path / "one", tmp_path / "two")
    one.mkdir()
    two.mkdir()
    first, second = folder(one, a=LINES, b=ILL), folder(two, a=LINES, b=ILL * 2)
    assert read_elsewhere(first)[0] == read_elsewhere(second)[0]
    assert read_elsewhere(first)[1] != read_elsewhere(second)[1]


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(GoldError, match="ground-truth"):
        read_elsewhere(tmp_path)
