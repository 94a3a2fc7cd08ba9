"""What a record shows of causes: changes, repeats, single holders, factors left alone, luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.advice.calls import held_by_one
from postmortems.advice.coverage import factors_covered, findings_covered
from postmortems.advice.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postmortems.advice.situation import Situation
    from postmortems.config.analysis import ObservationId


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


def _luck(at: Situation) -> Iterator[Observation]:
    for index, each in enumerate(at.incident.got_lucky or ()):
        yield Observation(
            id="luck",
            path=("got_lucky", index),
            values={"luck": each},
            written=frozenset(("luck",)),
        )


OF_CAUSES: dict[ObservationId, Callable[[Situation], Iterator[Observation]]] = {
    "one_holder": _one_holder,
    "change_not_approved": _change("change_not_approved", approved=False),
    "change_approval_unknown": _change("change_approval_unknown", approved=None),
    "repeat": _repeat,
    "factor_without_evidence": _factor_without_evidence,
    "factor_without_action": _factor_without_action,
    "finding_without_action": _finding_without_action,
    "luck": _luck,
}
