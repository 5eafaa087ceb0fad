"""Every row of the codebook says an example of itself, and the example works."""

import pytest

from ecosift.tagging.levels.codebook import load_codebook
from ecosift.tagging.levels.reading import compile_codebook

BOOK = load_codebook("sem")
COMPILED = compile_codebook(BOOK)
CASES = [(rule.name, case.level, case.example) for rule in BOOK.rule for case in rule.case]
DEFAULTS = [(rule.name, rule.default, rule.example) for rule in BOOK.rule if rule.default]


@pytest.mark.parametrize("cue", BOOK.cue, ids=lambda cue: f"{cue.level}-{cue.sense}")
def test_a_group_of_cues_speaks_in_its_example(cue):
    """A user reads what a group is for in its example: it must be found there."""
    found = COMPILED.read(cue.example).evidence
    assert (cue.level, cue.sense) in {(item.level, item.sense) for item in found}


@pytest.mark.parametrize(("name", "level", "example"), [*CASES, *DEFAULTS])
def test_a_rule_decides_its_examples(name, level, example):
    """Each outcome of a rule of decision is shown by a sentence."""
    found = COMPILED.read(example).evidence
    assert (f"rule:{name}", level) in {(item.by, item.level) for item in found}
