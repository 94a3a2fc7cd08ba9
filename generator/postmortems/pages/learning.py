"""What was learned and what will be done, as the postmortem page shows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.advice.coverage import WENT_BADLY
from postmortems.config.analysis import STAGES
from postmortems.pages.words import spoken

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import datetime

    from postmortems.config.settings import Settings
    from postmortems.model.analysis import StageFinding
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
class Answer:
    """A factor, a finding or an action on the same page, as the other side names it.

    ``anchor`` is empty where the record names something that it does not hold.
    """

    id: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many factors or findings have an action; ``uncovered`` leads to those without."""

    covered: int
    whole: int
    uncovered: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsCoverage(Coverage):
    """The same of findings, with the stages that none of them judges."""

    unjudged: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorView:
    """A contributing factor with the actions that answer it."""

    id: str
    anchor: str
    text: str
    category: str
    category_url: str
    evidence: str
    actions: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """How a stage held up, with the actions that answer it."""

    anchor: str
    stage: str
    verdict: str
    confidence: str
    text: str
    gap: str
    actions: tuple[Answer, ...]


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
    answers: tuple[Answer, ...]


def factors(incident: Incident, settings: Settings) -> tuple[FactorView, ...]:
    """List the factors, each with the actions that name it."""
    names = {each.id: each.name for each in settings.taxonomy.categories}
    return tuple(
        FactorView(
            id=each.id,
            anchor=f"factor-{each.id.lower()}",
            text=each.text,
            category=names.get(each.category or "", ""),
            category_url=f"factors/{each.category}/" if each.category else "",
            evidence=each.evidence or "",
            actions=tuple(
                _answer(action)
                for action in incident.actions
                if each.id.casefold() in {name.casefold() for name in action.factors}
            ),
        )
        for each in incident.factors
    )


def stage_findings(incident: Incident, settings: Settings) -> tuple[FindingView, ...]:
    """List the findings on each stage of the response."""
    names = {each.id: each.name for each in settings.taxonomy.control_gaps}
    return tuple(
        FindingView(
            anchor=anchor,
            stage=spoken(each.stage),
            verdict=each.verdict,
            confidence=each.confidence or "",
            text=each.text,
            gap=names.get(each.control_gap or "", ""),
            actions=_answering(each, incident),
        )
        for each, anchor in zip(incident.findings, _finding_anchors(incident), strict=True)
    )


def _finding_anchors(incident: Incident) -> tuple[str, ...]:
    """Name the findings by their stage; a second one on the same stage is numbered."""
    seen: Counter[str] = Counter()
    found = []
    for each in incident.findings:
        seen[each.stage] += 1
        number = seen[each.stage]
        found.append(f"finding-{each.stage}" + (f"-{number}" if number > 1 else ""))
    return tuple(found)


def _answer(action: Action) -> Answer:
    return Answer(
        id=action.id,
        anchor=f"action-{action.id.lower()}",
        text=f"{action.title} ({_STATUS_WORDS[action.status]})",
    )


def coverage(views: tuple[FactorView, ...]) -> Coverage:
    """Count the factors that an action answers; one that will not be done answers too."""
    return Coverage(
        covered=sum(bool(each.actions) for each in views),
        whole=len(views),
        uncovered=tuple(
            Answer(id=each.id, anchor=each.anchor, text="") for each in views if not each.actions
        ),
    )


def findings_coverage(incident: Incident, views: tuple[FindingView, ...]) -> FindingsCoverage:
    """Count the findings of something slow or failed that name an action."""
    badly = tuple(each for each in views if each.verdict in WENT_BADLY)
    judged = {each.stage for each in incident.findings}
    return FindingsCoverage(
        covered=sum(bool(each.actions) for each in badly),
        whole=len(badly),
        uncovered=tuple(
            Answer(id=each.stage, anchor=each.anchor, text="") for each in badly if not each.actions
        ),
        unjudged=tuple(spoken(each) for each in STAGES if each not in judged),
    )


def _answering(finding: StageFinding, incident: Incident) -> tuple[Answer, ...]:
    """List the actions that a finding names."""
    held = {each.id.casefold(): each for each in incident.actions}
    return tuple(
        _answer(held[name.casefold()])
        if name.casefold() in held
        else Answer(id=name, anchor="", text="")
        for name in finding.actions
    )


def _answered(action: Action, incident: Incident) -> tuple[Answer, ...]:
    """List the factors that an action names, and the findings that name it."""
    held = {each.id.casefold(): each for each in incident.factors}
    factors = tuple(
        Answer(
            id=held[name.casefold()].id if name.casefold() in held else name,
            anchor=f"factor-{name.lower()}" if name.casefold() in held else "",
            text="",
        )
        for name in action.factors
    )
    findings = tuple(
        Answer(id=f"the finding on {spoken(each.stage)}", anchor=anchor, text="")
        for each, anchor in zip(incident.findings, _finding_anchors(incident), strict=True)
        if action.id.casefold() in {name.casefold() for name in each.actions}
    )
    return factors + findings


def points(
    incident: Incident, *, everything: bool, hidden: Container[str] = ()
) -> tuple[Points, ...]:
    """List what went well, poorly, luckily and surprisingly; with ``everything``, also silence.

    Silence about surprises is never a gap, nor about what is ``hidden``.
    """
    return tuple(
        Points(label=label, anchor=anchor, items=getattr(incident, name))
        for name, label, anchor in _POINTS
        if (everything and name != "surprises" and name not in hidden)
        or getattr(incident, name) is not None
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
            answers=_answered(each, incident),
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
