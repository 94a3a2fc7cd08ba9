from __future__ import annotations

import pytest

from postmortems.findings import Path, Problem, Span
from postmortems.load.locate import excerpt, locate
from postmortems.load.text import Limits

TEXT = """\
title: A title
times:
  started: 2024-01-21 15:30
  closed:
timeline:
  - at: 15:30
    text: >-
      Several
      lines
  - at: 16:00
glossary: {SLA: promise}
"""


def _located(path: Path, *, on_key: bool = False, text: str = TEXT) -> tuple[int, int, int, str]:
    problem = Problem(rule="x", path=path, message="m", on_key=on_key)
    (found,) = locate(text.encode(), [problem], Limits())
    assert found.problem is problem
    assert found.span is not None
    return found.span.line, found.span.column, found.span.end, found.excerpt


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("title",), (1, 8, 15, "title: A title")),
        (("times", "started"), (3, 12, 28, "  started: 2024-01-21 15:30")),
        (("timeline", 1, "at"), (10, 9, 14, "  - at: 16:00")),
        (("timeline", 0, "text"), (7, 11, 13, "    text: >-")),
        (("glossary", "SLA"), (11, 17, 24, "glossary: {SLA: promise}")),
        (("times",), (3, 3, 4, "  started: 2024-01-21 15:30")),
        (("timeline", 1), (10, 5, 6, "  - at: 16:00")),
    ],
)
def test_a_value_is_found_where_it_begins(path: Path, place: tuple[int, int, int, str]) -> None:
    assert _located(path) == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("times",), (2, 1, 6, "times:")),
        (("times", "started"), (3, 3, 10, "  started: 2024-01-21 15:30")),
        (("glossary", "SLA"), (11, 12, 15, "glossary: {SLA: promise}")),
    ],
)
def test_a_key_is_found_where_it_stands(path: Path, place: tuple[int, int, int, str]) -> None:
    assert _located(path, on_key=True) == place


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("times", "resolved"), 2),
        (("timeline", 1, "text"), 10),
        (("impact", "description"), 1),
        (("timeline", 7, "at"), 5),
        ((), 1),
    ],
)
def test_what_is_absent_is_placed_on_the_closest_parent(path: Path, line: int) -> None:
    assert _located(path)[0] == line


def test_a_key_without_a_value_has_its_place_behind_the_colon() -> None:
    line, column, _, shown = _located(("times", "closed"))
    assert (line, column, shown) == (4, 10, "  closed:")


def test_without_problems_nothing_is_read() -> None:
    assert locate(b"\xff", [], Limits()) == []


def test_several_problems_keep_their_order() -> None:
    paths: list[Path] = [("timeline", 1, "at"), ("title",)]
    problems = [Problem(rule="x", path=path, message="m") for path in paths]
    found = locate(TEXT.encode(), problems, Limits())
    assert [each.span.line for each in found if each.span] == [10, 1]


def test_letters_beyond_ascii_count_as_one_column() -> None:
    assert _located(("b",), text="a: x\nb: {c: \u00e9\u00e9, d: 1}\n")[:2] == (2, 4)
    assert _located(("b", "d"), text="a: x\nb: {c: \u00e9\u00e9, d: 1}\n")[:2] == (2, 15)


def test_an_excerpt_is_bounded_and_free_of_what_deceives() -> None:
    span = Span(line=1, column=1, end=2)
    assert excerpt(["a\tb\x1b[31m\u202e\r"], span) == "a b\ufffd[31m\ufffd"
    assert len(excerpt(["x" * 5000], span)) == 400
    assert excerpt([], span) == ""
    assert excerpt(["x"], None) == ""
