"""The playbook's ladder: who is called and when, whom to reach, and who commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from postmortems.clock import duration
from postmortems.pages.base import Page
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from postmortems.config.catalog import Contact
    from postmortems.config.escalation import Commander, Decision, Handoff, Tier, Trigger
    from postmortems.config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason to call the next tier; ``checked`` is what the checks look at, empty for people."""

    text: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step up the ladder with its reasons."""

    lower: str
    upper: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A team, what it looks after, and whom to call there, the first choice first."""

    id: str
    name: str
    description: str
    services: tuple[str, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPage(Page):
    """Tiers, triggers, the flow of questions, contacts, command and its handover."""

    template: ClassVar[str] = "playbook_escalation.md.j2"

    tiers: tuple[Tier, ...]
    steps: tuple[Step, ...]
    flow: tuple[Decision, ...]
    desks: tuple[Desk, ...]
    others: tuple[Contact, ...]
    commander: Commander
    commander_within: str
    commanders: tuple[tuple[str, str], ...]
    handoff: Handoff
    handoff_after: str


def page(settings: Settings) -> LadderPage:
    """Make the page of escalation and command."""
    escalation, catalog = settings.escalation, settings.catalog
    roles = {tier.id: tier.role for tier in escalation.tiers}
    contacts = {each.id: each for each in catalog.contacts}
    desks = tuple(
        Desk(
            id=team.id,
            name=team.name,
            description=team.description or "",
            services=tuple(each.name for each in catalog.services if each.team == team.id),
            contacts=tuple(contacts[name] for name in team.contacts),
        )
        for team in catalog.teams
    )
    reached = {each.id for desk in desks for each in desk.contacts}
    return LadderPage(
        path="playbook/escalation.md",
        title="Escalation and command",
        tiers=escalation.tiers,
        steps=_steps(escalation.triggers),
        flow=escalation.contact_flow,
        desks=desks,
        others=tuple(each for each in catalog.contacts if each.id not in reached),
        commander=escalation.commander,
        commander_within=_minutes(escalation.commander.assign_within_minutes),
        commanders=tuple(
            (
                f"{level.id} {level.name}",
                " or ".join(f"{tier} ({roles[tier]})" for tier in level.commanders)
                or "none needed",
            )
            for level in settings.severities.levels
        ),
        handoff=escalation.handoff,
        handoff_after=_minutes(escalation.handoff.after_minutes),
    )


def _steps(triggers: tuple[Trigger, ...]) -> tuple[Step, ...]:
    found: dict[tuple[str, str], list[Reason]] = {}
    for each in triggers:
        reasons = found.setdefault((each.from_, each.to), [])
        reasons.append(Reason(text=each.text, checked=_checked(each)))
    return tuple(
        Step(lower=lower, upper=upper, reasons=tuple(reasons))
        for (lower, upper), reasons in found.items()
    )


def _checked(trigger: Trigger) -> str:
    parts = []
    if trigger.levels:
        parts.append(", ".join(trigger.levels))
    if trigger.after_minutes is not None:
        parts.append(f"unresolved for more than {_minutes(trigger.after_minutes)}")
    if trigger.flag is not None:
        parts.append(f"{spoken(trigger.flag)}: yes")
    return "; ".join(parts)


def _minutes(number: int) -> str:
    return duration(timedelta(minutes=number))
