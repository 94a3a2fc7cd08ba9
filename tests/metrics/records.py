"""Records for tests of numbers: nothing in them but what a test says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from postmortems.pages.base import Library
from support.example import make_incident, settings

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

AS_OF = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)
LEVELS = ("P0", "P1", "P2", "P3")

_EVERYTHING_ELSE = (
    "actions",
    "communications",
    "escalations",
    "factors",
    "findings",
    "follow_ups",
    "got_lucky",
    "impact",
    "lessons",
    "recovery",
    "review",
    "roles",
    "summary",
    "tags",
    "teams",
    "timeline",
    "trigger",
    "went_poorly",
    "went_well",
)


def record(name: str = "A", **fields: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    """A closed P1 with these fields and no others; times are in UTC unless `timezone` says else.

    `times` of clock times alone, such as `09:05`, are on 2026-03-03.
    """
    times = {
        key: f"2026-03-03 {value}" if isinstance(value, str) and len(value) == 5 else value
        for key, value in (fields.pop("times", None) or {}).items()
    }
    return make_incident(
        **{
            **dict.fromkeys(_EVERYTHING_ELSE),
            "id": name,
            "postmortem": {"status": "none"},
            **fields,
            "times": times or None,
        }
    )


def library(
    *incidents: Incident, policy: Settings | None = None, as_of: datetime = AS_OF
) -> Library:
    """The library that pages are made from."""
    return Library(
        settings=policy or settings(),
        incidents={each.id: each for each in sorted(incidents, key=lambda each: each.id)},
        files={each.id: f"incidents/{each.id}.yml" for each in incidents},
        as_of=as_of,
    )
