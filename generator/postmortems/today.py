"""The one place that looks at the clock: what "now" is when nobody says ``--as-of``."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, time

from postmortems.errors import UsageError

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMED = re.compile(
    _WRITTEN.pattern + r"[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_YEARS = range(1990, 2101)  # those that a record may name


def instant(as_of: str | None = None, *, given_as: str = "--as-of") -> datetime:
    """Return the end of the given UTC day, else of ``SOURCE_DATE_EPOCH``'s day, else of today.

    A day, not an instant, so that two builds on one day give the same bytes. Raises UsageError
    on a day that does not exist, naming what it was ``given_as``.
    """
    if as_of is not None:
        found = _day(as_of)
        if found is None:
            message = f"{given_as} takes a day such as 2026-01-31, not {as_of!r}"
            raise UsageError(message)
        day = found
    else:
        day = (_epoch() or datetime.now(UTC)).date()
    return datetime.combine(day, time(23, 59, 59), UTC)


def moment(as_of: str | None = None) -> datetime:
    """Return the given moment in UTC, else ``SOURCE_DATE_EPOCH``, else the minute it is now.

    For what is asked while an incident runs, where a day is too coarse. A day alone stands for its
    end, as in `instant`. Raises UsageError on anything that is neither.
    """
    if as_of is None:
        return _epoch() or datetime.now(UTC).replace(second=0, microsecond=0)
    day = _day(as_of)
    if day is not None:
        return datetime.combine(day, time(23, 59, 59), UTC)
    found = _moment(as_of)
    if found is None:
        message = (
            "--as-of takes a moment such as 2026-01-31T09:40Z or a day such as 2026-01-31, "
            f"not {as_of!r}"
        )
        raise UsageError(message)
    return found


def _epoch() -> datetime | None:
    """Read ``SOURCE_DATE_EPOCH``; None when it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        found = datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        message = f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}"
        raise UsageError(message) from error
    if found.year not in _YEARS:
        message = f"SOURCE_DATE_EPOCH names a day outside 1990 to 2100: {epoch!r}"
        raise UsageError(message)
    return found


def _moment(text: str) -> datetime | None:
    """Read a moment with its offset, in the one form that records take; None for all others."""
    if not _TIMED.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year in _YEARS else None


def _day(text: str) -> date | None:
    """Read a day, in the one form that records take too; None when there is no such day."""
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None
