from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.edit.mappings import put
from postmortems.edit.nested import block, flow
from postmortems.errors import UsageError
from postmortems.load.events import read
from postmortems.load.text import Limits

PATH = ("analysis", "five_whys")
WHYS: list[Any] = [{"question": "Why: so?", "whys": [{"question": "And # why?"}]}]
LINES = """\
    - question: "Why: so?"
      whys:
        - question: "And # why?"
"""


def values(text: str) -> Any:  # noqa: ANN401 - plain values as in YAML
    document = read(text.encode("utf-8", "surrogatepass"), Limits())
    assert not document.faults, document.faults
    return document.value


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("id: a\n", f"id: a\nanalysis:\n  five_whys:\n{LINES}", id="absent"),
        pytest.param(
            "id: a", f"id: a\nanalysis:\n  five_whys:\n{LINES}"[:-1], id="no last line break"
        ),
        pytest.param("analysis:\nid: a\n", f"analysis:\n  five_whys:\n{LINES}id: a\n", id="empty"),
        pytest.param(
            "analysis: null  # none\nid: a\n",
            f"analysis:  # none\n  five_whys:\n{LINES}id: a\n",
            id="null with a comment",
        ),
        pytest.param(
            "analysis: {}\nid: a\n", f"analysis:\n  five_whys:\n{LINES}id: a\n", id="braces"
        ),
        pytest.param(
            "analysis:\n  # ours\n  bow_tie: {}\n  # end\nid: a\n",
            f"analysis:\n  # ours\n  five_whys:\n{LINES}  bow_tie: {{}}\n  # end\nid: a\n",
            id="before its successor, under its comment",
        ),
        pytest.param(
            "analysis:\n  five_whys: []  # none\n  bow_tie: {}\n",
            f"analysis:\n  five_whys:  # none\n{LINES}  bow_tie: {{}}\n",
            id="an empty list",
        ),
        pytest.param(
            "{id: a, analysis: {bow_tie: {event: b}}}\n",
            '{id: a, analysis: {five_whys: [{question: "Why: so?", whys: [{question: '
            '"And # why?"}]}], bow_tie: {event: b}}}\n',
            id="all in braces",
        ),
        pytest.param(
            "id: a\r\nanalysis:\r\n  bow_tie: {}\r\n",
            "id: a\nanalysis:\n  five_whys:\n".replace("\n", "\r\n")
            + LINES.replace("\n", "\r\n")
            + "  bow_tie: {}\r\n",
            id="the line breaks of the file",
        ),
    ],
)
def test_a_list_is_put_where_nothing_is_and_nothing_else_changes(before: str, after: str) -> None:
    assert put(before, values(before), PATH, WHYS) == after


def test_a_list_is_put_into_an_entry_of_a_list() -> None:
    text = "five_whys:\n- question: q\n- question: r\n  whys:\n"
    asked = [{"question": "s"}]
    first = put(text, values(text), ("five_whys", 0, "whys"), asked)
    assert first == (
        "five_whys:\n- question: q\n  whys:\n    - question: s\n- question: r\n  whys:\n"
    )
    assert put(first, values(first), ("five_whys", 1, "whys"), asked) == (
        f"{first}    - question: s\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("analysis: So.\n", "analysis is a bare value; make it a mapping before you set its"),
        ("analysis:\n  five_whys: So.\n", "analysis.five_whys is there already"),
        ("analysis:\n  five_whys: [{question: q}]\n", "analysis.five_whys is there already"),
    ],
)
def test_what_is_there_is_never_written_over(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        put(text, values(text), PATH, WHYS)


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp")), max_size=130
).filter(lambda text: text.isprintable())
NESTED = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("question", "whys", "a b", "yes", "#")), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(value=st.dictionaries(st.sampled_from(("k", "Application code")), NESTED, min_size=1))
def test_what_is_written_is_read_back_as_the_same(value: dict[str, Any]) -> None:
    assert values(block(value, 0) + "\n") == value
    assert values(f"k: {flow(value)}\n") == {"k": value}
    text = "id: a  # ours\nnotes: b\n"
    assert values(put(text, values(text), PATH, value)) == {
        "id": "a",
        "analysis": {"five_whys": value},
        "notes": "b",
    }
