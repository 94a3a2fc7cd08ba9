from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.errors import UsageError
from postmortems.load.description import read_description
from support.example import settings

SIGNALS = settings().severities.signals
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*SIGNALS, "metadata", "affected_users", "x"]), inner)
    ),
    max_leaves=8,
)


def _read(document: object) -> tuple[dict[str, object], tuple[str, ...]]:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    found = read_description(content, SIGNALS, 1_000)
    return dict(found.signals), found.unused


def test_signals_are_taken_by_their_own_names_and_the_rest_is_told() -> None:
    document = {
        "description": "Everything is down",
        "service": "payment-api",
        "affected_users": "80%",
        "business_impact": "critical",
        "duration_minutes": 65,
        "failure_rate_pct": 80,
        "metadata": {"cluster_down": False, "region": "eu"},
    }
    assert _read(document) == (
        {
            "clients_affected_pct": (80.0, "affected_users"),
            "failure_rate_pct": (80.0, "failure_rate_pct"),
            "cluster_down": (False, "metadata.cluster_down"),
        },
        ("description", "service", "business_impact", "duration_minutes", "metadata.region"),
    )


@pytest.mark.parametrize("said", ["most", "80", 80, None, "-5%", "1e1%", ["80%"]])
def test_users_that_are_no_plain_percentage_are_not_guessed_at(said: object) -> None:
    assert _read({"affected_users": said}) == ({}, ("affected_users",))


def test_what_nobody_knows_is_not_observed() -> None:
    assert _read({"cluster_down": None, "metadata": None}) == ({}, ("metadata", "cluster_down"))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b"null", "the description is no JSON object"),
        (b"[]", "the description is no JSON object"),
        (b"3", "the description is no JSON object"),
        (b'"down"', "the description is no JSON object"),
        (b"", "the description is not JSON: Expecting value, line 1, column 1"),
        (b"{", "the description is not JSON: Expecting property name"),
        (b"\xff\xfe{}", "the description is not UTF-8"),
        (b'{"a": NaN}', "the description holds NaN, which is no number"),
        (b'{"a": -Infinity}', "the description holds -Infinity, which is no number"),
        (b'{"a": 1, "a": 2}', "the description says `a` twice"),
        (b" " * 1_001, "the description is larger than 1,000 bytes"),
        (
            b'{"failure_rate_pct": 101}',
            "failure_rate_pct: `failure_rate_pct` takes a number from 0 to 100, not 101",
        ),
        (b'{"failure_rate_pct": "80"}', 'takes a number from 0 to 100, not "80"'),
        (b'{"failure_rate_pct": true}', "takes a number from 0 to 100, not true"),
        (b'{"queue_depth": -1}', "takes a number from 0 on, not -1"),
        (b'{"queue_depth": 1' + b"0" * 400 + b"}", "takes a number from 0 on, not 1000"),
        (b'{"queue_depth": 1e999}', "takes a number from 0 on, not Infinity"),
        (
            b'{"metadata": {"cluster_down": 1}}',
            "metadata.cluster_down: `cluster_down` takes `true` or `false`, not 1",
        ),
        (b'{"affected_users": "101%"}', "takes a number from 0 to 100, not 101"),
        (
            b'{"cluster_down": true, "metadata": {"cluster_down": false}}',
            "cluster_down and metadata.cluster_down give `cluster_down` two values",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(document: bytes, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        _read(document)
    assert said in str(refused.value)


def test_a_repeated_name_is_found_among_very_many() -> None:
    names = b",".join(b'"%x":1' % number for number in range(60_000))
    with pytest.raises(UsageError, match="says `ea5f` twice"):
        read_description(b"{" + names + b',"ea5f":1}', SIGNALS, 1_048_576)


def test_nesting_without_end_is_refused() -> None:
    deep = b'{"a":' * 100_000
    with pytest.raises(UsageError):
        read_description(deep, SIGNALS, 10_000_000)
    with pytest.raises(UsageError):
        read_description(b'{"a":' + b"9" * 10_000 + b"}", SIGNALS, 10_000_000)


@given(JSON)
def test_nothing_but_a_refusal_comes_of_any_json(document: object) -> None:
    try:
        found, _ = _read(document)
    except UsageError:
        return
    assert found.keys() <= SIGNALS.keys()
