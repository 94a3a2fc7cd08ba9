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

# What stands in small letters inside a name, such as `van` in `Ludwig van Beethoven`.
_PARTICLE = (
    "(?:af|al|av|bin|da|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|san|st|ten|ter|van|von|y|zu)"
)
_PART = r"[^\W\d_a-z][\w.'\u2019-]*"
NAME = re.compile(rf"{_PART}(?:\s+(?:{_PARTICLE}\s+){{0,3}}{_PART}){{1,7}}")
"""A given name and a family name, each with a capital: roles and systems are seldom written so."""
_BESIDE = re.compile(r"\s*[(),/;&+|]\s*|\s+and\s+")
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


def people_of(value: str) -> tuple[str, ...]:
    """Return whom a field names: who stands first, and whoever else is written like a person.

    `Ana Ruiz (L2)` and `Ana Ruiz, payments` are Ana Ruiz; `Ana Ruiz / Jon Bell` are both.
    """
    first, *others = [each for each in _BESIDE.split(value.strip()) if each] or [value]
    return (first, *(each for each in others if NAME.fullmatch(each)))


def caseless(name: str) -> bool:
    """Tell whether a name is in a script without capitals, where spaces may not part words."""
    letters = [each for each in name if each.isalpha()]
    return len(letters) > 1 and not any(each.isupper() or each.islower() for each in letters)


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
    names = dict.fromkeys(each for value in named for each in people_of(value))
    for name in islice(names, _MOST):
        words = _WORD.findall(name)
        # Compiling takes longer than all the rest, and causes seldom name anybody.
        if texts is not None and not any(part in text for part in (name, *words) for text in texts):
            continue
        if not (NAME.fullmatch(name) or caseless(name)) or group.search(name):
            continue
        if any(word.casefold() in jobs for word in words):
            continue
        full[name] = None
        parts |= dict.fromkeys(word for word in words if word[0].isupper())
    if not full:
        return None
    whole = "|".join(
        re.escape(name) if caseless(name) else rf"(?<!\w){_spaced(name)}(?!\w)" for name in full
    )
    if texts is None:
        whole = f"(?i:{whole})"
    part = "|".join(map(re.escape, parts))
    return re.compile(rf"{whole}|(?<=[a-z,] )(?:{part})(?!\w)" if part else whole)


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


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
