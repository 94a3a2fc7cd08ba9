"""Which feeds there are, and what each of them holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from postmortems.feeds.identity import urn
from postmortems.feeds.links import clean
from postmortems.feeds.moments import updated
from postmortems.pages import addresses
from postmortems.pages.base import incident_url, row, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from postmortems.model.incident import Incident
    from postmortems.pages.base import Library, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An incident in a feed.

    ``url`` is its page from the site's root; ``facts`` is plain text; ``html`` is the summary,
    safe to be shown, and empty where nobody wrote one; ``labels`` are ids with names.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    facts: str
    html: str
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed: ``name`` is its file without ending, ``page`` what it follows, from the root."""

    id: str
    name: str
    title: str
    page: str
    entries: tuple[Entry, ...]

    @property
    def atom(self) -> str:
        """Return the address of its Atom file from the site's root."""
        return f"{addresses.FEEDS}{self.name}.xml"

    @property
    def json(self) -> str:
        """Return the address of its JSON Feed from the site's root."""
        return f"{addresses.FEEDS}{self.name}.json"


def channels(library: Library, html: Callable[[str], str]) -> Iterator[Channel]:
    """Yield the feed of all incidents, one for each level and one for each service.

    ``html`` turns prose into HTML that is safe anywhere. A feed holds as many incidents as
    site.yml says: those that changed last. One without a date can stand in none.
    """
    settings = library.settings
    newest = _newest(library)
    name = clean(settings.site.name)
    entry = cache(lambda key: _entry(library.incidents[key], library, html))

    def channel(path: str, title: str, page: str, among: Iterable[str]) -> Channel:
        return Channel(
            id=urn(settings.site.feeds.namespace, "feed", path),
            name=path,
            title=title,
            page=page,
            entries=tuple(
                entry(key)
                for key, _ in zip(among, range(settings.site.feeds.entries), strict=False)
            ),
        )

    yield channel("all", name, addresses.ALL, newest)
    by_level = _grouped(library, newest, lambda each: (each.severity,))
    for level in settings.severities.levels:
        yield channel(
            f"severities/{level.id.lower()}",
            f"{name}: {level.id} {clean(level.name)}",
            addresses.of_severity(level.id),
            by_level.get(level.id, ()),
        )
    by_service = _grouped(library, newest, lambda each: each.services)
    for service in settings.catalog.services:
        yield channel(
            f"services/{service.id}",
            f"{name}: {clean(service.name)}",
            addresses.of_service(service.id),
            by_service.get(service.id, ()),
        )


def undated(library: Library) -> int:
    """Count the incidents that no feed can hold, because nobody recorded when they began."""
    return sum(started(each) is None for each in library.incidents.values())


def _newest(library: Library) -> list[str]:
    """Return the ids of dated incidents: the one that changed last comes first."""
    dated = [
        (updated(each, begun, library.as_of), begun, each.id)
        for each in library.incidents.values()
        if (begun := started(each)) is not None
    ]
    return [key for _, _, key in sorted(dated, reverse=True)]


def _grouped(
    library: Library, ids: Iterable[str], names: Callable[[Incident], tuple[str, ...]]
) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key in ids:
        for name in dict.fromkeys(names(library.incidents[key])):
            groups.setdefault(name, []).append(key)
    return groups


def _entry(incident: Incident, library: Library, html: Callable[[str], str]) -> Entry:
    begun = started(incident)
    assert begun is not None  # noqa: S101 - the others were left out
    line = row(incident, library.settings)
    services = {each.id: each.name for each in library.settings.catalog.services}
    return Entry(
        id=urn(library.settings.site.feeds.namespace, "incident", incident.id),
        url=incident_url(incident.id),
        title=clean(f"{incident.severity}: {incident.title}"),
        published=begun,
        updated=updated(incident, begun, library.as_of),
        facts=clean(_facts(line)),
        html=html(incident.summary) if incident.summary else "",
        labels=(
            (incident.severity, library.settings.severities.level(incident.severity).name),
            *((name, services.get(name, name)) for name in incident.services),
        ),
    )


def _facts(line: Row) -> str:
    sample = " A sample, made up to show the tool." if line.sample else ""
    lasted = "Still going on." if line.open else f"Duration: {line.duration}."
    return (
        f"{line.id}, {line.kind}, {line.status}. Services: {', '.join(line.services)}. "
        f"{lasted}{sample}"
    )
