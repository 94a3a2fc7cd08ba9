"""The people whom a record names, as one search for their names in its texts."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from postmortems.rules.phrases import any_of
from postmortems.rules.values import contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from postmortems.config.settings import Settings
    from postmortems.findings import Path
    from postmortems.model.incident import Incident

# A given name and a family name, each with a capital: roles and systems are seldom written so.
_NAME = re.compile(r"[^\W\d_a-z][\w.'\u2019-]*(?: [^\W\d_a-z][\w.'\u2019-]*){1,3}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST = 200


# Where a record holds nothing but a name.
PLACES = frozenset(
    (
        "roles.commander.name",
        "roles.tech_lead.name",
        "roles.comms_lead.name",
        "roles.scribe.name",
        "roles.responders.name",
        "handoffs.from",
        "handoffs.to",
        "escalations.contact",
        "escalations.alternate",
        "timeline.actor",
        "knowledge_gaps.holders",
        "actions.owner",
        "postmortem.owner",
        "review.facilitator",
        "review.attendees",
    )
)
"""The fields that hold the name of a person, or of whatever took its place, without indexes."""


def field_of(path: Path) -> str:
    """Return the dotted name of the field that a path leads to, without indexes."""
    return ".".join(part for part in path if isinstance(part, str))


def anyone(incident: Incident, settings: Settings) -> re.Pattern[str] | None:
    """Compile the names of the first 200 people in any field; None when there are none.

    Services are no people, though they act in timelines.
    """
    named = (text for path, text, _ in contents(incident).texts if field_of(path) in PLACES)
    services = (each.name for each in settings.catalog.services)
    return _pattern(named, settings, _words(services), None)


def person_names(
    incident: Incident, settings: Settings, texts: Sequence[str]
) -> re.Pattern[str] | None:
    """Compile the names of the first 200 people of a record that are in one of the texts.

    None when there are none.

    A full name is found anywhere; one part of it only after a word in lower case or a comma, since
    at the beginning of a sentence every word has a capital.
    """
    return _pattern(_named(incident), settings, frozenset(), texts)


def _pattern(
    named: Iterable[str],
    settings: Settings,
    others: frozenset[str],
    texts: Sequence[str] | None,
) -> re.Pattern[str] | None:
    jobs = _words_of_jobs(settings) | others
    group = any_of(settings.language.group_owners)
    full: dict[str, None] = {}
    parts: dict[str, None] = {}
    for name in islice(dict.fromkeys(named), _MOST):
        words = _WORD.findall(name)
        # Compiling takes longer than all the rest, and causes seldom name anybody.
        if texts is not None and not any(part in text for part in (name, *words) for text in texts):
            continue
        if not _NAME.fullmatch(name) or group.search(name):
            continue
        if any(word.casefold() in jobs for word in words):
            continue
        full[name] = None
        parts |= dict.fromkeys(words)
    if not full:
        return None
    whole = "|".join(map(re.escape, full))
    part = "|".join(map(re.escape, parts))
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)|(?<=[a-z,] )(?:{part or whole})(?!\w)")


def _named(incident: Incident) -> Iterator[str]:
    roles = incident.roles
    if roles is not None:
        leads = (roles.commander, roles.tech_lead, roles.comms_lead, roles.scribe)
        yield from (each.name for each in (*leads, *roles.responders) if each is not None)
    for handoff in incident.handoffs:
        yield from (handoff.from_, handoff.to)
    yield from (each.owner for each in incident.actions if each.owner is not None)
    if incident.postmortem.owner is not None:
        yield incident.postmortem.owner
    if incident.review is not None:
        yield from incident.review.attendees
        if incident.review.facilitator is not None:
            yield incident.review.facilitator


def _words_of_jobs(settings: Settings) -> frozenset[str]:
    """Return the words that name teams, tiers, rotas and roles, in lower case."""
    names = (
        *(each.name for each in settings.catalog.teams),
        *(each.name for each in settings.catalog.contacts),
        *(each.primary for each in settings.catalog.contacts),
        *(each.role for each in settings.escalation.tiers),
        *(each.name for each in settings.escalation.commander.roles),
    )
    return _words(names)


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for name in names for word in _WORD.findall(name))
