"""The playbook's first page, with what the rest follows from, and its last, with what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.pages.base import Page
from postmortems.pages.words import count

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.config.taxonomy import Phase
    from postmortems.config.workflow import Framework, Principle, Reading, Tools, Upkeep


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A page of the playbook and what is in it."""

    title: str
    url: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPage(Page):
    """The first page: chapters, convictions, phases at a glance, tools and sources."""

    template: ClassVar[str] = "playbook_cover.md.j2"

    chapters: tuple[Chapter, ...]
    principles: tuple[Principle, ...]
    pillars: tuple[Principle, ...]
    phases: tuple[Phase, ...]
    tools: tuple[Tools, ...]
    frameworks: tuple[Framework, ...]
    upkeep: Upkeep | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsPage(Page):
    """Where the playbook contradicted itself or left a gap, and what was taken."""

    template: ClassVar[str] = "playbook_readings.md.j2"

    readings: tuple[Reading, ...]


def page(settings: Settings) -> CoverPage:
    """Make the first page."""
    policy = settings.policy
    return CoverPage(
        path="playbook/index.md",
        title="Playbook",
        chapters=_chapters(settings),
        principles=policy.principles,
        pillars=policy.pillars,
        phases=settings.taxonomy.phases,
        tools=policy.tools,
        frameworks=policy.frameworks,
        upkeep=policy.upkeep,
    )


def _chapters(settings: Settings) -> tuple[Chapter, ...]:
    levels = settings.severities.levels
    tiers = settings.escalation.tiers
    return (
        Chapter(
            title="Severities",
            url="playbook/severities/",
            about=f"{count(len(levels), 'level')}, {levels[0].id} to {levels[-1].id}: "
            "what each means and what it promises",
        ),
        Chapter(
            title="Response times",
            url="playbook/response/",
            about="every promise at every level in one table, and what checks it",
        ),
        Chapter(
            title="Escalation and command",
            url="playbook/escalation/",
            about=f"{count(len(tiers), 'tier')}, {tiers[0].id} to {tiers[-1].id}: "
            "who is called and when, and who decides",
        ),
        Chapter(
            title="Phases",
            url="playbook/phases/",
            about="what to do in each, with checklists and remedies",
        ),
        Chapter(
            title="Communications",
            url="playbook/communications/",
            about="who is told, how often, and what each message says",
        ),
        Chapter(
            title="Postmortems and actions",
            url="playbook/postmortems/",
            about="when one is owed, what is in it, and what is due by when",
        ),
        Chapter(
            title="Analysis methods",
            url="playbook/analysis/",
            about=f"{count(len(settings.analysis.methods), 'method')}: when to choose which, "
            "and what to ask",
        ),
        Chapter(
            title="Readings",
            url="playbook/readings/",
            about=f"{count(len(settings.policy.readings), 'question')} that the playbook left "
            "open, each with the answer taken",
        ),
        Chapter(
            title="Version history",
            url="playbook/history/",
            about="what changed in the settings, and when",
        ),
    )


def readings(settings: Settings) -> ReadingsPage:
    """Make the page of readings."""
    return ReadingsPage(
        path="playbook/readings.md",
        title="Readings",
        readings=settings.policy.readings,
    )
