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
    assert (book.id, book.version) == ("sem", "3")
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


EXTRAS = """
[[rule]]
name = "weather"
number = "1"
trigger = ["storm"]
default = "place"

[[rule.case]]
level = "person"
near = ["feel*"]

[[anaphor]]
nouns = ["mood"]
levels = ["person"]

[classes]
kin = ["aunt"]

[maps_to.sem]
person = { to = ["individual"] }
place = { to = ["community"] }
"""


def test_the_codebook_that_the_table_below_breaks_is_sound(write):
    assert load_codebook(write(RAINBOW + EXTRAS)).levels == ("person", "place")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "place"', 'name = "person"', "[[level]] 2: name: duplicate level 'person'"),
        ('name = "place"', 'title = "place"', "[[level]] 2: name: is missing"),
        (
            'aliases = ["setting"]',
            'aliases = ["Person"]',
            "[[level]] 2: aliases: 'Person' names 'person' already",
        ),
        (
            'aliases = ["setting"]',
            'aliases = "setting"',
            "[[level]] 2: aliases: Input should be a valid tuple",
        ),
        ('level = "place"\nsense', 'level = "planet"\nsense', "[[cue]] 2: level: unknown level 'planet'"),
        ('sense = "mood"', 'sense = "mood"\ncolour = "blue"', "[[cue]] 1: colour: unknown key"),
        ('sense = "mood"', 'sense = "mood"\nweight = 1.5', "[[cue]] 1: weight: Input should be less than 1"),
        ('valence = "barrier"', 'valence = "bad"', "[[cue]] 1: valence: Input should be"),
        ('phrases = ["road", "ferry"]', "phrases = []", "[[cue]] 2: phrases: must not be empty"),
        ('"low spirits"', '"low (spirits"', "[[cue]] 1: phrases: a bracket is left open in 'low (spirits'"),
        ('"low spirits"', '"sad {wizard}"', "[[cue]] 1: phrases: no class {wizard}; the classes are kin"),
        ('"low spirits"', '"_ _"', "[[cue]] 1: phrases: phrase '_ _' names no word"),
        ('"low spirits"', f'"{" (a|b|c|d|e)" * 4}"', "[[cue]] 1: phrases: phrase"),
        ('default = "place"', 'default = "sea"', "[[rule]] 1: default: unknown level 'sea'"),
        ('level = "person"\nnear', 'level = "sky"\nnear', "[[rule]] 1 [[rule.case]] 1: level: unknown level"),
        ('near = ["feel*"]', "near = 3", "[[rule]] 1 [[rule.case]] 1: near: Input should be a valid tuple"),
        ('levels = ["person"]', 'levels = ["perso"]', "[[anaphor]] 1: levels: unknown level 'perso'"),
        ('kin = ["aunt"]', 'Kin = ["aunt"]', "[classes]: Kin: a class is named in small letters"),
        ('kin = ["aunt"]', "kin = [3]", "[classes]: kin item 1: Input should be a valid string"),
        ("[maps_to.sem]", "[maps_to.som]", "[maps_to.som]: No codebook called 'som'"),
        ('["community"] }', '["planet"] }', "[maps_to.sem]: place: sem has no level 'planet'"),
        ('["community"] }', '["community", "policy"] }', "[maps_to.sem]: place: is not one to one"),
        ('["community"] }', '["individual"] }', "[maps_to.sem]: person: is not one to one"),
        ('place = { to = ["community"] }', "", "[maps_to.sem]: place: is missing"),
        (
            '{ to = ["community"] }',
            '{ too = ["community"] }',
            "[maps_to]: sem.place.to: is missing (and 1 more)",
        ),
        ('version = "3"', 'version = "3"\ninclude = ["gone.toml"]', "include: no such file: gone.toml"),
        ('version = "3"', "version = ", "not valid TOML: Invalid value (at line 3"),
        ('version = "3"', "", "version: is missing"),
        ('id = "tiny"', 'id = "../tiny"', "id: String should match pattern"),
    ],
)
def test_a_broken_codebook_gets_one_line(write, old, new, said):
    """File, table, key and reason; nothing else of the codebook is at fault."""
    whole = RAINBOW + EXTRAS
    assert whole.count(old) == 1
    file = write(whole.replace(old, new))
    with pytest.raises(ConfigError) as caught:
        load_codebook(file)
    message = str(caught.value)
    assert message.startswith(f"{file}: {said}")
    assert "\n" not in message


def test_a_broken_file_of_cues_is_named(write):
    main = RAINBOW.replace('version = "3"', 'version = "3"\ninclude = ["more.toml"]')
    cue = '[[cue]]\nlevel = "place"\nsense = "sky"\nphrases = ["cloud"]\n'
    write(cue + cue.replace('"place"', '"plaice"'), "more.toml")
    with pytest.raises(ConfigError, match=r"^more\.toml: \[\[cue\]\] 2: level: unknown level 'plaice'"):
        load_codebook(write(main))
    write(cue.replace("sense", "scent"), "more.toml")
    with pytest.raises(ConfigError, match=r"^more\.toml: \[\[cue\]\] 1: sense: is missing"):
        load_codebook(write(main, "again.toml"))


def test_a_broken_codebook_ends_a_command_with_one_line(ecosift_cli, write):
    run = ecosift_cli("info", "--codebook", write(RAINBOW.replace('name = "place"', 'name = ""')))
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith("mine.toml: [[level]] 2: name: must not be empty\n")


def test_levels_have_counterparts_in_another_codebook(write):
    lossy = EXTRAS.replace('["community"] }', '["community", "policy"], lossy = true }')
    book = load_codebook(write(RAINBOW + lossy))
    assert book.mapped("sem", ["place", "person"]) == ("community", "policy", "individual")
    assert book.mapped("rainbow", ["place"]) == ()


def test_a_phrase_of_an_unknown_class_is_refused(write):
    with pytest.raises(ConfigError, match="no class"):
        load_codebook(write(RAINBOW.replace('"low spirits"', '"sad {wizard}"')))


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownNameError, match="sem"):
        load_codebook("nonesuch")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="gone"):
        load_codebook(tmp_path / "gone.toml")
