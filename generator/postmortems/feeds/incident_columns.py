"""The columns of the table of incidents: everything of a record that goes out, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.advice.clocks import is_running
from postmortems.feeds.columns import Column, day, span, utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.impact import Figure, Share
    from postmortems.model.incident import Incident

_TIMES = {
    "started": "When the harm began",
    "detected": "When anyone or anything on our side first noticed",
    "acknowledged": "When a person took it on",
    "declared": "When it was called an incident",
    "mitigated": "When the harm to users ended or became bearable",
    "resolved": "When the service was confirmed whole again",
    "closed": "When nothing about the response was left to do",
}
_SPANS = {
    "duration_minutes": ("started", "resolved"),
    "minutes_to_detect": ("started", "detected"),
    "minutes_to_acknowledge": ("detected", "acknowledged"),
    "minutes_to_mitigate": ("detected", "mitigated"),
    "minutes_to_verify": ("mitigated", "resolved"),
}
_FIGURES = {
    "users_pct": "The share of users hurt, in percent",
    "users": "How many users were hurt",
    "clients": "How many client organisations were hurt",
    "requests_failed": "How many requests, jobs or orders failed",
    "tickets": "How many support tickets it caused",
    "data_loss": "How many records were lost or damaged",
    "revenue": "Money lost, in `revenue_unit`",
}


def incident_columns() -> tuple[Column[Incident], ...]:
    """Return the columns, in order."""
    return (*_about(), *_moments(), *_told(), *_impact(), *_afterwards())


def _about() -> Iterator[Column[Incident]]:
    yield Column("id", "text", "The incident's id; it never changes", lambda each: each.id)
    yield Column("title", "text", "What happened, in one line", lambda each: each.title)
    yield Column("status", "text", "How far the response has come", lambda each: each.status)
    yield Column("open", "boolean", "Whether it is not resolved yet", is_running)
    yield Column("severity", "text", "A level of the scale", lambda each: each.severity)
    yield Column("kind", "text", "What sort of event it was", lambda each: each.kind)
    yield Column(
        "services", "list", "The services people felt it in", lambda each: list(each.services)
    )
    yield Column(
        "origin_service",
        "text",
        "The service it began in, where that is another one",
        lambda each: each.origin_service,
    )
    yield Column("teams", "list", "The teams that took part", lambda each: list(each.teams))
    yield Column("tags", "list", "Free labels", lambda each: list(each.tags))
    yield Column("sample", "boolean", "Whether it was made up to show the tool", lambda i: i.sample)


def _moments() -> Iterator[Column[Incident]]:
    yield Column("timezone", "text", "The IANA zone its people worked in", lambda i: i.timezone)
    yield Column(
        "date_unknown",
        "markdown",
        "What is known instead, where nobody recorded the date: no moment is given then, and "
        "durations still are",
        lambda each: each.date_unknown,
    )
    for name, meaning in _TIMES.items():
        yield Column(name, "moment", meaning, _moment(name))
        if name == "started":
            yield Column(
                "started_estimated",
                "boolean",
                "Whether the start is a judgement and not a measurement",
                lambda each: (
                    each.times.started_estimated if each.times and each.times.started else None
                ),
            )
    for name, (earlier, later) in _SPANS.items():
        yield Column(name, "number", f"Minutes from {earlier} to {later}", _span(earlier, later))


def _told() -> Iterator[Column[Incident]]:
    yield Column("detection_source", "text", "Who noticed first", lambda i: i.detection.source)
    yield Column("alert", "text", "The alert that told", lambda each: each.detection.alert)
    yield Column("summary", "markdown", "The story in a few sentences", lambda each: each.summary)
    yield Column("trigger", "markdown", "The event that set it off", lambda each: each.trigger)


def _impact() -> Iterator[Column[Incident]]:
    yield Column(
        "impact",
        "markdown",
        "What people could not do",
        lambda each: None if each.impact is None else each.impact.description,
    )
    for name, meaning in _FIGURES.items():
        yield Column(name, "number", meaning, _figure(name, "value"))
        yield Column(
            f"{name}_basis",
            "text",
            "Whether that figure is measured, estimated, or known to be unknown",
            _figure(name, "basis"),
        )
    yield Column("revenue_unit", "text", "The currency", _figure("revenue", "unit"))
    yield Column(
        "sla_breached",
        "boolean",
        "Whether the promise made to users was broken",
        lambda each: each.impact.sla.breached if each.impact and each.impact.sla else None,
    )


def _afterwards() -> Iterator[Column[Incident]]:
    yield Column(
        "commander",
        "text",
        "Who decided during the response",
        lambda each: each.roles.commander.name if each.roles and each.roles.commander else None,
    )
    yield Column(
        "postmortem_status", "text", "How far the write-up has come", lambda i: i.postmortem.status
    )
    yield Column("postmortem_owner", "text", "Who writes it", lambda i: i.postmortem.owner)
    yield Column("postmortem_due", "day", "The day it is due", lambda i: day(i.postmortem.due))
    yield Column(
        "postmortem_published",
        "moment",
        "When it was published",
        lambda each: utc(each.postmortem.published_at, each),
    )
    yield Column(
        "review_held",
        "day",
        "The day of its review",
        lambda each: day(each.review.held_at) if each.review else None,
    )
    yield Column(
        "recurrence_of", "text", "The incident that this one repeats", lambda i: i.recurrence_of
    )
    yield Column("related", "list", "Incidents to see besides", lambda each: list(each.related))


def _moment(name: str) -> Any:  # noqa: ANN401 - a column's getter
    return lambda incident: utc(getattr(incident.times, name, None), incident)


def _span(earlier: str, later: str) -> Any:  # noqa: ANN401 - a column's getter
    return lambda incident: span(incident, earlier, later)


def _figure(name: str, part: str) -> Any:  # noqa: ANN401 - a column's getter
    def get(incident: Incident) -> str | float | None:
        figure: Figure | Share | None = getattr(incident.impact, name, None)
        value: str | float | None = getattr(figure, part, None)
        return value

    return get
