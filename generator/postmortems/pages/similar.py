"""Incidents that resemble another one, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.pages.base import incident_url, started, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from postmortems.metrics.similarity import Similar
    from postmortems.pages.base import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarView:
    """A link to an incident and why it is here.

    ``date`` is its day or empty; ``severity_role`` the severity's colour; ``reasons`` are the
    kinds of things that both records share, each with the things themselves.
    """

    id: str
    title: str
    url: str
    severity: str
    severity_role: str
    date: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A kind of likeness, such as `same service`, and what is alike, separated by commas."""

    label: str
    shared: str


def similar(found: Iterable[Similar], library: Library) -> tuple[SimilarView, ...]:
    """Describe the incidents that resemble one, in the order given."""
    roles = {each.id: each.colour_role for each in library.settings.severities.levels}
    return tuple(_view(each, library, roles) for each in found)


def _view(found: Similar, library: Library, roles: Mapping[str, str]) -> SimilarView:
    incident = library.incidents[found.id]
    begun = when(started(incident), incident)
    return SimilarView(
        id=incident.id,
        title=incident.title,
        url=incident_url(incident.id),
        severity=incident.severity,
        severity_role=roles[incident.severity],
        date=begun.date if begun else "",
        reasons=tuple(_reasons(found, library)),
    )


def _reasons(found: Similar, library: Library) -> Iterator[Reason]:
    settings = library.settings
    services = {each.id: each.name for each in settings.catalog.services}
    categories = {each.id: each.name for each in settings.taxonomy.categories}
    gaps = {each.id: each.name for each in settings.taxonomy.control_gaps}
    for one, several, names in (
        ("same service", "same services", [services.get(each, each) for each in found.services]),
        ("same factor", "same factors", [categories.get(each, each) for each in found.factors]),
        ("same control gap", "same control gaps", [gaps.get(each, each) for each in found.gaps]),
        ("same tag", "same tags", found.tags),
    ):
        if names:
            yield Reason(label=one if len(names) == 1 else several, shared=", ".join(names))
    if found.change:
        yield Reason(label="both set off by a change", shared="")
    if found.words:
        yield Reason(label="shared words", shared=", ".join(found.words))
