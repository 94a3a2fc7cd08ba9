"""What the rules between records know of each: a card that is small enough to keep for all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from postmortems.findings import Path
    from postmortems.model.incident import Incident

OPEN = frozenset(("open", "in_progress"))
"""The states of an action that is still to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One record as the others see it.

    ``file`` is its path in the repository; ``related`` and ``recurrence_of`` name other records;
    ``open_actions`` are pairs of id and title; ``started`` and ``resolved`` are aware;
    ``allowed_loss`` are the minutes that the target allows in a period of ``sla_days`` where the
    record claims that it was breached; ``names`` are what people typed freely, as kind, name and
    path; ``used`` the services and teams of the catalogue that it names. ``ignored`` are the rules
    that it sets aside, in its order, ``silenced`` those that had something to say on their own.
    """

    id: str
    file: str
    services: tuple[str, ...] = ()
    started: datetime | None = None
    resolved: datetime | None = None
    dated: bool = True
    related: tuple[str, ...] = ()
    recurrence_of: str | None = None
    open_actions: tuple[tuple[str, str], ...] = ()
    allowed_loss: float | None = None
    sla_days: float | None = None
    names: tuple[tuple[str, str, Path], ...] = ()
    used: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()


class Repository(Protocol):
    """The records of a repository, as far as they have been read."""

    def get(self, incident_id: str) -> Card | None:
        """Return the card of a record, None when there is none or it cannot be read."""

    def files(self, incident_id: str) -> tuple[str, ...]:
        """Return the files that carry an id, capitals ignored, in order."""

    def ids(self) -> tuple[str, ...]:
        """Return all ids, in order."""

    def everyone(self) -> Mapping[str, Card] | None:
        """Return all cards by id; None when only some records were asked about."""


def card(incident: Incident, file: str, silenced: tuple[str, ...] = ()) -> Card:
    """Write the card of a record."""
    times, impact = incident.times, incident.impact
    claim = impact.sla if impact else None
    allowed = None
    if claim and claim.breached and claim.target_pct is not None and claim.period_days is not None:
        allowed = (100 - claim.target_pct) / 100 * claim.period_days * 1_440
    return Card(
        id=incident.id,
        file=file,
        services=tuple(map(intern, incident.services)),
        started=times.started if times else None,
        resolved=times.resolved if times else None,
        dated=incident.date_unknown is None,
        related=tuple(incident.related),
        recurrence_of=incident.recurrence_of,
        open_actions=tuple(
            (each.id, each.title) for each in incident.actions if each.status in OPEN
        ),
        allowed_loss=allowed,
        sla_days=claim.period_days if claim and allowed is not None else None,
        names=tuple(dict.fromkeys(_names(incident))),
        used=tuple(map(intern, sorted({*incident.services, *incident.teams, *_teams(incident)}))),
        ignored=tuple(each.rule for each in incident.ignore),
        silenced=silenced,
    )


def _teams(incident: Incident) -> Iterator[str]:
    yield from (each.team for each in incident.actions if each.team is not None)
    if incident.origin_service is not None:
        yield incident.origin_service


def _names(incident: Incident) -> Iterator[tuple[str, str, Path]]:
    """Yield each name that no list of choices holds, once, where it first stands."""
    seen: set[tuple[str, str]] = set()
    for kind, name, path in _typed(incident):
        if (kind, name) not in seen:
            seen.add((kind, name))
            yield _alike(kind, name, path)


@lru_cache(maxsize=4_096)
def _alike(kind: str, name: str, path: Path) -> tuple[str, str, Path]:
    """Return one and the same entry for all records that have it: there are thousands of them."""
    return kind, name, path


def _typed(incident: Incident) -> Iterator[tuple[str, str, Path]]:
    roles = incident.roles
    if roles is not None:
        for role in ("commander", "tech_lead", "comms_lead", "scribe"):
            person = getattr(roles, role)
            if person is not None:
                yield "person", person.name, ("roles", role)
        for index, person in enumerate(roles.responders):
            yield "person", person.name, ("roles", "responders", index)
    for index, action in enumerate(incident.actions):
        if action.owner is not None:
            yield "person", action.owner, ("actions", index, "owner")
    if incident.postmortem.owner is not None:
        yield "person", incident.postmortem.owner, ("postmortem", "owner")
    for index, tag in enumerate(incident.tags):
        yield "tag", tag, ("tags", index)
