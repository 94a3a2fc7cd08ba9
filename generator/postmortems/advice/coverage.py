"""Which actions answer the factors and findings of a record, and what none of them answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.analysis import Factor, StageFinding
    from postmortems.model.incident import Incident

WENT_BADLY = frozenset(("slow", "failed"))
"""The verdicts on a stage that call for an action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredFactor:
    """A factor, its place in the record's list, and the ids of the actions that name it."""

    index: int
    factor: Factor
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredFinding:
    """A finding, its place in the record's list, and the ids of the actions that it names."""

    index: int
    finding: StageFinding
    actions: tuple[str, ...]

    @property
    def lacking(self) -> bool:
        """Tell whether the stage went badly and no action is named."""
        return self.finding.verdict in WENT_BADLY and not self.actions


def factors_covered(incident: Incident) -> Iterator[CoveredFactor]:
    """Yield each factor with its actions; one that was given up answers, too: it says why."""
    answers: dict[str, list[str]] = {}
    for action in incident.actions:
        for name in dict.fromkeys(each.casefold() for each in action.factors):
            answers.setdefault(name, []).append(action.id)
    for index, factor in enumerate(incident.factors):
        yield CoveredFactor(
            index=index, factor=factor, actions=tuple(answers.get(factor.id.casefold(), ()))
        )


def findings_covered(incident: Incident) -> Iterator[CoveredFinding]:
    """Yield each finding with its actions, in the order of the record."""
    for index, finding in enumerate(incident.findings):
        yield CoveredFinding(index=index, finding=finding, actions=finding.actions)
