"""What a record shows of the response: silences, calls unanswered, moments late or missing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.advice.calls import unreached
from postmortems.advice.clocks import clock_start, minutes, passed
from postmortems.advice.command import command_tasks
from postmortems.advice.lifecycle import contradictions
from postmortems.advice.observation import Observation
from postmortems.advice.promises import promises
from postmortems.advice.silences import silences
from postmortems.clock import length, moment
from postmortems.clock import minutes as in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from postmortems.advice.situation import Situation
    from postmortems.config.analysis import ObservationId


def _silence(at: Situation) -> Iterator[Observation]:
    for each in silences(at.incident, at.settings.policy.timeline):
        yield Observation(
            id="silence",
            path=each.path,
            values={
                "from": moment(each.begin),
                "to": moment(each.end),
                "length": length(each.minutes),
            },
            minutes=each.minutes,
        )


def _late_detection(at: Situation) -> Iterator[Observation]:
    clause, detected = at.level.sla.detection, at.time("detected")
    late = any(each.id == "level:detection" and each.state == "late" for each in promises(at))
    if not late or clause is None or detected is None or clause.within_minutes is None:
        return
    begin = clock_start(at.incident, clause, at.settings.severities)
    if begin is None:
        return
    taken = passed(clause, begin, detected, at.settings.policy)
    least = "" if clause.inclusive else "less than "
    yield Observation(
        id="late_detection",
        path=("times", "detected"),
        values={"length": length(taken), "allowed": least + in_words(clause.within_minutes)},
        minutes=taken,
    )


def _told_by_clients(at: Situation) -> Iterator[Observation]:
    if at.incident.detection.source == "client_report":
        yield Observation(id="told_by_clients", path=("detection", "source"), values={})


def _no_alert(at: Situation) -> Iterator[Observation]:
    """Yield that no alert is named, unless one is said to have called somebody."""
    detection = at.incident.detection
    if at.clocked and detection.alert is None and detection.source != "alert":
        yield Observation(id="no_alert", path=("detection",), values={})


def _no_acknowledgement(at: Situation) -> Iterator[Observation]:
    if at.clocked and not at.running and at.time("acknowledged") is None:
        yield Observation(id="no_acknowledgement", path=("times",), values={})


def _no_mitigation(at: Situation) -> Iterator[Observation]:
    if at.clocked and not at.running and at.time("mitigated") is None:
        yield Observation(id="no_mitigation", path=("times",), values={})


def _times_out_of_order(at: Situation) -> Iterator[Observation]:
    for each in contradictions(at.incident.times):
        yield Observation(
            id="times_out_of_order",
            path=("times", each.blamed),
            values={
                "first": each.first,
                "first_at": moment(each.first_at),
                "second": each.second,
                "second_at": moment(each.second_at),
            },
        )


def _slow_mitigation(at: Situation) -> Iterator[Observation]:
    """Yield that harm went on after it was identified: after the last entry of that phase."""
    mitigated = at.time("mitigated")
    if mitigated is None:
        return
    looking = {each.id for each in at.settings.taxonomy.phases if "investigating" in each.statuses}
    told = [each.at for each in at.incident.timeline if each.phase in looking]
    begin = max((each for each in told if each <= mitigated), default=None)
    if begin is None:
        return
    taken = minutes(begin, mitigated)
    if taken > at.settings.analysis.slow_mitigation_minutes:
        yield Observation(
            id="slow_mitigation",
            path=("times", "mitigated"),
            values={"from": moment(begin), "to": moment(mitigated), "length": length(taken)},
            minutes=taken,
        )


def _unreached(at: Situation) -> Iterator[Observation]:
    for index, each in unreached(at.incident):
        yield Observation(
            id="unreached",
            path=("escalations", index),
            values={"contact": each.contact or each.tier, "at": moment(each.at)},
        )


def _slow_answer(at: Situation) -> Iterator[Observation]:
    for index, each in enumerate(at.incident.escalations):
        if each.reached_at is None:
            continue
        taken = minutes(each.at, each.reached_at)
        if taken > at.settings.analysis.slow_answer_minutes:
            yield Observation(
                id="slow_answer",
                path=("escalations", index, "reached_at"),
                values={
                    "contact": each.contact or each.tier,
                    "at": moment(each.at),
                    "reached": moment(each.reached_at),
                    "length": length(taken),
                },
                minutes=taken,
            )


def _no_handoff(at: Situation) -> Iterator[Observation]:
    begin, end = at.time("detected") or at.time("started"), at.end
    if begin is None or end is None:
        return
    states = {each.id: each.state for each in command_tasks(at)}
    if states.get("handoff") in {"overdue", "missed"}:
        taken = minutes(begin, end)
        yield Observation(
            id="no_handoff",
            path=("times",),
            values={
                "length": length(taken),
                "allowed": in_words(at.settings.escalation.handoff.after_minutes),
            },
            minutes=taken,
        )


def _harm_returned(at: Situation) -> Iterator[Observation]:
    impact = at.incident.impact
    windows = list(enumerate(impact.windows)) if impact else []
    windows.sort(key=lambda each: each[1].start)
    for (_, before), (index, after) in pairwise(windows):
        end: datetime | None = before.end
        if end is not None and end < after.start:
            yield Observation(
                id="harm_returned",
                path=("impact", "windows", index),
                values={
                    "end": moment(end),
                    "start": moment(after.start),
                    "length": length(minutes(end, after.start)),
                },
            )


OF_THE_RESPONSE: dict[ObservationId, Callable[[Situation], Iterator[Observation]]] = {
    "silence": _silence,
    "late_detection": _late_detection,
    "told_by_clients": _told_by_clients,
    "no_alert": _no_alert,
    "no_acknowledgement": _no_acknowledgement,
    "no_mitigation": _no_mitigation,
    "times_out_of_order": _times_out_of_order,
    "slow_mitigation": _slow_mitigation,
    "unreached": _unreached,
    "slow_answer": _slow_answer,
    "no_handoff": _no_handoff,
    "harm_returned": _harm_returned,
}
