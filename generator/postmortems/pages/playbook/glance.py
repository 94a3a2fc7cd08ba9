"""The response times on one page: every level beside every clause, and what checks each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems import clock
from postmortems.pages import addresses, clauses
from postmortems.pages.base import Page
from postmortems.pages.playbook.messages import levels
from postmortems.pages.playbook.sources import sources

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.config.severities import SeverityLevel
    from postmortems.load.history import History
    from postmortems.pages.playbook.sources import Source

_RULES = {
    "detection": "detection-late",
    "acknowledgement": "acknowledgement-late",
    "engineering_escalation": "engineering-escalation-late",
    "executive_notice": "executive-notice-late",
    "client_notice": "client-notice-late",
}
_UNOWED = "not required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A level of the matrix, the worst first."""

    id: str
    name: str
    role: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one level promises under one clause.

    ``exact`` is what is checked, empty without a clock; ``promise`` the playbook's own words where
    they differ; ``terms`` from when it counts and when it is owed.
    """

    level: str
    exact: str
    promise: str
    terms: str
    owed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A clause over all levels, with the address of the rule that checks it."""

    name: str
    rule: str
    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Another number of the response: for which levels it counts, and the rule that checks it."""

    what: str
    limit: str
    levels: str
    rule: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlancePage(Page):
    """The matrix, the other limits of a response, and the clocks' terms."""

    template: ClassVar[str] = "playbook_response.md.j2"

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    limits: tuple[Limit, ...]
    sources: tuple[Source, ...]


def page(settings: Settings, history: History) -> GlancePage:
    """Make the page of response times."""
    scale = settings.severities.levels
    return GlancePage(
        path="playbook/response.md",
        title="Response times",
        columns=tuple(
            Column(
                id=each.id,
                name=each.name,
                role=each.colour_role,
                url=f"playbook/severities/#{each.id.lower()}",
            )
            for each in scale
        ),
        lines=tuple(
            Line(
                name=said,
                rule=_RULES[name],
                url=addresses.of_rule(_RULES[name]),
                cells=tuple(_cell(each, name) for each in scale),
            )
            for name, said in clauses.NAMES.items()
        ),
        limits=_limits(settings),
        sources=sources(("severities", "escalation", "policy"), history),
    )


def _cell(level: SeverityLevel, name: str) -> Cell:
    clause = dict(level.sla.clauses()).get(name)
    if clause is None:
        return Cell(level=level.id, exact=_UNOWED, promise="", terms="", owed=False)
    exact = clauses.measured(clause)
    promise = clauses.promise(clause)
    when = clauses.terms(clause)
    terms = [f"from {clauses.since(clause)}"] if exact else []
    terms += [when] if when != "always" else []
    if exact and clause.delay_minutes:
        exact = f"after {clock.minutes(clause.delay_minutes)}, {exact}"
    return Cell(
        level=level.id,
        exact=exact or promise,
        promise=promise if exact and promise != exact else "",
        terms=", ".join(terms),
        owed=True,
    )


def _limits(settings: Settings) -> tuple[Limit, ...]:
    policy, escalation = settings.policy, settings.escalation
    full = tuple(each.id for each in settings.severities.levels if each.depth == "full")
    rows = [
        (
            "A commander is named",
            f"within {clock.minutes(escalation.commander.assign_within_minutes)} of detection",
            ", ".join(full) or "no level",
            "commander-late",
        ),
        (
            "Command is handed over",
            f"after more than {clock.minutes(escalation.handoff.after_minutes)}",
            ", ".join(full) or "no level",
            "handoff-missing",
        ),
        (
            "Updates while it is open",
            f"at least every {clock.minutes(policy.updates.cadence_minutes)}",
            levels(policy.updates.levels),
            "update-gap",
        ),
        (
            "Silence in the timeline",
            f"at most {clock.minutes(policy.timeline.gap_minutes)}",
            levels(policy.timeline.gap_levels),
            "timeline-gap",
        ),
        (
            "Stability watched before it is called resolved",
            f"at least {clock.minutes(policy.recovery.stability_minutes)}",
            "all levels",
            "stability-too-short",
        ),
    ]
    return tuple(
        Limit(what=what, limit=limit, levels=said, rule=rule, url=addresses.of_rule(rule))
        for what, limit, said, rule in rows
    )
