"""One record as an edition shows it: fields left out, people as roles, no way to what is hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from postmortems.redaction.keys import untold
from postmortems.redaction.people import Named, role_of
from postmortems.redaction.walk import reworded, without
from postmortems.rules.people import PLACES

if TYPE_CHECKING:
    from collections.abc import Container

    from postmortems.config.audiences import Edition
    from postmortems.model.incident import Incident
    from postmortems.model.response import Person, Roles
    from postmortems.redaction.links import Links
    from postmortems.redaction.people import People


def shown(
    incident: Incident,
    edition: Edition,
    people: People,
    links: Links,
    present: Container[str],
) -> Incident:
    """Return what an edition shows of a record; ``present`` are the ids of its incidents.

    The names are taken from the record as it was: who stands only in a hidden field is found in
    other texts, too.
    """
    named = Named(people, incident) if edition.people == "roles" else None
    # A hidden name leaves a trace, or pages would say that nobody wrote one down.
    veiled = {name for name in edition.hidden if name in PLACES}
    record = without(replace(incident), (name for name in edition.hidden if name not in veiled))
    record = _connected(record, edition, links, present)
    record = untold(
        record,
        lambda key: bool(links.mentioned(key)) or (named is not None and named.names(key)),
    )

    def change(field: str, text: str) -> str:
        if field in veiled:
            return edition.unnamed
        text = links.text(text)
        if named is None or _is_role(field):
            return text
        return named.place(field, text) if field in PLACES else named.text(text)

    record = reworded(record, change)
    if record.roles is not None and named is not None:
        record = replace(record, roles=_roles(record.roles, named, people))
    review = record.review
    if review is not None:
        once = tuple(dict.fromkeys(review.attendees))
        record = replace(record, review=replace(review, attendees=once))
    return replace(
        record,
        timeline=tuple(replace(each, actor=each.actor or None) for each in record.timeline),
    )


def _connected(
    record: Incident, edition: Edition, links: Links, present: Container[str]
) -> Incident:
    """Leave out what leads to other places and other audiences, and what speaks of hidden parts."""
    told = edition.communications
    first = record.recurrence_of
    answers = not edition.conceals("actions")
    return replace(
        record,
        communications=tuple(
            each for each in record.communications if told is None or each.audience in told
        ),
        related=tuple(name for name in record.related if name in present),
        recurrence_of=first if first is not None and first in present else None,
        links=tuple(each for each in record.links if links.shows(each.url)),
        not_recorded=tuple(
            each for each in record.not_recorded if not edition.conceals(each.field)
        ),
        actions=tuple(
            replace(
                each,
                tracker=each.tracker if each.tracker and links.shows(each.tracker) else None,
                factors=() if edition.conceals("factors") else each.factors,
            )
            for each in record.actions
        ),
        findings=tuple(
            replace(each, actions=each.actions if answers else ()) for each in record.findings
        ),
    )


def _is_role(field: str) -> bool:
    return field.startswith("roles.") and field.endswith(".name")


def _roles(roles: Roles, named: Named, people: People) -> Roles:
    def of(person: Person | None) -> Person | None:
        if person is None:
            return None
        if people.nobody(person.name):
            return replace(person, name=named.text(person.name))
        # What they do stands in place of the name, and not beside it once more.
        return replace(person, name=role_of(person, people) or people.unnamed, role=None)

    return replace(
        roles,
        commander=of(roles.commander),
        tech_lead=of(roles.tech_lead),
        comms_lead=of(roles.comms_lead),
        scribe=of(roles.scribe),
        responders=tuple(each for one in roles.responders if (each := of(one)) is not None),
    )
