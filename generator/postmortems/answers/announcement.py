"""What ``postmortems announce`` says: one message of the policy, filled from a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.clocks import HARMLESS
from postmortems.answers.inside import inside
from postmortems.answers.outside import about, outside
from postmortems.answers.screen import Screen
from postmortems.answers.standing import clock, over_at
from postmortems.errors import ConfigurationError, UsageError
from postmortems.load.wording import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from postmortems.answers.outside import Values
    from postmortems.config.audiences import CommunicationAudience
    from postmortems.config.settings import Settings
    from postmortems.config.workflow import Message
    from postmortems.model.incident import Incident

ABOUT = "about"
"""What may be said besides a message's fields: what its subject is about."""
WORDED = ("apology", "thanks")
"""Fields that the template words by itself where nobody says anything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A message to be worded: its subject, and for each field the lines that are known.

    ``unknown`` are the fields that neither the record nor the user knows. ``notes`` are for
    whoever sends it: what was kept out, and what speaks against sending it.
    """

    message: Message
    incident: str
    sender: str
    subject: str
    at: datetime
    next_update_at: datetime | None
    values: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    notes: tuple[str, ...]


def message_for(audience: str, kind: str, settings: Settings, level: str) -> Message:
    """Return the policy's message of a kind to an audience, of this level where there are several.

    Raises UsageError for an audience that does not exist and for one without such a message.
    """
    known = [each.id for each in settings.audiences.communication]
    if audience not in known:
        near = nearest(audience, known)
        hint = f"did you mean {near}?" if near else f"there are {listed(known)}"
        raise UsageError(f"there is no audience {audience!r}; {hint}")
    found = [
        each for each in settings.policy.messages if each.audience == audience and each.kind == kind
    ]
    if not found:
        there = [f"{each.audience} {spelt(each.kind)}" for each in settings.policy.messages]
        raise UsageError(
            f"policy.yml has no message {spelt(kind)!r} to {audience}; there are {listed(there)}"
        )
    return next((each for each in found if not each.levels or level in each.levels), found[0])


def announce(
    incident: Incident,
    settings: Settings,
    message: Message,
    as_of: datetime,
    said: Mapping[str, str],
    *,
    file: str,
    plain: Callable[[str], str],
) -> Announcement:
    """Fill a message from a record as it stood at a moment, and from what the user says.

    ``plain`` turns Markdown into the words of one line. Raises UsageError for fields that the
    message lacks, for a record without dates, and for an all-clear before the resolution.
    """
    fields = [each.id for each in message.fields]
    _check(incident, message, as_of, said, fields)
    audience = next(
        each for each in settings.audiences.communication if each.id == message.audience
    )
    screen = Screen(incident, settings, plain, outside=audience.external)
    due = _next_update(incident, settings, message, as_of)
    if audience.external:
        known = outside(incident, settings, as_of, screen)
        topic = about(incident, settings, screen)
    else:
        known = inside(incident, settings, as_of, screen, file)
        topic = screen.line("title", incident.title)
    known |= _of_the_policy(settings, incident, due, external=audience.external)
    values: dict[str, tuple[str, ...]] = {each: known.get(each, ()) for each in fields}
    for name, text in said.items():
        line = screen.line(name, text)
        if name == ABOUT:
            topic = line or topic
        elif line:
            values[name] = (line,)
    level = settings.severities.level(incident.severity)
    used = {*fields, ABOUT, "services", "title"}
    kept_out = [each for each in screen.kept_out if each[0] in used]
    return Announcement(
        message=message,
        incident=incident.id,
        sender=settings.audiences.sender.name or "",
        subject=_subject(message, f"{level.id} {level.name}", topic or incident.id),
        at=as_of,
        next_update_at=due,
        values=values,
        unknown=tuple(each for each in fields if not values[each] and each not in WORDED),
        notes=(
            *_doubts(incident, message, as_of),
            *(f"{field}: a text that {why} was left out" for field, why in kept_out),
            *_quoted(audience, values, said),
        ),
    )


def _quoted(
    audience: CommunicationAudience, values: Mapping[str, tuple[str, ...]], said: Mapping[str, str]
) -> tuple[str, ...]:
    """Ask for a look at free text of the record before people outside read it."""
    if audience.external and values.get("impact") and "impact" not in said:
        return ("impact: quoted from `impact.description`; read it before you send it",)
    return ()


