"""The one place that looks at the clock: what "now" is when nobody says ``--as-of``."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, time

from postmortems.errors import UsageError
from postmortems.fields import DAY_PATTERN


def instant(as_of: str | None = None, *, given_as: str = "--as-of") -> datetime:
    """Return the end of the given UTC day, else of ``SOURCE_DATE_EPOCH``'s day, else of today.

    A day, not an instant, so that two builds on one day give the same bytes. Raises UsageError
    on a day that does not exist, naming what it was ``given_as``.
    """
    if as_of is not None:
        if not re.match(DAY_PATTERN, as_of):
            message = f"{given_as} takes a day such as 2026-01-31, not {as_of!r}"
            raise UsageError(message)
        day = datetime.fromisoformat(as_of).date()
    elif epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            day = datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            message = f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}"
            raise UsageError(message) from error
        if not re.match(DAY_PATTERN, day.isoformat()):
            message = f"SOURCE_DATE_EPOCH names a day outside 1990 to 2100: {epoch!r}"
            raise UsageError(message)
    else:
        day = datetime.now(UTC).date()
    return datetime.combine(day, time(23, 59, 59), UTC)
