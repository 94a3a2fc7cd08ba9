"""When a postmortem is due, and how long ago a day was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from postmortems.config.policy import Policy


def draft_deadline(resolved: datetime, policy: Policy) -> datetime:
    """Return the moment by which the draft is owed."""
    return resolved + timedelta(hours=policy.postmortem.draft_within_hours)


def publish_deadline(resolved: datetime, policy: Policy) -> datetime:
    """Return the moment by which the postmortem is to be published."""
    return resolved + timedelta(days=policy.postmortem.publish_within_days)


def days_ago(day: date, today: date) -> str:
    """Say a past day and how many days ago it was: `on 2026-03-06, 4 days ago`."""
    passed = (today - day).days
    return f"on {day.isoformat()}, {passed} day{'' if passed == 1 else 's'} ago"
