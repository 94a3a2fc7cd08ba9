from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.characters import FORBIDDEN
from postmortems.edit.assignments import added
from postmortems.edit.entries import inserted
from postmortems.errors import UsageError
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.editing import JUDGE, SOURCE
from support.example import example

ENTRY = {"at": "2026-03-03T09:30Z", "kind": "update"}
BLOCK = """\
id: INC-1
communications:
  # the first
  - at: 2026-03-03 09:00
    text: One.  # as sent
  # the second
  - {at: 2026-03-03 10:00, text: Two.}

recovery: {}
"""


def values(text: str) -> Any:  # noqa: ANN401 - plain values
    document = read(text.encode(), Limits())
    assert document.faults == []
    return document.value


def put(text: str, index: int = 0, entry: dict[str, str] = ENTRY) -> str:
    return inserted(text, values(text), ("communications",), index, entry)


NEW = "  - at: 2026-03-03T09:30Z\n    kind: update\n"
FLOW = "{at: 2026-03-03T09:30Z, kind: update}"


@pytest.mark.parametrize(
    ("old", "index", "new"),
    [
        pytest.param(
            BLOCK, 0, BLOCK.replace("  - at: 2026-03-03 09", NEW + "  - at: 2026-03-03 09"), id="0"
        ),
        pytest.param(BLOCK, 1, BLOCK.replace("  # the second", NEW + "  # the second"), id="1"),
        pytest.param(BLOCK, 2, BLOCK.replace("\nrecovery", NEW + "\nrecovery"), id="2"),
        pytest.param("id: a\ncommunications: []\n", 0, f"id: a\ncommunications:\n{NEW}", id="[]"),
        pytest.param(
            "communications: []  # none\nid: a\n", 0, f"communications:  # none\n{NEW}id: a\n"
        ),
        pytest.param("communications:\nid: a\n", 0, f"communications:\n{NEW}id: a\n", id="nothing"),
        pytest.param("communications: null\n", 0, f"communications:\n{NEW}", id="null"),
        pytest.param("communications: []", 0, f"communications:\n{NEW}"[:-1], id="no last break"),
        pytest.param("id: a", 0, f"id: a\ncommunications:\n{NEW}"[:-1], id="no key, no last break"),
        pytest.param(
            "id: a\nnotes: b\n",
            0,
            f"id: a\ncommunications:\n{NEW}notes: b\n",
            id="the model's order",
        ),
        pytest.param(
            "communications:\n- at: x",
            1,
            "communications:\n- at: x\n- at: 2026-03-03T09:30Z\n  kind: update",
            id="dashes under the key",
        ),
        pytest.param(
            "communications: [{at: x}, {at: y}]\n",
            1,
            f"communications: [{{at: x}}, {FLOW}, {{at: y}}]\n",
            id="brackets",
        ),
        pytest.param("communications: [{at: x}]\n", 0, f"communications: [{FLOW}, {{at: x}}]\n"),
        pytest.param("{id: a, communications: []}\n", 0, f"{{id: a, communications: [{FLOW}]}}\n"),
        pytest.param(
            "{id: a}\n", 0, f"{{id: a, communications: [{FLOW}]}}\n", id="no key in braces"
        ),
    ],
)
def test_an_entry_goes_in_and_nothing_else_changes(old: str, index: int, new: str) -> None:
    assert put(old, index) == new
    if "\n" in old:
        assert put(old.replace("\n", "\r\n"), index) == new.replace("\n", "\r\n")


def test_long_texts_are_folded_and_those_of_several_lines_kept() -> None:
    new = put("id: a\n", 0, {"text": "word " * 30 + "end", "note": "one\ntwo"})
    assert "  - text: >-\n      word word" in new
    assert "    note: |-\n      one\n      two\n" in new


@pytest.mark.parametrize("old", ["communications: none\n", "communications: {a: b}\n"])
def test_what_is_no_list_is_left_alone(old: str) -> None:
    with pytest.raises(UsageError, match="communications holds no list"):
        put(old)


_TEXTS = st.text(min_size=1, max_size=200).filter(lambda text: not FORBIDDEN.search(text))


@given(text=_TEXTS, index=st.integers(0, 2))
def test_any_text_is_read_back_as_it_was(text: str, index: int) -> None:
    entry = {"at": "2026-03-03 09:30", "text": text}
    try:
        new = values(put(BLOCK, index, entry))
    except UsageError:
        return  # refused, and nothing written
    assert new["communications"][index] == entry
    del new["communications"][index]
    assert new == values(BLOCK)


@pytest.mark.parametrize(("kind", "fields"), [("update", []), ("news", ["communications[0].kind"])])
def test_the_new_text_is_judged(kind: str, fields: list[str]) -> None:
    entry = {"at": "2026-03-03T09:01Z", "audience": "client", "kind": kind}
    result = added(example(), "communications", 0, entry, SOURCE, JUDGE)
    assert [each.field for each in result.errors] == fields
    assert result.paths == ("communications[0]",)
