"""A record whose id is not the name of its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import Problem
from postmortems.rules.base import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.model.incident import Incident
    from postmortems.rules.base import Context


@rule("id-not-file-name", family="structure")
def id_not_file_name(incident: Incident, context: Context) -> Iterator[Problem]:
    """The `id` differs from the name of the file, without its ending.

    Why: The page's address, the links of other records and everyone's search for the file start
    from the id. With two names for one incident, half of them lead nowhere.

    Fix: Rename the file, or correct the id.

    Source: RustSec's advisory database, whose linter holds every file's name to its id.

    Flagged:
        # file: INC-20260303-0950.yml
        id: INC-20260303-0905

    Accepted:
        # file: INC-20260303-0905.yml
        id: INC-20260303-0905
    """
    if context.stem and incident.id != context.stem:
        yield Problem(
            rule="id-not-file-name",
            path=("id",),
            message=f"the id is `{incident.id}` and the file is called `{context.stem}`",
            why="the page's address and every link to it come from the id",
            fix=f"rename the file to `{incident.id}.yml`, or write `id: {context.stem}`",
        )
