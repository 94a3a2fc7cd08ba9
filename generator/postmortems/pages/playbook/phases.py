"""The playbook's phases: what to do in each, and the remedies by type of incident and of cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.advice.severity_words import asked
from postmortems.pages import addresses
from postmortems.pages.base import Page
from postmortems.pages.playbook.sources import sources
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from postmortems.config.escalation import Decision
    from postmortems.config.settings import Settings
    from postmortems.config.taxonomy import Phase
    from postmortems.config.workflow import Containment, DetectionMethod, Eradication, PhaseGuide
    from postmortems.load.history import History
    from postmortems.pages.playbook.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseView:
    """A phase with its guide; None where the policy has none for it."""

    phase: Phase
    guide: PhaseGuide | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A way to contain one type of incident; ``signs`` are what in a record points to it."""

    remedy: Containment
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """A way to remove a cause, with the list of factors that it belongs to."""

    cure: Eradication
    category: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasesPage(Page):
    """All phases, then the ways of noticing, containing and removing."""

    template: ClassVar[str] = "playbook_phases.md.j2"

    phases: tuple[PhaseView, ...]
    detection: tuple[DetectionMethod, ...]
    containment: tuple[Remedy, ...]
    questions: tuple[Decision, ...]
    cures: tuple[Cure, ...]
    sources: tuple[Source, ...]


def page(settings: Settings, history: History) -> PhasesPage:
    """Make the page of phases."""
    policy = settings.policy
    guides = {each.phase: each for each in policy.phases}
    names = {each.id: each.name for each in settings.taxonomy.categories}
    return PhasesPage(
        path="playbook/phases.md",
        title="Phases",
        phases=tuple(
            PhaseView(phase=each, guide=guides.get(each.id)) for each in settings.taxonomy.phases
        ),
        detection=policy.detection,
        containment=tuple(
            Remedy(remedy=each, signs=_signs(each, settings)) for each in policy.containment
        ),
        questions=policy.containment_questions,
        cures=tuple(
            Cure(
                cure=each,
                category=names[each.category] if each.category else "",
                url=addresses.of_category(each.category) if each.category else "",
            )
            for each in policy.eradication
        ),
        sources=sources(("policy", "taxonomy"), history),
    )


def _signs(remedy: Containment, settings: Settings) -> tuple[str, ...]:
    if remedy.when is None:
        return ()
    names = {each.id: each.name for each in settings.taxonomy.categories}
    return (
        *(asked(each, settings.severities) for each in remedy.when.signals),
        *(f"kind: {spoken(each)}" for each in remedy.when.kinds),
        *(f"factor: {names[each]}" for each in remedy.when.categories),
    )
