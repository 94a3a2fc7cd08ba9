"""``postmortems advise``: what to do about an incident now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.options import moment_option, root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="advise")
@click.argument("name", metavar="INCIDENT|FILE")
@click.option(
    "--output",
    "style",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For a terminal, for a chat, or for programs.",
)
@moment_option
@root_option
def command(name: str, style: str, as_of: str | None, root: Path | None) -> None:
    """Say what to do about INCIDENT now, what next, and what is owed afterwards.

    By the team's playbook and by what the record holds: roles to fill, tiers to call, messages to
    send, checklists, remedies, and the days of the follow-up. What is not recorded is told as such.

    \b
    Examples:
      postmortems advise INC-20260301-0900
      postmortems advise INC-20260301-0900 --as-of 2026-03-01T09:40Z --output markdown
    """  # noqa: D301 - click wants the control character
    from json import dumps

    from postmortems.answers.advice import advise
    from postmortems.answers.advice_json import document
    from postmortems.answers.advice_text import markdown, text
    from postmortems.cli.reading import read_incident
    from postmortems.load.files import find_root

    now = today.moment(as_of)
    reading = read_incident(name, find_root(root), now)
    advice = advise(reading.incident, reading.settings, now)
    if style == "json":
        answer = document(advice, reading.settings)
        # As bytes: what programs read is UTF-8, whatever the terminal takes.
        click.echo(dumps(answer, indent=2, ensure_ascii=False).encode())
        return
    write = markdown if style == "markdown" else text
    click.echo(write(advice, reading.settings), nl=False)
