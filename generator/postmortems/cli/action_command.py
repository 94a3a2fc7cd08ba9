"""``postmortems action``: what becomes of an incident's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents
from postmortems.cli.options import as_of_option, root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.group(name="action")
def command() -> None:
    """Record what becomes of an incident's actions.

    \b
    Example:
      postmortems action done INC-20260301-0900 A1
    """  # noqa: D301 - click wants the control character


@command.command(name="done")
@click.argument("incident_id", metavar="INCIDENT", shell_complete=incidents)
@click.argument("action", metavar="ACTION")
@click.option("--on", "day", metavar="DAY", help="The day on which it was done. Default: today.")
@as_of_option
@root_option
def done(
    incident_id: str, action: str, day: str | None, as_of: str | None, root: Path | None
) -> None:
    """Mark ACTION of INCIDENT as done, and write down the day.

    \b
    Examples:
      postmortems action done INC-20260301-0900 A1
      postmortems action done INC-20260301-0900 A1 --on 2026-03-09
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.editing import judge_of, set_values
    from postmortems.edit.actions import done as to_set
    from postmortems.edit.assignments import readable
    from postmortems.edit.incident_file import incident_bytes, incident_file
    from postmortems.load.files import INCIDENTS, find_root

    base = find_root(root)
    now = today.instant(as_of)
    judge = judge_of(base, now)
    source = incident_file(incident_id, base / INCIDENTS, base)
    record = readable(incident_bytes(source, judge.limits.max_bytes), source, judge)
    set_values(incident_id, to_set(record, action, day, now.date()), base, judge)
