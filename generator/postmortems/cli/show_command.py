"""``postmortems show``: one incident, for reading in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents_and_files
from postmortems.cli.options import as_of_option, root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="show")
@click.argument("incident", metavar="INCIDENT|FILE", shell_complete=incidents_and_files)
@as_of_option
@root_option
def command(incident: str, as_of: str | None, root: Path | None) -> None:
    """Show INCIDENT, an id or a file, the way people read it.

    What happened and when, who was hurt, what was learned and what will be done about it; what
    nobody wrote down is said to be not recorded. `postmortems render` gives the same for pasting.

    \b
    Examples:
      postmortems show INC-20260301-0900
      postmortems show incidents/2026/INC-20260301-0900.yml | less
    """  # noqa: D301 - click wants the control character
    from postmortems.answers.sheet import sheet
    from postmortems.answers.sheet.plain import Writer, fitting
    from postmortems.cli.outputs import colours
    from postmortems.cli.reading import read_incident
    from postmortems.cli.terminal import columns
    from postmortems.findings import Level
    from postmortems.load.files import find_root
    from postmortems.render import prose
    from postmortems.render.terminal import rows
    from postmortems.reports.base import levels

    now = today.instant(as_of)
    found = read_incident(incident, find_root(root), now)
    colour = colours()
    writer = Writer(words=prose.text, rows=rows, width=fitting(columns()), colour=colour)
    click.echo(writer.write(sheet(found.incident, found.settings, now)), nl=False, color=colour)
    weights = [each.level for each in found.findings]
    if weights:
        told = levels(weights.count(Level.ERROR), weights.count(Level.WARNING))
        click.echo(f"\n{told}: see `postmortems check {found.source.file}`.")
