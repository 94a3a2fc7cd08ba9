"""An incident that happened again while what the first one asked for was still to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.findings import Level, Problem
from postmortems.rules.base import rule_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.rules.repository import Card, Repository


@rule_between("repeat-with-open-actions", family="integrity", level=Level.WARNING)
def repeat_with_open_actions(card: Card, repository: Repository) -> Iterator[Problem]:
    """An incident repeats an earlier one whose actions are still open.

    The earlier ones are followed back through every `recurrence_of`.

    Why: What was to keep it from happening again was promised and not done; before new actions are
    agreed on, somebody has to say why.

    Fix: Do the open actions, or give them up with a reason; they are listed.

    Source: Google's SRE workbook, chapter 10, on action items that nobody finishes.

    Flagged:
        recurrence_of: INC-20251111-1600

    Accepted:
        recurrence_of: INC-20251202-1410
    """
    seen = {card.id}
    name = card.recurrence_of
    while name is not None and name not in seen:
        seen.add(name)
        earlier = repository.get(name)
        if earlier is None:
            return
        if earlier.open_actions:
            listed = ", ".join(
                f"`{key}` ({printable(title, 60)})" for key, title in earlier.open_actions[:_MOST]
            )
            rest = len(earlier.open_actions) - _MOST
            yield Problem(
                rule="repeat-with-open-actions",
                path=("recurrence_of",),
                message=f"actions of `{earlier.id}` are still open: {listed}"
                + (f" and {rest} more" if rest > 0 else ""),
                why="what was to keep it from happening again was not done",
                fix=f"do them, or give them up with a reason, in {earlier.file}",
            )
        name = earlier.recurrence_of


_MOST = 3
