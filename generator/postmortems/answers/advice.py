"""What ``postmortems advise`` answers: what to do now about one incident, what next, what later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from postmortems.advice.calls import calls
from postmortems.advice.checklist import checklist, standing
from postmortems.advice.messages import words
from postmortems.advice.obligation import given_up, mandatory, recommended
from postmortems.advice.owed import HARMLESS, RUNNING
from postmortems.advice.remedies import remedies
from postmortems.advice.reports import filings
from postmortems.advice.seats import candidates, handoff, seats
from postmortems.advice.steps import Step, plus
from postmortems.metrics.actions import UNFINISHED
from postmortems.metrics.duties import duties

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from postmortems.advice.calls import Call
    from postmortems.advice.checklist import Check, Standing
    from postmortems.advice.messages import Word
    from postmortems.advice.remedies import Remedies
    from postmortems.advice.reports import Filing
    from postmortems.advice.seats import Candidate, Seat
    from postmortems.config.policy import Policy
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What is owed after the incident: by a day, or so many days after the resolution.

    ``when`` says it in words while the incident is open; ``overdue`` tells that the day has passed.
    """

    what: str
    day: date | None
    when: str
    done: bool = False
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Everything that the policy says about an incident at one moment.

    ``elapsed`` runs from the start, or from detection where that is all there is; None where
    neither is recorded or the calendar date is not known. ``unknown`` are the things that could
    not be worked out, each with the reason. ``owed`` says whether a postmortem is mandatory,
    advised or neither, and why.
    """

    incident: Incident
    as_of: datetime
    open: bool
    elapsed: timedelta | None
    since: str
    standing: Standing | None
    seats: tuple[Seat, ...]
    candidates: tuple[Candidate, ...]
    handoff: Step | None
    calls: tuple[Call, ...]
    words: tuple[Word, ...]
    checks: tuple[Check, ...]
    remedies: Remedies | None
    owed: str
    may_become: Step | None
    later: tuple[Later, ...]
    filings: tuple[Filing, ...]
    unknown: tuple[str, ...]

    def steps(self) -> tuple[Step, ...]:
        """Return everything with a clock, in one list."""
        handoffs = () if self.handoff is None else (self.handoff,)
        return (*self.seats, *self.calls, *self.words, *handoffs, *self.filings)


def advise(incident: Incident, settings: Settings, as_of: datetime) -> Advice:
    """Say what is to be done about an incident at a moment, by the policy and the record alone.

    An incident whose calendar date is not known has no clocks, and one that is over has none of the
    response: then only what is owed afterwards is told.
    """
    undated = incident.date_unknown is not None
    running = incident.status in RUNNING
    clocks = running and not undated and incident.kind not in HARMLESS
    begin, since = _begin(incident)
    now = standing(incident, settings, as_of) if not undated else None
    owed, may_become = _obligation(incident, settings.policy, as_of, clocks=clocks)
    return Advice(
        incident=incident,
        as_of=as_of,
        open=running,
        elapsed=_elapsed(incident, begin, as_of, running=running),
        since=since,
        standing=now,
        seats=seats(incident, settings, as_of) if clocks else (),
        candidates=candidates(incident, settings) if clocks else (),
        handoff=handoff(incident, settings, as_of) if clocks else None,
        calls=calls(incident, settings, as_of) if clocks else (),
        words=() if undated else words(incident, settings, as_of),
        checks=checklist(now.phase.id, incident, settings, as_of) if now else (),
        remedies=remedies(incident, settings)
        if running and incident.kind not in HARMLESS
        else None,
        owed=owed,
        may_become=may_become,
        later=tuple(_later(incident, settings.policy, as_of)),
        filings=() if undated else filings(incident, settings.policy, as_of),
        unknown=tuple(_unknown(incident)),
    )


def _begin(incident: Incident) -> tuple[datetime | None, str]:
    times = incident.times
    if times is None:
        return None, ""
    if times.started is not None:
        return times.started, "since it started"
    return times.detected, "since it was detected" if times.detected else ""


def _elapsed(
    incident: Incident, begin: datetime | None, as_of: datetime, *, running: bool
) -> timedelta | None:
    resolved = incident.times.resolved if incident.times else None
    end = resolved
    if running:
        end = as_of if incident.date_unknown is None else None
    return None if begin is None or end is None else end - begin


def _obligation(
    incident: Incident, policy: Policy, as_of: datetime, *, clocks: bool
) -> tuple[str, Step | None]:
    """Say whether a postmortem is owed, and from when on it would be if the incident goes on."""
    if given_up(incident):
        return "None is begun, and the incident is closed.", None
    if (case := mandatory(incident, policy)) is not None:
        return f"Mandatory: {case.text}", None
    begin = incident.times.started if incident.times else None
    coming = None
    for each in policy.postmortem.mandatory:
        fits = not (each.repeat or each.multi_client or each.data_loss or each.client_detected)
        if not clocks or not fits or each.longer_than_minutes is None:
            continue
        if each.levels and incident.severity not in each.levels:
            continue
        due = plus(begin, each.longer_than_minutes)
        coming = Step(
            what=f"A postmortem becomes mandatory: {each.text}",
            state="unknown" if due is None else "overdue" if as_of > due else "later",
            due=due,
            note="" if due else "`started` is not recorded",
        )
    if coming is not None and coming.state == "overdue":
        return f"Mandatory: {coming.what.partition(': ')[2]}", None
    if (case := recommended(incident, policy)) is not None:
        return f"Advised: {case.text}", coming
    return "Not required, as far as recorded.", coming


def _later(incident: Incident, policy: Policy, as_of: datetime) -> Iterator[Later]:
    if incident.status in RUNNING:
        yield from _after_resolution(policy)
    for each in duties([incident], policy, as_of).items:
        name = _NAMES[each.kind]
        if each.first is not None and each.day is not None:
            name += f", from {each.first.isoformat()}"
        if not each.agreed:
            name += " (the policy's day; nobody has agreed on it)"
        yield Later(what=name, day=each.day, when="", done=each.finished, overdue=each.overdue)
    today = as_of.astimezone(UTC).date()
    for action in incident.actions:
        if action.status in UNFINISHED:
            yield Later(
                what=f"Action {action.id}: {action.title}"
                + (f" ({action.owner})" if action.owner else " (no owner)"),
                day=action.due,
                when="" if action.due else "no due date",
                overdue=action.due is not None and action.due < today,
            )


_NAMES = {
    "draft": "Draft of the postmortem",
    "publication": "Publication of the postmortem",
    "review": "Review of the postmortem",
    "follow_up": "A look at whether the actions helped",
}


def _after_resolution(policy: Policy) -> Iterator[Later]:
    """Yield the policy's deadlines in words, as long as nobody knows the day they count from."""
    owed = policy.postmortem
    first, last = owed.review_business_days
    yield Later(
        what="Draft of the postmortem",
        day=None,
        when=f"{owed.draft_within_hours} h after the resolution",
    )
    yield Later(
        what="Review of the postmortem",
        day=None,
        when=f"{first} to {last} business days after the resolution",
    )
    yield Later(
        what="Publication of the postmortem",
        day=None,
        when=f"{owed.publish_within_days} days after the resolution",
    )
    for level, days in policy.actions.due_within_days.items():
        yield Later(
            what=f"Actions of priority {level}", day=None, when=f"{days} days after the resolution"
        )
    if policy.follow_up_days:
        listed = ", ".join(map(str, policy.follow_up_days))
        yield Later(
            what="Looks at whether the actions helped",
            day=None,
            when=f"{listed} days after the resolution",
        )


def _unknown(incident: Incident) -> Iterator[str]:
    if incident.kind in HARMLESS:
        yield "No clock of the playbook runs for near misses, false alarms and maintenance."
        return
    if incident.date_unknown is not None:
        yield "The calendar date is not recorded, so no clock can be read."
        return
    times = incident.times
    if incident.status in RUNNING:
        if times is None or times.started is None:
            yield "`times.started` is not recorded: how long users are hurt is not known."
        if times is None or times.detected is None:
            yield "`times.detected` is not recorded: most clocks of the response count from it."
    elif times is None or times.resolved is None:
        yield "`times.resolved` is not recorded: the days of the follow-up count from it."
