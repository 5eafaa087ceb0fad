"""Figures as newspapers and charities tell them: things that were looked at, whole populations, averages."""

import pytest

from ecosift.tagging.statistics.finders import find_statistics


def told(text):
    return [(s.type, s.text) for s in find_statistics(text)]


@pytest.mark.parametrize(
    ("text", "sample"),
    [
        ("Two students coded 1,260 labels by colour.", "1,260 labels"),
        ("They gathered records of 8,300 ferry crossings.", "8,300 ferry crossings"),
        ("Altogether 412 anglers took part.", "412 anglers"),
        ("In all, 388 women responded.", "388 women"),
        ("Interviews with 51 drivers had already shown it.", "51 drivers"),
        ("The team read files on 73 men who died at sea.", "73 men"),
        ("Boys were treated at one of 17 clinics.", "17 clinics"),
        ("Inspectors visited 96 primary and secondary schools.", "96 primary and secondary schools"),
        ("Nurses were seen in 11 U.S. hospitals.", "11 U.S. hospitals"),
        ("It took place in two coastal US cities.", "two coastal US cities"),
    ],
)
def test_samples(text, sample):
    """What was looked at, and where, is a sample, also where its noun is no word for people."""
    assert ("sample_size", sample) in told(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("About 70,000 people live with tinnitus.", "About 70,000 people"),
        ("More than 90 village shops have closed.", "More than 90 village shops"),
        ("Some 2.4 million children walk to school.", "Some 2.4 million children"),
        ("A total of 118 were stung during the summer.", "118"),
        ("Seventy schools (31.4%) had a pump.", "Seventy schools (31.4%)"),
    ],
)
def test_counts(text, count):
    """How many there are, or were hit, is a count."""
    assert told(text) == [("count", count)]


@pytest.mark.parametrize(
    "text",
    [
        "We surveyed about 3,000 people.",
        "The study covered more than 90 village shops.",
        "About 640 women were recruited.",
    ],
)
def test_about_so_many_who_were_studied(text):
    """A rough number of people who were asked is a sample."""
    assert [kind for kind, _ in told(text)] == ["sample_size"]


@pytest.mark.parametrize(
    ("text", "mean", "unit"),
    [
        ("Carers slept 5.1 hours a night on average.", "5.1 hours", "hours"),
        ("The hostels had 38 beds on average.", "38 beds", "beds"),
        ("Postmen walked 14,200 steps a day on average.", "14,200 steps a day", "steps a day"),
        ("Pairs raised 0.7 chicks, on average.", "0.7 chicks", "chicks"),
    ],
)
def test_means_told_afterwards(text, mean, unit):
    """The word for an average may stand behind the unit."""
    (found,) = find_statistics(text)
    assert (found.type, found.text, found.parts["unit"]) == ("mean", mean, unit)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Falls were counted in 510 residents over two years.", "two years"),
        ("Nobody was followed for longer than three years.", "longer than three years"),
        ("The form was open between 4 and 29 May 2023.", "between 4 and 29 May 2023"),
        ("By week 12, one in five had left the choir.", "week 12"),
    ],
)
def test_periods(text, period):
    """How long, with the words that bound it, and days of one month."""
    assert ("period", period) in told(text)


def test_days_of_a_month():
    """Both ends of a span of days are dates."""
    (found,) = find_statistics("The form was open between 4 and 29 May 2023.")
    assert (found.parts["start"], found.parts["end"]) == ("2023-05-04", "2023-05-29")


def test_one_in_many():
    """A rare chance is a percentage."""
    (found,) = find_statistics("Around one in 250 babies is born with it.")
    assert (found.type, found.parts["value"]) == ("percentage", 0.4)


@pytest.mark.parametrize(
    "text",
    [
        "Toddlers over two years were left at home.",
        "The library stayed open until eight and people came.",
        "The seat costs 1,260 dollars.",
    ],
)
def test_nothing_to_report(text):
    """Ages of those who were left out, hours of the day and prices are no statistics."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "share", "base"),
    [
        ("Some 58% of 431 bakers slept badly.", 58, 431),
        ("Two thirds of the 890 tenants had moved.", 66.7, 890),
    ],
)
def test_shares_of_so_many(text, share, base):
    """The number of people that a share is of belongs to it."""
    (found,) = find_statistics(text)
    assert (found.type, found.parts["value"], found.parts["denominator"]) == ("percentage", share, base)


@pytest.mark.parametrize(
    ("text", "effect", "unit"),
    [
        ("Girls were diagnosed almost three years later than boys.", "almost three years later", "years"),
        ("Miners stop work about ten years earlier than clerks.", "about ten years earlier", "years"),
    ],
)
def test_how_much_later(text, effect, unit):
    """How much later one group is than another is a difference, and no period."""
    (found,) = find_statistics(text)
    assert (found.type, found.text, found.parts["unit"]) == ("effect", effect, unit)


def test_steps_of_an_exposure():
    """By how much each step of an exposure is larger was not found out."""
    text = "Each additional 10 percentage points of shade went with 14% lower odds of fainting."
    assert [kind for kind, said in told(text) if "shade" in said or "points" in said] == []


def test_wait_with_words_between():
    """The wait whose median is told may be named at length."""
    assert told("The median wait for a bed in the hills was 34 weeks.") == [("median", "34 weeks")]


@pytest.mark.parametrize(
    "text", ["Their median age was 22.", "Guards were aged 18 to 65.", "They were 61 years old on average."]
)
def test_ages_are_in_years(text):
    """Ages without a unit are in years, and with one also."""
    (found,) = find_statistics(text)
    assert found.parts["unit"] == "years"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("At the end, 1,260 pupils were still taking part.", "1,260 pupils"),
        ("Only two trials reported any harm.", "two trials"),
        ("Only three of the trials asked about sleep.", "three of the trials"),
        ("Nine cyclists were injured at the bend.", "Nine cyclists"),
        ("In all, 40 million people owe rent, data show.", "40 million people"),
    ],
)
def test_counts_of_those_named(text, count):
    """Who was left, what few trials did, and who was hurt are counts."""
    assert told(text) == [("count", count)]


def test_those_who_were_talked_to():
    """People of a sample who were talked to are a sample."""
    text = "We then spoke at length with 31 of them and with 12 of their teachers."
    assert told(text) == [("sample_size", "31 of them"), ("sample_size", "12 of their teachers")]


@pytest.mark.parametrize(
    "text",
    [
        "She kept the letter for nine days.",
        "The fee was cut by $3,860 of her money.",
        "Shops of less than 2,000 square feet need no permit.",
        "Some wore two pairs of gloves.",
        "Highway 27 hospitals are far.",
        "Half were given a garden and half were not, by lot.",
    ],
)
def test_no_sample_at_all(text):
    """One person's story, money, areas, pairs of things, road numbers and allotments are no statistics."""
    assert told(text) == []


def test_a_year_before_an_owner():
    """A year before the name of a survey counts nobody."""
    assert ("sample_size", "2023 members") not in told("In our 2023 members' survey, 41% were tired.")


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("Of the 57 sailors who had fallen, 38.6% wore boots.", "sailors who had fallen"),
        ("Among those whose rent was paid, 46% slept well.", "those whose rent was paid"),
        ("Of the samples tested, 61 per cent were salt.", "samples tested"),
        ("Among pupils living off the island, 47% were late.", "pupils living off the island"),
    ],
)
def test_whom_a_sentence_opens_with(text, whom):
    """People who open the sentence, with what tells them from others, are those that a share is of."""
    (share,) = [s for s in find_statistics(text) if s.type == "percentage"]
    assert share.parts["of"] == whom
