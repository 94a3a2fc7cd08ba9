"""A relation that only one of two records tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Level, Problem
from postmortems.rules.base import rule_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.rules.repository import Card, Repository


@rule_between("relation-one-way", family="integrity", level=Level.WARNING)
def relation_one_way(card: Card, repository: Repository) -> Iterator[Problem]:
    """A record lists another under `related`, and the other does not mention it.

    A recurrence names the earlier incident under `recurrence_of`, which is relation enough.

    Why: Whoever opens the older page never learns that there was a second incident, and it is the
    older page that search finds.

    Fix: Add this record's id to `related` of the other.

    Source: Domain rule of this project: what joins two records is visible from both.

    Flagged:
        related: [INC-20251111-1600]

    Accepted:
        related: [INC-20251202-1410]
    """
    for index, name in enumerate(card.related):
        other = repository.get(name)
        if other is None or name == card.id:
            continue
        if card.id in other.related or other.recurrence_of == card.id or card.recurrence_of == name:
            continue
        yield Problem(
            rule="relation-one-way",
            path=("related", index),
            message=f"`{name}` does not mention this record",
            why="whoever reads the other page never learns of this one",
            fix=f"add `{card.id}` to `related` in {other.file}",
        )
