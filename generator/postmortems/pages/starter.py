"""How to write the first incident: a file that the checks accept, ready to be copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.config.ids import new_id

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """A file's path in the repository, and its lines, none of them indented."""

    path: str
    lines: tuple[str, ...]


def starter(settings: Settings, as_of: datetime) -> Starter:
    """Write a record of the mildest level for the first service of the catalogue."""
    name = new_id(settings.site, as_of.replace(hour=9, minute=0), ())
    return Starter(
        path=f"incidents/{as_of:%Y}/{name}.yml",
        lines=(
            "schema: 1",
            f"id: {name}",
            "title: What people noticed, in one line",
            "status: investigating",
            f"severity: {settings.severities.levels[-1].id}",
            "kind: degradation",
            f"services: [{settings.catalog.services[0].id}]",
            "timezone: Etc/UTC",
            f"times: {{started: {as_of:%Y-%m-%d} 09:00, detected: {as_of:%Y-%m-%d} 09:05}}",
            "detection: {source: alert}",
            "postmortem: {status: none}",
        ),
    )
