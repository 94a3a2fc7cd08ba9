"""Two files that carry the same id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.rules.repository import Card, Repository


@rule_between("duplicate-id", family="integrity")
def duplicate_id(card: Card, repository: Repository) -> Iterator[Problem]:
    """Another file carries the same `id`. Capitals make no difference.

    Why: Both records would be published at one address, and one of them would be lost without a
    word.

    Fix: Give one of the two another id and another name.

    Source: RustSec's advisory database refuses a second advisory of the same id; capitals are
    ignored because many file systems ignore them.

    Flagged:
        # file: INC-20260303-0906.yml
        id: INC-20260303-0906

    Accepted:
        id: INC-20260303-0907
    """
    files = repository.files(card.id)
    if len(files) > 1:
        yield Problem(
            rule="duplicate-id",
            path=("id",),
            message=f"`{card.id}` is the id of {len(files)} files: {', '.join(files)}",
            why="they would be published at one address, and one would be lost",
            fix="give one of them another id and rename its file",
        )
