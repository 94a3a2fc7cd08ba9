from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems.config.analysis import PLACES, VALUES, Wording
from postmortems.config.settings import Settings, problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.findings import Path

    Change = Callable[[Settings, Path, object], Settings]

PART: tuple[str | int, ...] = ("analysis", "methods", 0, "parts", 0)
SIGHT: tuple[str | int, ...] = ("analysis", "observations", 0)


def told(settings: Settings) -> list[tuple[str, Path, str]]:
    return [
        (problem.rule, problem.path, problem.message)
        for file, problem in problems(settings)
        if file == "analysis.yml"
    ]


def test_a_guide_that_fits_together_is_left_alone(small: Settings) -> None:
    assert told(small) == []


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ((*SIGHT, "says"), "{title} {luck}, {fortune}", "`{fortune}`"),
        ((*SIGHT, "question"), "Why {}?", "`{}`"),
        ((*SIGHT, "question"), "Why {luck?", "`{`"),
        ((*SIGHT, "asked_as", 0, "question"), "Why {at}?", "`{at}`"),
        ((*PART, "question"), "What of {luck}?", "`{luck}`"),
        ((*PART, "question"), "What of {{title}}?", "`{`"),
    ],
)
def test_a_question_names_only_what_a_record_fills_in(
    small: Settings, change: Change, path: Path, text: str, said: str
) -> None:
    rule, place, message = told(change(small, path, text))[0]
    assert (rule, place) == ("config-unknown-reference", path[1:])
    assert message == f"{said} stands for no value of a record"


def test_numbers_of_the_policy_may_be_named_and_are_checked_as_elsewhere(
    small: Settings, change: Change
) -> None:
    path = (*SIGHT, "says")
    known = "More than {policy.timeline.gap_minutes}: {luck}"
    assert told(change(small, path, known)) == []
    (found,) = told(change(small, path, "{policy.timeline.nonsense}"))
    assert found == (
        "config-unknown-reference",
        path[1:],
        "`policy.timeline.nonsense` names no number of the configuration",
    )


@pytest.mark.parametrize(
    ("path", "value", "place", "message"),
    [
        ((*PART, "place"), "threats", "place", "`fishbone` has no place `threats`"),
        ((*PART, "category"), None, "", "a bone is headed by a category, and nothing else is"),
        (
            (*PART, "observations"),
            ("luck", "repeat"),
            "observations",
            "`repeat` is not among the `observations` of this file",
        ),
        (
            ("analysis", "methods", 0, "fits"),
            ("repeat",),
            "fits",
            "`repeat` is not among the `observations` of this file",
        ),
    ],
)
def test_parts_stand_where_their_method_asks(
    small: Settings, change: Change, path: Path, value: object, place: str, message: str
) -> None:
    found = told(change(small, path, value))
    assert (found[0][0], found[0][2]) == ("config-contradiction", message)
    assert place == "" or place in found[0][1]


def test_nothing_is_asked_twice_in_one_place(small: Settings, change: Change) -> None:
    path = ("analysis", "methods", 0, "parts")
    parts = small.analysis.methods[0].parts
    (found,) = told(change(small, path, (*parts, *parts)))
    assert found[1:] == ((*path[1:], 1), "`code` is asked about twice")
    wordings = (Wording(method="fishbone", question="Why?"),) * 2
    (found,) = told(change(small, (*SIGHT, "asked_as"), wordings))
    assert found[1:] == (
        ("observations", 0, "asked_as", 1, "method"),
        "`fishbone` asks about `luck` twice",
    )


def test_the_shipped_guide_describes_every_method_and_asks_about_every_observation(
    shipped: Settings,
) -> None:
    guide = shipped.analysis
    assert {each.id for each in guide.methods} == set(PLACES)
    assert {each.id for each in guide.observations} == set(VALUES)
    fishbone = next(each for each in guide.methods if each.id == "fishbone")
    assert [each.category for each in fishbone.parts] == [
        each.id for each in shipped.taxonomy.categories
    ]
