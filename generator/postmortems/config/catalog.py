"""catalog.yml: the services that incidents name, the teams that run them, and whom to call."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import annotated_types as at

from postmortems.config.references import ContactId, ServiceId, TeamId, TierId
from postmortems.fields import Key, Label, Line, Record, Sentence, Text, Url

Slug = Annotated[str, Text(64, r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
"""Lower-case letters, digits and hyphens: fit for an address on the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """Something that users or other services rely on."""

    id: Slug
    """The name that incidents write, in lower case with hyphens; also its address on the site."""
    name: Line
    """The name that people read."""
    description: Sentence | None = None
    """What it does, for a reader who never heard of it."""
    team: TeamId | None = None
    """The team that runs it."""
    tier: Label | None = None
    """How much hangs on it, in the team's own words, such as `tier 1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    """A group of people that owns services and actions."""

    id: Slug
    """The name that incidents write, in lower case with hyphens; also its address on the site."""
    name: Line
    """The name that people read."""
    description: Sentence | None = None
    """What the team answers for."""
    contacts: Annotated[tuple[ContactId, ...], at.MaxLen(20)] = ()
    """Whom to call when the team is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A way to reach help, with someone else to try when nobody answers."""

    id: Key
    """The contact's id in this file."""
    name: Line
    """What the contact is for, such as `Database on call`."""
    primary: Label
    """Who is called first: a rota, a role or a person."""
    alternates: Annotated[tuple[Label, ...], at.MaxLen(10)] = ()
    """Who is called next, in order, when the first does not answer."""
    emergency_methods: Annotated[tuple[Label, ...], at.MaxLen(10)] = ()
    """How to reach them when the usual way fails."""
    tier: TierId | None = None
    """The escalation tier that this contact answers for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Record):
    """Something that must be possible at any hour, and who is able to do it."""

    id: Key
    """The procedure's id in this file."""
    name: Line
    """What is done, such as `Cancel a query that holds locks`."""
    services: Annotated[tuple[ServiceId, ...], at.MaxLen(100)] = ()
    """The services that it is done to."""
    contacts: Annotated[tuple[ContactId, ...], at.MaxLen(20)] = ()
    """The contacts whose people are able to do it."""
    holders: Annotated[tuple[Label, ...], at.MaxLen(50)] = ()
    """Who else is able to do it, by name or role."""
    documented: bool | None = None
    """Whether it is written down; left out while nobody knows."""
    runbook: Url | None = None
    """Where it is written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog(Record):
    """What there is to break, and who looks after it."""

    services: Annotated[tuple[Service, ...], at.MinLen(1), at.MaxLen(2_000)]
    """Every service that an incident may name."""
    teams: Annotated[tuple[Team, ...], at.MaxLen(500)] = ()
    """Every team that an incident or an action may name."""
    contacts: Annotated[tuple[Contact, ...], at.MaxLen(500)] = ()
    """Whom to call, and whom to call after that."""
    procedures: Annotated[tuple[Procedure, ...], at.MaxLen(500)] = ()
    """What must not hang on one person."""

    def reached(self, contacts: Iterable[str]) -> tuple[str, ...]:
        """Return who can be called through contacts, each name once, capitals ignored."""
        known = {each.id: each for each in self.contacts}
        names: dict[str, str] = {}
        for contact in contacts:
            for name in (known[contact].primary, *known[contact].alternates):
                names.setdefault(name.casefold(), name)
        return tuple(names.values())

    def able(self, procedure: Procedure) -> tuple[str, ...]:
        """Return who can carry out a procedure, each name once, capitals ignored."""
        names = (*self.reached(procedure.contacts), *procedure.holders)
        return tuple({name.casefold(): name for name in reversed(names)}.values())[::-1]
