"""``postmortems classify``: what level the observed signals suggest, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents_and_files
from postmortems.cli.options import output_option, root_option

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.answers.classification import Question
    from postmortems.config.settings import Settings


@click.command(name="classify")
@click.argument(
    "name", metavar="[INCIDENT|FILE|-]", required=False, shell_complete=incidents_and_files
)
@click.option(
    "--signal",
    "given",
    metavar="NAME=VALUE",
    multiple=True,
    help="An observation, such as failure_rate_pct=100 or cluster_down=yes. Repeat it; it stands "
    "above what the file says.",
)
@output_option("text", "json", told="For people, or for programs.")
@root_option
def command(name: str | None, given: tuple[str, ...], style: str, root: Path | None) -> None:
    """Suggest a severity level from what was observed, with the playbook's reasons.

    Observations come from an incident's `signals`, from a description in JSON (a FILE that ends in
    .json, or `-` for stdin) and from --signal. Words are never scored: without an observation
    nothing is suggested, and the questions that would decide are listed.

    \b
    Examples:
      postmortems classify INC-20260301-0900
      postmortems classify --signal failure_rate_pct=100
      postmortems classify description.json --output json
    """  # noqa: D301 - click wants the control character
    from json import dumps

    from postmortems.answers.classification import document, text
    from postmortems.cli.reading import settings_of
    from postmortems.load.files import find_root

    base = find_root(root)
    settings = settings_of(base)
    question = _question(name, given, base, settings)
    if style == "text":
        click.echo(text(question, settings.severities), nl=False)
        return
    answer = document(question, settings.severities)
    # As bytes: what programs read is UTF-8, whatever the terminal takes.
    click.echo(dumps(answer, indent=2, ensure_ascii=False).encode())


def _question(name: str | None, given: tuple[str, ...], root: Path, settings: Settings) -> Question:
    from postmortems.answers.classification import Question
    from postmortems.characters import printable
    from postmortems.cli.reading import read_incident
    from postmortems.cli.signals import observed

    options = observed(given, settings)
    if name is None:
        return Question(signals=options)
    if name == "-" or name.lower().endswith(".json"):
        from postmortems.load.description import read_description

        most = settings.site.limits.max_bytes
        content = sys.stdin.buffer.read(most + 1) if name == "-" else _content(name, root, most)
        said = read_description(content, settings.severities.signals, most)
        subject = "" if name == "-" else printable(name, 300)
        return Question(subject=subject, signals={**said.signals, **options}, unused=said.unused)
    reading = read_incident(name, root, today.instant())
    recorded = {
        each: (value, "the record") for each, value in (reading.incident.signals or {}).items()
    }
    return Question(
        subject=reading.incident.id,
        incident=reading.incident,
        signals={**recorded, **options},
    )


def _content(name: str, root: Path, most: int) -> bytes:
    from postmortems.edit.incident_file import incident_bytes
    from postmortems.load.files import named

    return incident_bytes(named(name, root), most)
