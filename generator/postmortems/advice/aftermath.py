"""What is owed once an incident is over: the postmortem, its review, actions, later looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from postmortems.advice.calendar import business_day
from postmortems.advice.deadlines import deadlines, looks
from postmortems.advice.obligation import given_up, mandatory, mandatory_after, recommended
from postmortems.advice.task import Task
from postmortems.clock import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.advice.situation import Situation
    from postmortems.advice.task import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Whether a postmortem is owed, and why; ``because`` is the case in the policy's words.

    ``mandatory_at`` is the moment at which it will be mandatory if the incident goes on, with the
    case in ``mandatory_then``. ``draft``, ``review`` and ``publication`` are None while nobody can
    tell them; the review's are the first and the last day. ``actions`` gives for each priority the
    day by which its actions are due. ``terms`` says how all of it counts from the resolution.
    """

    verdict: Literal["mandatory", "advised", "no"]
    because: str
    mandatory_at: datetime | None
    mandatory_then: str
    draft: datetime | None
    review: tuple[date, date] | None
    publication: datetime | None
    actions: tuple[tuple[str, date], ...]
    terms: str


def owed_afterwards(at: Situation) -> Owed:
    """Tell whether a postmortem is owed, and what is due by when."""
    incident, policy = at.incident, at.settings.policy
    must, should = mandatory(incident, policy), recommended(incident, policy)
    then: tuple[str, datetime] | None = None
    if must is None and at.running and at.clocked:
        for each, moment in mandatory_after(incident, policy):
            if at.dated and at.as_of > moment:
                must = each
                break
            if then is None or moment < then[1]:
                then = (each.text, moment)
    case = must or should
    due = deadlines(incident, policy)
    resolved = at.time("resolved") if at.dated else None
    first, last = policy.postmortem.review_business_days
    return Owed(
        verdict="mandatory" if must else "advised" if should else "no",
        because=case.text if case else at.level.postmortem_note or "",
        mandatory_at=then[1] if then and not must else None,
        mandatory_then=then[0] if then and not must else "",
        draft=due.draft if due else None,
        review=(
            business_day(resolved.date(), first, policy),
            business_day(resolved.date(), last, policy),
        )
        if resolved
        else None,
        publication=due.publication if due else None,
        actions=tuple(
            (priority, resolved.date() + timedelta(days=number))
            for priority, number in policy.actions.due_within_days.items()
        )
        if resolved
        else (),
        terms=f"Once it is resolved: a draft within {policy.postmortem.draft_within_hours} hours, "
        f"the review on business day {first} to {last}, publication within "
        f"{days(policy.postmortem.publish_within_days)}.",
    )


def aftermath(at: Situation) -> Iterator[Task]:
    """Yield the tasks after an incident: the write-up, what it promised, later looks at it."""
    if not at.running:
        yield from _write_up(at)
    yield from _actions(at)
    if not at.running:
        yield from _looks(at)


def _write_up(at: Situation) -> Iterator[Task]:
    found, incident = owed_afterwards(at), at.incident
    begun = incident.postmortem.status != "none"
    agreed = incident.postmortem.due is not None
    if not (begun or agreed or found.verdict == "mandatory"):
        return
    if given_up(incident):
        yield Task(
            id="postmortem:draft",
            kind="postmortem",
            state="due",
            text="Draft of the postmortem",
            why="it is mandatory, none was begun, and the incident is closed",
        )
        return
    written = incident.postmortem
    yield _task(at, "draft", "Draft of the postmortem", found.draft, written.drafted_at, done=begun)
    owed = found.verdict == "mandatory" and not at.unrecorded("review")
    if owed or incident.review is not None:
        yield _review(at, found.review)
    yield _task(
        at,
        "publication",
        "Publication of the postmortem",
        found.publication,
        written.published_at,
        done=written.status == "published",
        later=written.status != "reviewed",
    )


def _review(at: Situation, window: tuple[date, date] | None) -> Task:
    """Make the task of the review: done once its day has come, and until then due on that day."""
    review, resolved, today = at.incident.review, at.time("resolved"), at.as_of.date()
    held = review.held_at if review else None
    done = held is not None and held <= today
    last = held if held and not done else window[1] if window else None
    return _task(
        at,
        "review",
        "Review of the postmortem" + (f", from {window[0].isoformat()}" if window else ""),
        _end_of(last, resolved) if last else None,
        _end_of(held, resolved) if held else None,
        done=done,
        later=not done and (held is not None or (window is not None and today < window[0])),
    )


def _task(
    at: Situation,
    name: str,
    text: str,
    due: datetime | None,
    done_at: datetime | None,
    *,
    done: bool,
    later: bool = False,
) -> Task:
    """Make the task; ``later`` says that its turn has not come while it is not overdue."""
    state: State
    if done:
        state = "late" if due and done_at and done_at > due else "done"
    elif due is not None and not at.dated:
        state = "unknown"
    elif due is not None and due < at.as_of:
        state = "overdue"
    else:
        state = "coming" if later else "due"
    why = "" if due or done else "when is not known, as no resolution is recorded with its date"
    return Task(
        id=f"postmortem:{name}",
        kind="postmortem",
        state=state,
        text=text,
        due=due,
        done_at=done_at if done else None,
        why=why,
    )


def _actions(at: Situation) -> Iterator[Task]:
    today = at.as_of.date()
    for each in at.incident.actions:
        closed = each.status in {"done", "wont_do"}
        state: State = "due" if each.due == today else "coming"
        if closed:
            state = "done" if each.status == "done" else "not_applicable"
            if each.done_at is not None and each.due is not None and each.done_at > each.due:
                state = "late"
        elif each.due is not None and each.due < today:
            state = "overdue"
        said = f"owner: {each.owner or 'not recorded'}"
        if not closed and each.due is None:
            said += "; due: not recorded"
        yield Task(
            id=f"action:{each.id}",
            kind="action",
            state=state,
            text=f"{each.id}: {each.title}",
            due=_end_of(each.due) if each.due else None,
            done_at=_end_of(each.done_at) if each.done_at else None,
            why=(each.reason or "given up") if each.status == "wont_do" else said,
        )


def _looks(at: Situation) -> Iterator[Task]:
    """Yield the later looks on record, or those that the policy suggests while they are to come."""
    today, policy = at.as_of.date(), at.settings.policy
    owed = not given_up(at.incident) and mandatory(at.incident, policy) is not None
    for each in looks(at.incident, policy, today, owed=owed):
        state: State = "overdue" if each.due < today else "coming"
        if each.due == today:
            state = "due"
        if each.done_at is not None:
            state = "late" if each.done_at > each.due else "done"
        yield Task(
            id=f"follow_up:{each.number}",
            kind="follow_up",
            state=state,
            text="Look whether the actions helped",
            due=_end_of(each.due),
            done_at=_end_of(each.done_at) if each.done_at else None,
            why="" if each.agreed else "the policy's day; nobody has agreed on it",
        )


def _end_of(day: date, like: datetime | None = None) -> datetime:
    return datetime.combine(day, time.max, like.tzinfo if like else UTC)
