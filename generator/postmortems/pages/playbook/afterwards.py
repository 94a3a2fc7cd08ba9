"""The playbook's time after an incident: when a postmortem is owed, and what is due by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from postmortems.advice.regulatory import DISCLAIMER
from postmortems.clock import duration
from postmortems.pages.base import Page
from postmortems.pages.playbook.messages import levels
from postmortems.pages.words import count

if TYPE_CHECKING:
    from postmortems.config.policy import PostmortemCondition
    from postmortems.config.regimes import Regime, ReportLimit
    from postmortems.config.settings import Settings
    from postmortems.config.taxonomy import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that is due, and when; ``note`` is inline Markdown, empty where there is none."""

    what: str
    due: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """A regime that asks for reports, with each report and when it is due."""

    regime: Regime
    reports: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterwardsPage(Page):
    """When a postmortem is owed, deadlines, practices, and the words that records choose from."""

    template: ClassVar[str] = "playbook_postmortems.md.j2"

    mandatory: tuple[PostmortemCondition, ...]
    recommended: tuple[PostmortemCondition, ...]
    deadlines: tuple[Deadline, ...]
    practices: tuple[str, ...]
    action_practices: tuple[str, ...]
    thresholds: tuple[Deadline, ...]
    reports: tuple[Reports, ...]
    disclaimer: str
    categories: tuple[Term, ...]
    control_gaps: tuple[Term, ...]


def page(settings: Settings) -> AfterwardsPage:
    """Make the page of postmortems and actions."""
    policy = settings.policy
    return AfterwardsPage(
        path="playbook/postmortems.md",
        title="Postmortems and actions",
        mandatory=policy.postmortem.mandatory,
        recommended=policy.postmortem.recommended,
        deadlines=_deadlines(settings),
        practices=policy.postmortem.practices,
        action_practices=policy.actions.practices,
        thresholds=(
            Deadline(
                what="Stability watched before an incident is called resolved",
                due=f"at least {_minutes(policy.recovery.stability_minutes)}",
            ),
            Deadline(
                what="Silence in the timeline of an open incident "
                f"({levels(policy.timeline.gap_levels)})",
                due=f"at most {_minutes(policy.timeline.gap_minutes)}",
            ),
        ),
        reports=tuple(
            Reports(
                regime=each,
                reports=tuple(
                    Deadline(
                        what=one.stage,
                        due=", at the latest ".join(map(_limit, one.limits)),
                        note=one.note or "",
                    )
                    for one in each.clocks
                ),
            )
            for each in policy.regimes
        ),
        disclaimer=DISCLAIMER,
        categories=settings.taxonomy.categories,
        control_gaps=settings.taxonomy.control_gaps,
    )


def _deadlines(settings: Settings) -> tuple[Deadline, ...]:
    policy = settings.policy
    first, last = policy.postmortem.review_business_days
    found = [
        Deadline(
            what="Draft of the postmortem",
            due=f"{policy.postmortem.draft_within_hours} hours after the resolution",
        ),
        Deadline(what="Review", due=f"{first} to {last} business days after the resolution"),
        Deadline(
            what="Publication",
            due=f"{count(policy.postmortem.publish_within_days, 'day')} after the resolution",
        ),
    ]
    found += [
        Deadline(
            what=f"Actions of priority {level}", due=f"{count(days, 'day')} after the resolution"
        )
        for level, days in policy.actions.due_within_days.items()
    ]
    if policy.follow_up_days:
        days = ", ".join(str(day) for day in policy.follow_up_days)
        found.append(
            Deadline(
                what="A later look at whether the actions helped",
                due=f"{days} days after the resolution",
            )
        )
    return tuple(found)


def _limit(limit: ReportLimit) -> str:
    """Say a limit of a report: ``24 hours after we knew``."""
    begin = {"aware": "we knew", "classified": "it was judged reportable"}
    since = begin.get(limit.counted_from, f"the report “{limit.after}”")
    if limit.hours is not None:
        return f"{count(limit.hours, 'hour')} after {since}"
    if limit.months is not None:
        return f"{count(limit.months, 'month')} after {since}"
    return f"{count(limit.business_days or 0, 'business day')} after {since}"


def _minutes(number: int) -> str:
    return duration(timedelta(minutes=number))
