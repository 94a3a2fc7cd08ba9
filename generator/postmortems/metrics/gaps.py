"""Weak controls across incidents: where they showed, and what no action answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.metrics.base import Leaving, Metric, definition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.model.analysis import Factor, StageFinding
    from postmortems.model.followup import Action
    from postmortems.model.incident import Incident

WEAK = ("slow", "failed")
UNFINISHED_WRITE_UP = ("none", "draft")
"""A postmortem that is still being written: what is missing may yet come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weakness:
    """A finding on a stage that names a control gap, with the actions that answer it."""

    incident: str
    finding: StageFinding
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlGaps(Metric):
    """Weaknesses by control gap, in the order of the incidents; no gap without one is there."""

    by_gap: dict[str, tuple[Weakness, ...]]

    @property
    def ranked(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return each gap with its incidents, each once: the gap of the most incidents first."""
        ids = {
            name: tuple(dict.fromkeys(each.incident for each in found))
            for name, found in self.by_gap.items()
        }
        return tuple(sorted(ids.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def control_gaps(incidents: Iterable[Incident]) -> ControlGaps:
    """In how many incidents the findings name a control that was missing.

    An incident counts once for each control, however many of its findings name it.

    Left out: incidents without findings, or whose findings name no control gap.
    """
    leaving = Leaving()
    found: dict[str, list[Weakness]] = {}
    n = 0
    for each in incidents:
        named = [finding for finding in each.findings if finding.control_gap]
        if not each.findings:
            leaving.out("no findings recorded", each.id)
        elif not named:
            leaving.out("no control gap named", each.id)
        else:
            n += 1
        actions = {action.id.casefold(): action for action in each.actions}
        for finding in named:
            found.setdefault(finding.control_gap or "", []).append(
                Weakness(
                    incident=each.id,
                    finding=finding,
                    actions=tuple(
                        actions[name.casefold()]
                        for name in finding.actions
                        if name.casefold() in actions
                    ),
                )
            )
    return ControlGaps(
        n=n,
        definition=definition(control_gaps),
        left_out=leaving.all(),
        by_gap={name: tuple(items) for name, items in found.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """What no action answers in one incident."""

    incident: str
    factors: tuple[Factor, ...]
    findings: tuple[StageFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered(Metric):
    """What no action answers, in the order of the incidents."""

    items: tuple[Loose, ...]


def unanswered(incidents: Iterable[Incident]) -> Unanswered:
    """Factors, and stages judged slow or failed, that no action of their incident answers.

    An action that was given up answers, too: its reason says why nothing is done. n counts the
    incidents whose write-up is more than a draft.

    Left out: incidents whose write-up is not begun or a draft, and those that have no actions and
    say why.
    """
    leaving = Leaving()
    items: list[Loose] = []
    n = 0
    for each in incidents:
        if each.postmortem.status in UNFINISHED_WRITE_UP:
            leaving.out("write-up not begun, or a draft", each.id)
            continue
        if not each.actions and each.no_action_reason:
            leaving.out("no actions, and the record says why", each.id)
            continue
        n += 1
        answered = {name.casefold() for action in each.actions for name in action.factors}
        loose = Loose(
            incident=each.id,
            factors=tuple(one for one in each.factors if one.id.casefold() not in answered),
            findings=tuple(one for one in each.findings if one.verdict in WEAK and not one.actions),
        )
        if loose.factors or loose.findings:
            items.append(loose)
    return Unanswered(
        n=n, definition=definition(unanswered), left_out=leaving.all(), items=tuple(items)
    )
