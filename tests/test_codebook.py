"""The codebook as a file: what loads, and what a broken one is told in one line."""

import pytest

from ecosift.errors import ConfigError, UnknownNameError
from ecosift.tagging.levels import load_codebook, tag_levels
from ecosift.types import SentenceSpan

RAINBOW = """
id = "tiny"
version = "3"

[[level]]
name = "person"

[[level]]
name = "place"
aliases = ["setting"]

[[cue]]
level = "person"
sense = "mood"
phrases = ["gloom*", "low spirits"]
valence = "barrier"

[[cue]]
level = "place"
sense = "roads"
phrases = ["road", "ferry"]
"""


@pytest.fixture
def write(tmp_path):
    def _write(text, name="mine.toml"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return _write


def test_our_codebook_names_its_levels_in_order():
    book = load_codebook("sem")
    assert (book.id, book.version) == ("sem", "1")
    assert book.levels == ("individual", "interpersonal", "organizational", "community", "policy")
    assert book.sha256.startswith("sha256:")


def test_each_level_has_hundreds_of_cues():
    book = load_codebook("sem")
    for level in book.levels:
        assert sum(len(cue.phrases) for cue in book.cue if cue.level == level) >= 200


def test_another_codebook_decides_by_its_own_cues(write):
    """A framework of one's own needs no code and no training."""
    book = load_codebook(write(RAINBOW))
    (found,) = tag_levels(
        [SentenceSpan("Gloom set in when the ferry stopped.", 0, 36, 0)], [None], book, None
    )
    assert [(tag.level, tag.decided_by) for tag in found.tags] == [("person", "cue"), ("place", "cue")]
    assert set(found.scores) == {"person", "place"}


def test_aliases_name_a_level_in_a_frame(write):
    book = load_codebook(write(RAINBOW))
    text = "At the setting level, people were tired."
    (found,) = tag_levels([SentenceSpan(text, 0, len(text), 0)], [None], book, None)
    assert [(tag.level, tag.decided_by) for tag in found.tags] == [("place", "frame")]


def test_included_cues_count_and_change_the_digest(write, tmp_path):
    lone = load_codebook(write(RAINBOW, "lone.toml"))
    write('[[cue]]\nlevel = "place"\nsense = "sky"\nphrases = ["cloud"]\n', "more.toml")
    both = load_codebook(
        write(RAINBOW.replace("[[level]]", 'include = ["more.toml"]\n[[level]]', 1), "two.toml")
    )
    assert len(both.cue) == len(lone.cue) + 1
    assert both.sha256 != lone.sha256


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "place"', 'name = "person"', "duplicate level 'person'"),
        ('level = "place"', 'level = "planet"', "unknown level 'planet'"),
        ('sense = "mood"', 'sense = "mood"\ncolour = "blue"', "colour"),
        ('phrases = ["road", "ferry"]', "phrases = []", "phrases"),
        ('version = "3"', "version = ", "not valid TOML"),
        ('version = "3"', "", "version"),
    ],
)
def test_a_broken_codebook_gets_one_line(write, old, new, said):
    assert old in RAINBOW
    with pytest.raises(ConfigError) as caught:
        load_codebook(write(RAINBOW.replace(old, new)))
    message = str(caught.value)
    assert said in message
    assert "mine.toml" in message
    assert "\n" not in message


def test_a_phrase_of_an_unknown_class_is_refused(write):
    book = load_codebook(write(RAINBOW.replace('"low spirits"', '"sad {wizard}"')))
    with pytest.raises(ConfigError, match="no class"):
        tag_levels([SentenceSpan("So it goes.", 0, 11, 0)], [None], book, None)


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownNameError, match="sem"):
        load_codebook("nonesuch")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="gone"):
        load_codebook(tmp_path / "gone.toml")
