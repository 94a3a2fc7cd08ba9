"""Incidents by the year in which they began, each year cut into its months."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from postmortems.metrics.base import start_day
from postmortems.pages.addresses import month_anchor
from postmortems.pages.listing import Kind, Named
from postmortems.pages.paging import Place
from postmortems.pages.table import UNDATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from postmortems.model.incident import Incident
    from postmortems.pages.base import Page
    from postmortems.pages.listing import Shelf
    from postmortems.pages.paging import Sheet

# Not strftime, whose words depend on the machine's language.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def pages(shelf: Shelf) -> Iterator[Page]:
    """Make the overview of years, a list for each year, and one for the undated."""
    days = {each.id: day for each in shelf.incidents if (day := start_day(each)) is not None}
    dated = [each for each in shelf.incidents if each.id in days]
    # By local months first: an order of instants alone may put a month's last hours into the next.
    dated.sort(key=lambda each: (days[each.id].year, days[each.id].month), reverse=True)
    lists = [
        Named(
            place=Place(folder=f"years/{year}"),
            heading=f"Incidents of {year}",
            incidents=list(members),
            filters=f"year={year}",
        )
        for year, members in groupby(dated, key=lambda each: days[each.id].year)
    ]
    undated = Named(
        place=Place(folder="years/undated"),
        heading="Incidents without a date",
        note="Nobody recorded when they began, so nothing that is counted by date includes them.",
        incidents=[each for each in shelf.incidents if each.id not in days],
        filters=f"year={UNDATED}",
    )
    kind = Kind(
        folder="years",
        heading="Incidents by year",
        label="Year",
        summary="By the day on which each began, in its own time zone.",
        lists=[*lists, undated] if undated.incidents else lists,
    )
    yield shelf.overview(kind)
    for named in lists:
        yield from shelf.pages(named, kind.above, lambda all_, sheet: _by_month(all_, sheet, days))
    if undated.incidents:
        yield from shelf.pages(undated, kind.above)


def month_urls(months: Sequence[str], totals: Sequence[int], size: int) -> tuple[str, ...]:
    """Return where each month, such as ``2025-03``, begins in the lists of its year.

    ``totals`` are the months' incidents and ``size`` the rows of a page; an address is empty where
    a month has no incidents. The latest month of a year comes first.
    """
    urls: list[str] = []
    for index, name in enumerate(months):
        year = name[:4]
        later = sum(
            total
            for other, total in zip(months[index + 1 :], totals[index + 1 :], strict=True)
            if other.startswith(year)
        )
        place = Place(folder=f"years/{year}").url(later // size + 1)
        urls.append(f"{place}#month-{name}" if totals[index] else "")
    return tuple(urls)


def _by_month(
    incidents: Sequence[Incident], sheet: Sheet, days: dict[str, date]
) -> Iterator[tuple[str, str, Sequence[Incident]]]:
    """Cut a page of a year into months; a month carries its anchor where it begins."""
    before = month_anchor(days[incidents[sheet.start - 1].id]) if sheet.start else ""
    for anchor, group in groupby(sheet.of(incidents), key=lambda each: month_anchor(days[each.id])):
        members = list(group)
        day = days[members[0].id]
        name = f"{_MONTHS[day.month - 1]} {day.year}"
        if anchor == before:
            yield f"{name}, continued", "", members
        else:
            yield name, anchor, members
