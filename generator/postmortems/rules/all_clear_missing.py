"""People who were told that it began and never that it was over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule
from postmortems.rules.playbook import is_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("all-clear-missing", family="response", level=Level.WARNING)
def all_clear_missing(incident: Incident, context: Context) -> Iterator[Problem]:
    """The incident is resolved, and an audience that was told of it got no all-clear.

    Looked at are audiences outside for which `policy.yml` has a message of the kind `all_clear`.

    Why: Whoever was told to work around a fault keeps doing so until told otherwise. The all-clear
    is also the message that people remember.

    Fix: Send it, or enter it if it was sent: a message with `kind: all_clear` to that audience.

    Source: The playbook's recovery checklist: clients know that it is over, if they were notified.

    Flagged:
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 09:50
            audience: client
            kind: update

    Accepted:
        communications:
          - at: 2026-03-03 09:20
            audience: client
            kind: initial
          - at: 2026-03-03 09:50
            audience: client
            kind: update
          - at: 2026-03-03 10:20
            audience: client
            kind: all_clear
    """
    if not is_over(incident):
        return
    external = {each.id for each in context.settings.audiences.communication if each.external}
    owed = external & {
        each.audience for each in context.settings.policy.messages if each.kind == "all_clear"
    }
    told = {each.audience: index for index, each in enumerate(incident.communications)}
    cleared = {each.audience for each in incident.communications if each.kind == "all_clear"}
    for audience, last in told.items():
        if audience in owed and audience not in cleared:
            yield Problem(
                rule="all-clear-missing",
                path=("communications", last),
                message=f"`{audience}` was told of the incident and has no all-clear",
                why="people go on working around a fault until they are told that it is gone",
                fix="send it, or enter the one that was sent, with `kind: all_clear`",
            )
