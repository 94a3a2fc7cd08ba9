"""What a record shows that calls for a question: where it stands and the values, never a cause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from postmortems.advice.calls import held_by_one, unreached
from postmortems.advice.clocks import clock_start, minutes, passed
from postmortems.advice.command import command_tasks
from postmortems.advice.coverage import factors_covered, findings_covered
from postmortems.advice.lifecycle import contradictions
from postmortems.advice.promises import promises
from postmortems.advice.silences import silences
from postmortems.clock import length, moment
from postmortems.clock import minutes as in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from postmortems.advice.situation import Situation
    from postmortems.config.analysis import ObservationId
    from postmortems.findings import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Something that a record shows.

    ``values`` are what its sentences may name: recorded texts as they stand, moments as records
    write them, lengths of time in words. ``written`` are those of them that are Markdown.
    ``minutes`` is how long it took, where it has a length.
    """

    id: ObservationId
    path: Path
    values: dict[str, str]
    written: frozenset[str] = frozenset()
    minutes: float | None = None


def observations(at: Situation) -> tuple[Observation, ...]:
    """Return what a record shows, in the order of the configuration.

    Of a kind that has lengths the longest come first; otherwise the order is that of the record.
    Only what the configuration lists is looked for.
    """
    found: list[Observation] = []
    for sight in at.settings.analysis.observations:
        found += sorted(_LOOKS[sight.id](at), key=lambda each: -(each.minutes or 0))
    return tuple(found)


def most(at: Situation, found: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Return as many of each kind as the configuration asks about."""
    limit = at.settings.analysis.most_of_a_kind
    counted: defaultdict[str, int] = defaultdict(int)
    kept = []
    for each in found:
        counted[each.id] += 1
        if counted[each.id] <= limit:
            kept.append(each)
    return tuple(kept)


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


def _one_holder(at: Situation) -> Iterator[Observation]:
    for index, each in held_by_one(at.incident):
        yield Observation(
            id="one_holder",
            path=("knowledge_gaps", index),
            values={"procedure": each.procedure, "holder": each.holders[0]},
        )


def _change(
    name: ObservationId, *, approved: bool | None
) -> Callable[[Situation], Iterator[Observation]]:
    def found(at: Situation) -> Iterator[Observation]:
        change = at.incident.change
        if change is not None and change.approved is approved:
            said = f"the change {change.id}" if change.id else "the change"
            yield Observation(id=name, path=("change",), values={"change": said})

    return found


def _repeat(at: Situation) -> Iterator[Observation]:
    first = at.incident.recurrence_of
    if first is not None:
        yield Observation(id="repeat", path=("recurrence_of",), values={"incident": first})


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


def _factor_without_evidence(at: Situation) -> Iterator[Observation]:
    for index, each in enumerate(at.incident.factors):
        if each.evidence is None:
            yield Observation(
                id="factor_without_evidence",
                path=("factors", index),
                values={"id": each.id, "factor": each.text},
                written=frozenset(("factor",)),
            )


def _factor_without_action(at: Situation) -> Iterator[Observation]:
    for each in factors_covered(at.incident):
        if not each.actions:
            yield Observation(
                id="factor_without_action",
                path=("factors", each.index),
                values={"id": each.factor.id, "factor": each.factor.text},
                written=frozenset(("factor",)),
            )


def _finding_without_action(at: Situation) -> Iterator[Observation]:
    for each in findings_covered(at.incident):
        if each.lacking:
            yield Observation(
                id="finding_without_action",
                path=("findings", each.index),
                values={"stage": each.finding.stage, "finding": each.finding.text},
                written=frozenset(("finding",)),
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


def _luck(at: Situation) -> Iterator[Observation]:
    for index, each in enumerate(at.incident.got_lucky or ()):
        yield Observation(
            id="luck",
            path=("got_lucky", index),
            values={"luck": each},
            written=frozenset(("luck",)),
        )


_LOOKS: dict[ObservationId, Callable[[Situation], Iterator[Observation]]] = {
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
    "one_holder": _one_holder,
    "change_not_approved": _change("change_not_approved", approved=False),
    "change_approval_unknown": _change("change_approval_unknown", approved=None),
    "repeat": _repeat,
    "no_handoff": _no_handoff,
    "factor_without_evidence": _factor_without_evidence,
    "factor_without_action": _factor_without_action,
    "finding_without_action": _finding_without_action,
    "harm_returned": _harm_returned,
    "luck": _luck,
}
