"""Two factors or two actions of one record with the same id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("duplicate-entry-id", family="structure")
def duplicate_entry_id(incident: Incident, context: Context) -> Iterator[Problem]:
    """Two factors, or two actions, of one record carry the same id. Capitals make no difference.

    Why: Whoever refers to the id may mean either, and a link to it opens the first of them.

    Fix: Give the second one an id of its own. Ids that were published before stay as they are.

    Source: Etsy's tracking of remediation items, each of which has a name of its own.

    Flagged:
        factors:
          - id: F1
            text: Certificates of the gateway are renewed by hand.
          - id: F2
            text: Nothing watches how long certificates remain valid.
          - id: f1
            text: The list of certificates had no owner.

    Accepted:
        factors:
          - id: F1
            text: Certificates of the gateway are renewed by hand.
          - id: F2
            text: Nothing watches how long certificates remain valid.
    """
    del context
    groups = {
        "factors": [each.id for each in incident.factors],
        "actions": [each.id for each in incident.actions],
    }
    for group, ids in groups.items():
        first: dict[str, int] = {}
        for index, name in enumerate(ids):
            earlier = first.setdefault(name.casefold(), index)
            if earlier != index:
                yield Problem(
                    rule="duplicate-entry-id",
                    path=(group, index, "id"),
                    message=f"`{name}` is already the id of {group}[{earlier}]",
                    why="nobody could tell which of the two a reference means",
                    fix="give this one an id of its own",
                )
