from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import annotated_types as at
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.fields import (
    Day,
    Key,
    Line,
    Moment,
    Name,
    NoneAllowed,
    Percent,
    Record,
    Sentence,
    Short,
    Url,
)
from postmortems.findings import dotted
from postmortems.load.build import BROKEN, Walk, build
from postmortems.load.moments import Clock
from postmortems.plan import plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Record):
    """A part."""

    name: Line
    """Its name."""
    share: Percent | None = None
    """Its share."""
    unknown: Literal["unknown"] | None = None
    """The word for nobody knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Record):
    """A whole."""

    id: Key
    """Its id."""
    size: Annotated[int, at.Ge(1), at.Le(9)] | None = None
    """A whole number."""
    ratio: Annotated[float, at.Gt(0)] | None = None
    """A number above zero."""
    done: bool = False
    """Yes or no."""
    colour: Literal["red", "green"] | None = None
    """A choice."""
    team: Annotated[str, Name("team")] | None = None
    """A name."""
    note: Sentence | None = None
    """A text."""
    link: Url | None = None
    """A link."""
    day: Day | None = None
    """A day."""
    moment: Moment | None = None
    """A time."""
    tags: Annotated[tuple[Key, ...], at.MinLen(1), at.MaxLen(3)] = ("none",)
    """A list."""
    points: Annotated[tuple[Sentence, ...], at.MaxLen(2), NoneAllowed()] | None = None
    """A list that may be said to be empty."""
    parts: tuple[Part, ...] = ()
    """Parts."""
    main: Annotated[Part, Short("name")] | None = None
    """A part that may be given by its name."""
    from_: Line | None = None
    """A field whose name Python keeps for itself."""
    values: Annotated[dict[Key, bool | float], at.MaxLen(2)] | None = None
    """A mapping whose keys the author chooses."""
    inner: tuple[Whole, ...] = ()
    """Wholes inside."""


SHAPE = plan(Whole)


def _build(value: object) -> tuple[Any, list[tuple[str, str]]]:
    walk = Walk(names={"team": {"sre": "sre", "SRE": "sre", "support": "support"}})
    walk.clock = Clock(zone="Etc/UTC")
    built = build(value, SHAPE, walk)
    return built, [(each.rule, dotted(each.path)) for each in walk.problems]


def _messages(value: object) -> list[tuple[str, str]]:
    walk = Walk(names={"team": {"sre": "sre", "support": "support"}})
    build(value, SHAPE, walk)
    return [(each.message, each.fix) for each in walk.problems]


def test_a_sound_document_becomes_the_record_it_describes() -> None:
    built, problems = _build(
        {
            "id": "a",
            "size": 3.0,
            "ratio": 2,
            "done": True,
            "colour": "red",
            "team": "SRE",
            "day": "2024-02-29",
            "tags": ["x", "y"],
            "points": "none",
            "parts": [{"name": "p", "share": 50}],
            "main": "q",
            "from": "here",
            "values": {"a": 1, "b": True},
            "inner": [{"id": "b"}],
        }
    )
    assert problems == []
    assert built == Whole(
        id="a",
        size=3,
        ratio=2.0,
        done=True,
        colour="red",
        team="sre",
        day=date(2024, 2, 29),
        tags=("x", "y"),
        points=(),
        parts=(Part(name="p", share=50.0),),
        main=Part(name="q"),
        from_="here",
        values={"a": 1.0, "b": True},
        inner=(Whole(id="b"),),
    )
    assert type(built.size) is int
    assert type(built.ratio) is float


def test_a_key_without_a_value_is_a_key_that_is_not_there() -> None:
    built, problems = _build({"id": "a", "size": None, "tags": None, "done": None})
    assert (built, problems) == (Whole(id="a"), [])


def test_all_faults_come_out_of_one_run_each_with_its_path() -> None:
    built, problems = _build(
        {
            "size": 12,
            "ratio": 0,
            "done": "yes",
            "colour": "blue",
            "team": "ops",
            "note": "",
            "link": "http://x",
            "day": "2024-02-30",
            "moment": "soon",
            "tags": ["a", "b", "c", "d"],
            "points": "some",
            "parts": [{"name": "p"}, {"name": " x"}, "word", {"share": 1}],
            "main": 5,
            "values": {"a": "b"},
            "extra": 1,
        }
    )
    assert built is BROKEN
    assert problems == [
        ("out-of-range", "size"),
        ("out-of-range", "ratio"),
        ("wrong-type", "done"),
        ("unknown-value", "colour"),
        ("unknown-name", "team"),
        ("invalid-text", "note"),
        ("not-https", "link"),
        ("invalid-time", "day"),
        ("invalid-time", "moment"),
        ("too-many-entries", "tags"),
        ("wrong-type", "points"),
        ("invalid-text", "parts[1].name"),
        ("wrong-type", "parts[2]"),
        ("missing-field", "parts[3].name"),
        ("wrong-type", "main"),
        ("wrong-type", "values.a"),
        ("unknown-key", "extra"),
        ("missing-field", "id"),
    ]


def test_a_broken_optional_part_is_left_out_and_the_rest_is_kept() -> None:
    built, problems = _build({"id": "a", "size": "many", "note": "kept"})
    assert built == Whole(id="a", note="kept")
    assert problems == [("wrong-type", "size")]


def test_a_broken_entry_takes_its_list_with_it() -> None:
    built, problems = _build({"id": "a", "parts": [{"name": "p"}, {}]})
    assert built == Whole(id="a")
    assert problems == [("missing-field", "parts[1].name")]


@pytest.mark.parametrize("value", [None, [], ["id"], "text", 5, True])
def test_what_is_no_mapping_is_no_record(value: object) -> None:
    assert _build(value) == (BROKEN, [("wrong-type", "")])


@pytest.mark.parametrize(
    ("fragment", "message", "fix"),
    [
        ({"sise": 1}, "`sise` is not a known key", "did you mean `size`?"),
        ({"colour": "gren"}, "`gren` is not a known value", "did you mean `green`? "),
        ({"team": "suport"}, "`suport` is not a known team", "did you mean `support`?"),
        ({"team": "zzz"}, "`zzz` is not a known team", "known: `sre`, `support`"),
        ({"note": 85}, "the number `85` stands where text belongs", 'put it in quotes: `"85"`'),
        ({"note": True}, "`true` stands where text belongs", 'put it in quotes: `"true"`'),
        ({"size": "3"}, "the text `3` stands where a whole number belongs", "write a whole number"),
        ({"tags": "x"}, "the text `x` stands where a list belongs", "start each entry with `- `"),
        ({"points": 1}, "the number `1` stands where a list belongs", "or the word `none`"),
        ({"size": 0}, "0 is below 1", "write a number from 1"),
        ({"size": 10}, "10 is above 9", "write a number up to 9"),
        ({"ratio": 0}, "0 is not above 0", "write a number above 0"),
        ({"note": "x" * 4001}, "4,001 characters; the limit is 4,000", "shorten it"),
        ({"from": "a\nb"}, "the text has more than one line", "put it on one line"),
        ({"from": "a "}, "the text begins or ends with a space", "take the space away"),
    ],
)
def test_a_fault_is_told_with_what_to_do(
    fragment: dict[str, object], message: str, fix: str
) -> None:
    ((said, advice),) = _messages({"id": "a", **fragment})
    assert said == message
    assert fix in advice


@pytest.mark.parametrize("value", [1.5, 1e300, "9", True, [], {}])
def test_a_whole_number_is_nothing_else(value: object) -> None:
    rule = "out-of-range" if value == 1e300 else "wrong-type"
    assert _build({"id": "a", "size": value})[1] == [(rule, "size")]


@pytest.mark.parametrize("value", [1, 0, "true", "yes", None])
def test_a_yes_or_no_is_true_or_false(value: object) -> None:
    found = _build({"id": "a", "done": value})[1]
    assert found == ([] if value is None else [("wrong-type", "done")])


@pytest.mark.parametrize("value", [["a"], {"a": 1}, 5, True])
def test_a_choice_is_one_of_its_words(value: object) -> None:
    assert _build({"id": "a", "colour": value})[1] == [("wrong-type", "colour")]


def test_hostile_text_in_a_message_is_bounded_and_printable() -> None:
    ((message, fix),) = _messages({"id": "a", "colour": "\x1b[31m" + "x" * 5000})
    assert "\x1b" not in message + fix
    assert len(message) < 200


@given(st.integers(-20, 20))
def test_bounds_belong_to_what_they_bound(size: int) -> None:
    _, problems = _build({"id": "a", "size": size})
    assert (problems == []) is (1 <= size <= 9)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*SHAPE.fields, "name", "share", "odd"]), inner, max_size=6
            )
        ),
        max_leaves=15,
    )
)
def test_no_document_makes_building_raise_and_a_faultless_one_is_whole(value: object) -> None:
    built, problems = _build(value)
    assert (built is BROKEN) <= bool(problems)
    assert built is BROKEN or isinstance(built, Whole)
