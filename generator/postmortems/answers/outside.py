"""What a message to people outside may take from a record: this, and nothing that is not here."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postmortems.advice.obligation import mandatory
from postmortems.answers.standing import clock, lasted, moment_of, over_at, status_at
from postmortems.clock import duration

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from postmortems.answers.screen import Screen
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

Values = dict[str, tuple[str, ...]]

_STATUS = {
    "investigating": "We are looking for the cause.",
    "identified": "We know what is wrong and are working on it.",
    "mitigated": "The harm has ended or become bearable, and our work goes on.",
    "resolved": "The service is confirmed whole again.",
    "closed": "The service is confirmed whole again.",
}
_STEPS = {
    "detected": "We noticed it.",
    "acknowledged": "One of us took it on.",
    "declared": "We declared an incident.",
    "mitigated": "The harm ended or became bearable.",
    "resolved": "The service was confirmed whole again.",
}


def outside(incident: Incident, settings: Settings, as_of: datetime, screen: Screen) -> Values:
    """Return what may be said about each subject; what is not recorded, or hidden, is empty.

    Times, the level, services by their names in the catalogue, what people could not do, and what
    the policy says about the postmortem. What the public edition hides is as good as absent.
    """
    shown = _shown(settings)
    status = status_at(incident, as_of) if shown("status") else None
    level = settings.severities.level(incident.severity)
    said: Values = {
        "severity": (f"{level.id} {level.name}",) if shown("severity") else (),
        "status": (_STATUS[status],) if status else (),
        "progress": (_STATUS[status],) if status else (),
        "commander": _commander(incident, settings) if shown("roles.commander") else (),
        "impact": _impact(incident, screen, shown),
        "next-steps": _next_steps(incident, settings, as_of),
    }
    for name in ("detected", "resolved"):
        moment = moment_of(incident, name, as_of) if shown(f"times.{name}") else None
        said[name] = (clock(moment, None),) if moment else ()
    if over_at(incident, as_of) and said.get("resolved"):
        said["expected-resolution"] = (f"since {said['resolved'][0]}.",)
    if shown("times.started"):
        said["elapsed"] = tuple(filter(None, [lasted(incident, as_of, whole=False)]))
        said["duration"] = tuple(filter(None, [lasted(incident, as_of, whole=True)]))
    steps = {name: moment_of(incident, name, as_of) for name in _STEPS if shown(f"times.{name}")}
    said["steps"] = tuple(
        f"{clock(moment, as_of)}: {_STEPS[name]}" for name, moment in steps.items() if moment
    )
    watched = incident.recovery.monitored_minutes if incident.recovery else None
    if watched and over_at(incident, as_of) and shown("recovery.monitored_minutes"):
        for_long = duration(timedelta(minutes=watched))
        said["validation"] = (f"We watched it for {for_long} before we called it over.",)
    return said


def about(incident: Incident, settings: Settings, screen: Screen) -> str:
    """Say what an incident is about: the services that people felt it in."""
    if not _shown(settings)("services"):
        return ""
    names = {each.id: each.name for each in settings.catalog.services}
    return ", ".join(screen.lines("services", (names[each] for each in incident.services)))


def _shown(settings: Settings) -> Callable[[str], bool]:
    edition = settings.audiences.public
    return lambda field: not edition.omits(field)


def _commander(incident: Incident, settings: Settings) -> tuple[str, ...]:
    tier = incident.roles.commander.tier if incident.roles and incident.roles.commander else None
    return tuple(each.role for each in settings.escalation.tiers if each.id == tier)


def _impact(incident: Incident, screen: Screen, shown: Callable[[str], bool]) -> tuple[str, ...]:
    impact = incident.impact
    if impact is None or not impact.description or not shown("impact.description"):
        return ()
    return screen.lines("impact", [impact.description])


def _next_steps(incident: Incident, settings: Settings, as_of: datetime) -> tuple[str, ...]:
    """Promise a postmortem only where the policy owes one and its readers are outside."""
    resolved = moment_of(incident, "resolved", as_of)
    if (
        resolved is None
        or incident.postmortem.audience != "public"
        or mandatory(incident, settings.policy) is None
    ):
        return ()
    published = incident.postmortem.published_at
    if published is not None and published <= as_of:
        return ("Our postmortem is published.",)
    day = resolved + timedelta(days=settings.policy.postmortem.publish_within_days)
    return (f"We publish a postmortem by {clock(day, None)[:10]}.",)
