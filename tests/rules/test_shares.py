from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.rules.shares import shares
from support.example import settings


def _found(text: str) -> list[tuple[str, float, float]]:
    language = settings().language
    found = shares(text, language.universal_quantifiers, language.quantified_nouns)
    return [(each.text, round(each.least, 3), round(each.most, 3)) for each in found]


@pytest.mark.parametrize(
    ("text", "said", "least", "most"),
    [
        ("85 % of users waited", "85 % of users", 84.5, 85.5),
        ("85% of our users waited", "85% of our users", 84.5, 85.5),
        ("99.5 percent of customers", "99.5 percent of customers", 99.45, 99.55),
        ("roughly 85% of our users", "roughly 85% of our users", 79.5, 90.5),
        ("more than 40 % of clients", "more than 40 % of clients", 39.5, 100),
        ("up to 40 % of clients", "up to 40 % of clients", 0, 40.5),
        ("one shopper in four", "one shopper in four", 20, 30),
        ("four users in five", "four users in five", 75, 85),
        ("three out of four customers", "three out of four customers", 70, 80),
        ("1 in 10 users", "1 in 10 users", 5, 15),
        ("half of our clients", "half of our clients", 46, 54),
        ("a third of users", "a third of users", 29.333, 37.333),
        ("all users saw it", "all users", 99.95, 100),
        ("all our web applications", "all our web applications", 99.95, 100),
        ("every single customer", "every single customer", 99.95, 100),
        ("almost all users", "almost all users", 80, 100),
        ("the entire user base", "the entire user base", 99.95, 100),
        ("everyone saw it", "everyone", 99.95, 100),
        ("nobody could log in", "nobody", 99.95, 100),
        ("100 % of users", "100 % of users", 99.5, 100.5),
        ("two thirds of users", "two thirds of users", 62.667, 70.667),
        ("a quarter of users", "a quarter of users", 21, 29),
        ("one third of users", "one third of users", 29.333, 37.333),
        ("one quarter of users", "one quarter of users", 21, 29),
        ("three quarters of users", "three quarters of users", 71, 79),
        ("99.25 % of users", "99.25 % of users", 99.245, 99.255),
        ("1 in 20 users", "1 in 20 users", 2.5, 7.5),
        ("ten users in ten", "ten users in ten", 95, 105),
    ],
)
def test_a_share_is_read_to_the_precision_of_the_statement(
    text: str, said: str, least: float, most: float
) -> None:
    assert _found(text) == [(said, least, most)]


@pytest.mark.parametrize(
    "text",
    [
        "all requests failed",
        "85 % of requests failed",
        "100 % of traffic",
        "nobody was hurt",
        "without any user noticing",
        "five in four users",
        "0 in 4 users",
        "all of it",
        "users",
        "",
    ],
)
def test_what_claims_no_share_of_users_is_left_alone(text: str) -> None:
    assert _found(text) == []


def test_a_word_that_denies_claims_everyone_only_beside_what_could_not_be_done() -> None:
    (found,) = shares("no users could log in", ("no",), ("users",))
    assert (found.text, found.fits(100), found.fits(99)) == ("no users", True, False)
    assert list(shares("no users were affected", ("no",), ("users",))) == []


def test_without_words_for_those_who_are_counted_there_is_no_share() -> None:
    assert list(shares("all users", ("all",), ())) == []


@given(st.integers(1, 99))
def test_a_percentage_is_true_of_itself_and_not_of_its_neighbours(percent: int) -> None:
    language = settings().language
    text = f"{percent} % of users"
    (found,) = shares(text, language.universal_quantifiers, language.quantified_nouns)
    assert [found.fits(percent + step) for step in (-1, 0, 1)] == [False, True, False]


def test_a_share_fits_up_to_its_bounds() -> None:
    language = settings().language
    (stated,) = shares("85 % of users", language.universal_quantifiers, language.quantified_nouns)
    fits = [stated.fits(percent) for percent in (84.4, 84.5, 85.5, 85.6)]
    assert fits == [False, True, True, False]


def test_fewer_than_all_is_no_share() -> None:
    assert _found("less than all users saw it") == []
    assert _found("fewer than one user in zero") == []


def test_where_nobody_is_counted_not_even_everyone_is() -> None:
    assert list(shares("everyone saw it", ("all",), ("orders",))) == []
