"""``postmortems announce``: word a message about an incident, and record that it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents_and_files
from postmortems.cli.options import moment_option, output_option, root_option

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.answers.announcement import Announcement
    from postmortems.cli.reading import Reading

_KINDS = ("initial", "update", "all-clear")


def _kind(_: click.Context, __: click.Parameter, said: str) -> str:
    kind = said.replace("_", "-")
    if kind not in _KINDS:
        raise click.BadParameter(f"{said!r} is none of {', '.join(_KINDS)}")
    return kind.replace("-", "_")


@click.command(name="announce")
@click.argument("name", metavar="INCIDENT|FILE", shell_complete=incidents_and_files)
@click.option("--to", "audience", metavar="AUDIENCE", required=True, help="Whom to tell.")
@click.option(
    "--kind", metavar="KIND", required=True, callback=_kind, help=f"One of {', '.join(_KINDS)}."
)
@click.option(
    "--say",
    metavar="FIELD=TEXT",
    multiple=True,
    help="Say this in a field of the message, or `about` in its subject. May be repeated.",
)
@click.option("--record", is_flag=True, help="Add the message to the incident's communications.")
@output_option("text", "json", told="For people, or for programs.")
@moment_option
@root_option
def command(
    name: str,
    audience: str,
    kind: str,
    say: tuple[str, ...],
    style: str,
    as_of: str | None,
    root: Path | None,
    *,
    record: bool,
) -> None:
    """Word a message about INCIDENT from its record and the playbook; nothing is sent.

    What is not recorded is said as not known, or left out. For people outside only what is fit for
    them is taken: no names, no addresses, no technical texts; say those parts with `--say`.

    \b
    Examples:
      postmortems announce INC-20260301-0900 --to client --kind initial
      postmortems announce INC-20260301-0900 --to client --kind update \\
        --say 'expected-resolution=By 11:00 UTC.' --record
    """  # noqa: D301 - click wants the control character
    from postmortems.answers.announcement import announce, gist, message_for
    from postmortems.answers.announcement_json import json
    from postmortems.cli.reading import read_incident
    from postmortems.load.files import find_root
    from postmortems.load.templates import load_templates
    from postmortems.render import prose
    from postmortems.render.message import Messenger

    base = find_root(root)
    now = today.moment(as_of)
    reading = read_incident(name, base, now)
    incident, settings = reading.incident, reading.settings
    made = announce(
        incident,
        settings,
        message_for(audience, kind, settings, incident.severity),
        now,
        _said(say),
        file=reading.source.file,
        plain=lambda text: prose.text(text, 500),
    )
    body = Messenger(load_templates(base)).body(
        made.message, made.values, incident=made.incident, sender=made.sender
    )
    for note in made.notes:
        click.echo(f"note: {note}", err=True)
    if made.unknown:
        click.echo(f"not known: {', '.join(made.unknown)}; give it with --say", err=True)
    if style == "json":
        # As bytes: what programs read is UTF-8, whatever the terminal takes.
        click.echo(json(made, body).encode(), nl=False)
    else:
        click.echo(f"Subject: {made.subject}\n\n{body}", nl=False)
    if record:
        _record(made, gist(made.subject, body), reading, base)


def _said(given: tuple[str, ...]) -> dict[str, str]:
    from postmortems.errors import UsageError

    found: dict[str, str] = {}
    for each in given:
        name, equals, text = each.partition("=")
        if not equals:
            raise UsageError(f"{each!r} lacks its text; write it as field=text")
        if name.strip() in found:
            raise UsageError(f"--say gives {name.strip()!r} twice")
        found[name.strip()] = text
    return found


def _record(made: Announcement, text: str, reading: Reading, root: Path) -> None:
    from postmortems.cli.editing import judge_of, keep
    from postmortems.edit.communications import recorded, written
    from postmortems.edit.incident_file import incident_bytes

    # By the clock, not by --as-of: what came after a message noted late is no error of it, and
    # one that is yet to come would be an error from now on.
    judge = judge_of(root, today.moment())
    source = reading.source
    content = incident_bytes(source, judge.limits.max_bytes)
    message = made.message
    entry = {
        "audience": message.audience,
        "kind": message.kind,
        "channel": message.channel,
        "text": text,
    }
    if made.next_update_at is not None:
        entry["next_update_at"] = written(made.next_update_at)
    result = recorded(content, reading.incident, made.at, entry, source, judge)
    if result is None:
        click.echo(
            f"{source.file}: this message of {written(made.at)} is recorded already", err=True
        )
    elif keep(result, content, source, judge):
        place = result.paths[0]
        click.echo(f"{source.file}: recorded {place}, at {written(made.at)}", err=True)
