"""The page of one incident: its story first, what was learned next, the audit appendix last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.clock import duration
from postmortems.pages import paperwork, search, stage, story
from postmortems.pages.analysis import AnalysisView, analysis
from postmortems.pages.base import (
    NOT_RECORDED,
    Page,
    When,
    incident_url,
    is_open,
    length,
    newest_first,
    row,
    started,
    when,
)
from postmortems.pages.learning import (
    ActionView,
    FactorView,
    FindingView,
    Points,
    actions,
    factors,
    points,
    stage_findings,
)
from postmortems.pages.response import (
    Figure,
    Named,
    Table,
    communications,
    escalations,
    figures,
    handoffs,
    people,
    person,
    severity_history,
    windows,
)
from postmortems.pages.similar import SimilarView, similar
from postmortems.pages.words import spoken
from postmortems.rules.registry import by_id

if TYPE_CHECKING:
    from postmortems.findings import Finding
    from postmortems.metrics.similarity import Similar
    from postmortems.model.followup import FollowUp, Lesson, Review
    from postmortems.model.incident import Incident, Link, NotRecorded
    from postmortems.pages.base import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A link to another page of the site, with the reason it is here."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostmortemPage(Page):
    """Everything the postmortem template places."""

    template: ClassVar[str] = "postmortem.md.j2"

    incident: Incident
    severity_name: str
    severity_role: str
    severity_url: str
    year: Reference
    status: str
    open: bool
    published: bool
    shown: frozenset[str]
    later: tuple[str, ...]
    kind: str
    postmortem_status: str
    lasted: str
    started: When | None
    estimated: bool
    gap: str
    commander: str
    misses: tuple[Finding, ...]
    services: tuple[Reference, ...]
    origin: str
    milestones: tuple[story.Milestone, ...]
    spans: tuple[story.Span, ...]
    bar: story.Bar | None
    timeline: tuple[story.Entry, ...]
    timeline_zone: str
    people: tuple[Named, ...]
    teams: tuple[str, ...]
    signals: Table | None
    figures: tuple[Figure, ...]
    windows: Table | None
    analysis: AnalysisView | None
    factors: tuple[FactorView, ...]
    findings: tuple[FindingView, ...]
    points: tuple[Points, ...]
    lessons: tuple[Lesson, ...] | None
    actions: tuple[ActionView, ...]
    communications: Table | None
    escalations: Table | None
    handoffs: Table | None
    severity_history: Table | None
    duties: Table | None
    write_up: tuple[paperwork.Fact, ...]
    review: Review | None
    follow_ups: tuple[FollowUp, ...]
    links: tuple[Link, ...]
    related: tuple[Reference, ...]
    similar: tuple[SimilarView, ...]
    not_recorded: tuple[NotRecorded, ...]
    remarks: tuple[Finding, ...]
    edit_url: str
    raw_url: str
    facets: search.Facets


def repeats(library: Library) -> dict[str, tuple[Incident, ...]]:
    """Return, for each incident that came back, those that name it as their first, newest first."""
    found: dict[str, list[Incident]] = {}
    for each in library.incidents.values():
        if each.recurrence_of:
            found.setdefault(each.recurrence_of, []).append(each)
    return {first: tuple(newest_first(again)) for first, again in found.items()}


def page(
    incident: Incident,
    library: Library,
    again: tuple[Incident, ...] = (),
    alike: tuple[Similar, ...] = (),
) -> PostmortemPage:
    """Make the page of one incident; ``again`` repeat it, ``alike`` resemble it."""
    settings = library.settings
    line = row(incident, settings)
    file = library.files[incident.id]
    level = next(each for each in settings.severities.levels if each.id == incident.severity)
    names = {each.id: each.name for each in settings.catalog.services}
    lines = story.entries(incident, settings)
    span = length(incident)
    remarks = library.findings.get(file, ())
    return PostmortemPage(
        path=f"incidents/{incident.id}.md",
        title=f"{incident.id}: {incident.title}",
        description=_description(incident, line.severity, line.duration),
        incident=incident,
        severity_name=f"{level.id} {level.name}",
        severity_role=level.colour_role,
        severity_url=f"severities/{level.id.lower()}/",
        year=_year(incident),
        status=spoken(incident.status),
        open=is_open(incident),
        published=stage.is_published(incident),
        shown=stage.shown(incident),
        later=stage.later(incident),
        kind=spoken(incident.kind),
        postmortem_status=spoken(incident.postmortem.status),
        lasted=duration(span) if span is not None else "",
        estimated=bool(incident.times and incident.times.started_estimated),
        gap="not yet" if is_open(incident) else NOT_RECORDED,
        commander=person(incident.roles.commander if incident.roles else None),
        misses=tuple(each for each in remarks if by_id(each.rule).family == "response"),
        started=when(incident.times.started if incident.times else None, incident),
        services=tuple(
            Reference(title=names.get(each, each), url=f"services/{each}/", note="")
            for each in incident.services
        ),
        origin=paperwork.origin(incident, settings),
        milestones=story.milestones(incident),
        spans=story.spans(incident),
        bar=story.bar(incident, lines),
        timeline=lines,
        timeline_zone=lines[0].when.zone if lines else "",
        people=people(incident, settings),
        teams=paperwork.teams(incident, settings),
        signals=paperwork.signals(incident, settings),
        figures=figures(incident),
        windows=windows(incident),
        analysis=analysis(incident),
        factors=factors(incident, settings),
        findings=stage_findings(incident, settings),
        points=points(incident, everything=stage.is_published(incident)),
        lessons=incident.lessons,
        actions=actions(incident, settings, library.as_of),
        communications=communications(incident),
        escalations=escalations(incident, settings),
        handoffs=handoffs(incident),
        severity_history=severity_history(incident),
        duties=paperwork.duties(incident),
        write_up=paperwork.write_up(incident),
        review=incident.review,
        follow_ups=incident.follow_ups,
        links=incident.links,
        related=_related(incident, library, again),
        similar=similar(alike, library),
        not_recorded=incident.not_recorded,
        remarks=tuple(each for each in remarks if by_id(each.rule).family != "response"),
        edit_url=settings.site.edit_url(file) or "",
        raw_url=f"incidents/{incident.id}.yml" if incident.internal is None else "",
        facets=search.facets(incident, settings),
    )


def _description(incident: Incident, severity: str, lasted: str) -> str:
    said = "" if lasted in {NOT_RECORDED, "ongoing"} else f", {lasted}"
    return f"{severity} {spoken(incident.kind)}{said}: {incident.title}"


def _year(incident: Incident) -> Reference:
    begun = when(started(incident), incident)
    name = begun.date[:4] if begun else "undated"
    return Reference(title=name, url=f"years/{name}/", note="")


def _related(
    incident: Incident, library: Library, again: tuple[Incident, ...]
) -> tuple[Reference, ...]:
    found: dict[str, str] = {}
    if incident.recurrence_of:
        found[incident.recurrence_of] = "this incident repeats it"
    for each in again:
        found.setdefault(each.id, "repeats this incident")
    for name in incident.related:
        found.setdefault(name, "related")
    return tuple(
        Reference(
            title=f"{name}: {library.incidents[name].title}", url=incident_url(name), note=note
        )
        for name, note in found.items()
        if name in library.incidents
    )
