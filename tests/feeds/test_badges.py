from __future__ import annotations

from xml.etree import ElementTree as ET

from feeds.offered import files, given
from metrics.records import record
from postmortems.feeds.badges import Badge, picture

GOOD, BAD, GREY = "#045a7e", "#b04700", "#616874"
SVG = "{http://www.w3.org/2000/svg}"
RUNNING = record("INC-1", status="investigating", times={"started": "2026-06-10 09:00"})
OVER = record("INC-2", times={"started": "2026-04-10 09:00", "resolved": "2026-04-10 10:00"})


def seen(content: bytes) -> tuple[str, str]:
    """What a badge is called, and the colour of its value."""
    root = ET.fromstring(content)  # noqa: S314 - our own
    assert root.get("aria-label") == root.findtext(f"{SVG}title")
    return root.findtext(f"{SVG}title") or "", list(root.iter(f"{SVG}path"))[1].get("fill") or ""


def test_badges_count_and_colour_only_what_should_be_none() -> None:
    made = files(given(RUNNING, OVER))
    day = "as of 2026-06-30"
    assert seen(made["badges/open.svg"]) == (f"open incidents: 1, {day}", BAD)
    assert seen(made["badges/last-30-days.svg"]) == (f"incidents in 30 days: 1, {day}", GREY)
    assert seen(made["badges/last-90-days.svg"]) == (f"incidents in 90 days: 2, {day}", GREY)
    assert seen(made["badges/latest.svg"]) == (f"latest incident: P1, 2026-06-10, {day}", GREY)
    assert seen(files(given(OVER))["badges/open.svg"]) == (f"open incidents: 0, {day}", GOOD)


def test_nothing_recorded_is_no_praise() -> None:
    made = files(given())
    assert seen(made["badges/open.svg"]) == ("open incidents: 0, as of 2026-06-30", GREY)
    assert seen(made["badges/latest.svg"])[0] == "latest incident: none recorded, as of 2026-06-30"


def test_a_name_is_text_even_if_it_looks_like_markup_or_a_place() -> None:
    name = '<b>"&{value}{{ color }}'
    badge = Badge(name="x", label=name, value="3", holds="", page="")
    root = ET.fromstring(picture(badge, given()))  # noqa: S314 - our own
    assert [each.text for each in root.iter(f"{SVG}text")] == [name, "3"]
