"""A message that went out, written into the record of its incident."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from postmortems.edit.assignments import added, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postmortems.edit.assignments import Edited
    from postmortems.edit.judge import Judge
    from postmortems.load.files import Source
    from postmortems.model.incident import Incident

_LIST = "communications"


def recorded(
    content: bytes,
    incident: Incident,
    at: datetime,
    entry: Mapping[str, str],
    source: Source,
    judge: Judge,
) -> Edited | None:
    """Put a message of a moment among those of a record, in the order of their times.

    None when the record holds the very same already. Raises UsageError for a file that cannot be
    read, or in which nothing can be added.
    """
    for each in incident.communications:
        same = (each.audience, each.kind, each.text) == (
            entry["audience"],
            entry["kind"],
            entry["text"],
        )
        if same and each.at == at:
            return None
    held = readable(content, source, judge).get(_LIST)
    there = len(held) if isinstance(held, list) else 0
    times = [each.at for each in incident.communications]
    # Entries with faults are not among the incident's; then their numbers say nothing.
    index = sum(each <= at for each in times) if len(times) == there else there
    return added(content, _LIST, index, {"at": written(at), **entry}, source, judge)


def written(moment: datetime) -> str:
    """Write a moment as records do, in UTC: ``2026-03-03T09:30Z``."""
    at = moment.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at.second else f"{at:%Y-%m-%dT%H:%MZ}"
