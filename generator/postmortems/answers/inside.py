"""What a message to colleagues takes from a record, up to a moment and with names."""

from __future__ import annotations

from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING

from postmortems.advice.obligation import mandatory, recommended
from postmortems.answers.standing import clock, lasted, moment_of, over_at, status_at
from postmortems.clock import duration
from postmortems.pages.response import figures
from postmortems.quantities import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from postmortems.answers.outside import Values
    from postmortems.answers.screen import Screen
    from postmortems.config.settings import Settings
    from postmortems.model.incident import Incident

_MOST = 5
_STATUS = {
    "investigating": "Investigating: nobody knows yet what is wrong.",
    "identified": "Identified: what is wrong is known, and not mended yet.",
    "mitigated": "Mitigated: users are no longer harmed, work goes on.",
    "resolved": "Resolved: the service is confirmed whole again.",
    "closed": "Closed: nothing about the response is left to do.",
}


def inside(
    incident: Incident, settings: Settings, as_of: datetime, screen: Screen, file: str
) -> Values:
    """Return what the record says about each subject; what it does not say is empty.

    ``file`` is where the record lies, for readers of a site without an address.
    """
    level = settings.severities.level(incident.severity)
    status = status_at(incident, as_of)
    said: Values = {
        "severity": (f"{level.id} {level.name}",),
        "status": (_STATUS[status],) if status else (),
        "progress": (_STATUS[status],) if status else (),
        "commander": screen.lines("commander", [_commander(incident, settings, as_of)]),
        "impact": screen.lines("impact", _impact(incident, settings)),
        "actions": screen.lines("actions", _told(_actions(incident, as_of), as_of)),
        "steps": screen.lines("steps", _told(_entries(incident, as_of), as_of)),
        "cause": screen.lines("cause", [incident.trigger]),
        "resolution": screen.lines("resolution", _cures(incident, as_of)),
        "escalation": tuple(_calls(incident, settings, as_of)),
        "next-steps": tuple(_next_steps(incident, settings, as_of)),
        "timeline": (_address(incident, settings, file),),
        "elapsed": tuple(filter(None, [lasted(incident, as_of, whole=False)])),
        "duration": tuple(filter(None, [lasted(incident, as_of, whole=True)])),
    }
    for name in ("detected", "resolved"):
        moment = moment_of(incident, name, as_of)
        said[name] = (_both(moment, incident),) if moment else ()
    if incident.recovery and over_at(incident, as_of):
        said["validation"] = screen.lines("validation", _validation(incident))
    return said


def _both(moment: datetime, incident: Incident) -> str:
    """Say a moment in UTC, and as clocks showed it where the record was made."""
    here = f"{moment:%H:%M}"
    there = clock(moment, None)
    if not moment.utcoffset():
        return there
    zone = incident.timezone or f"UTC{moment:%z}"
    return f"{there} ({here} {zone})"


def _commander(incident: Incident, settings: Settings, as_of: datetime) -> str | None:
    """Name who commands: the last to whom command was handed by now, else who is recorded."""
    handed = [each for each in incident.handoffs if each.at <= as_of]
    known = incident.roles.commander if incident.roles else None
    name = max(handed, key=lambda each: each.at).to if handed else known.name if known else None
    if known is None or name != known.name:
        return name
    if known.since is not None and known.since > as_of:
        return None
    tiers = {each.id: each.role for each in settings.escalation.tiers}
    role = known.role or tiers.get(known.tier or "")
    return f"{name}, {role}" if role else name


def _impact(incident: Incident, settings: Settings) -> Iterator[str | None]:
    if incident.impact:
        yield incident.impact.description
    names = {each.id: each.name for each in settings.catalog.services}
    yield f"Services: {', '.join(names[each] for each in incident.services)}"
    told = set()
    for each in figures(incident):
        line = f"{each.label}: {each.value}"
        told.add(line)
        yield f"{line} ({each.basis})" if each.basis else line
    for key, value in (incident.signals or {}).items():
        signal = settings.severities.signals[key]
        if value is False:
            continue
        seen = "yes" if value is True else f"{figure(value)} {signal.unit or ''}".strip()
        if (line := f"{signal.name}: {seen}") not in told:
            yield line


def _told(moments: Iterable[tuple[datetime, str]], as_of: datetime) -> Iterator[str]:
    """Yield what was at some moments, the earliest first."""
    for at, text in sorted(moments, key=itemgetter(0)):
        yield f"{clock(at, as_of)}: {text}"


def _actions(incident: Incident, as_of: datetime) -> Iterator[tuple[datetime, str]]:
    yield from _entries(incident, as_of)
    yield from _called(incident, as_of)


def _entries(incident: Incident, as_of: datetime) -> Iterator[tuple[datetime, str]]:
    """Yield what happened last."""
    past = sorted((each for each in incident.timeline if each.at <= as_of), key=lambda one: one.at)
    for each in past[-_MOST:]:
        yield each.at, each.text


def _called(incident: Incident, as_of: datetime) -> Iterator[tuple[datetime, str]]:
    past = [each for each in incident.escalations if each.at <= as_of]
    for each in past[-_MOST:]:
        reached = each.reached_at is not None and each.reached_at <= as_of
        who = f"{each.tier}, {each.contact}" if each.contact else each.tier
        answer = "who answered" if reached else "of whom no answer is recorded"
        yield each.at, f"called {who}, {answer}."
    told = [one.at for one in incident.communications if one.audience == "client"]
    if first := min((each for each in told if each <= as_of), default=None):
        yield first, "clients were told."


def _cures(incident: Incident, as_of: datetime) -> Iterator[str]:
    found = [each for each in incident.timeline if each.phase == "eradication" and each.at <= as_of]
    for each in found[-_MOST:]:
        yield each.text


def _validation(incident: Incident) -> Iterator[str]:
    if incident.recovery:
        yield from incident.recovery.criteria
        if incident.recovery.monitored_minutes:
            watched = duration(timedelta(minutes=incident.recovery.monitored_minutes))
            yield f"Watched for {watched} before it was called over."


def _calls(incident: Incident, settings: Settings, as_of: datetime) -> Iterator[str]:
    """Yield the steps of the ladder that time alone leads to, as far as they are still to come."""
    begin = moment_of(incident, "detected", as_of)
    if begin is None or over_at(incident, as_of):
        return
    roles = {each.id: each.role for each in settings.escalation.tiers}
    for each in settings.escalation.triggers:
        counts = not each.levels or incident.severity in each.levels
        if each.after_minutes is None or each.flag is not None or not counts:
            continue
        due = begin + timedelta(minutes=each.after_minutes)
        if due >= as_of:
            yield f"{each.to} {roles[each.to]}: at {clock(due, as_of)}, if it is still open then."


def _next_steps(incident: Incident, settings: Settings, as_of: datetime) -> Iterator[str]:
    policy = settings.policy
    owed, advised = mandatory(incident, policy), recommended(incident, policy)
    if owed:
        yield f"A postmortem is mandatory: {owed.text}"
    elif advised:
        yield f"A postmortem is recommended: {advised.text}"
    resolved = moment_of(incident, "resolved", as_of)
    if resolved and owed:
        due = resolved + timedelta(hours=policy.postmortem.draft_within_hours)
        yield f"Its draft is due by {clock(due, None)}."


def _address(incident: Incident, settings: Settings, file: str) -> str:
    url = settings.site.url
    return f"{url.rstrip('/')}/incidents/{incident.id}/" if url else file
