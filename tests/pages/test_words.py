from __future__ import annotations

import pytest

from postmortems.pages.words import count, spoken


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "no actions"), (1, "1 action"), (2, "2 actions"), (1200, "1,200 actions")],
)
def test_a_count_agrees_with_its_noun(number: int, said: str) -> None:
    assert count(number, "action") == said


def test_a_plural_may_be_given() -> None:
    assert [count(number, "entry", "entries") for number in (0, 1, 2)] == [
        "no entries",
        "1 entry",
        "2 entries",
    ]


def test_a_value_is_said_in_words() -> None:
    assert spoken("client_report") == "client report"
    assert spoken("") == ""
