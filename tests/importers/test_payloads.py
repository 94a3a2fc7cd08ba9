"""What other tools export becomes records: as expected, whole or spoilt, and nothing is lost."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any
from unicodedata import combining, normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postmortems.importers.dates import DateError, when
from postmortems.importers.draft import Draft, SourceFault
from postmortems.importers.plain import plain
from support.imports import EXPECTED, FIXTURES, PAYLOADS, drafts, format_of, outcomes, told

if TYPE_CHECKING:
    from postmortems.findings import Path

FORMATS = {
    "events.csv": "events",
    "events.jsonl": "events",
    "github_issue_form.json": "github-issue-form",
    "grafana.json": "alertmanager",
    "pagerduty_list.json": "pagerduty",
    "pir_bundle.json": "pir",
    "pir_classification.json": "pir",
    "pir_events.json": "events",
    "pir_review.json": "pir",
}
JSON = tuple(each for each in PAYLOADS if each.endswith(".json"))

ENVELOPE = {
    *("page", "pagination_meta", "paging", "took", "requestId", "links", "meta"),
    *("more", "limit", "offset"),
}
"""What stands around a list of incidents and says nothing of them."""
FOR_PROGRAMS = {
    *("id", "self", "type", "html_url", "node_id", "url", "avatar_url", "incident_id", "page_id"),
    *("group_id", "color", "version", "offset", "position", "created_at", "updated_at", "status"),
    *("description", "code", "group", "showcase", "only_show_if_degraded", "rank", "role_type"),
    *("shortform", "email", "slack_user_id", "role", "is_default", "field_type", "options"),
    *("tweet_id", "reminder_intervals", "start_date", "limit", "more", "source"),
}
"""Keys of objects that an incident refers to, which are passed over where the object is named."""

BARE_IDS = {"id", "type", "code", "self"}
"""Keys that hold a bare word: what a mapping in such a place holds goes with the object's ids."""

TRANSLATED = {
    ("incident_timestamp", "name"),
    ("custom_field", "name"),
    ("role", "name"),
    ("incident_role", "name"),
}
"""Names that say in which field of the record something stands."""


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


def _leaves(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:  # noqa: ANN401
    if isinstance(value, dict | list | tuple):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for step, part in parts for leaf in _leaves(part, (*path, step))]
    return [(path, value)]


def _said(found: Draft | SourceFault) -> str:
    if isinstance(found, SourceFault):
        return found.message
    leaves = [str(leaf) for _, leaf in _leaves([found.record, found.kept])]
    return " ".join([found.key, found.day, repr(found.record), *leaves])


def _words(text: str) -> set[str]:
    """Return the words, in the plain letters that ids are made of, without escapes of JSON."""
    bare = re.sub(r"\\u[0-9a-f]{4}", " ", normalize("NFKD", text.casefold()))
    return set(re.findall(r"[^\W_]+", "".join(each for each in bare if not combining(each))))


def _is_there(leaf: Any, whole: set[str]) -> bool:  # noqa: ANN401
    """Tell whether every word of a value is in what was made of it, as it is or as it was read."""
    spellings = [str(leaf), json.dumps(leaf, ensure_ascii=False)]
    if isinstance(leaf, str):
        spellings.append(leaf[:10] if re.match(r"\d{4}-\d\d-\d\d", leaf) else leaf)
        spellings += [plain(leaf).text, " ".join((*plain(leaf).unseen, plain(leaf).text))]
    elif not isinstance(leaf, bool):
        spellings += [str(leaf / 100), f"{leaf:g}"]
    if not isinstance(leaf, bool):
        with contextlib.suppress(DateError):
            spellings += [when(leaf).text, when(leaf).text[:10]]
    return any(_words(each) <= whole for each in spellings)


@pytest.mark.parametrize("name", JSON)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    found = drafts(text, read_as)
    whole = _words(" ".join(["incident service", *(_said(each) for each in found)]))
    if not found or any(isinstance(each, SourceFault) for each in found):
        return  # what could not be read is told, and stays in the source
    lost = [
        (path, leaf)
        for path, leaf in _leaves(value)
        if leaf is not None
        and str(leaf).strip()
        and path[:1] not in {(each,) for each in ENVELOPE}
        and not (path and path[-1] in FOR_PROGRAMS)
        and not BARE_IDS.intersection(path[:-1])
        and path[-2:] not in TRANSLATED
        and path[-1:] != ("body",)  # headings of a text that people wrote
        and leaf not in (0, "0001-01-01T00:00:00Z")
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
    assert plain("<p>x</p>" + "<!-- x" * 20_000).text.startswith("x\n<!-- x<!-- x")
    assert plain("<p>a < b</p><!-- <i>aside</i> -->").unseen == ("<i>aside</i>",)
