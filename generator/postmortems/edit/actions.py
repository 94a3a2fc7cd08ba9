"""An action marked as done: what is to be set, or why it cannot be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postmortems.edit.address import place
from postmortems.errors import UsageError
from postmortems.fields import DAY_PATTERN
from postmortems.findings import dotted

if TYPE_CHECKING:
    from datetime import date


def done(
    record: dict[str, Any], action: str, day: str | None, today: date
) -> list[tuple[str, str]]:
    """Return the values to set so that an action is done on a day, else on today.

    A day that the record gives already is kept unless another is named. Raises UsageError when
    there is no such action, when it is done already or was given up, and for a day that does not
    exist or has not come yet.
    """
    found = place(f"actions[{action}]", record)
    path = dotted(found.path)
    held = record["actions"][found.path[-1]]
    status = held.get("status") if isinstance(held, dict) else None
    known = held.get("done_at") if isinstance(held, dict) else None
    if status == "done":
        since = f" since {known}" if known else ""
        raise UsageError(f"{action} is done already{since}; nothing was changed")
    if status == "wont_do":
        raise UsageError(f"{action} was given up (status: wont_do); set its status first")
    if day is None:
        day = str(known) if known else today.isoformat()
    elif not re.match(DAY_PATTERN, day):
        raise UsageError(f"--on takes a day such as 2026-01-31, not {day!r}")
    elif day > today.isoformat():
        raise UsageError(f"--on {day} has not come yet: today is {today.isoformat()}")
    return [(f"{path}.status", "done"), (f"{path}.done_at", day)]
