"""A composed record is read back as exactly the values it was made from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.characters import FORBIDDEN
from postmortems.edit.compose import compose
from postmortems.load.events import read
from postmortems.load.text import Limits
from support.breakage import COMPLETE, UNDATED, values

LIMITS = Limits()
TEXTS = st.text(max_size=300).filter(lambda text: not FORBIDDEN.search(text) and "\r" not in text)
SCALARS = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(0, 10**9, allow_nan=False).map(lambda each: round(each, 3)),
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def back(text: str) -> Any:  # noqa: ANN401 - plain values
    document = read(text.encode("utf-8"), LIMITS)
    assert document.faults == []
    return document.value


@pytest.mark.parametrize("content", [COMPLETE.read_bytes(), UNDATED], ids=["dated", "undated"])
def test_every_field_of_a_record_comes_back(content: bytes) -> None:
    record = values(content)
    assert back(compose(record)) == record


@given(st.dictionaries(TEXTS.filter(bool), PLAIN, min_size=1, max_size=5))
def test_any_plain_values_come_back(record: dict[str, Any]) -> None:
    assert back(compose(record)) == record


def test_keys_stand_in_the_order_of_the_model_and_texts_are_folded() -> None:
    record = {
        "timeline": [{"text": "It broke: again.", "at": "2026-03-01 09:12Z"}],
        "summary": "word " * 30 + "end.",
        "services": ["web-shop", "no"],
        "times": {"resolved": "2026-03-01 10:00Z", "started": "2026-03-01 09:12Z"},
        "id": "INC-1",
        "schema": 1,
        "background": "First.\n\n  Second.\n",
    }
    assert compose(record) == (
        "schema: 1\n"
        "id: INC-1\n"
        "services: [web-shop, no]\n"
        "\n"
        "summary: >-\n"
        "  " + "word " * 18 + "word\n"
        "  " + "word " * 11 + "end.\n"
        "\n"
        "background: |\n"
        "  First.\n"
        "\n"
        "    Second.\n"
        "\n"
        "times:\n"
        "  started: 2026-03-01 09:12Z\n"
        "  resolved: 2026-03-01 10:00Z\n"
        "\n"
        "timeline:\n"
        "  - at: 2026-03-01 09:12Z\n"
        '    text: "It broke: again."\n'
    )
