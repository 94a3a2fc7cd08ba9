from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from postmortems.config.language import CountedNouns
from postmortems.model.impact import FIGURES
from postmortems.rules.registry import by_id
from support.example import context, make_incident, settings

CLIENTS = {"clients": 40}
USERS = {"users": 300}
TICKETS = {"tickets": 40}
REQUESTS = {"requests_failed": 1840}


def _problems(text: str, impact: dict[str, Any], field: str = "summary") -> list[Any]:
    rule = by_id("stated-count")
    assert rule.check is not None
    # The example counts requests; here only what a test gives is recorded.
    incident = make_incident(
        **{"impact": {"description": "Errors.", "requests_failed": None} | impact, field: text}
    )
    return list(rule.check(incident, context(incident)))


def _found(text: str, impact: dict[str, Any]) -> int:
    return len(_problems(text, impact))


def test_a_count_that_the_figure_contradicts_is_reported_with_both() -> None:
    (problem,) = _problems("The fault hit 12 clients.", CLIENTS)
    assert problem.path == ("summary",)
    assert problem.message == "`12 clients` contradicts `impact.clients`, 40"
    (problem,) = _problems("About 1.2 million requests failed.", {"requests_failed": 18_400_000})
    assert problem.message == (
        "`About 1.2 million requests` contradicts `impact.requests_failed`, 18,400,000"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The fault hit 12 clients.", 1),
        ("The fault hit 40 clients.", 0),
        ("The fault hit forty clients.", 0),
        ("The fault hit twelve clients.", 1),
        ("It failed for 12 clients.", 1),
        ("12 clients could not log in.", 1),
        ("12 clients were hit.", 1),
        ("There were 12 affected clients.", 1),
        ("There were 12 clients.", 0),
        ("12 clients were not affected.", 0),
        ("The fault did not hit 12 clients.", 0),
        ("12 clients were unaffected.", 0),
        ("12 clients reported that they could not log in.", 0),
        ("It failed, and we called 12 clients.", 0),
        ("After the failure it was restored for 12 clients.", 0),
        ("The fault hit about 38 clients.", 0),
        ("The fault hit about 30 clients.", 1),
        ("The fault hit more than 30 clients.", 0),
        ("The fault hit more than 50 clients.", 1),
        ("The fault hit up to 50 clients.", 0),
        ("The fault hit up to 30 clients.", 1),
        ("The fault hit 30 to 50 clients.", 0),
        ("The fault hit 10 to 15 clients.", 1),
        ("The fault hit 12 of 40 clients.", 0),
        ("The fault hit 40 of 44 clients.", 0),
        ("The fault hit 12 of 44 clients.", 1),
        ("The fault hit 12 clients in Europe.", 0),
        ("The fault hit 12 clients in all.", 1),
        ("The fault hit 12 clients who pay by card.", 0),
        ("By then the fault had hit 12 clients.", 0),
        ("The fault hit 40 clients. Card payments failed for 12 clients.", 0),
        ("The fault hit 40 clients. Card payments failed for 50 clients.", 1),
        ("Login failed for 12 clients, and search failed for 28 clients.", 0),
        ("Login failed for 12 clients, and search failed for 29 clients.", 2),
        ("It may hit 12 clients.", 0),
        ("In INC-20250101-0000 it hit 12 clients.", 0),
        ('The report says "it hit 12 clients".', 0),
        ("The report says `it hit 12 clients`.", 0),
    ],
)
def test_a_count_of_those_who_were_hurt_is_held_to_the_figure(text: str, found: int) -> None:
    assert _found(text, CLIENTS) == found


