"""The playbook's time after an incident: when a postmortem is owed, and what is due by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from postmortems import clock
from postmortems.advice.calendar import business_day
from postmortems.advice.regulatory import DISCLAIMER
from postmortems.pages import addresses
from postmortems.pages.base import Page, incident_url, when
from postmortems.pages.playbook.reporting import duties
from postmortems.pages.playbook.sources import sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.config.policy import Policy, PostmortemCondition
    from postmortems.config.settings import Settings
    from postmortems.config.taxonomy import Term
    from postmortems.load.history import History
    from postmortems.model.incident import Incident
    from postmortems.pages.playbook.reporting import Duty
    from postmortems.pages.playbook.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that is due, and the rule that checks it, empty where none does.

    ``example`` is when it is due for the worked example, empty where there is none.
    """

    what: str
    due: str
    rule: str = ""
    url: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The incident that shows what a postmortem looks like, and when it was resolved."""

    id: str
    title: str
    url: str
    resolved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterwardsPage(Page):
    """When a postmortem is owed, deadlines, contents, and the words that records choose from."""

    template: ClassVar[str] = "playbook_postmortems.md.j2"

    mandatory: tuple[PostmortemCondition, ...]
    recommended: tuple[PostmortemCondition, ...]
    rules: tuple[tuple[str, str, str], ...]
    deadlines: tuple[Deadline, ...]
    contents: tuple[str, ...]
    example: Example | None
    practices: tuple[str, ...]
    action_practices: tuple[str, ...]
    duties: tuple[Duty, ...]
    disclaimer: str
    categories: tuple[Term, ...]
    control_gaps: tuple[Term, ...]
    sources: tuple[Source, ...]


_RULES = (
    ("postmortem-overdue", "one whose deadline has passed"),
    ("postmortem-missing", "one that is owed and not begun"),
    ("postmortem-recommended", "one that is advised and not begun"),
    ("published-without-review", "one that nobody reviewed"),
)


def page(settings: Settings, incidents: Mapping[str, Incident], history: History) -> AfterwardsPage:
    """Make the page of postmortems and actions."""
    policy = settings.policy
    shown = incidents.get(policy.postmortem.example or "")
    return AfterwardsPage(
        path="playbook/postmortems.md",
        title="Postmortems and actions",
        mandatory=policy.postmortem.mandatory,
        recommended=policy.postmortem.recommended,
        rules=tuple((name, addresses.of_rule(name), said) for name, said in _RULES),
        deadlines=tuple(_deadlines(policy, _resolved(shown))),
        contents=policy.postmortem.contents,
        example=_example(shown) if shown else None,
        practices=policy.postmortem.practices,
        action_practices=policy.actions.practices,
        duties=duties(policy),
        disclaimer=DISCLAIMER,
        categories=settings.taxonomy.categories,
        control_gaps=settings.taxonomy.control_gaps,
        sources=sources(("policy", "taxonomy"), history),
    )


def _resolved(incident: Incident | None) -> datetime | None:
    if incident is None or incident.times is None or incident.date_unknown is not None:
        return None
    return incident.times.resolved


def _example(incident: Incident) -> Example:
    ended = when(_resolved(incident), incident)
    return Example(
        id=incident.id,
        title=incident.title,
        url=incident_url(incident.id),
        resolved=f"{ended.date} {ended.clock} {ended.zone}" if ended else "",
    )


def _deadlines(policy: Policy, resolved: datetime | None) -> Iterator[Deadline]:
    owed = policy.postmortem
    first, last = owed.review_business_days
    yield _deadline(
        "Draft of the postmortem",
        f"{clock.hours(owed.draft_within_hours)} after the resolution",
        "postmortem-late",
        _moment(resolved, timedelta(hours=owed.draft_within_hours)),
    )
    days = [_day(business_day(resolved.date(), each, policy)) for each in (first, last) if resolved]
    yield _deadline(
        "Review",
        f"{first} to {last} business days after the resolution",
        "review-outside-window",
        " to ".join(dict.fromkeys(days)),
    )
    yield _deadline(
        "Publication",
        f"{clock.days(owed.publish_within_days)} after the resolution",
        "postmortem-late",
        _moment(resolved, timedelta(days=owed.publish_within_days)),
    )
    for level, number in policy.actions.due_within_days.items():
        yield _deadline(
            f"Actions of priority {level}",
            f"{clock.days(number)} after the resolution",
            "action-due-too-late",
            _day(resolved.date() + timedelta(days=number)) if resolved else "",
        )
    for number in policy.follow_up_days:
        yield _deadline(
            "A later look: are the actions done, did they help, what else is needed?",
            f"{clock.days(number)} after the resolution",
            "",
            _day(resolved.date() + timedelta(days=number)) if resolved else "",
        )


def _deadline(what: str, due: str, rule: str, example: str) -> Deadline:
    url = addresses.of_rule(rule) if rule else ""
    return Deadline(what=what, due=due, rule=rule, url=url, example=example)


def _moment(resolved: datetime | None, later: timedelta) -> str:
    if resolved is None:
        return ""
    due = resolved + later
    return f"{_day(due.date())}, {due:%H:%M} {due.strftime('%Z') or 'UTC'}"


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.isoformat()}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
