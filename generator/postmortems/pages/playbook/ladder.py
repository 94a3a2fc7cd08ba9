"""The playbook's ladder: who is called and when, whom to reach, and who commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems import clock
from postmortems.pages import addresses
from postmortems.pages.base import Page
from postmortems.pages.playbook.course import courses
from postmortems.pages.playbook.sources import sources
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from postmortems.config.catalog import Contact
    from postmortems.config.escalation import Commander, Decision, Handoff, Tier, Trigger
    from postmortems.config.settings import Settings
    from postmortems.load.history import History
    from postmortems.pages.playbook.course import Course
    from postmortems.pages.playbook.sources import Source


_RULES = (
    ("escalation-missing", "a reason to call that led to no call"),
    ("escalation-unreached", "a call that nobody answered"),
    ("commander-late", "a commander who came late"),
    ("commander-not-eligible", "a commander of another tier"),
    ("handoff-missing", "a long incident without a handoff"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason to call the next tier.

    ``after`` is its time limit in words and ``levels`` the levels at which it counts, empty where
    it has none; ``flag`` is the observation that it hangs on. With none of the three, people judge.
    """

    id: str
    text: str
    after: str
    levels: str
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A tier of the ladder with the calls that lead up from it: the tier called, and why."""

    tier: Tier
    anchor: str
    calls: tuple[tuple[str, tuple[Reason, ...]], ...]


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
    """Tiers, triggers, the clock of each level, contacts, command and its handover."""

    template: ClassVar[str] = "playbook_escalation.md.j2"

    tiers: tuple[Tier, ...]
    steps: tuple[Step, ...]
    courses: tuple[Course, ...]
    flow: tuple[Decision, ...]
    desks: tuple[Desk, ...]
    others: tuple[Contact, ...]
    commander: Commander
    commander_within: str
    commanders: tuple[tuple[str, str], ...]
    handoff: Handoff
    handoff_after: str
    rules: tuple[tuple[str, str, str], ...]
    sources: tuple[Source, ...]


def page(settings: Settings, history: History) -> LadderPage:
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
        steps=_steps(escalation.tiers, escalation.triggers),
        courses=courses(settings),
        flow=escalation.contact_flow,
        desks=desks,
        others=tuple(each for each in catalog.contacts if each.id not in reached),
        commander=escalation.commander,
        commander_within=clock.minutes(escalation.commander.assign_within_minutes),
        commanders=tuple(
            (
                f"{level.id} {level.name}",
                " or ".join(f"{tier} ({roles[tier]})" for tier in level.commanders)
                or "none needed",
            )
            for level in settings.severities.levels
        ),
        handoff=escalation.handoff,
        handoff_after=clock.minutes(escalation.handoff.after_minutes),
        rules=tuple((name, addresses.of_rule(name), said) for name, said in _RULES),
        sources=sources(("escalation", "catalog", "severities"), history),
    )


def _steps(tiers: tuple[Tier, ...], triggers: tuple[Trigger, ...]) -> tuple[Step, ...]:
    calls: dict[str, dict[str, list[Reason]]] = {}
    for each in triggers:
        calls.setdefault(each.from_, {}).setdefault(each.to, []).append(_reason(each))
    return tuple(
        Step(
            tier=tier,
            anchor=f"tier-{tier.id.lower()}",
            calls=tuple(
                (upper, tuple(reasons)) for upper, reasons in calls.get(tier.id, {}).items()
            ),
        )
        for tier in tiers
    )


def _reason(trigger: Trigger) -> Reason:
    after = trigger.after_minutes
    return Reason(
        id=trigger.id,
        text=trigger.text,
        after="" if after is None else clock.minutes(after),
        levels=", ".join(trigger.levels),
        flag="" if trigger.flag is None else spoken(trigger.flag),
    )
