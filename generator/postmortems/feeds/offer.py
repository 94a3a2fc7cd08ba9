"""Everything this room has to offer: its files, and the page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from postmortems.feeds.atom import atom
from postmortems.feeds.badges import badges, picture, service_badges
from postmortems.feeds.calendars import calendar, diaries
from postmortems.feeds.channels import channels, undated
from postmortems.feeds.exports import DATABASE, JSON, csv_path, exports
from postmortems.feeds.json_feed import json_feed
from postmortems.feeds.links import absolute
from postmortems.feeds.tables import TABLES
from postmortems.pages.data import BadgeLine, DataPage, FeedLine, FieldLine, FileLine, TableLine
from postmortems.pages.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from postmortems.feeds.badges import Badge
    from postmortems.feeds.calendars import Diary
    from postmortems.feeds.channels import Channel
    from postmortems.feeds.exports import Exports
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
class Offer:
    """Files by path in the docs tree, and the page."""

    files: dict[str, bytes]
    page: DataPage


def offer(library: Library, html: Callable[[str], str]) -> Offer:
    """Make every feed, calendar, export and badge; ``html`` makes prose safe HTML.

    Only the library is read, so what it does not hold cannot get out.
    """
    feeds = list(channels(library, html))
    calendars = list(diaries(library))
    own, of_services = list(badges(library)), list(service_badges(library))
    data = exports(library)
    files = dict(data.files)
    for channel in feeds:
        files[channel.atom] = atom(channel, library)
        files[channel.json] = json_feed(channel, library)
    for diary in calendars:
        files[diary.url] = calendar(diary, library)
    for badge in (*own, *of_services):
        files[badge.url] = picture(badge, library)
    page = DataPage(
        path="data.md",
        title="Data and feeds",
        description="Feeds, calendars, tables of data and badges, made from the incidents.",
        as_of=library.as_of.date().isoformat(),
        address=library.settings.site.url is not None,
        entries=library.settings.site.feeds.entries,
        undated=_undated(library),
        feeds=_feeds(feeds, "all", library) + _feeds(feeds, "severities/", library),
        services=_feeds(feeds, "services/", library),
        calendars=tuple(_calendar(each) for each in calendars if "/" not in each.name),
        teams=tuple(_calendar(each) for each in calendars if "/" in each.name),
        left_out=_left_out(calendars, library),
        tables=_tables(data),
        database=FileLine(
            name="postmortems.sqlite", url=DATABASE, holds="All tables in one file", size=""
        ),
        years=tuple(
            FileLine(
                name=f"{year}.json",
                url=f"{JSON}{year}.json",
                holds=f"Incidents of {year}" if year.isdigit() else "Incidents without a date",
                size=count(number, "incident"),
            )
            for year, number in data.years.items()
        ),
        index=f"{JSON}index.json",
        schema=f"{JSON}schema.json",
        badges=tuple(_badge(each, library) for each in own),
        service_badges=tuple(_badge(each, library) for each in of_services),
    )
    return Offer(files=files, page=page)


def _undated(library: Library) -> str:
    missing = undated(library)
    if not missing:
        return ""
    have = "has" if missing == 1 else "have"
    return f"{count(missing, 'incident').capitalize()} {have} no date and cannot be in a feed."


def _feeds(feeds: Sequence[Channel], start: str, library: Library) -> tuple[FeedLine, ...]:
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


def _calendar(diary: Diary) -> FileLine:
    return FileLine(
        name=diary.url.rpartition("/")[2],
        url=diary.url,
        holds=diary.holds,
        size=count(len(diary.days), "task" if diary.kind == "task" else "day"),
    )


def _left_out(calendars: Sequence[Diary], library: Library) -> str:
    if not any(each.left_out for each in calendars):
        return ""
    most = library.settings.site.feeds.events
    return f"A calendar holds the {most:,} entries nearest to today; some of these hold no more."


def _tables(data: Exports) -> tuple[TableLine, ...]:
    return tuple(
        TableLine(
            name=table.name,
            meaning=table.meaning,
            csv=csv_path(table.name),
            size=count(
                data.rows[table.name],
                _NOUNS[table.name],
                "entries" if table.name == "timeline" else "",
            ),
            fields=tuple(
                FieldLine(name=each.name, kind=each.kind, meaning=each.meaning)
                for each in table.columns
            ),
        )
        for table in TABLES
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