@pytest.mark.parametrize(
    ("text", "impact", "found"),
    [
        ("300 users saw an error.", USERS, 0),
        ("200 users saw an error.", USERS, 1),
        ("1,840 requests failed.", REQUESTS, 0),
        ("1,840 failed requests were counted.", REQUESTS, 0),
        ("1,240 failed requests were counted.", REQUESTS, 1),
        ("Of 40,000 requests, 1,840 failed.", REQUESTS, 0),
        ("The gateway answered 40,000 requests and 1,840 failed.", REQUESTS, 0),
        ("Shoppers opened 12 support tickets.", TICKETS, 1),
        ("Shoppers opened 40 support tickets.", TICKETS, 0),
        ("12 tickets came in.", TICKETS, 1),
        # On a platform whose work is tickets, those that failed are not those that were opened.
        ("Enhancement failed for 12 tickets.", TICKETS, 0),
        ("12 tickets were answered.", TICKETS, 0),
        ("The fault hit 12 clients.", USERS, 0),
        ("The fault hit 12 clients.", {"clients": "unknown"}, 0),
        ("The fault hit 12 clients.", {"clients": 0}, 1),
    ],
)
def test_each_noun_is_held_to_its_own_figure(text: str, impact: dict[str, Any], found: int) -> None:
    assert _found(text, impact) == found


@pytest.mark.parametrize(
    ("said", "basis", "found"),
    [
        (44, "estimated", 0),
        (45, "estimated", 1),
        (36, "estimated", 0),
        (35, "estimated", 1),
        (44, "measured", 1),
    ],
)
def test_an_estimate_allows_a_tenth_either_way(said: int, basis: str, found: int) -> None:
    figure = {"clients": {"value": 40, "basis": basis, "note": "From the list of logins."}}
    assert _found(f"The fault hit {said} clients.", figure) == found


@pytest.mark.parametrize(("windows", "said", "found"), [(1, 12, 1), (2, 12, 0), (2, 50, 1)])
def test_fewer_may_have_been_hit_in_one_of_several_windows(
    windows: int, said: int, found: int
) -> None:
    stretches = [
        {"start": "2026-03-03 09:05", "end": "2026-03-03 09:20"},
        {"start": "2026-03-03 09:30", "end": "2026-03-03 09:50"},
    ]
    impact = CLIENTS | {"windows": stretches[:windows]}
    assert _found(f"The fault hit {said} clients.", impact) == found


@pytest.mark.parametrize(("unit", "found"), [("orders", 0), ("failed requests", 1), (None, 1)])
def test_a_figure_of_another_unit_is_not_compared(unit: str | None, found: int) -> None:
    figure = {"value": 1840} | ({"unit": unit} if unit else {})
    assert _found("1,240 requests failed.", {"requests_failed": figure}) == found


@pytest.mark.parametrize(
    ("impact", "found"),
    [
        (CLIENTS, 0),
        (USERS, 0),
        (CLIENTS | USERS, 1),
        ({"clients": 12} | USERS, 0),
        (CLIENTS | {"users": 12}, 0),
    ],
)
def test_a_noun_of_two_figures_is_compared_where_both_are_recorded(
    impact: dict[str, Any], found: int
) -> None:
    assert _found("The fault hit 12 customers.", impact) == found


@pytest.mark.parametrize(
    ("field", "found"), [("title", 1), ("summary", 1), ("background", 0), ("notes", 0)]
)
def test_only_the_headline_is_looked_at(field: str, found: int) -> None:
    assert len(_problems("The fault hit 12 clients.", CLIENTS, field)) == found


def test_without_an_impact_or_without_nouns_nothing_is_said() -> None:
    rule = by_id("stated-count")
    assert rule.check is not None
    text = "The fault hit 12 clients."
    bare = make_incident(summary=text, impact=None)
    assert list(rule.check(bare, context(bare))) == []
    counted = make_incident(summary=text, impact={"description": "Errors.", **CLIENTS})
    wordless = replace(settings().language, counted_nouns=CountedNouns())
    policy = replace(settings(), language=wordless)
    assert list(rule.check(counted, context(counted, policy=policy))) == []


def test_the_nouns_belong_to_figures_of_the_impact_and_each_has_some() -> None:
    nouns = settings().language.counted_nouns
    names = [each.name for each in fields(nouns)]
    assert set(names) <= set(FIGURES)
    assert all(getattr(nouns, name) for name in names)
