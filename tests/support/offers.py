"""All that programs read of a library, by the functions that jobs call one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.feeds.channels import changes, choose
from postmortems.feeds.exports import contents, cut, part
from postmortems.feeds.offer import (
    Facts,
    badge_files,
    calendar_files,
    data_page,
    feed_files,
)
from postmortems.pages import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.pages.base import Library
    from postmortems.pages.data import DataPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Files by path in the docs tree, and the page."""

    files: dict[str, bytes]
    page: DataPage


def offer(library: Library, html: Callable[[str], str]) -> Offer:
    """Make every feed, calendar, export and badge; ``html`` makes prose safe HTML.

    Only the library is read, so what it does not hold cannot get out.
    """
    changed = changes(library, library.incidents)
    files: dict[str, bytes] = {}
    for chosen in choose(library.settings, changed):
        files |= feed_files(library, chosen, html)
    made, shown = calendar_files(library)
    files |= made
    drawn, own, of_services = badge_files(library)
    files |= drawn
    parts = []
    size = library.settings.site.feeds.export_incidents
    for number, ids in enumerate(cut(library.incidents, size), start=1):
        exported, counts = part(library, number, ids)
        files |= exported
        parts.append(counts)
    files |= contents(library, parts)
    facts = Facts(
        undated=len(library.incidents) - len(changed),
        calendars=shown,
        badges=own,
        service_badges=of_services,
        parts=tuple(parts),
    )
    return Offer(files=files, page=data_page(library, facts))


def list_data(library: Library) -> dict[str, bytes]:
    """The data of the list: the index, and a file for each part."""
    files: dict[str, bytes] = {}
    parts = []
    for number, ids in table.cut(table.order(library)):
        made, held = table.part(library, number, ids)
        files |= made
        parts.append(held)
    return files | table.index(library.settings, parts)
