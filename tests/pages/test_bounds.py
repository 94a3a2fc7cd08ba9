"""That nothing a reader has to load grows without bound with the number of incidents.

Two sites are made from records that share nothing but a few services and teams: every owner, tag,
title and alert is another one. The one with twice as many must have more pages, not longer ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from metrics.records import library, record
from postmortems.load.templates import load_templates
from postmortems.pages import table
from postmortems.pages.dashboard import dashboards, lanes, spans
from postmortems.pages.site import families
from postmortems.render import prose
from postmortems.render.message import Messenger
from postmortems.render.page import Renderer
from support.example import settings
from support.offers import list_data, offer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

FEW, MANY = 50, 100
LIMIT = 10
MOST_LINKS = 12
"""How many rows a pager may add to a page, however many pages there are."""
ROWS_OF_A_PART = 9
"""On the page of data: its own, one for its JSON, and its seven other files."""
# What has a line for every incident on purpose: the numbers of a chart, for people who count again.
DOWNLOADS = "data/*.csv"
# One row of a list, a table or a drawing, an entry of a feed, a row of a CSV.
ROW = re.compile(r"<(?:tr|li|path|rect|option|entry)\b|BEGIN:V(?:EVENT|TODO)\b|^INC-", re.MULTILINE)


def limited() -> Settings:
    """The shipped settings with every limit at ten, or as near as it may be."""
    shipped = settings()
    site = shipped.site
    return replace(
        shipped,
        site=replace(
            site,
            home=replace(site.home, recent_incidents=LIMIT),
            lists=replace(site.lists, rows_per_page=LIMIT, rows_filtered=LIMIT),
            feeds=replace(site.feeds, entries=LIMIT, events=LIMIT, export_incidents=LIMIT),
            dashboards=replace(site.dashboards, most_bars=LIMIT, table_rows=LIMIT),
        ),
    )


def incident(number: int, policy: Settings) -> Incident:
    services = [each.id for each in policy.catalog.services][:4]
    teams = [each.id for each in policy.catalog.teams][:2]
    day = f"2026-{1 + number % 6:02d}-{1 + number % 28:02d}"
    return record(
        f"INC-{number:05d}",
        title=f"Title {number}",
        severity=f"P{number % 4}",
        services=[services[number % len(services)], services[(number + 1) % len(services)]],
        teams=[teams[number % len(teams)]],
        tags=[f"tag-{number}"],
        times={
            name: f"{day} {time}"
            for name, time in (
                ("started", "09:00"),
                ("detected", "09:05"),
                ("acknowledged", "09:10"),
                ("mitigated", "10:00"),
                ("resolved", "11:00"),
            )
        },
        roles={"commander": {"name": f"Person {number}"}},
        detection={"source": "alert", "alert": f"Alert {number}"},
        factors=[
            {"id": "F1", "text": f"Nobody looked at {number}", "category": "capacity"},
            {"id": "F2", "text": f"Nobody asked about {number}"},
        ],
        lessons=[{"text": f"Look at {number}"}],
        actions=[
            {
                "id": f"A{place}",
                "title": f"Do {number} {place}",
                "status": status,
                "owner": f"Owner {number}",
                "team": teams[number % len(teams)],
                "type": "prevent",
                "due": f"2026-{5 + place:02d}-{10 + number % 9}",
            }
            | ({"done_at": "2026-06-01"} if status == "done" else {})
            for place, status in enumerate(("open", "in_progress", "done"))
        ],
        postmortem={"status": "draft", "owner": f"Owner {number}", "due": "2026-06-03"},
        recurrence_of=f"INC-{number - 1:05d}" if number % 3 else None,
    )


def made(root: Path, number: int) -> Iterator[tuple[str, str]]:
    """Everything that the site of so many incidents has beside their own pages."""
    policy = limited()
    site = library(*(incident(each, policy) for each in range(number)), policy=policy)
    templates = load_templates(root)
    renderer, messenger = Renderer(templates), Messenger(templates)
    wording = messenger.specimens(policy.policy.messages)
    drawn = dashboards(site)
    offered = offer(site, prose.block)
    pages = [page for family in families(lambda _: wording).values() for page in family(site)]
    for page in (*pages, *drawn.pages, offered.page):
        yield page.path, renderer.render(page).decode()
    for path, content in (drawn.data | offered.files | list_data(site)).items():
        if not path.endswith(".sqlite"):
            yield path, content.decode()


def kind(path: str) -> str:
    """What several files are one of: the pages of a list, the lists of one sort, a part of data."""
    path = re.sub(r"-?\d+", "", path.replace("/page/", "/"))
    return re.sub(r"^((?:\w+/)+)[\w-]+(?=(?:/actions)?/?\.\w+$)", r"\1*", path)


@pytest.fixture(scope="module")
def longest(repository: Path) -> dict[str, tuple[int, int]]:
    """The rows of the longest file of each kind, of the small site and of the large one."""
    rows: Mapping[str, dict[int, int]] = defaultdict(dict)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "ROWS_PER_PART", LIMIT)
        for module in (lanes, spans):
            patch.setattr(module, "MOST_DOTS", LIMIT)
        for number in (FEW, MANY):
            for path, text in made(repository, number):
                found = rows[kind(path)]
                found[number] = max(found.get(number, 0), len(ROW.findall(text)))
    return {name: (found.get(FEW, 0), found[MANY]) for name, found in rows.items()}


def test_twice_the_incidents_make_more_pages_and_no_longer_ones(
    longest: dict[str, tuple[int, int]],
) -> None:
    new_parts = (MANY - FEW) // LIMIT * ROWS_OF_A_PART
    longer = {name: rows for name, rows in longest.items() if rows[1] > rows[0] + MOST_LINKS}
    assert longer == {
        # A part has a thousand incidents, unless the settings say else.
        "data.md": (found := longest["data.md"][0], found + new_parts),
        DOWNLOADS: (FEW * 2, MANY * 2),
    }


def test_what_others_subscribe_to_holds_as_much_as_the_settings_say(
    longest: dict[str, tuple[int, int]],
) -> None:
    held = {
        name: rows for name, rows in longest.items() if name.startswith(("feeds/", "calendars/"))
    }
    assert held["feeds/*.xml"] == held["feeds/services/*.xml"] == (LIMIT, LIMIT)
    assert held["calendars/*.ics"] == held["calendars/teams/*.ics"] == (LIMIT, LIMIT)
    assert longest["data/csv/*.csv"] == (3 * LIMIT, 3 * LIMIT)
