"""Which phase an incident is in, and how far its checklist is done as the record shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from postmortems.advice.owed import clock_start, owed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.config.taxonomy import Phase
    from postmortems.config.workflow import CheckItem
    from postmortems.model.incident import Incident

Shown = Literal["shown", "not shown", "judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A line of a checklist; ``judge`` is one that no record can show. ``note`` says by what."""

    text: str
    state: Shown
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The phase that an incident is in, and what that was concluded from."""

    phase: Phase
    by: str


def standing(incident: Incident, settings: Settings, as_of: datetime) -> Standing | None:
    """Return the latest phase that the status or the timeline speaks of; None without either.

    Timeline entries that are still to come say nothing.
    """
    phases = settings.taxonomy.phases
    order = {each.id: place for place, each in enumerate(phases)}
    by_status = [each.id for each in phases if incident.status in each.statuses]
    entries = [each for each in incident.timeline if each.phase and each.at <= as_of]
    found: list[tuple[int, str]] = []
    if entries:
        last = max(entries, key=lambda each: (each.at, order.get(each.phase or "", -1)))
        if last.phase in order:
            found.append((order[last.phase], "the last entry of the timeline"))
    if by_status:
        found.append((order[by_status[0]], f"the status `{incident.status}`"))
    if not found:
        return None
    place, by = max(found, key=lambda each: each[0])
    return Standing(phase=phases[place], by=by)


def checklist(
    phase: str, incident: Incident, settings: Settings, as_of: datetime
) -> tuple[Check, ...]:
    """Go through the checklist of a phase; lines of other severity levels are left out."""
    guide = next((each for each in settings.policy.phases if each.phase == phase), None)
    if guide is None:
        return ()
    found = []
    for item in guide.checklist:
        if item.levels and incident.severity not in item.levels:
            continue
        if item.shown_by is None:
            found.append(Check(text=item.text, state="judge"))
            continue
        check = _check(item, phase, incident, settings, as_of)
        if check is not None:
            found.append(check)
    return tuple(found)


def _check(
    item: CheckItem, phase: str, incident: Incident, settings: Settings, as_of: datetime
) -> Check | None:
    """Return a line with its state; None where what it asks for is not owed at all."""
    if item.shown_by == "phase_in_timeline":
        there = any(each.phase == phase for each in incident.timeline)
        return Check(text=item.text, state="shown" if there else "not shown")
    answer = FACTS[item.shown_by or ""](incident, settings, as_of)
    if answer is None:
        return None
    shown, note = answer
    return Check(text=item.text, state="shown" if shown else "not shown", note=note)


Answer = tuple[bool, str] | None
"""Whether a record shows something, and what to say of it; None where it does not apply."""


def _moment(name: str) -> Callable[[Incident, Settings, datetime], Answer]:
    def shown(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
        del settings, as_of
        at = getattr(incident.times, name, None)
        return at is not None, ""

    return shown


def _level(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del settings, as_of
    return True, incident.severity


def _commander(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del settings, as_of
    person = incident.roles.commander if incident.roles else None
    return person is not None, person.name if person else ""


def _first_messages(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    sent = {each.audience for each in incident.communications if each.at <= as_of}
    outside = {each.id for each in settings.audiences.communication if each.external}
    missing = [] if sent - outside else ["the team"]
    clause = settings.severities.level(incident.severity).sla.client_notice
    if clause is not None and not sent & set(clause.audiences):
        begin = clock_start(incident, clause, settings.severities)
        if begin is not None and owed(incident, clause, begin, as_of):
            missing.append("clients")
    return not missing, f"no word to {' or '.join(missing)} is recorded" if missing else ""


def _timeline(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del settings
    number = sum(each.at <= as_of for each in incident.timeline)
    return number > 0, f"{number} {'entry' if number == 1 else 'entries'}" if number else ""


def _cause(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del settings, as_of
    if incident.trigger is not None:
        return True, "a trigger is recorded"
    return bool(incident.factors), "factors are recorded" if incident.factors else ""


def _stable(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del as_of
    watched = incident.recovery.monitored_minutes if incident.recovery else None
    if watched is None:
        return False, ""
    least = settings.policy.recovery.stability_minutes
    return watched >= least, f"watched for {watched} min; the least is {least} min"


def _clients_told(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    outside = {each.id for each in settings.audiences.communication if each.external}
    sent = [each for each in incident.communications if each.audience in outside]
    sent = [each for each in sent if each.at <= as_of]
    if not sent:
        return None
    return any(each.kind == "all_clear" for each in sent), ""


def _planned(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del settings, as_of
    told = incident.postmortem
    missing = [name for name in ("owner", "due") if getattr(told, name) is None]
    return not missing, f"`postmortem.{missing[0]}` is not recorded" if missing else ""


def _reviewed(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del settings
    drafted = incident.postmortem.status != "none"
    held = incident.review is not None and incident.review.held_at <= as_of.date()
    missing = [said for said, there in (("draft", drafted), ("review", held)) if not there]
    return not missing, f"no {' and no '.join(missing)} is recorded" if missing else ""


def _committed(incident: Incident, settings: Settings, as_of: datetime) -> Answer:
    del settings, as_of
    kept = [each for each in incident.actions if each.status != "wont_do"]
    if not kept:
        return False, "no action is recorded"
    bare = [each.id for each in kept if each.owner is None or each.due is None]
    return not bare, f"without an owner or a date: {', '.join(bare)}" if bare else ""


FACTS: dict[str, Callable[[Incident, Settings, datetime], Answer]] = {
    "acknowledged": _moment("acknowledged"),
    "declared": _moment("declared"),
    "resolved": _moment("resolved"),
    "level": _level,
    "commander": _commander,
    "first_messages": _first_messages,
    "timeline": _timeline,
    "cause": _cause,
    "stable": _stable,
    "clients_told_it_is_over": _clients_told,
    "postmortem_planned": _planned,
    "drafted_and_reviewed": _reviewed,
    "actions_committed": _committed,
}
"""How each fact that a checklist may name is read from a record; one more needs the phase."""
