"""A config is laid over the default key by key, and a mistake in it is one line."""

from __future__ import annotations

import pytest

from ecosift.config import load_config
from ecosift.errors import ConfigError


def test_a_config_needs_only_what_it_changes(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text("[input]\nmax_bytes = 1000\n")
    default, changed = load_config(), load_config(mine)
    assert changed.input.max_bytes == 1000
    assert changed.input.text_keys == default.input.text_keys
    assert changed.tagging == default.tagging
    assert changed.sha256 != default.sha256


def test_the_digest_is_of_the_values_not_of_the_file(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text("# nothing but a comment\n")
    assert load_config(mine).sha256 == load_config().sha256


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[input]\nmax_byte = 1\n", ["mine.toml", "input.max_byte", "Extra inputs are not permitted"]),
        ("[input]\nmax_bytes = 0\n", ["mine.toml", "input.max_bytes", "greater than 0"]),
        ("[input]\ntext_keys = 'text'\n", ["mine.toml", "input.text_keys"]),
        ("[input\n", ["mine.toml", "not valid TOML"]),
    ],
)
def test_a_mistake_names_file_key_and_reason_in_one_line(tmp_path, text, words):
    mine = tmp_path / "mine.toml"
    mine.write_text(text)
    with pytest.raises(ConfigError) as error:
        load_config(mine)
    assert all(word in str(error.value) for word in words)
    assert "\n" not in str(error.value)


def test_a_config_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load_config(tmp_path / "none.toml")
