from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from feeds.offered import HOSTILE, ONE, TWO, files, given
from metrics.records import record
from postmortems.feeds.channels import changes, choose
from postmortems.render import prose
from support.example import settings
from support.offers import offer

if TYPE_CHECKING:
    from postmortems.pages.base import Library

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own


def texts(root: ET.Element, name: str) -> list[str]:
    return [each.findtext(f"{ATOM}{name}") or "" for each in root.iter(f"{ATOM}entry")]


def test_an_atom_feed_says_what_the_records_say_newest_change_first() -> None:
    root = parsed(files(given(ONE, TWO))["feeds/all.xml"])
    assert texts(root, "title") == [f"P1: {HOSTILE}", "P1: One"]
    assert texts(root, "published") == ["2026-03-03T10:00:00+00:00", "2026-03-03T09:00:00+00:00"]
    assert texts(root, "updated") == ["2026-04-01T00:00:00+00:00", "2026-03-03T09:30:00+00:00"]
    assert root.findtext(f"{ATOM}updated") == "2026-04-01T00:00:00+00:00"
    links = [link.get("href") for link in root.iter(f"{ATOM}link")]
    assert links == [
        "https://pm.example.com/x/incidents/",
        "https://pm.example.com/x/feeds/all.xml",
        "https://pm.example.com/x/incidents/INC-2/",
        "https://pm.example.com/x/incidents/INC-1/",
    ]
    assert texts(root, "summary")[1].endswith("Duration: 30 min.")


def test_html_in_feeds_holds_no_tag_of_a_stranger() -> None:
    made = files(given(TWO))
    html = parsed(made["feeds/all.xml"]).findtext(f"{ATOM}entry/{ATOM}content") or ""
    item = json.loads(made["feeds/all.json"])["items"][0]
    assert html == item["content_html"] == prose.block(f"**{HOSTILE}**")
    assert "<script" not in html


def test_a_json_feed_has_what_its_version_asks_for() -> None:
    feed = json.loads(files(given(ONE, TWO))["feeds/all.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://pm.example.com/x/feeds/all.json"
    assert [item["url"] for item in feed["items"]] == [
        "https://pm.example.com/x/incidents/INC-2/",
        "https://pm.example.com/x/incidents/INC-1/",
    ]
    assert all(("content_html" in item) != ("content_text" in item) for item in feed["items"])
    assert feed["items"][1]["date_modified"] == "2026-03-03T09:30:00Z"


def test_without_an_address_links_lead_from_the_file_or_are_left_out() -> None:
    made = files(given(ONE, url=None))
    service = ONE.services[0]
    root = parsed(made[f"feeds/services/{service}.xml"])
    assert [link.get("href") for link in root.iter(f"{ATOM}link")] == [
        f"../../services/{service}/",
        "../../incidents/INC-1/",
    ]
    assert "url" not in json.loads(made["feeds/all.json"])["items"][0]
    assert b"URL" not in made["calendars/actions.ics"]


def test_an_id_stays_whatever_else_changes_and_differs_with_the_namespace() -> None:
    def ids(of: Library) -> dict[str, str]:
        items = json.loads(files(of)["feeds/all.json"])["items"]
        return {item["title"]: item["id"] for item in items}

    first = ids(given(ONE))["P1: One"]
    assert first == "urn:uuid:338906c5-e70b-5651-b354-c7161080d0dc"
    assert ids(given(replace(ONE, title="Other"), TWO, url=None))["P1: Other"] == first
    assert ids(given(ONE, namespace="acme"))["P1: One"] != first


def test_undated_incidents_are_counted_and_left_out() -> None:
    lost = record("INC-3", date_unknown="Nobody knows.", times={"started": "day 1 09:00"})
    made = offer(given(ONE, lost), prose.block)
    assert len(json.loads(made.files["feeds/all.json"])["items"]) == 1
    assert made.page.undated == "1 incident has no date and cannot be in a feed."


def test_feeds_hold_as_many_as_the_settings_say_and_only_their_own() -> None:
    many = [replace(ONE, id=f"INC-{number}") for number in range(1000)]
    minor = replace(ONE, id="INC-MINOR", severity="P3")
    made = files(given(*many, minor, entries=7))
    assert [len(parsed(made[f"feeds/{name}.xml"]).findall(f"{ATOM}entry")) for name in (
        "all", "severities/p1", "severities/p3", "severities/p0")] == [7, 7, 1, 0]  # fmt: skip


def test_what_changed_last_can_be_asked_for_by_parts() -> None:
    many = [
        replace(
            ONE, id=f"INC-{number}", severity=f"P{number % 4}", services=("api", "web")[:number]
        )
        for number in range(9)
    ]
    site = given(replace(TWO, id="INC-99"), *many, entries=3)
    ids = list(site.incidents)
    parts = [*changes(site, ids[6:]), *changes(site, ids[:2]), *changes(site, ids[2:6])]
    assert choose(site.settings, parts) == choose(site.settings, changes(site, ids))
    held = {each.name: each.ids for each in choose(site.settings, parts)}
    assert held["all"] == ("INC-99", "INC-8", "INC-7")
    assert held["severities/p0"] == ("INC-8", "INC-4", "INC-0")


def test_an_empty_feed_is_whole() -> None:
    made = files(given())
    root = parsed(made["feeds/all.xml"])
    assert root.findtext(f"{ATOM}updated") == "2026-06-30T23:59:59+00:00"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == settings().site.name
    assert json.loads(made["feeds/all.json"])["items"] == []


def test_what_lies_ahead_does_not_make_a_record_new() -> None:
    early = replace(given(TWO), as_of=datetime(2026, 3, 10, tzinfo=UTC))
    root = parsed(files(early)["feeds/all.xml"])
    assert texts(root, "updated") == ["2026-03-03T10:00:00+00:00"]


@pytest.mark.parametrize("field", ["internal", "notes", "ignore", "not_recorded"])
def test_nothing_internal_is_in_any_byte(field: str) -> None:
    marker = "XyzzyMarker"
    values: dict[str, Any] = {
        "internal": {"secret": marker},
        "notes": marker,
        "ignore": [{"rule": "no-actions", "reason": marker}],
        "not_recorded": [{"field": "roles.commander", "reason": marker}],
    }
    made = files(given(record("INC-1", times={"started": "09:00"}, **{field: values[field]})))
    assert [path for path, content in made.items() if marker.encode() in content] == []
    assert b"INC-1" in made["data/postmortems.sqlite"]


def test_stacked_marks_are_bounded_in_every_file_that_people_read() -> None:
    stack = "\u0301\u0302\u0303\u0304"
    action = {"id": "A1", "status": "open", "title": f"Z{stack * 9}a", "due": "2026-05-01"}
    found = files(
        given(
            record(
                "INC-1",
                title=f"Z{stack * 9}a",
                times={"started": "09:00"},
                actions=[action | {"owner": f"Z{stack * 9}a"}],
            )
        )
    )
    for path in ("feeds/all.xml", "feeds/all.json", "calendars/actions.ics", "calendars/tasks.ics"):
        unfolded = found[path].replace(b"\r\n ", b"").decode()
        assert f"Z{stack}\ufffda" in unfolded, path
        assert f"{stack}\u0301" not in unfolded, path
