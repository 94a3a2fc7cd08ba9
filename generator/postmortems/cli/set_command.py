"""``postmortems set``: set single values of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents
from postmortems.cli.options import as_of_option, root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="set")
@click.argument("incident_id", metavar="INCIDENT", shell_complete=incidents)
@click.argument("values", metavar="PATH=VALUE...", nargs=-1, required=True)
@as_of_option
@root_option
def command(
    incident_id: str, values: tuple[str, ...], as_of: str | None, root: Path | None
) -> None:
    """Set single values of INCIDENT, and nothing else in its file.

    An entry of a list is named by its id or its number from 0. Quotes are added where YAML needs
    them. When the edit would bring an error, the file stays as it was and the error is shown.

    \b
    Examples:
      postmortems set INC-20260301-0900 times.resolved=2026-03-01T10:15Z
      postmortems set INC-20260301-0900 'actions[A1].owner=Jon Bell'
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.editing import judge_of, set_values
    from postmortems.errors import UsageError
    from postmortems.load.files import find_root

    assignments: list[tuple[str, str]] = []
    for each in values:
        path, equals, value = each.partition("=")
        if not equals:
            raise UsageError(f"{each!r} lacks its value; write it as path=value")
        assignments.append((path.strip(), value))
    base = find_root(root)
    set_values(incident_id, assignments, base, judge_of(base, today.instant(as_of)))
