"""Comparisons told in words: how many times as likely, how much less, and which are told again in figures."""

import pytest

from ecosift.tagging.statistics.finders import find_statistics


def effects(text):
    return [(s.text, s.parts["value"]) for s in find_statistics(text) if s.type == "effect"]


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        ("Tenants without heating were twice as likely to wheeze.", "twice as likely", 2),
        ("Night cleaners fell more than twice as often as the day shift.", "more than twice as often", 2),
        ("Shops by the station sold about double the number of cans.", "about double the number", 2),
        ("Villages upriver had twice the snakebite rate of the coast.", "twice the snakebite rate", 2),
        ("Asthma was twice as high in flats with mould.", "twice", 2),
        ("Widows were half as likely to be vaccinated.", "half as likely", 0.5),
        ("Burns in the hill towns were around half those in the city.", "around half", 0.5),
        ("Boys on the estate were three times as likely to be stopped.", "three times as likely", 3),
    ],
)
def test_ratios_in_words(text, expression, value):
    """A ratio told in words is an effect, with the words that say what is compared."""
    assert effects(text) == [(expression, value)]


def test_ratio_between_two_numbers():
    """As many as two or three times is one figure."""
    (effect,) = find_statistics("Miners are admitted with gout two to three times as often as others.")
    assert (effect.text, effect.parts["low"], effect.parts["high"]) == ("two to three times as often", 2, 3)


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        ("Drownings were about a third lower where a guard stood.", "about a third lower", 33.3),
        ("Renters were a quarter less likely to own a smoke alarm.", "a quarter less likely", 25),
        ("A steam ban cut burns on the ward by half.", "cut burns on the ward by half", 50),
        ("Prescriptions have fallen by more than two-thirds.", "fallen by more than two-thirds", 66.7),
        ("With a second lifeguard the number was cut in half.", "cut in half", 50),
    ],
)
def test_changes_by_a_fraction(text, expression, value):
    """A change by a part of the whole is a relative change in percent."""
    (effect,) = find_statistics(text)
    assert (effect.text, effect.parts["value"], effect.parts["measure"]) == (
        expression,
        value,
        "relative change",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Staff met twice a week.",
        "He took twice the recommended dose.",
        "Half as a joke, she signed up.",
        "They used a double blind design.",
        "The walk was shortened by half an hour.",
        "Half those in the choir came by bus.",
    ],
)
def test_words_that_compare_nothing(text):
    """How often something is done, and a limit or dose, is no effect."""
    assert effects(text) == []


def test_ratio_told_again_in_figures():
    """The words before a printed ratio say the same: one figure."""
    text = "Drivers on nights were twice as likely to nod off (odds ratio 2.2, 95% CI 1.5 to 3.1)."
    assert effects(text) == [("odds ratio 2.2, 95% CI 1.5 to 3.1", 2.2)]


def test_ratio_of_something_else_is_kept():
    """A printed ratio of another size does not say the words again."""
    text = "Drivers on nights nodded off twice as often, and less on days (OR 0.6, 95% CI 0.4 to 0.9)."
    assert [value for _, value in effects(text)] == [2, 0.6]
