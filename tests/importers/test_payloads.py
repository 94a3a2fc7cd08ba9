"""What other tools export becomes records: as expected, whole or spoilt, and nothing is lost."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortems.importers.dates import DateError, when
from postmortems.importers.plain import plain
from support.imports import EXPECTED, FIXTURES, PAYLOADS, format_of, outcomes, told

if TYPE_CHECKING:
    from postmortems.findings import Path

FORMATS = {
    "events.csv": "events",
    "events.jsonl": "events",
    "grafana.json": "alertmanager",
    "pagerduty_list.json": "pagerduty",
    "pir_bundle.json": "pir",
    "pir_classification.json": "pir",
    "pir_events.json": "events",
    "pir_review.json": "pir",
}
JSON = tuple(each for each in PAYLOADS if each.endswith(".json"))

ENVELOPE = {"page", "pagination_meta", "paging", "took", "requestId", "links", "meta"}
"""What stands around a list of incidents and says nothing of them."""
FOR_PROGRAMS = {
    *("id", "self", "type", "html_url", "node_id", "url", "avatar_url", "incident_id", "page_id"),
    *("group_id", "color", "version", "offset", "position", "created_at", "updated_at", "status"),
    *("description", "code", "group", "showcase", "only_show_if_degraded", "rank", "role_type"),
    *("shortform", "email", "slack_user_id", "role", "is_default", "field_type", "options"),
    *("tweet_id", "reminder_intervals", "start_date", "limit", "more", "source"),
}
"""Keys of objects that an incident refers to, which are passed over where the object is named."""


@pytest.mark.parametrize("name", PAYLOADS)
def test_each_payload_is_known_again_and_makes_the_expected_records(name: str) -> None:
    text = (FIXTURES / name).read_text("utf-8")
    assert format_of(text, name) == FORMATS.get(name, name.partition(".")[0])
    assert told(text, name) == (EXPECTED / f"{name}.yml").read_text("utf-8")


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_spoilt_payload_gives_doubts_and_faults_and_keeps_what_it_cannot_read(name: str) -> None:
    text = (FIXTURES / "spoilt" / name).read_text("utf-8")
    made = told(text, name)
    assert made == (EXPECTED / "spoilt" / f"{name}.yml").read_text("utf-8")
    assert "imported-doubt" in made or "import-unread" in made


@pytest.mark.parametrize("name", PAYLOADS)
def test_importing_twice_gives_the_same_bytes(name: str) -> None:
    text = (FIXTURES / name).read_text("utf-8")
    assert told(text, name) == told(text, name)


def _paths(value: Any, path: Path = ()) -> list[Path]:  # noqa: ANN401 - plain values
    found: list[Path] = [path]
    parts = value if isinstance(value, dict) else {}
    if isinstance(value, list):
        parts = dict(enumerate(value))
    for step, part in parts.items():
        found += _paths(part, (*path, step))
    return found


def _changed(value: Any, path: Path, change: Any) -> Any:  # noqa: ANN401 - plain values
    """Return a value with what stands at a path taken out (``...``) or replaced."""
    if not path:
        return None if change is ... else change
    step, rest = path[0], path[1:]
    if isinstance(value, dict):
        made = dict(value)
        if not rest and change is ...:
            made.pop(step, None)
        elif step in made:
            made[step] = _changed(made[step], rest, change)
        return made
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        if not rest and change is ...:
            return [*value[:step], *value[step + 1 :]]
        return [*value[:step], _changed(value[step], rest, change), *value[step + 1 :]]
    return value


ODD = st.one_of(
    st.just(...),
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        (
            "",
            " ",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59+14:00",
            "2026-03-04T10:02:03.123456789+05:30",
            "2026-03-04 10:02",
            "04/03/2026 10:02",
            "<b>bold</b> <script>x()</script><!-- y -->",
            "\ud800 lone",
            "\u202e turned",
            "`code` [link](javascript:x)",
            "x" * 5_000,
            [],
            {},
            [[[]]],
            ["a", None, 1],
            {"name": None},
            {"summary": {"deep": ["er"]}},
        )
    ),
)


def _leaves(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:  # noqa: ANN401 - plain values
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for step, part in parts for leaf in _leaves(part, (*path, step))]
    return [(path, value)]


def _flat(text: str) -> str:
    # What no file may hold is replaced, and texts are told without it here.
    return re.sub(r"[^\w<>&]+", "", text)


def _is_there(leaf: Any, whole: str) -> bool:  # noqa: ANN401 - plain values
    spellings = [str(leaf), json.dumps(leaf, ensure_ascii=False)]
    if isinstance(leaf, str):
        spellings.append(plain(leaf).text)
        spellings += [leaf[:80]] if len(leaf) > 100 else []
    if isinstance(leaf, float | int) and not isinstance(leaf, bool):
        spellings += [f"{leaf / 100:g}", f"{leaf:g}", str(leaf / 100)]
    if isinstance(leaf, str | int | float) and not isinstance(leaf, bool):
        try:
            at = when(leaf).text
            spellings += [at, at[:10]]
        except DateError:
            pass
    return any(_flat(each) in whole for each in spellings)


@pytest.mark.parametrize("name", JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_of_a_changed_payload_is_lost_and_nothing_breaks(
    name: str, data: st.DataObject
) -> None:
    value = json.loads((FIXTURES / name).read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        paths = _paths(value)
        value = _changed(value, data.draw(st.sampled_from(paths)), data.draw(ODD))
    text = json.dumps(value)
    read_as = FORMATS.get(name, name.partition(".")[0])
    found = outcomes(text, name, format_=read_as)
    assert {each.state for each in found} <= {"new", "unread", "changed", "there"}
    if any(each.state != "new" for each in found):
        return  # what could not be read is told, and stays in the source
    whole = _flat("".join(repr(each.record) for each in found)) + _flat(
        "".join(str(finding.message) for each in found for finding in each.findings)
    )
    lost = [
        (path, leaf)
        for path, leaf in _leaves(value)
        if leaf is not None
        and str(leaf).strip()
        and path[:1] not in {(each,) for each in ENVELOPE}
        and not (path and path[-1] in FOR_PROGRAMS)
        and not _is_there(leaf, whole)
    ]
    assert lost == []


def test_a_table_with_very_many_columns_of_one_name_is_read() -> None:
    header = "time,text" + ",a" * 50_000
    (found,) = outcomes(f"{header}\n2026-01-01 10:00Z,down\n", name="a.csv")
    assert found.record is not None
    assert found.record["timeline"] == [{"at": "2026-01-01 10:00Z", "text": "down"}]


def test_marks_that_nothing_closes_are_text_once_there_are_many() -> None:
    assert plain("<a b=" * 20_000).text == " ".join(["<a b=" * 20_000])
    assert plain("<p>x</p>" + "<!-- >" * 20_000).text.startswith("x\n\n<!-- ><!-- >")
    assert plain("<p>a < b</p><!-- <i>aside</i> -->").unseen == ("<i>aside</i>",)
