"""Which feeds there are, and what each of them holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from postmortems.feeds.identity import urn
from postmortems.feeds.links import clean
from postmortems.feeds.moments import updated
from postmortems.pages import addresses
from postmortems.pages.base import incident_url, row, started

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from postmortems.config.settings import Settings
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
class Chosen:
    """Which incidents a feed holds, the one that changed last first.

    ``name`` is its file without ending, ``page`` what it follows, from the root.
    """

    name: str
    title: str
    page: str
    ids: tuple[str, ...]

    @property
    def atom(self) -> str:
        """Return the address of its Atom file from the site's root."""
        return f"{addresses.FEEDS}{self.name}.xml"

    @property
    def json(self) -> str:
        """Return the address of its JSON Feed from the site's root."""
        return f"{addresses.FEEDS}{self.name}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed with its entries."""

    id: str
    chosen: Chosen
    entries: tuple[Entry, ...]


class Change(NamedTuple):
    """When an incident changed last and when it began, in UTC and in a form that sorts as text."""

    updated: str
    begun: str
    id: str
    severity: str
    services: tuple[str, ...]


def changes(library: Library, ids: Iterable[str]) -> list[Change]:
    """Tell when incidents changed last; those without a date, which no feed can hold, are left out.

    Only for this are all incidents looked at, so it can be asked of some at a time.
    """
    found = []
    for incident_id in ids:
        incident = library.incidents[incident_id]
        begun = started(incident)
        if begun is not None:
            latest = updated(incident, begun, library.as_of)
            services = tuple(dict.fromkeys(incident.services))
            found.append(
                Change(
                    _sortable(latest), _sortable(begun), incident.id, incident.severity, services
                )
            )
    return found


def choose(settings: Settings, changed: Iterable[Change]) -> list[Chosen]:
    """Return the feed of all incidents, one for each level and one for each service.

    A feed holds as many incidents as site.yml says: those that changed last.
    """
    most = settings.site.feeds.entries
    name = clean(settings.site.name)
    held: dict[tuple[str, str], list[str]] = {}
    for each in sorted(changed, reverse=True):
        groups = (
            ("all", ""),
            ("severity", each.severity),
            *(("service", s) for s in each.services),
        )
        for group in groups:
            members = held.setdefault(group, [])
            if len(members) < most:
                members.append(each.id)

    def chosen(path: str, title: str, page: str, *group: str) -> Chosen:
        ids = tuple(held.get((group[0], group[1]), ()))
        return Chosen(name=path, title=title, page=page, ids=ids)

    return [
        chosen("all", name, addresses.ALL, "all", ""),
        *(
            chosen(
                f"severities/{level.id.lower()}",
                f"{name}: {level.id} {clean(level.name)}",
                addresses.of_severity(level.id),
                "severity",
                level.id,
            )
            for level in settings.severities.levels
        ),
        *(
            chosen(
                f"services/{service.id}",
                f"{name}: {clean(service.name)}",
                addresses.of_service(service.id),
                "service",
                service.id,
            )
            for service in settings.catalog.services
        ),
    ]


def channel(library: Library, chosen: Chosen, html: Callable[[str], str]) -> Channel:
    """Fill a feed; ``html`` turns prose into HTML that is safe anywhere."""
    return Channel(
        id=urn(library.settings.site.feeds.namespace, "feed", chosen.name),
        chosen=chosen,
        entries=tuple(_entry(library.incidents[each], library, html) for each in chosen.ids),
    )


def _sortable(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


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
