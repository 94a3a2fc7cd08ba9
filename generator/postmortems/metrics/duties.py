"""What is owed by which day: the write-up, its review, later looks, reports and updates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from postmortems.advice.calendar import business_day
from postmortems.advice.clocks import is_running
from postmortems.advice.deadlines import deadlines, looks
from postmortems.advice.obligation import given_up, mandatory
from postmortems.metrics.base import Leaving, Metric, definition, missing
from postmortems.metrics.due import KINDS, Due
from postmortems.metrics.reporting import filings, updates
from postmortems.metrics.timeliness import DRAFTED, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from postmortems.config.policy import Policy
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties(Metric):
    """Every duty, in order of its day, those without one last, then by incident."""

    items: tuple[Due, ...]

    @property
    def overdue(self) -> tuple[Due, ...]:
        """Return what is past its day, the longest overdue first."""
        return tuple(each for each in self.items if each.overdue)

    @property
    def upcoming(self) -> tuple[Due, ...]:
        """Return what is still to come, the next first."""
        return tuple(each for each in self.items if not each.finished and not each.overdue)

    @property
    def finished(self) -> tuple[Due, ...]:
        """Return what was done, the latest first; what was done on an unknown day last."""
        done = [each for each in self.items if each.finished]
        return tuple(sorted(done, key=lambda each: str(each.done or ""), reverse=True))


def duties(incidents: Iterable[Incident], policy: Policy, as_of: datetime) -> Duties:
    """Drafts, publications, reviews, later looks, reports and updates that are owed or were done.

    A draft is owed where the policy makes the postmortem mandatory or a day was agreed, and
    publication there and wherever a draft was begun; a review where the policy makes the postmortem
    mandatory and the record does not say that none is known, and later looks on the days that the
    record holds. Where it holds none, the policy's days are shown while they are still to come. A
    day that was agreed stands for the policy's day of the draft, and for that of the publication if
    it is later. Where the policy wants the postmortem looked at again once all its actions are
    done, that is owed without a day until a review or a later look follows the last of them.
    Reports to regulators, and updates that were promised in open incidents, are due on their
    recorded days. A duty is overdue when its day has ended.

    Left out: write-ups of incidents without a calendar date or not resolved, unless a day was
    agreed; reports without a day, by the record or the policy; second looks where nobody recorded
    when an action was done.
    """
    leaving = Leaving()
    found: list[Due] = []
    n = 0
    for each in incidents:
        own = list(_all(each, policy, as_of.astimezone(UTC).date(), leaving))
        found += own
        n += bool(own)
    found.sort(key=_by_day)
    return Duties(n=n, definition=definition(duties), left_out=leaving.all(), items=tuple(found))


def _all(incident: Incident, policy: Policy, today: date, leaving: Leaving) -> Iterator[Due]:
    owed = not given_up(incident) and mandatory(incident, policy) is not None
    yield from _write_up(incident, policy, today, leaving, owed=owed)
    yield from _review(incident, policy, today, owed=owed)
    yield from _looks(incident, policy, today, owed=owed)
    yield from _second_look(incident, policy, leaving, owed=owed)
    yield from filings(incident, policy, today, leaving)
    yield from updates(incident, today)


def _write_up(
    incident: Incident, policy: Policy, today: date, leaving: Leaving, *, owed: bool
) -> Iterator[Due]:
    written = incident.postmortem
    begun = written.status in DRAFTED
    if not (owed or begun or written.due):
        return
    due = deadlines(incident, policy)
    if due is None and incident.date_unknown is not None:
        leaving.out("date unknown", incident.id)
        return
    if due is None and not written.drafted_at and not written.published_at:
        leaving.out(missing(incident, "resolved"), incident.id)
        return
    for kind, finished, at, by in (
        ("draft", begun, written.drafted_at, due and due.draft),
        ("publication", written.status in PUBLISHED, written.published_at, due and due.publication),
    ):
        day = by.date() if by else None
        if day is None and not finished and is_running(incident):
            continue  # it counts from a resolution that is still to come
        yield Due(
            kind="draft" if kind == "draft" else "publication",
            incident=incident.id,
            day=day,
            finished=finished,
            done=at.date() if at and finished else None,
            overdue=not finished and day is not None and day < today,
        )


def _review(incident: Incident, policy: Policy, today: date, *, owed: bool) -> Iterator[Due]:
    if incident.date_unknown is not None:
        return
    resolved = incident.times.resolved if incident.times else None
    window = policy.postmortem.review_business_days
    first, last = (
        business_day(resolved.date(), number, policy) if resolved else None for number in window
    )
    held = incident.review.held_at if incident.review else None
    if held is not None:
        finished = held <= today
        yield Due(
            kind="review",
            incident=incident.id,
            first=first if finished else None,
            day=last if finished else held,
            finished=finished,
            done=held if finished else None,
        )
    elif (
        owed and last is not None and all(each.field != "review" for each in incident.not_recorded)
    ):
        yield Due(
            kind="review",
            incident=incident.id,
            first=first,
            day=last,
            finished=False,
            overdue=last < today,
        )


def _looks(incident: Incident, policy: Policy, today: date, *, owed: bool) -> Iterator[Due]:
    for each in looks(incident, policy, today, owed=owed):
        yield Due(
            kind="follow_up",
            incident=incident.id,
            name=str(each.number),
            day=each.due,
            finished=each.done_at is not None,
            done=each.done_at,
            overdue=each.done_at is None and each.due < today,
            agreed=each.agreed,
        )


def _second_look(
    incident: Incident, policy: Policy, leaving: Leaving, *, owed: bool
) -> Iterator[Due]:
    promised = [each for each in incident.actions if each.status != "wont_do"]
    if not (policy.actions.look_again_when_done and promised) or incident.date_unknown is not None:
        return
    if not (owed or incident.postmortem.status in DRAFTED):
        return
    if any(each.status != "done" for each in promised):
        return
    days = [each.done_at for each in promised if each.done_at is not None]
    if len(days) < len(promised):
        leaving.out("all actions are done, but not every day was recorded", incident.id)
        return
    last = max(days)
    # A look that is entered but still to come will be this one, and is listed itself.
    held = incident.review.held_at if incident.review else None
    looks = [each.done_at or max(each.due, last) for each in incident.follow_ups]
    if all(each < last for each in (*looks, *([held] if held else []))):
        yield Due(kind="second_look", incident=incident.id, day=None, finished=False, agreed=False)


def _by_day(due: Due) -> tuple[bool, str, str, int, str]:
    return (due.day is None, str(due.day or ""), due.incident, KINDS.index(due.kind), due.name)
