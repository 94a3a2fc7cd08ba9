"""What a record says besides the story: its write-up, its duties to report, how it was sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.pages.base import When, when
from postmortems.pages.response import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label with a moment or a text; only what is recorded is made a fact."""

    label: str
    text: str = ""
    when: When | None = None


def write_up(incident: Incident) -> tuple[Fact, ...]:
    """Tell who writes it, for whom, and when it was ready; its status heads the page."""
    told = incident.postmortem
    facts = (
        Fact(label="Written by", text=told.owner or ""),
        Fact(label="Due", text=told.due.isoformat() if told.due else ""),
        Fact(label="Drafted", when=when(told.drafted_at, incident)),
        Fact(label="Published", when=when(told.published_at, incident)),
        Fact(label="For", text=_AUDIENCES.get(told.audience or "", "")),
    )
    return tuple(each for each in facts if each.text or each.when)


_AUDIENCES = {"internal": "people of this organisation", "public": "everyone"}


_PARTS = {
    "escalations": "calls for help",
    "communications": "messages",
    "severity_history": "changes of severity",
    "handoffs": "changes of command",
    "signals": "signals for the level",
}


def empty(incident: Incident, hidden: Callable[[str], bool] = lambda _: False) -> tuple[str, ...]:
    """Name the parts of the appendix of which the record holds nothing.

    ``hidden`` tells of which fields the record may hold more than is shown.
    """
    return tuple(
        name for field, name in _PARTS.items() if not getattr(incident, field) and not hidden(field)
    )


def teams(incident: Incident, settings: Settings) -> tuple[str, ...]:
    """Name the teams that took part."""
    names = {each.id: each.name for each in settings.catalog.teams}
    return tuple(names.get(each, each) for each in incident.teams)


def origin(incident: Incident, settings: Settings) -> str:
    """Name the service in which it began, where the record says so."""
    names = {each.id: each.name for each in settings.catalog.services}
    return names.get(incident.origin_service or "", incident.origin_service or "")


_JUDGED = {True: "reportable", False: "not reportable"}


def duties(incident: Incident) -> Table | None:
    """Tabulate the duties to report, one line for each report and one for a duty without any."""
    if not incident.regulatory:
        return None
    rows: list[tuple[Cell, ...]] = []
    for duty in incident.regulatory:
        told = (
            Cell(text=duty.regime),
            Cell(when=when(duty.aware_at, incident)),
            Cell(
                when=when(duty.classified_at, incident),
                text="" if duty.reportable is None else _JUDGED[duty.reportable],
            ),
        )
        if not duty.filings:
            rows.append((*told, Cell(text="none recorded"), Cell(), Cell()))
        rows.extend(
            (
                *told,
                Cell(text=each.stage),
                Cell(when=when(each.due, incident)),
                Cell(
                    when=when(each.filed_at, incident),
                    text="" if each.filed_at else "not made, as far as recorded",
                ),
            )
            for each in duty.filings
        )
    return Table(
        caption="Duties to report",
        anchor="duties",
        note="A reminder of what was due to whom; never legal advice.",
        columns=("Duty", "Known since", "Judged", "Report", "Due", "Made"),
        rows=tuple(rows),
    )
