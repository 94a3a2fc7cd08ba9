"""What is said about a drawn timeline, once for people and for programs."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from postmortems.clock import day_number
from postmortems.load.moments import Clock, wall

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.importers.timeline import Drawn


def day_and_clock(at: datetime, drawn: Drawn) -> tuple[str, str]:
    """Return day and clock time of an instant by the record's zone, else by UTC."""
    if drawn.incident.date_unknown is not None:
        return f"day {day_number(at)}", f"{at:%H:%M:%S}".removesuffix(":00")
    zone = drawn.incident.timezone
    local = wall(at, Clock(zone=zone)) if zone else at.astimezone(UTC)
    return f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}".removesuffix(":00")


def zone_of(drawn: Drawn) -> str:
    """Return the zone that instants are shown in; empty for a record without a calendar."""
    return "" if drawn.incident.date_unknown is not None else drawn.incident.timezone or "UTC"


def phase_names(settings: Settings) -> dict[str, str]:
    """Return the names of phases by id."""
    return {each.id: each.name for each in settings.taxonomy.phases}


def many(number: int, one: str, more: str = "") -> str:
    """Say a number of things: ``1 event``, ``12 events``."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
