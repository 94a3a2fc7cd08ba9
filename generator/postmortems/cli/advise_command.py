"""``postmortems advise``: what the playbook asks for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents_and_files
from postmortems.cli.options import moment_option, output_option, root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="advise")
@click.argument("incident", metavar="INCIDENT", shell_complete=incidents_and_files)
@output_option("text", "markdown", "json", told="For a terminal, for a chat, or for programs.")
@moment_option
@root_option
def command(incident: str, style: str, as_of: str | None, root: Path | None) -> None:
    """Say what the playbook asks for now, in INCIDENT: an id or a file.

    What is overdue comes first, then what is due and what comes next, with whom to call and what
    to send; then roles, checklist, ways to contain it, and what is owed afterwards.

    \b
    Examples:
      postmortems advise INC-20260301-0900
      postmortems advise INC-20260301-0900 --as-of 2026-03-01T09:40Z
      postmortems advise INC-20260301-0900 --output markdown
    """  # noqa: D301 - click wants the control character
    from postmortems.advice.now import advise
    from postmortems.cli.reading import read_incident
    from postmortems.load.files import find_root

    now = today.moment(as_of)
    found = read_incident(incident, find_root(root), now)
    advice = advise(found.incident, found.settings, now)
    if style == "json":
        from postmortems.answers.advice_json import json as write
    elif style == "markdown":
        from postmortems.answers.advice_markdown import markdown as write
    else:
        from postmortems.answers.advice_text import text as write
    # As bytes: what is pasted or read by programs is UTF-8, whatever the terminal takes.
    click.echo(write(advice).encode() if style != "text" else write(advice), nl=False)
