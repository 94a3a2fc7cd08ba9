"""JSON with places: every value at its line, and whatever nobody takes is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.findings import dotted
from postmortems.importers.draft import SourceFault, Spot
from postmortems.importers.json_text import View, read_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)

TEXT = """{
  "name": " Checkout ",
  "count": 3,
  "nested": {"a": [1, {"b": null}], "empty": {}},
  "name": "again"
}
"""


def test_values_are_those_of_the_standard_reader_and_have_their_places() -> None:
    found = read_json(TEXT)
    assert found.value["count"] == 3
    assert found.value["name (2)"] == "again"
    assert found.spot(("count",)) == Spot(3, 12, "count")
    assert found.spot(("nested", "a", 1, "b")) == Spot(4, 29, "nested.a[1].b")
    assert found.spot(("nested", "gone")) == Spot(4, 13, "nested.gone")


@given(JSON)
def test_any_document_is_read_as_by_the_standard_reader(value: Any) -> None:  # noqa: ANN401
    assert read_json(json.dumps(value, indent=1)).value == value


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{"a": 1,\n}', 2, "this is no JSON: "),
        ("", 1, "this is no JSON: "),
        ('{"a": NaN}', 1, "this is no JSON: NaN is no value of JSON"),
        ("[" * 100_000, 1, "the JSON is nested too deeply"),
        ("9" * 10_000, 1, "this is no JSON: "),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text: str, line: int, message: str) -> None:
    with pytest.raises(SourceFault) as refused:
        read_json(text)
    assert refused.value.message.startswith(message)
    assert refused.value.spot.line == line


def test_a_view_gives_what_it_is_asked_for_and_tells_the_rest() -> None:
    view = View(read_json(TEXT))
    assert view.text("name") == "Checkout"
    assert view.text("missing") == ""
    assert view.number("count") == 3
    assert view.text("nested", "a") == ""
    assert view.odd == [("nested", "a")]
    assert view.rest() == [
        ("nested", '{"a": [1, {"b": null}], "empty": {}}'),
        ("name (2)", "again"),
    ]


def test_lists_of_other_things_are_odd_and_not_lost() -> None:
    view = View(read_json('{"items": [{"x": 1}, 7, "y"], "texts": ["a", null, 2], "flag": true}'))
    (first,) = view.views("items")
    assert first.number("x") == 1
    assert view.odd == [("items", 1), ("items", 2)]
    assert [text for text, _ in view.texts("texts")] == ["a", "2"]
    assert view.number("flag") is None
    assert view.flag("flag") is True
    assert view.rest() == [("items[1]", "7"), ("items[2]", "y")]


def leaves(value: Any) -> list[Any]:  # noqa: ANN401
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return [leaf for each in parts for leaf in leaves(each)]
    return [] if value in (None, "") and value is not False else [value]


@given(st.dictionaries(st.text(min_size=1, max_size=5), JSON, max_size=4))
def test_nothing_of_a_document_is_lost(value: dict[str, Any]) -> None:
    told = View(read_json(json.dumps(value))).rest()
    assert [name for name, _ in told] == [dotted((key,)) for key in value if leaves(value[key])]
    for (_, text), held in zip(
        told, [each for each in value.values() if leaves(each)], strict=True
    ):
        assert text == held if isinstance(held, str) else json.loads(text) == held


def test_a_key_that_comes_very_often_is_read_once_each_time() -> None:
    many = 100_000
    value = read_json("{" + ",".join(['"a":1'] * many) + "}").value
    assert (len(value), list(value)[:3], list(value)[-1]) == (
        many,
        ["a", "a (2)", "a (3)"],
        f"a ({many})",
    )
