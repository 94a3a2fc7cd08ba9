"""Two files that carry the same id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("duplicate-id", family="structure")
def duplicate_id(incident: Incident, context: Context) -> Iterator[Problem]:
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
    files = context.files.get(incident.id.casefold(), ())
    # Text without a file, as from a pipe, may well be that of the one file with this id.
    if context.stem and len(files) > 1:
        yield Problem(
            rule="duplicate-id",
            path=("id",),
            message=f"`{incident.id}` is the id of {len(files)} files: {', '.join(files)}",
            why="they would be published at one address, and one would be lost",
            fix="give one of them another id and rename its file",
        )


def files_by_id(carried: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Gather pairs of id and file for `Context.files`: by id in lower case, files in order."""
    found: dict[str, list[str]] = {}
    for name, file in carried:
        found.setdefault(name.casefold(), []).append(file)
    return {name: tuple(sorted(files)) for name, files in found.items()}
