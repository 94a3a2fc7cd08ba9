"""Who was hurt and who answered, as the postmortem page shows it: figures, people, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.clock import duration
from postmortems.model.impact import FIGURES, Share
from postmortems.pages.base import NOT_RECORDED, When, when
from postmortems.pages.words import spoken
from postmortems.quantities import figure

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident
    from postmortems.model.response import Person

_FIGURE_LABELS = {
    "users_pct": "Share of users affected",
    "users": "Users affected",
    "clients": "Clients affected",
    "requests_failed": "Requests failed",
    "tickets": "Support tickets",
    "data_loss": "Records lost or damaged",
    "revenue": "Revenue lost",
}

_KEPT_OR_NOT = "whether it was kept is not recorded"

_ROLES = (
    ("commander", "Incident commander"),
    ("tech_lead", "Technical lead"),
    ("comms_lead", "Communications lead"),
    ("scribe", "Scribe"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure of the harm, in words."""

    label: str
    value: str
    basis: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A role and who held it; empty where nobody wrote it down."""

    role: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: a moment, or text that may hold inline Markdown."""

    text: str = ""
    when: When | None = None
    rich: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A small table. ``anchor`` is its id in the appendix, ``note`` what readers should know."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    anchor: str = ""
    note: str = ""


def figures(incident: Incident) -> tuple[Figure, ...]:
    """List the recorded figures of the impact; `unknown` is said, an absent one is not listed."""
    impact = incident.impact
    if impact is None:
        return ()
    found = []
    for name in FIGURES:
        each = getattr(impact, name)
        if each is None:
            continue
        unit = "" if isinstance(each, Share) else each.unit or ""
        if each.value is None:
            value = "unknown"
        elif isinstance(each, Share):
            value = f"{figure(each.value)} %"
        else:
            value = f"{figure(each.value)} {unit}".strip()
        basis = "" if each.basis in {None, "unknown"} else each.basis
        found.append(
            Figure(label=_FIGURE_LABELS[name], value=value, basis=basis or "", note=each.note or "")
        )
    sla = impact.sla
    if sla is not None:
        said = {True: "broken", False: "kept", None: _KEPT_OR_NOT}[sla.breached]
        target = (
            f"{figure(sla.target_pct)} % over {figure(sla.period_days)} days"
            if sla.target_pct is not None and sla.period_days is not None
            else ""
        )
        found.append(Figure(label="Service promise", value=said, basis=target, note=sla.note or ""))
    return tuple(found)


def windows(incident: Incident) -> Table | None:
    """Tabulate the stretches of harm."""
    found = incident.impact.windows if incident.impact else ()
    if not found:
        return None
    return Table(
        caption="Stretches of harm",
        columns=("From", "To", "Length", "Level", "Users"),
        rows=tuple(
            (
                Cell(when=when(each.start, incident)),
                Cell(when=when(each.end, incident), text="" if each.end else "ongoing"),
                Cell(text=duration(each.end - each.start) if each.end else ""),
                Cell(text=each.severity or ""),
                Cell(text=f"{figure(each.users_pct)} %" if each.users_pct is not None else ""),
            )
            for each in found
        ),
    )


def person(each: Person | None) -> str:
    """Name someone with their part, such as ``Tom Wilson (Database Team Lead, L3)``."""
    if each is None:
        return ""
    more = ", ".join(part for part in (each.role, each.tier) if part)
    return f"{each.name} ({more})" if more else each.name


def people(incident: Incident, settings: Settings) -> tuple[Named, ...]:
    """List the roles. An unfilled one is listed where the level asks for all of them."""
    roles = incident.roles
    level = next(each for each in settings.severities.levels if each.id == incident.severity)
    found = []
    for name, label in _ROLES:
        each = getattr(roles, name) if roles else None
        if each is not None or level.depth == "full":
            found.append(Named(role=label, who=(_served(each, incident),) if each else ()))
    if roles and roles.responders:
        served = tuple(_served(each, incident) for each in roles.responders)
        found.append(Named(role="Responders", who=served))
    return tuple(found)


def _served(each: Person, incident: Incident) -> str:
    since = when(each.since, incident)
    return f"{person(each)}, since {since.date} {since.clock}" if since else person(each)


def communications(incident: Incident) -> Table | None:
    """Tabulate what was said to whom."""
    if not incident.communications:
        return None
    return Table(
        caption="Messages sent",
        anchor="communications",
        columns=("Sent", "To", "Kind", "Channel", "What it said", "Next promised"),
        rows=tuple(
            (
                Cell(when=when(each.at, incident)),
                Cell(text=spoken(each.audience)),
                Cell(text=spoken(each.kind)),
                Cell(text=each.channel or ""),
                Cell(text=each.text or "", rich=True),
                Cell(when=when(each.next_update_at, incident)),
            )
            for each in incident.communications
        ),
    )


def escalations(incident: Incident, settings: Settings) -> Table | None:
    """Tabulate the calls for help, with how long each took to be answered."""
    if not incident.escalations:
        return None
    tiers = {each.id: each.role for each in settings.escalation.tiers}
    lost = any(each.field == "escalations.reached_at" for each in incident.not_recorded)
    unanswered = NOT_RECORDED if lost else "never, as far as recorded"
    return Table(
        caption="Calls for help",
        anchor="escalations",
        columns=("Contacted", "Tier", "Contact", "Reached", "Alternate", "Why"),
        rows=tuple(
            (
                Cell(when=when(each.at, incident)),
                Cell(text=f"{each.tier} {tiers.get(each.tier, '')}".strip()),
                Cell(text=each.contact or ""),
                Cell(
                    when=when(each.reached_at, incident),
                    text=f"after {duration(each.reached_at - each.at)}"
                    if each.reached_at
                    else unanswered,
                ),
                Cell(text=each.alternate or ""),
                Cell(text=each.reason or "", rich=True),
            )
            for each in incident.escalations
        ),
    )


def handoffs(incident: Incident) -> Table | None:
    """Tabulate the changes of command."""
    if not incident.handoffs:
        return None
    return Table(
        caption="Changes of command",
        anchor="handoffs",
        columns=("When", "From", "To", "Passed on"),
        rows=tuple(
            (
                Cell(when=when(each.at, incident)),
                Cell(text=each.from_),
                Cell(text=each.to),
                Cell(text=each.note or "", rich=True),
            )
            for each in incident.handoffs
        ),
    )


def severity_history(incident: Incident) -> Table | None:
    """Tabulate the changes of level."""
    if not incident.severity_history:
        return None
    return Table(
        caption="Changes of severity",
        anchor="severity-history",
        columns=("When", "Level", "Why"),
        rows=tuple(
            (
                Cell(when=when(each.at, incident)),
                Cell(text=each.level),
                Cell(text=each.reason or "", rich=True),
            )
            for each in incident.severity_history
        ),
    )
