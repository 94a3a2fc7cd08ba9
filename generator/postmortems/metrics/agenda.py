"""Everything that somebody still has to do after or during an incident, in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from postmortems.metrics.actions import actions
from postmortems.metrics.base import Leaving, LeftOut
from postmortems.metrics.due import DutyKind
from postmortems.metrics.duties import duties

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from postmortems.config.policy import Policy
    from postmortems.findings import Path
    from postmortems.metrics.actions import Item
    from postmortems.metrics.due import Due
    from postmortems.model.incident import Incident

KINDS: tuple[str, ...] = ("action", *get_args(DutyKind))
State = Literal["overdue", "upcoming", "undated"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing to do: an action, or a duty of another kind; exactly one of the two is there.

    ``owner`` is empty where the record names nobody. ``teams`` are that of an action, else those
    that took part in the incident. ``day`` is the recorded day, or for a duty that which the policy
    sets; ``suggested`` is what the policy allows an action without a recorded day. ``path`` leads
    to the place in the record where it stands, or where it would.
    """

    id: str
    kind: str
    incident: str
    owner: str
    teams: tuple[str, ...]
    first: date | None = None
    day: date | None = None
    at: datetime | None = None
    suggested: date | None = None
    overdue: bool
    agreed: bool = True
    path: Path
    action: Item | None = None
    duty: Due | None = None

    @property
    def state(self) -> State:
        """Tell whether its day has ended, is still to come, or is not known."""
        if self.overdue:
            return "overdue"
        return "undated" if self.day is None else "upcoming"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What is to be done: overdue first, the longest first, then by day, then without a day."""

    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]

    def in_state(self, state: State) -> tuple[Entry, ...]:
        """Return the entries of one state."""
        return tuple(each for each in self.entries if each.state == state)


def agenda(
    incidents: Mapping[str, Incident],
    policy: Policy,
    as_of: datetime,
    *,
    within: int | None = None,
    kinds: Collection[str] = (),
    owners: Collection[str] = (),
    teams: Collection[str] = (),
) -> Agenda:
    """What is overdue, what is to come, and what has no day, over all incidents.

    Actions that are open or in progress; drafts, publications, reviews and later looks; reports to
    regulators; updates that were promised in open incidents. With ``within``, only what is due in
    so many days or overdue. Without ``kinds``, ``owners`` and ``teams`` all of them count; owners
    are compared without regard to capitals.

    Left out: what is due later than asked for, or has no day when days were asked for; write-ups of
    incidents without a calendar date or not resolved; reports without a day, by the record or the
    policy.
    """
    leaving = Leaving()
    promised = actions(incidents.values(), as_of)
    owed = duties(incidents.values(), policy, as_of)
    found = [_of_action(each, incidents[each.incident], policy) for each in promised.unfinished]
    found += [_of_duty(each, incidents[each.incident]) for each in owed.items if not each.finished]
    held_by = {each.casefold() for each in owners}
    last = None if within is None else as_of.date() + timedelta(days=within)
    kept = []
    for each in sorted(found, key=_by_day):
        if (
            (kinds and each.kind not in kinds)
            or (held_by and each.owner.casefold() not in held_by)
            or (teams and not set(teams) & set(each.teams))
        ):
            continue
        if last is not None and each.day is None:
            leaving.out("no day is recorded", each.id)
        elif last is not None and each.day is not None and each.day > last:
            leaving.out("due later", each.id)
        else:
            kept.append(each)
    whole = () if owners or kinds == ("action",) else _of(owed.left_out, incidents, teams)
    return Agenda(
        entries=tuple(kept),
        left_out=(*leaving.all(), *whole),
    )


def _of(
    left_out: Collection[LeftOut], incidents: Mapping[str, Incident], teams: Collection[str]
) -> tuple[LeftOut, ...]:
    """Keep what was left out of incidents in which one of the teams took part."""
    if not teams:
        return tuple(left_out)
    kept = (
        LeftOut(
            each.reason,
            tuple(name for name in each.ids if set(teams) & set(incidents[name].teams)),
        )
        for each in left_out
    )
    return tuple(each for each in kept if each.ids)


def _of_action(item: Item, incident: Incident, policy: Policy) -> Entry:
    action = item.action
    resolved = incident.times.resolved if incident.times else None
    allowed = policy.actions.due_within_days.get(action.priority or incident.severity)
    suggested = None
    if action.due is None and allowed is not None and resolved and incident.date_unknown is None:
        suggested = resolved.date() + timedelta(days=allowed)
    return Entry(
        id=item.id,
        kind="action",
        incident=item.incident,
        owner=action.owner or "",
        teams=(action.team,) if action.team else (),
        day=action.due,
        suggested=suggested,
        overdue=item.overdue,
        agreed=action.due is not None,
        path=("actions", incident.actions.index(action)),
        action=item,
    )


def _of_duty(duty: Due, incident: Incident) -> Entry:
    owner, path = _whose(duty, incident)
    return Entry(
        id=duty.id,
        kind=duty.kind,
        incident=duty.incident,
        owner=owner or "",
        teams=incident.teams,
        first=duty.first,
        day=duty.day,
        at=duty.at,
        overdue=duty.overdue,
        agreed=duty.agreed,
        path=path,
        duty=duty,
    )


def _whose(duty: Due, incident: Incident) -> tuple[str | None, Path]:
    """Return who answers for a duty, as far as the record says, and where it stands in it."""
    writer = incident.postmortem.owner
    if duty.kind in {"draft", "publication"}:
        return writer, ("postmortem",)
    if duty.kind == "review":
        return incident.review.facilitator if incident.review else None, ("review",)
    if duty.kind == "filing":
        return None, duty.path
    if duty.kind == "update":
        speaker = incident.roles.comms_lead if incident.roles else None
        place = int(duty.name) - 1
        return speaker.name if speaker else None, ("communications", place, "next_update_at")
    if duty.kind == "follow_up" and duty.agreed:
        return None, ("follow_ups", int(duty.name) - 1)
    return None, ("follow_ups",)


def _by_day(entry: Entry) -> tuple[int, str, str, int, str]:
    day = str(entry.day or entry.suggested or "9")  # without either it comes last
    return (
        STATES.index(entry.state),
        day,
        entry.incident,
        KINDS.index(entry.kind),
        entry.id,
    )
