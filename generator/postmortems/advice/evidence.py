"""What in a record shows that an entry of a checklist is so: the facts of `config.checklist`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from postmortems.advice.promises import promises
from postmortems.advice.words import either, every

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from postmortems.advice.situation import Situation
    from postmortems.config.checklist import ChecklistItem

Seen = Literal["shown", "not_shown", "judge", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What shows a fact, in a few words, and when it came to be; None where that is not known."""

    what: str
    at: datetime | date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An entry of a checklist, whether the record shows it, and by what or why not."""

    item: ChecklistItem
    state: Seen
    what: str = ""
    at: datetime | date | None = None


def checked(at: Situation, entries: Iterable[ChecklistItem]) -> tuple[Checked, ...]:
    """Hold each entry against the record."""
    return tuple(_checked(at, each) for each in entries)


def _checked(at: Situation, item: ChecklistItem) -> Checked:
    if item.levels and at.incident.severity not in item.levels:
        return Checked(item=item, state="not_applicable", what=f"counts for {either(item.levels)}")
    if item.only_if == "clients_told" and not _told_outside(at):
        return Checked(
            item=item,
            state="not_applicable",
            what="no message to anyone outside is recorded",
        )
    if item.shown_by is None:
        return Checked(item=item, state="judge")
    if item.shown_by == "stable":
        found = _stable(at, item.at_least_minutes)
    else:
        found = FACTS[item.shown_by](at)
    if found is None:
        return Checked(item=item, state="not_shown")
    return Checked(item=item, state="shown", what=found.what, at=found.at)


def _time(name: str) -> Callable[[Situation], Shown | None]:
    def found(at: Situation) -> Shown | None:
        moment = at.time(name)
        return Shown(what=name, at=moment) if moment else None

    return found


def _signals(at: Situation) -> Shown | None:
    names = [f"`{each}`" for each in at.incident.signals or {}]
    return Shown(what=f"recorded: {every(names)}") if names else None


def _commander(at: Situation) -> Shown | None:
    held = at.incident.roles.commander if at.incident.roles else None
    return Shown(what=held.name, at=held.since) if held else None


def _roles(at: Situation) -> Shown | None:
    asked = at.settings.escalation.commander.roles
    people = [getattr(at.incident.roles, each.id, None) for each in asked]
    if not people or None in people:
        return None
    return Shown(what=every([each.name for each in people if each is not None]))


def _first_messages(at: Situation) -> Shown | None:
    """Return the latest of the first messages, where none of them is still wanting."""
    outside = {each.id for each in at.settings.audiences.communication if each.external}
    inside = [each.at for each in at.incident.communications if each.audience not in outside]
    if not inside:
        return None
    notices = [each for each in promises(at) if each.kind == "message"]
    if any(each.state in {"overdue", "due", "missed", "unknown", "judge"} for each in notices):
        return None
    sent = [each.done_at for each in notices if each.done_at is not None]
    return Shown(what="sent", at=max([min(inside), *sent]))


def _timeline(at: Situation) -> Shown | None:
    entries = at.incident.timeline
    if not entries:
        return None
    said = "1 entry" if len(entries) == 1 else f"{len(entries)} entries, the first"
    return Shown(what=said, at=min(each.at for each in entries))


def _called(at: Situation) -> Shown | None:
    first = min(at.incident.escalations, key=lambda each: each.at, default=None)
    return Shown(what=f"{first.tier} was called", at=first.at) if first else None


def _in_timeline(phase: str) -> Callable[[Situation], Shown | None]:
    def found(at: Situation) -> Shown | None:
        moments = [each.at for each in at.incident.timeline if each.phase == phase]
        return Shown(what="in the timeline", at=min(moments)) if moments else None

    return found


def _factors(at: Situation) -> Shown | None:
    number = len(at.incident.factors)
    if not number:
        return None
    return Shown(what="1 factor is recorded" if number == 1 else f"{number} factors are recorded")


def _stable(at: Situation, asked: int | None) -> Shown | None:
    recovery = at.incident.recovery
    watched = recovery.monitored_minutes if recovery else None
    least = at.settings.policy.recovery.stability_minutes if asked is None else asked
    if watched is None or watched < least:
        return None
    resolved = at.time("resolved")
    begun = resolved - timedelta(minutes=watched) if resolved else None
    return Shown(what=f"watched for {watched} min" + (", from" if begun else ""), at=begun)


def _all_clear(at: Situation) -> Shown | None:
    told, clear = _told_outside(at), {}
    for each in at.incident.communications:
        if each.kind == "all_clear":
            clear[each.audience] = each.at
    if not told or not told <= clear.keys():
        return None
    return Shown(what="sent", at=max(clear[each] for each in told))


def _told_outside(at: Situation) -> frozenset[str]:
    """Return the audiences outside that were told and that the playbook has an all-clear for."""
    outside = {each.id for each in at.settings.audiences.communication if each.external}
    cleared = {each.audience for each in at.settings.policy.messages if each.kind == "all_clear"}
    told = {each.audience for each in at.incident.communications}
    return frozenset(told & outside & cleared)


def _handoff(at: Situation) -> Shown | None:
    last = max(at.incident.handoffs, key=lambda each: each.at, default=None)
    return Shown(what=f"to {last.to}", at=last.at) if last else None


def _assigned(at: Situation) -> Shown | None:
    written = at.incident.postmortem
    if written.owner is None or written.due is None:
        return None
    return Shown(what=f"{written.owner}, due", at=written.due)


def _reviewed(at: Situation) -> Shown | None:
    review = at.incident.review
    if review is None or at.incident.postmortem.status == "none":
        return None
    return Shown(what="the review was held", at=review.held_at)


def _actions(at: Situation) -> Shown | None:
    live = [each for each in at.incident.actions if each.status != "wont_do"]
    if not live or any(each.owner is None or each.due is None for each in live):
        return None
    return Shown(what="1 action" if len(live) == 1 else f"{len(live)} actions")


FACTS: dict[str, Callable[[Situation], Shown | None]] = {
    "acknowledged": _time("acknowledged"),
    "declared": _time("declared"),
    "signals": _signals,
    "commander": _commander,
    "roles": _roles,
    "first_messages": _first_messages,
    "timeline": _timeline,
    "called_for_help": _called,
    "containment_in_timeline": _in_timeline("containment"),
    "eradication_in_timeline": _in_timeline("eradication"),
    "factors": _factors,
    "resolved": _time("resolved"),
    "all_clear": _all_clear,
    "handoff": _handoff,
    "postmortem_assigned": _assigned,
    "reviewed": _reviewed,
    "actions_assigned": _actions,
}
"""How each fact but ``stable``, which takes a number of minutes, is looked for."""
