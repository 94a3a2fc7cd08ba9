"""What this room has to offer, family by family, and the page that lists all of it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from postmortems.feeds.atom import atom
from postmortems.feeds.badges import badges, picture, service_badges
from postmortems.feeds.calendars import calendar, diaries
from postmortems.feeds.channels import channel, choose
from postmortems.feeds.exports import (
    JSON,
    csv_path,
    database_path,
    json_name,
    json_path,
    years,
)
from postmortems.feeds.json_feed import json_feed
from postmortems.feeds.links import absolute
from postmortems.feeds.tables import TABLES
from postmortems.pages import addresses
from postmortems.pages.data import (
    BadgeLine,
    DataPage,
    FeedLine,
    FieldLine,
    FileLine,
    PartLine,
    TableLine,
)
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from postmortems.feeds.badges import Badge
    from postmortems.feeds.channels import Chosen
    from postmortems.feeds.exports import Counts
    from postmortems.pages.base import Library

_NOUNS = {
    "incidents": "incident",
    "timeline": "entry",
    "actions": "action",
    "factors": "factor",
    "findings": "finding",
    "communications": "message",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A calendar as the page lists it: its file from the root, and how many days it holds."""

    url: str
    holds: str
    kind: Literal["event", "task"]
    days: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the page says of the files; each of these can be made, and kept, without the others."""

    undated: int
    calendars: tuple[Shown, ...]
    badges: tuple[Badge, ...]
    service_badges: tuple[Badge, ...]
    parts: tuple[Counts, ...]


def feed_files(library: Library, chosen: Chosen, html: Callable[[str], str]) -> dict[str, bytes]:
    """Write a feed in both its formats."""
    filled = channel(library, chosen, html)
    return {chosen.atom: atom(filled, library), chosen.json: json_feed(filled, library)}


def calendar_files(library: Library) -> tuple[dict[str, bytes], tuple[Shown, ...]]:
    """Write every calendar, and tell what the page lists."""
    files = {}
    shown = []
    for diary in diaries(library):
        files[diary.url] = calendar(diary, library)
        shown.append(
            Shown(
                url=diary.url,
                holds=diary.holds,
                kind=diary.kind,
                days=len(diary.days),
                left_out=diary.left_out,
            )
        )
    return files, tuple(shown)


def badge_files(
    library: Library,
) -> tuple[dict[str, bytes], tuple[Badge, ...], tuple[Badge, ...]]:
    """Draw every badge; tell those of the site, and those of its services."""
    own, of_services = tuple(badges(library)), tuple(service_badges(library))
    files = {badge.url: picture(badge, library) for badge in (*own, *of_services)}
    return files, own, of_services


def data_page(library: Library, facts: Facts) -> DataPage:
    """Make the page that lists the files; no incident is looked at."""
    settings = library.settings
    feeds = choose(settings, ())
    return DataPage(
        path="data.md",
        title="Data and feeds",
        description="Feeds, calendars, tables of data and badges, made from the incidents.",
        as_of=library.as_of.date().isoformat(),
        address=settings.site.url is not None,
        entries=settings.site.feeds.entries,
        undated=_undated(facts.undated),
        feeds=_feeds(feeds, "all", library) + _feeds(feeds, "severities/", library),
        services=_feeds(feeds, "services/", library),
        calendars=tuple(_calendar(each) for each in facts.calendars if not _of_team(each)),
        teams=tuple(_calendar(each) for each in facts.calendars if _of_team(each)),
        left_out=_left_out(facts.calendars, library),
        tables=_tables(facts.parts),
        database=FileLine(
            name="postmortems.sqlite",
            url=database_path(),
            holds="All tables in one file",
            size="",
        ),
        years=tuple(_year(*each) for each in years(facts.parts)),
        index=f"{JSON}index.json",
        schema=f"{JSON}schema.json",
        part_incidents=settings.site.feeds.export_incidents,
        parts=_parts(facts.parts),
        badges=tuple(_badge(each, library) for each in facts.badges),
        service_badges=tuple(_badge(each, library) for each in facts.service_badges),
    )


def _undated(missing: int) -> str:
    if not missing:
        return ""
    have = "has" if missing == 1 else "have"
    return f"{count(missing, 'incident').capitalize()} {have} no date and cannot be in a feed."


def _feeds(feeds: Sequence[Chosen], start: str, library: Library) -> tuple[FeedLine, ...]:
    names = {
        **{f"services/{each.id}": each.name for each in library.settings.catalog.services},
        **{
            f"severities/{each.id.lower()}": f"{each.id} {each.name}"
            for each in library.settings.severities.levels
        },
    }
    return tuple(
        FeedLine(
            name=names.get(each.name, "All incidents"),
            page=each.page,
            atom=each.atom,
            json=each.json,
        )
        for each in feeds
        if each.name.startswith(start)
    )


def _of_team(shown: Shown) -> bool:
    return shown.url.startswith(f"{addresses.CALENDARS}teams/")


def _calendar(shown: Shown) -> FileLine:
    return FileLine(
        name=shown.url.rpartition("/")[2],
        url=shown.url,
        holds=shown.holds,
        size=count(shown.days, "task" if shown.kind == "task" else "day"),
    )


def _left_out(calendars: Sequence[Shown], library: Library) -> str:
    if not any(each.left_out for each in calendars):
        return ""
    most = library.settings.site.feeds.events
    return f"A calendar holds the {most:,} entries nearest to today; some of these hold no more."


def _tables(parts: Sequence[Counts]) -> tuple[TableLine, ...]:
    spread = f" in {len(parts)} files" if len(parts) > 1 else ""
    return tuple(
        TableLine(
            name=table.name,
            meaning=table.meaning,
            csv=csv_path(table.name),
            size=count(
                sum(each.rows[table.name] for each in parts),
                _NOUNS[table.name],
                "entries" if table.name == "timeline" else "",
            )
            + spread,
            fields=tuple(
                FieldLine(name=each.name, kind=each.kind, meaning=each.meaning)
                for each in table.columns
            ),
        )
        for table in TABLES
    )


def _year(year: str, number: int, incidents: int) -> FileLine:
    holds = f"Incidents of {year}" if year.isdigit() else "Incidents without a date"
    return FileLine(
        name=json_name(year, number),
        url=json_path(year, number),
        holds=holds if number == 1 else f"{holds}, part {number}",
        size=count(incidents, "incident"),
    )


def _parts(parts: Sequence[Counts]) -> tuple[PartLine, ...]:
    """List the files by part, unless there is only one part."""
    if len(parts) == 1:
        return ()
    return tuple(
        PartLine(
            number=each.number,
            first=each.first,
            last=each.last,
            size=count(each.rows["incidents"], "incident"),
            files=tuple(
                (path.rpartition("/")[2], path)
                for path in (
                    database_path(each.number),
                    *(csv_path(table.name, each.number) for table in TABLES),
                )
            ),
        )
        for each in parts
    )


def _badge(badge: Badge, library: Library) -> BadgeLine:
    words = f"{badge.label}: {badge.value}"
    image, page = absolute(library, badge.url), absolute(library, badge.page)
    if image is None or page is None:
        return BadgeLine(words=words, holds=badge.holds, url=badge.url, markdown="", html="")
    alt = badge.label.translate({ord(each): f"\\{each}" for each in "\\[]*_`<&"})
    return BadgeLine(
        words=words,
        holds=badge.holds,
        url=badge.url,
        markdown=f"[![{alt}]({image})]({page})",
        html=f'<a href="{escape(page)}"><img src="{escape(image)}"'
        f' alt="{escape(badge.label)}"></a>',
    )
