"""The page of one incident: its story first, what was learned next, the audit appendix last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from postmortems.advice.clocks import is_running
from postmortems.clock import duration
from postmortems.pages import paperwork, search, stage, story
from postmortems.pages.analysis import AnalysisView, analysis
from postmortems.pages.bar import Bar, bar
from postmortems.pages.base import (
    NOT_RECORDED,
    Page,
    incident_url,
    length,
    newest_first,
    publishable,
    row,
    started,
    when,
)
from postmortems.pages.learning import (
    ActionView,
    Coverage,
    FactorView,
    FindingsCoverage,
    FindingView,
    Points,
    actions,
    coverage,
    factors,
    findings_coverage,
    points,
    stage_findings,
)
from postmortems.pages.promises import Promise, promises, tally
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
from postmortems.pages.suggestion import Suggested, suggested
from postmortems.pages.words import spoken
from postmortems.rules.registry import by_id

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
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
    """Everything the postmortem template places.

    ``hidden`` are fields of which the record may say more than this site shows; ``kept_back`` tells
    that the record itself is not published.
    """

    template: ClassVar[str] = "postmortem.md.j2"
    preview: ClassVar[str] = "article"

    incident: Incident
    severity_name: str
    severity_role: str
    severity_url: str
    year: Reference
    status: str
    open: bool
    published: bool
    shown: frozenset[str]
    hidden: frozenset[str]
    kept_back: bool
    later: tuple[str, ...]
    kind: str
    postmortem_status: str
    lasted: str
    period: story.Period | None
    estimated: bool
    missing: tuple[stage.Missing, ...]
    commander: str
    misses: tuple[Finding, ...]
    services: tuple[Reference, ...]
    origin: str
    milestones: tuple[story.Milestone, ...]
    spans: tuple[story.Span, ...]
    bar: Bar | None
    timeline: tuple[story.Entry, ...]
    zone: str
    keys: str
    people: tuple[Named, ...]
    teams: tuple[str, ...]
    figures: tuple[Figure, ...]
    windows: Table | None
    analysis: AnalysisView | None
    factors: tuple[FactorView, ...]
    coverage: Coverage
    findings_coverage: FindingsCoverage
    findings: tuple[FindingView, ...]
    points: tuple[Points, ...]
    lessons: tuple[Lesson, ...] | None
    actions: tuple[ActionView, ...]
    tables: tuple[Table, ...]
    promises: tuple[Promise, ...]
    tally: str
    suggested: Suggested | None
    empty: tuple[str, ...]
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
    milestones = tuple(each for each in story.milestones(incident) if each.when)
    views = factors(incident, settings)
    judged = stage_findings(incident, settings)
    promised = promises(incident, settings, library.as_of)
    commander = person(incident.roles.commander if incident.roles else None)
    remarks = library.findings.get(file, ())
    hidden = stage.hidden(library.conceals)
    return PostmortemPage(
        path=f"incidents/{incident.id}.md",
        title=f"{incident.id}: {incident.title}",
        part=search.part(incident),
        description=_description(incident, line.severity, line.duration),
        incident=incident,
        severity_name=f"{level.id} {level.name}",
        severity_role=level.colour_role,
        severity_url=f"severities/{level.id.lower()}/",
        year=_year(incident),
        status=spoken(incident.status),
        open=is_running(incident),
        published=stage.is_published(incident),
        shown=stage.shown(incident, hidden),
        hidden=hidden,
        kept_back=not library.whole,
        later=stage.later(incident, hidden),
        kind=spoken(incident.kind),
        postmortem_status=spoken(incident.postmortem.status),
        lasted=duration(span) if (span := length(incident)) is not None else "",
        estimated=bool(incident.times and incident.times.started_estimated),
        missing=stage.missing(
            incident,
            commanded=bool(commander) or not level.commanders or library.conceals("roles"),
            hidden=library.conceals,
        ),
        commander=commander,
        misses=tuple(each for each in remarks if by_id(each.rule).family == "response"),
        period=story.period(incident),
        services=tuple(
            Reference(title=names.get(each, each), url=f"services/{each}/", note="")
            for each in incident.services
        ),
        origin=paperwork.origin(incident, settings),
        milestones=milestones,
        spans=tuple(each for each in story.spans(incident) if each.text or each.unmeasured),
        bar=bar(incident, lines, library.as_of),
        timeline=lines,
        zone=_zone(lines, milestones),
        keys=story.keys(lines),
        people=() if library.conceals("roles") else people(incident, settings),
        teams=paperwork.teams(incident, settings),
        figures=figures(incident),
        windows=windows(incident),
        analysis=analysis(incident),
        factors=views,
        coverage=coverage(views),
        findings=judged,
        findings_coverage=findings_coverage(incident, judged),
        points=points(incident, everything=stage.is_published(incident), hidden=hidden),
        lessons=incident.lessons,
        actions=actions(incident, settings, library.as_of),
        tables=_tables(incident, settings),
        promises=promised,
        tally=tally(promised),
        suggested=suggested(incident, settings) if library.whole else None,
        empty=paperwork.empty(incident, library.conceals),
        write_up=paperwork.write_up(incident),
        review=incident.review,
        follow_ups=incident.follow_ups,
        links=incident.links,
        related=_related(incident, library, again),
        similar=similar(alike, library),
        not_recorded=incident.not_recorded,
        remarks=tuple(each for each in remarks if by_id(each.rule).family != "response"),
        edit_url=settings.site.edit_url(file) or "",
        raw_url=f"incidents/{incident.id}.yml" if library.whole and publishable(incident) else "",
        facets=search.facets(incident, settings),
    )


def _tables(incident: Incident, settings: Settings) -> tuple[Table, ...]:
    """List the tables of the appendix that hold anything."""
    found = (
        escalations(incident, settings),
        communications(incident),
        handoffs(incident),
        severity_history(incident),
        paperwork.duties(incident),
    )
    return tuple(each for each in found if each is not None)


def _description(incident: Incident, severity: str, lasted: str) -> str:
    said = "" if lasted in {NOT_RECORDED, "ongoing"} else f", {lasted}"
    return f"{severity} {spoken(incident.kind)}{said}: {incident.title}"


def _zone(lines: tuple[story.Entry, ...], milestones: tuple[story.Milestone, ...]) -> str:
    """Name the zone of the timeline's first moment; empty where there is none."""
    moments = [each.when for each in lines[:1]] + [each.when for each in milestones if each.when]
    return moments[0].zone if moments else ""


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
    found |= {name: "related" for name in incident.related if name not in found}
    return tuple(
        Reference(
            title=f"{name}: {library.incidents[name].title}", url=incident_url(name), note=note
        )
        for name, note in found.items()
        if name in library.incidents
    )
