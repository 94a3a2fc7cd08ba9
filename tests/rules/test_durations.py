from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.rules.durations import lengths


@pytest.mark.parametrize(
    ("text", "said", "least", "most"),
    [
        ("lasted 42 minutes", "42 minutes", 41, 43),
        ("in 42 mins.", "42 mins", 41, 43),
        ("a 75-minute outage", "75-minute", 74, 76),
        ("after thirty-five minutes", "thirty-five minutes", 34, 36),
        ("after thirty five minutes", "thirty five minutes", 34, 36),
        ("after seventeen minutes", "seventeen minutes", 16, 18),
        ("a quarter of an hour later", "a quarter of an hour", 10, 20),
        ("half an hour later", "half an hour", 25, 35),
        ("a half-hour wait", "a half-hour", 25, 35),
        ("three quarters of an hour", "three quarters of an hour", 40, 50),
        ("an hour and a half", "an hour and a half", 75, 105),
        ("two and a half hours", "two and a half hours", 135, 165),
        ("an hour", "an hour", 30, 90),
        ("for eighteen hours", "eighteen hours", 1050, 1110),
        ("a two-hour outage", "two-hour", 90, 150),
        ("2.5 hours", "2.5 hours", 147, 153),
        ("0.25 hours", "0.25 hours", 14, 16),
        ("1 h 02", "1 h 02", 61, 63),
        ("1h5m", "1h5m", 64, 66),
        ("1 h 5 m", "1 h 5 m", 64, 66),
        ("1 h 05 min", "1 h 05 min", 64, 66),
        ("1 hour and 15 minutes", "1 hour and 15 minutes", 74, 76),
        ("two hours, fifteen minutes", "two hours, fifteen minutes", 134, 136),
        ("10:28 h", "10:28 h", 627, 629),
        ("15-30 minutes", "15-30 minutes", 14, 31),
        ("twenty-nine minutes", "twenty-nine minutes", 28, 30),
        ("twenty ten minutes", "ten minutes", 9, 11),
        ("1 minute", "1 minute", 0, 2),
        ("about 10 minutes", "about 10 minutes", 7, 13),
        ("15\N{EN DASH}30 minutes", "15\N{EN DASH}30 minutes", 14, 31),
        ("five to ten minutes", "five to ten minutes", 4, 11),
        ("3 days", "3 days", 3600, 5040),
        ("a day later", "a day", 720, 2160),
        ("about 40 minutes", "about 40 minutes", 35, 45),
        ("almost two hours", "almost two hours", 78, 162),
        ("~20 min", "~20 min", 17, 23),
        ("more than two hours", "more than two hours", 90, math.inf),
        ("well over two hours", "well over two hours", 90, math.inf),
        ("less than ten minutes", "less than ten minutes", -math.inf, 11),
        ("up to half an hour", "up to half an hour", -math.inf, 35),
        ("took <10 minutes", "<10 minutes", -math.inf, 11),
        ("incidents > 2 hours", "> 2 hours", 90, math.inf),
        ("for 1h30", "1h30", 89, 91),
        ("within 5 minutes", "within 5 minutes", -math.inf, 6),
    ],
)
def test_a_length_is_read_to_the_precision_of_the_statement(
    text: str, said: str, least: float, most: float
) -> None:
    found = list(lengths(text))
    assert [(each.text, each.least, each.most) for each in found] == [(said, least, most)]
    assert [text[each.start : each.end] for each in found] == [said]


@pytest.mark.parametrize(
    "text",
    [
        "queries longer than 30 seconds",
        "6 person-hours of engineering",
        "the rota covers all hours",
        "a 30-minute-old cache",
        "99.5 % of hours",
        "at 10:30",
        "1,200 hours",
        "$45 hours",
        "INC-20240101-30 minutes",
        "an afternoon",
        "0 minutes",
        "half the users",
        "PT5M",
        "",
    ],
)
def test_what_is_no_length_of_a_minute_or_more_is_left_alone(text: str) -> None:
    assert list(lengths(text)) == []


def test_all_lengths_of_a_text_come_in_order_with_their_places() -> None:
    text = "It took 20 minutes to find and 1 h 05 to mend;\nin total almost two\nhours."
    found = list(lengths(text))
    assert [each.text for each in found] == ["20 minutes", "1 h 05"]
    assert [text[each.start : each.end] for each in found] == ["20 minutes", "1 h 05"]


@given(st.integers(1, 99), st.integers(0, 59))
def test_hours_and_minutes_are_true_of_themselves_alone(hours: int, minutes: int) -> None:
    total = 60 * hours + minutes
    for text in (f"{hours} h {minutes:02}", f"{hours} hours and {minutes} minutes"):
        (found,) = lengths(text)
        assert found.fits(total)
        assert not found.fits(total + 1.5)
        assert not found.fits(total - 1.5)


@given(st.text(alphabet="0123456789 :.-hmourinutesdayfqcvl,/", max_size=80))
def test_every_length_lies_inside_its_text_and_its_bounds_are_in_order(text: str) -> None:
    for each in lengths(text):
        assert text[each.start : each.end] == each.text
        assert each.least <= each.most


def test_a_length_fits_up_to_its_bounds() -> None:
    (stated,) = lengths("42 minutes")
    assert [stated.fits(minutes) for minutes in (40.9, 41, 43, 43.1)] == [False, True, True, False]
