"""Actions that soften or clean up, and none that prevents or detects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.commitments import UNFINISHED_WRITE_UP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context

_AFTERWARDS = frozenset(("mitigate", "repair"))


@rule("only-mitigating-actions", family="process", level=Level.WARNING)
def only_mitigating_actions(incident: Incident, context: Context) -> Iterator[Problem]:
    """All actions of a postmortem in review are of the types `mitigate` and `repair`.

    Actions that were given up do not count. One without a `type` may be anything, and then nothing
    is said.

    Why: Softening the next incident and cleaning up after this one leave what made it possible as
    it was. It can happen again, and be noticed as late.

    Fix: Add an action that prevents it or detects it sooner, or correct a type. Where neither is
    worth its price, say so under `ignore`.

    Source: Google's SRE workbook, chapter 10, on balancing actions that mitigate and that prevent.

    Flagged:
        actions:
          - id: A1
            title: Payments fall back to the second gateway
            type: mitigate
            priority: P1
            owner: Jon Bell
            due: 2026-03-10
            status: done
            done_at: 2026-03-09
            factors: [F1, F2]
        findings:
          - stage: detection
            verdict: adequate
            text: The alert fired before the first shopper called.

    Accepted:
        actions:
          - id: A1
            title: Gateway certificates renew themselves
            type: prevent
            priority: P1
            owner: Jon Bell
            due: 2026-03-10
            status: done
            done_at: 2026-03-09
            factors: [F1, F2]
        findings:
          - stage: detection
            verdict: adequate
            text: The alert fired before the first shopper called.
    """
    del context
    if incident.postmortem.status in UNFINISHED_WRITE_UP:
        return
    types = {each.type for each in incident.actions if each.status != "wont_do"}
    if types and types <= _AFTERWARDS:
        yield Problem(
            rule="only-mitigating-actions",
            path=("actions",),
            message="no action prevents it or detects it sooner; all are of the type "
            f"{' or '.join(f'`{each}`' for each in sorted(_AFTERWARDS & types))}",
            why="what made it possible stays as it was",
            fix="add an action of the type `prevent` or `detect`, or correct a type",
        )
