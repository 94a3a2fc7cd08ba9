"""What the search is told of an incident, and the page that shows its results."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.config.site import id_regex
from postmortems.pages.base import Page, started, when
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage(Page):
    """The page of the search.

    ``id_forms`` are regular expressions as browsers write them: what matches one of them is an
    incident's id. ``example`` is the form of ids in the team's own words.
    """

    template: ClassVar[str] = "search.md.j2"

    id_forms: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What a result shows besides its words, and by what results are narrowed down.

    ``date`` is the day of the start, empty where nobody knows it; ``services`` their ids and names,
    which are searched. ``values`` are pairs such as ``severity:P1 High``.
    """

    date: str
    services: str
    values: tuple[str, ...]


def pages(settings: Settings) -> Iterator[Page]:
    """Make the one page."""
    forms = (settings.site.incident_id, settings.site.undated_id)
    yield SearchPage(
        path="search.md",
        title="Search",
        description="Find an incident by its id, a service, or words from anywhere in it.",
        search=False,
        id_forms=tuple(_for_browsers(id_regex(form)) for form in forms),
        example=settings.site.incident_id,
    )


def facets(incident: Incident, settings: Settings) -> Facets:
    """Say by what an incident is narrowed down to, in the words that readers see."""
    levels = {each.id: each.name for each in settings.severities.levels}
    services = {each.id: each.name for each in settings.catalog.services}
    date = _date(incident)
    return Facets(
        date=date,
        services=", ".join(f"{services.get(each, each)} {each}" for each in incident.services),
        values=(
            f"severity:{incident.severity} {levels[incident.severity]}",
            f"status:{spoken(incident.status)}",
            f"kind:{spoken(incident.kind)}",
            f"year:{date[:4] or 'undated'}",
            *(f"service:{services.get(each, each)}" for each in incident.services),
        ),
    )


def part(incident: Incident) -> str:
    """Return the month an incident began, such as ``2026-03``; empty where nobody knows it."""
    return _date(incident)[:7]


def _date(incident: Incident) -> str:
    begun = when(started(incident), incident)
    return begun.date if begun and begun.utc else ""


def _for_browsers(pattern: str) -> str:
    for ours, theirs in (("(?P<", "(?<"), (r"\A", "^"), (r"\Z", "$"), (r"\-", "-")):
        pattern = pattern.replace(ours, theirs)
    return re.sub(r"\(\?P=([a-z]+)\)", r"\\k<\1>", pattern)
