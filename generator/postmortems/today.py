"""The one place that looks at the clock: what "now" is when nobody says ``--as-of``."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, time

from postmortems.errors import UsageError

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
    elif epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            day = datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            message = f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}"
            raise UsageError(message) from error
        if day.year not in _YEARS:
            message = f"SOURCE_DATE_EPOCH names a day outside 1990 to 2100: {epoch!r}"
            raise UsageError(message)
    else:
        day = datetime.now(UTC).date()
    return datetime.combine(day, time(23, 59, 59), UTC)


def _day(text: str) -> date | None:
    """Read a day, in the one form that records take too; None when there is no such day."""
    if not _WRITTEN.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None
