"""Open incidents for tests of advice: only what a test says, on 2026-03-03 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from metrics.records import record

if TYPE_CHECKING:
    from postmortems.model.incident import Incident

DETECTED = "09:00"


def at(clock: str) -> datetime:
    """A moment of the day, such as ``09:05`` or ``09:05:01``."""
    return datetime.fromisoformat(f"2026-03-03T{clock}").replace(tzinfo=UTC)


def running(severity: str = "P1", **given: Any) -> Incident:  # noqa: ANN401 - plain values as in YAML
    """An incident that nobody has resolved; detected at 09:00 unless told otherwise."""
    times = given.pop("times", {"started": "08:55", "detected": DETECTED})
    return record(
        "INC-20260303-0855",
        **{"status": "investigating", "severity": severity, "times": times, **given},
    )


def said(clock: str) -> str:
    """A moment of the day as records write it."""
    return f"2026-03-03 {clock}"
