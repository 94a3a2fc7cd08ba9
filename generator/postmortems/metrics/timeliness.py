"""How soon after the incident its postmortem was there, against what the policy asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from postmortems.advice.obligation import given_up, mandatory
from postmortems.metrics.base import Leaving, Metric, definition, missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.config.policy import Policy
    from postmortems.model.incident import Incident

PUBLISHED = ("published",)
DRAFTED = ("draft", "in_review", "reviewed", "published")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeliness(Metric):
    """One deadline: ids of postmortems that kept it, came late, or are late and still to come.

    ``limit`` is the time allowed, in minutes.
    """

    id: str
    limit: float
    on_time: tuple[str, ...]
    late: tuple[str, ...]
    overdue: tuple[str, ...]


def drafts(incidents: Iterable[Incident], policy: Policy, as_of: datetime) -> Timeliness:
    """Postmortems drafted in the time that the policy allows after the resolution.

    Drafted − resolved; overdue are those that the policy makes mandatory and that nobody has begun
    although the time is over. A closed incident without any postmortem has been given up.

    Left out: incidents whose postmortem was not begun and is not mandatory or was given up, not
    resolved, without the moment on record, or not due yet.
    """
    return _measure(
        "draft",
        timedelta(hours=policy.postmortem.draft_within_hours),
        "drafted_at",
        DRAFTED,
        incidents,
        policy,
        as_of,
        definition(drafts),
    )


def publications(incidents: Iterable[Incident], policy: Policy, as_of: datetime) -> Timeliness:
    """Postmortems published in the time that the policy allows after the resolution.

    Published − resolved; overdue are those begun, or made mandatory by the policy, and not
    published although the time is over. A closed incident without any postmortem has been given up.

    Left out: incidents whose postmortem was not begun and is not mandatory or was given up, not
    resolved, without the moment on record, or not due yet.
    """
    return _measure(
        "publication",
        timedelta(days=policy.postmortem.publish_within_days),
        "published_at",
        PUBLISHED,
        incidents,
        policy,
        as_of,
        definition(publications),
    )


def _measure(
    name: str,
    limit: timedelta,
    field: str,
    reached: tuple[str, ...],
    incidents: Iterable[Incident],
    policy: Policy,
    as_of: datetime,
    said: str,
) -> Timeliness:
    leaving = Leaving()
    on_time: list[str] = []
    late: list[str] = []
    overdue: list[str] = []
    for each in incidents:
        resolved = each.times.resolved if each.times else None
        done: datetime | None = getattr(each.postmortem, field)
        owed = not given_up(each) and mandatory(each, policy) is not None
        if each.postmortem.status == "none" and not owed:
            leaving.out("no postmortem begun", each.id)
        elif resolved is None:
            leaving.out(missing(each, "resolved"), each.id)
        elif done is not None:
            (on_time if done - resolved <= limit else late).append(each.id)
        elif each.postmortem.status in reached:
            leaving.out(f"`{field}` not recorded", each.id)
        elif each.date_unknown is not None:
            leaving.out("date unknown", each.id)
        elif as_of - resolved > limit:
            overdue.append(each.id)
        else:
            leaving.out("not due yet", each.id)
    return Timeliness(
        n=len(on_time) + len(late) + len(overdue),
        definition=said,
        left_out=leaving.all(),
        id=name,
        limit=limit.total_seconds() / 60,
        on_time=tuple(on_time),
        late=tuple(late),
        overdue=tuple(overdue),
    )
