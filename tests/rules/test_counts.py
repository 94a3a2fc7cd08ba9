from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.rules.counts import counts

NOUNS = ("clients", "users", "failed requests", "requests")


def _found(text: str) -> list[tuple[str, tuple[tuple[float, float], ...]]]:
    return [(each.text, each.bounds) for each in counts(text, NOUNS)]


@pytest.mark.parametrize(
    ("text", "said", "least", "most"),
    [
        ("It hit 12 clients.", "12 clients", 12, 12),
        ("It hit 12\n  Clients.", "12\n  Clients", 12, 12),
        ("twelve clients", "twelve clients", 12, 12),
        ("Twenty clients", "Twenty clients", 20, 20),
        ("thirty-three users", "thirty-three users", 33, 33),
        ("999 users", "999 users", 999, 999),
        ("990 users", "990 users", 990, 990),
        ("1,234 users", "1,234 users", 1234, 1234),
        ("1,200 users", "1,200 users", 1150, 1250),
        ("1 200 users", "1 200 users", 1150, 1250),
        ("1\u202f200 users", "1\u202f200 users", 1150, 1250),
        ("1200 users", "1200 users", 1150, 1250),
        ("1.2 k users", "1.2 k users", 1150, 1250),
        ("1.25k users", "1.25k users", 1245, 1255),
        ("40k users", "40k users", 39_500, 40_500),
        ("1.2 million users", "1.2 million users", 1_150_000, 1_250_000),
        ("1,200,000 users", "1,200,000 users", 1_150_000, 1_250_000),
        ("two thousand users", "two thousand users", 1500, 2500),
        ("about 40 clients", "about 40 clients", 36, 44),
        ("~12 clients", "~12 clients", 10, 14),
        ("some 1,234 users", "some 1,234 users", 1110.6, 1357.4),
        ("more than 40 clients", "more than 40 clients", 40, math.inf),
        ("no fewer than 40 clients", "no fewer than 40 clients", 40, math.inf),
        ("40+ clients", "40+ clients", 40, math.inf),
        ("40 or more clients", "40 or more clients", 40, math.inf),
        ("up to 40 clients", "up to 40 clients", 0, 40),
        ("no more than 40 clients", "no more than 40 clients", 0, 40),
        ("as many as 40 clients", "as many as 40 clients", 0, 40),
        ("10 to 15 clients", "10 to 15 clients", 10, 15),
        ("10-15 clients", "10-15 clients", 10, 15),
        ("10\u201315 clients", "10\u201315 clients", 10, 15),
        ("ten or eleven clients", "ten or eleven clients", 10, 11),
        ("between 10 and 15 clients", "10 and 15 clients", 10, 15),
        ("12 of our clients", "12 of our clients", 12, 12),
        ("12 different clients", "12 different clients", 12, 12),
        ("a total of 12 clients", "12 clients", 12, 12),
        ("On behalf 12 clients", "12 clients", 12, 12),
        ("At 09:12 300 users", "300 users", 300, 300),
        ("2024 users", "2024 users", 2024, 2024),
        ("1,840 failed requests", "1,840 failed requests", 1835, 1845),
    ],
)
def test_a_count_is_read_to_the_precision_of_the_statement(
    text: str, said: str, least: float, most: float
) -> None:
    ((found, ((low, high),)),) = _found(text)
    assert found == said
    assert [low, high] == pytest.approx([least, most])


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("12 of 40 clients", (12, 12), (40, 40)),
        ("12 out of our 40 clients", (12, 12), (40, 40)),
        ("about 12 of the 40 clients", (10, 14), (40, 40)),
        ("more than 12 of 40 clients", (12, math.inf), (40, 40)),
        ("one of 40 clients", (1, 1), (40, 40)),
    ],
)
def test_of_a_part_in_a_whole_either_may_be_meant(
    text: str, part: tuple[float, float], whole: tuple[float, float]
) -> None:
    assert [bounds for _, bounds in _found(text)] == [(part, whole)]


@pytest.mark.parametrize(
    "text",
    [
        "one of our clients",
        "1 clients",
        "0 clients",
        "1.2 clients",
        "12 enterprise clients",
        "12 clients' desks",
        "12 clients-only pages",
        "40 % of 300 clients",
        "half of the 300 clients",
        "most of our 300 clients",
        "3 in 5 clients",
        "5 of every 100 requests",
        "another 12 clients",
        "the first 12 clients",
        "every 12 requests",
        "12 requests a second",
        "12 requests/s",
        "12 clients or so",
        "12 clients at least",
        "12 and 28 clients",
        "15 to 10 clients",
        "50 of 40 clients",
        "two hundred and twelve clients",
        "in 2024 users could not",
        "March 2024 users could not",
        "HTTP 500 requests",
        "on day 2 users waited",
        "09:12 users",
        "v1.12 clients",
        "PAY-12 clients",
        "$12 clients",
        "clients",
        "",
    ],
)
def test_what_is_no_plain_count_is_left_alone(text: str) -> None:
    assert _found(text) == []


def test_the_number_itself_is_kept_beside_its_bounds() -> None:
    text = "10 to 15 clients, 12 of 40 users, about 7 requests"
    assert [each.value for each in counts(text, NOUNS)] == [15, 12, 7]
    assert [text[each.start : each.end] for each in counts(text, NOUNS)] == [
        "10 to 15 clients",
        "12 of 40 users",
        "about 7 requests",
    ]


def test_without_nouns_there_is_no_count() -> None:
    assert list(counts("12 clients", ())) == []


@given(st.integers(2, 999))
def test_a_small_number_is_true_of_itself_and_not_of_its_neighbours(number: int) -> None:
    (found,) = counts(f"{number} clients", NOUNS)
    assert [found.fits(number + step, number + step) for step in (-1, 0, 1)] == [False, True, False]
