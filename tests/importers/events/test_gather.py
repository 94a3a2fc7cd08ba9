from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from support.timelines import gathered

KEYS = (
    "alerts",
    "labels",
    "startsAt",
    "endsAt",
    "activeAt",
    "status",
    "data",
    "result",
    "metric",
    "values",
    "value",
    "resultType",
    "type",
    "ts",
    "text",
    "user",
    "subtype",
    "timestamp",
    "time",
    "message",
    "actor",
    "events",
    "commit",
    "sha",
    "body",
    "issue_url",
    "created_at",
    "tag_name",
    "environment",
    "attachments",
    "files",
    "alertname",
    "annotations",
    "event",
    "state",
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
TIMES = st.sampled_from(["2026-03-03T09:00:00Z", "1772528400.000100", "message", "firing", "1e9"])
VALUES = st.recursive(
    PLAIN | TIMES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=20,
)
ODD = st.text(alphabet=st.sampled_from("0123456789:-./[]<>|*`\n T aZ\u202e\x00\ud800,;\"'{}"))


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_no_json_is_too_odd(value: object) -> None:
    found = gathered(("a.json", json.dumps(value)))
    assert found.sources or found.skipped


@settings(max_examples=300, deadline=None)
@given(ODD)
def test_no_text_is_too_odd_and_every_line_is_accounted_for(text: str) -> None:
    found = gathered(("a.txt", text.encode("utf-8", "surrogatepass")))
    assert found.sources or found.skipped


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(content: bytes) -> None:
    gathered(("a.zip", b"PK\x03\x04" + content), ("b", content))


def test_files_without_events_are_told() -> None:
    found = gathered(("a.txt", "nothing happened"), ("b.json", "{}"), ("c.txt", ""))
    assert found.sources == ()
    assert [(each.source, each.reason) for each in found.skipped] == [
        (name, "nothing in it looks like an event with a time")
        for name in ("a.txt", "b.json", "c.txt")
    ]


def test_the_same_files_give_the_same_events() -> None:
    file = ("a.txt", "10:02 ada: hm\n10:03 bo: aha\n")
    assert gathered(file) == gathered(file)
