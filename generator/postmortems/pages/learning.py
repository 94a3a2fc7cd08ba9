"""What was learned and what will be done, as the postmortem page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.followup import Action
    from postmortems.model.incident import Incident

_POINTS = (
    ("went_well", "What went well", "went-well"),
    ("went_poorly", "What went poorly", "went-poorly"),
    ("got_lucky", "Where we got lucky", "got-lucky"),
    ("surprises", "What surprised us", "surprises"),
)

_STATUS_WORDS = {
    "open": "open",
    "in_progress": "in progress",
    "done": "done",
    "wont_do": "won't do",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorView:
    """A contributing factor with the actions that answer it."""

    id: str
    anchor: str
    text: str
    category: str
    category_url: str
    evidence: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """How a stage held up, with the actions that answer it."""

    stage: str
    verdict: str
    confidence: str
    text: str
    gap: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list of the review. ``items`` is None where nothing was recorded, empty for `none`."""

    label: str
    anchor: str
    items: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """A commitment. ``due`` is an ISO day or empty; ``overdue`` is judged as of the build's day."""

    id: str
    anchor: str
    title: str
    status: str
    status_role: str
    type: str
    priority: str
    owner: str
    team: str
    due: str
    overdue: bool
    done_at: str
    reason: str
    tracker: str
    done_when: str
    factors: tuple[str, ...]


def factors(incident: Incident, settings: Settings) -> tuple[FactorView, ...]:
    """List the factors, each with the ids of the actions that name it."""
    names = {each.id: each.name for each in settings.taxonomy.categories}
    return tuple(
        FactorView(
            id=each.id,
            anchor=f"factor-{each.id.lower()}",
            text=each.text,
            category=names.get(each.category or "", ""),
            category_url=f"factors/{each.category}/" if each.category else "",
            evidence=each.evidence or "",
            actions=tuple(action.id for action in incident.actions if each.id in action.factors),
        )
        for each in incident.factors
    )


def stage_findings(incident: Incident, settings: Settings) -> tuple[FindingView, ...]:
    """List the findings on each stage of the response."""
    names = {each.id: each.name for each in settings.taxonomy.control_gaps}
    return tuple(
        FindingView(
            stage=spoken(each.stage),
            verdict=each.verdict,
            confidence=each.confidence or "",
            text=each.text,
            gap=names.get(each.control_gap or "", ""),
            actions=each.actions,
        )
        for each in incident.findings
    )


def points(incident: Incident, *, everything: bool) -> tuple[Points, ...]:
    """List what went well, poorly, luckily and surprisingly; with ``everything``, also silence.

    Silence about surprises is never a gap.
    """
    return tuple(
        Points(label=label, anchor=anchor, items=getattr(incident, name))
        for name, label, anchor in _POINTS
        if (everything and name != "surprises") or getattr(incident, name) is not None
    )


def actions(incident: Incident, settings: Settings, as_of: datetime) -> tuple[ActionView, ...]:
    """List the actions in the order of the record."""
    teams = {each.id: each.name for each in settings.catalog.teams}
    return tuple(
        ActionView(
            id=each.id,
            anchor=f"action-{each.id.lower()}",
            title=each.title,
            status=_STATUS_WORDS[each.status],
            status_role=each.status,
            type=spoken(each.type or ""),
            priority=each.priority or "",
            owner=each.owner or "",
            team=teams.get(each.team or "", ""),
            due=each.due.isoformat() if each.due else "",
            overdue=overdue(each, as_of),
            done_at=each.done_at.isoformat() if each.done_at else "",
            reason=each.reason or "",
            tracker=each.tracker or "",
            done_when=each.done_when or "",
            factors=each.factors,
        )
        for each in incident.actions
    )


def overdue(action: Action, as_of: datetime) -> bool:
    """Tell whether a commitment is past its day and still unfinished."""
    return (
        action.due is not None
        and action.status in {"open", "in_progress"}
        and action.due < as_of.date()
    )
