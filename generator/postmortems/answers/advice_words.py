"""Moments and lengths of time of an advice, said for people in a hurry."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.clock import day_number, duration

if TYPE_CHECKING:
    from postmortems.advice.now import Advice
    from postmortems.advice.task import Task

_LONGEST = 600
_TWO_DAYS = 2 * 24 * 60


def plain(text: str) -> str:
    """Make text of a record or of the policy one line without any odd character."""
    return printable(" ".join(text.split()), _LONGEST)


def moment(at: date, advice: Advice) -> str:
    """Say a moment in UTC: ``09:12Z`` on the day of the advice, else with its date."""
    if not isinstance(at, datetime):
        return at.isoformat()
    if not advice.dated:
        return f"day {day_number(at)} {at:%H:%M}"
    there = at.astimezone(UTC)
    if there.date() == advice.as_of.date():
        return f"{there:%H:%M}Z"
    return f"{there:%Y-%m-%d %H:%M}Z"


def length(minutes: float) -> str:
    """Say a length of time to the minute, from two days on in days: ``1 h 02 min``, ``3 d``."""
    if minutes >= _TWO_DAYS:
        return f"{int(minutes // (24 * 60))} d"
    return duration(timedelta(minutes=int(minutes)))


def timing(task: Task, advice: Advice) -> str:
    """Say when a task is due, seen from now: ``in 12 min``, ``18 min overdue``, ``now``."""
    if task.state not in {"overdue", "due", "coming"}:
        return task.state.replace("_", " ")
    if task.due is None or not advice.dated:
        return "later" if task.state == "coming" else "now"
    left = (task.due - advice.as_of).total_seconds() / 60
    if task.state == "overdue" and -left >= _TWO_DAYS:
        # Whole days are counted by the calendar, as `postmortems due` counts them.
        late = advice.as_of.astimezone(UTC).date() - task.due.astimezone(UTC).date()
        return f"{late.days} d overdue"
    if task.state == "overdue":
        return f"{length(-left)} overdue" if left <= -1 else "overdue now"
    return f"in {length(left)}" if left >= 1 else "now"
