"""The playbook's version history: which commits changed the settings, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages.base import Page

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.load.history import History

_SHORT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A change of the settings; ``files`` are names such as policy.yml."""

    commit: str
    day: str
    subject: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage(Page):
    """The latest changes, the newest first.

    ``known`` is false without git; ``cut`` is the day before which the clone has no commits, empty
    when it has all; ``earlier`` counts the changes that are not listed.
    """

    template: ClassVar[str] = "playbook_history.md.j2"

    version: str
    known: bool
    cut: str
    changes: tuple[Version, ...]
    earlier: int


def page(settings: Settings, history: History) -> ChangesPage:
    """Make the page of the version history."""
    shown = history.changes[: settings.site.playbook.history_entries]
    upkeep = settings.policy.upkeep
    return ChangesPage(
        path="playbook/history.md",
        title="Version history",
        version="" if upkeep is None else upkeep.version,
        known=history.known,
        cut=history.cut.isoformat() if history.cut else "",
        changes=tuple(
            Version(
                commit=each.commit[:_SHORT],
                day=each.day.isoformat(),
                subject=each.subject,
                files=each.files,
            )
            for each in shown
        ),
        earlier=len(history.changes) - len(shown),
    )