def spelt(kind: str) -> str:
    """Write a kind as the command line takes it: ``all-clear``."""
    return kind.replace("_", "-")


def gist(subject: str, body: str, longest: int = 3_500) -> str:
    """Return a message as the one paragraph of Markdown that a record keeps of it.

    Every line becomes a sentence; what could be read as markup is escaped.
    """
    lines = [line.strip().removeprefix("- ") for line in (subject, *body.split("\n"))]
    ended = (each if each[-1] in ".!?:," else f"{each}." for each in lines if each)
    words = " ".join(ended)
    if len(words) > longest:
        words = words[:longest].rpartition(" ")[0] + " … (cut short)"
    return "".join(f"\\{each}" if each in "\\`*_[]<>~&" else each for each in words)


def _check(
    incident: Incident,
    message: Message,
    as_of: datetime,
    said: Mapping[str, str],
    fields: list[str],
) -> None:
    for name in said:
        if name not in fields and name != ABOUT:
            known = [*fields, ABOUT]
            near = nearest(name, known)
            hint = f"did you mean {near}?" if near else f"it has {listed(known)}"
            raise UsageError(f"the message {message.id} has no field {name!r}; {hint}")
    if incident.date_unknown is not None:
        raise UsageError(
            f"nobody recorded the dates of {incident.id} (date_unknown), "
            "so no message can say when anything was"
        )
    if message.kind == "all_clear" and not over_at(incident, as_of):
        raise UsageError(
            f"{incident.id} was not resolved as of {clock(as_of, None)}, so there is no all-clear; "
            "set status and times.resolved first"
        )


def _doubts(incident: Incident, message: Message, as_of: datetime) -> list[str]:
    found = []
    if message.levels and incident.severity not in message.levels:
        levels = ", ".join(message.levels)
        found.append(f"the policy sends this message at {levels}, and this is {incident.severity}")
    if incident.kind in HARMLESS:
        kind = incident.kind.replace("_", " ")
        found.append(f"this is recorded as {kind}, for which the policy owes no message")
    past = [
        each
        for each in incident.communications
        if each.audience == message.audience and each.kind == message.kind and each.at <= as_of
    ]
    if past and message.kind != "update":
        when = clock(past[0].at, None)
        found.append(f"{spelt(message.kind)} to {message.audience} is recorded already, at {when}")
    if message.kind != "all_clear" and over_at(incident, as_of):
        found.append(f"{incident.id} is resolved; an all-clear may be what you want")
    return found


def _next_update(
    incident: Incident, settings: Settings, message: Message, as_of: datetime
) -> datetime | None:
    """Return when the message promises the next one: by its own promise, else by the cadence."""
    if message.kind == "all_clear" or over_at(incident, as_of):
        return None
    updates = settings.policy.updates
    minutes = message.next_update_minutes
    if minutes is None and (not updates.levels or incident.severity in updates.levels):
        minutes = updates.cadence_minutes
    return None if minutes is None else as_of + timedelta(minutes=minutes)


def _of_the_policy(
    settings: Settings, incident: Incident, due: datetime | None, *, external: bool
) -> Values:
    """Return what no record holds: when the next word comes, whom to ask, where people meet."""
    sender = settings.audiences.sender
    reach = (
        sender.email and f"E-mail: {sender.email}",
        sender.phone and f"Telephone: {sender.phone}",
    )
    said: Values = {
        "next-update": (clock(due, None),) if due else (),
        "contact": tuple(each for each in reach if each),
    }
    if not external:
        room = sender.war_room and sender.war_room.replace("…", incident.id.lower())
        said["war-room"] = (room,) if room else ()
        said["help"] = tuple(each for each in (room and f"War room: {room}", sender.help) if each)
    return said


def _subject(message: Message, level: str, topic: str) -> str:
    """Put what changes into a subject: of two places the first takes the level."""
    subject = message.subject or message.name
    places = subject.count("…")
    if places > 2:  # noqa: PLR2004
        raise ConfigurationError(
            f"policy.yml: the subject of the message {message.id} has {places} places marked `…`; "
            "there are two things to put there: the level, and what it is about"
        )
    return message.headed(level, topic)
