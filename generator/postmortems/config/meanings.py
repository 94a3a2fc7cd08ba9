"""What the names of a configuration mean, for whoever has to choose one while writing a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.config.settings import Settings


def meanings(settings: Settings) -> dict[str, dict[str, str]]:
    """Return for each kind of name and each spelling a line of Markdown.

    Kinds and spellings are those of `Settings.names`.
    """
    teams = {each.id: each.name for each in settings.catalog.teams}
    levels = settings.severities.levels
    severities = {each.id: _said(f"{each.id} {each.name}", each.definition) for each in levels}
    for level in levels:
        for alias in level.aliases:
            severities.setdefault(alias, f"Another word for {severities[level.id]}")
    return {
        "severity": severities,
        "service": {
            each.id: _said(
                each.name,
                each.description,
                f"Team: {teams.get(each.team, each.team)}." if each.team else None,
            )
            for each in settings.catalog.services
        },
        "team": {each.id: _said(each.name, each.description) for each in settings.catalog.teams},
        "tier": {
            each.id: _said(f"{each.id}, {each.role}", each.responsibility)
            for each in settings.escalation.tiers
        },
        "phase": {each.id: _said(each.name, f"{each.focus}.") for each in settings.taxonomy.phases},
        "audience": {
            each.id: _said(each.name, each.description) for each in settings.audiences.communication
        },
        "category": {
            each.id: _said(each.name, each.description) for each in settings.taxonomy.categories
        },
        "control_gap": {
            each.id: _said(each.name, each.description) for each in settings.taxonomy.control_gaps
        },
        "signal": {
            name: each.question + (f" In {each.unit}." if each.unit else "")
            for name, each in settings.severities.signals.items()
        },
    }


def _said(name: str, *more: str | None) -> str:
    return " ".join((f"**{name}**.", *(each for each in more if each)))
