"""``postmortems timeline``: make a timeline of chats, logs and alerts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents_and_files
from postmortems.cli.options import output_option, root_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from postmortems.cli.reading import Reading
    from postmortems.importers.timeline import Drawn, Line
    from postmortems.model.incident import Incident


@click.command(name="timeline")
@click.argument("name", metavar="INCIDENT|FILE", shell_complete=incidents_and_files)
@click.option(
    "--from",
    "files",
    metavar="FILE",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="A file or folder with events; `-` reads what is piped in. May be repeated.",
)
@click.option("--channel", "channels", multiple=True, help="A channel of a Slack export to read.")
@click.option("--timezone", metavar="ZONE", help="The IANA zone of times that name none.")
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy"]),
    help="How days in figures are written: day first, or month first.",
)
@click.option("--since", metavar="TIME", help="Leave out what is earlier, by the record's clock.")
@click.option("--until", metavar="TIME", help="Leave out what is later.")
@click.option("--write", is_flag=True, help="Put the new entries into the incident's file.")
@click.option(
    "--moments", is_flag=True, help="With --write: record the moments that it lacks, too."
)
@output_option("text", "json", told="For people, or for programs.")
@root_option
def command(  # noqa: PLR0913 - one for each option
    name: str,
    *,
    files: tuple[Path, ...],
    channels: tuple[str, ...],
    timezone: str | None,
    dates: str | None,
    since: str | None,
    until: str | None,
    style: str,
    root: Path | None,
    write: bool,
    moments: bool,
) -> None:
    """Make a timeline of INCIDENT from Slack exports, pasted chats, logs, alerts and tables.

    Events are ordered by instant, told once, and given the phase that their words speak for. What
    was left out is listed with the reason. Nothing is written without `--write`, and then only new
    entries: what people wrote stays as it is.

    \b
    Examples:
      postmortems timeline INC-20260301-0900 --from export.zip --channel inc-42
      postmortems timeline INC-20260301-0900 --from chat.txt --timezone UTC
      postmortems timeline INC-20260301-0900 --from am.json --from app.log --write
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.reading import read_incident
    from postmortems.errors import UsageError
    from postmortems.importers.events.gather import gather
    from postmortems.importers.timeline import draw
    from postmortems.load.files import find_root
    from postmortems.load.moments import zone_exists
    from postmortems.render import prose

    if timezone is not None and not zone_exists(timezone):
        raise UsageError(f"there is no zone {timezone!r}; write one such as Europe/Berlin or UTC")
    if moments and not write:
        raise UsageError("--moments records moments; say --write, too")
    base = find_root(root)
    reading = read_incident(name, base, today.moment())
    incident, settings = reading.incident, reading.settings
    zone = timezone or incident.timezone
    started = incident.times.started if incident.times and not incident.date_unknown else None
    gathered = gather(
        _contents(files),
        settings.timeline,
        zone=zone,
        order="dmy" if dates == "dmy" else "mdy" if dates == "mdy" else None,
        year=started.year if started else None,
        channels=channels,
    )
    drawn = draw(
        incident,
        settings,
        gathered,
        zone,
        since=_instant("--since", since, incident),
        until=_instant("--until", until, incident),
    )
    if style == "json":
        from postmortems.importers.timeline_json import json

        # As bytes: what programs read is UTF-8, whatever the terminal takes.
        click.echo(json(drawn).encode(), nl=False)
    else:
        from postmortems.importers.timeline_text import text

        click.echo(text(drawn, settings, lambda said: prose.text(said, 500)), nl=False)
    if write:
        _write(drawn, reading, base, moments=moments)


def _instant(option: str, said: str | None, incident: Incident) -> datetime | None:
    """Read a time as the record would hold it."""
    from postmortems.errors import UsageError
    from postmortems.load.moments import Clock, MomentError, instant

    if said is None:
        return None
    clock = Clock(zone=incident.timezone, undated=incident.date_unknown is not None)
    try:
        return instant(said, clock, short=False)
    except MomentError as error:
        fix = f"; {error.fix}" if error.fix else ""
        raise UsageError(f"{option} {said!r}: {error.message}{fix}") from None


def _contents(files: Sequence[Path]) -> list[tuple[str, bytes]]:
    from postmortems.errors import UsageError
    from postmortems.load.attachments import MOST_BYTES, attached

    found: list[tuple[str, bytes]] = []
    for each in files:
        if str(each) != "-":
            found += attached([each])
            continue
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise UsageError(f"more than {MOST_BYTES // 2**20} MB were piped in; take a part of it")
        found.append(("pasted", content))
    return found


def _write(drawn: Drawn, reading: Reading, root: Path, *, moments: bool) -> None:
    from postmortems.cli.editing import judge_of, keep
    from postmortems.edit.incident_file import incident_bytes
    from postmortems.edit.timeline import NewEntry, told
    from postmortems.importers.timeline_words import many

    judge = judge_of(root, today.moment())
    source = reading.source
    content = incident_bytes(source, judge.limits.max_bytes)
    unsaid = {each.field for each in reading.incident.not_recorded}
    chosen: dict[str, str] = {}
    for each in drawn.outlook.moments if moments else ():
        field = f"times.{each.name}"
        placed = drawn.lines[each.entry].placed
        if each.recorded is not None or each.trouble or placed is None:
            continue
        if unsaid & {field, "times"}:
            click.echo(f"{source.file}: `not_recorded` says why {field} is not known", err=True)
            continue
        chosen[each.name] = placed.said
    entries = [
        NewEntry(at=line.placed.at, fields=_fields(line))
        for line in drawn.new
        if line.placed is not None
    ]
    if not entries and not chosen:
        click.echo(f"{source.file} holds all of that already", err=True)
        return
    result = told(content, entries, chosen, source, judge)
    if keep(result, content, source, judge):
        added = many(len(entries), "entry", "entries")
        times = f"; set {', '.join(f'times.{each}' for each in chosen)}" if chosen else ""
        click.echo(f"{source.file}: added {added} to the timeline{times}", err=True)
    if "timeline" in unsaid and entries:
        click.echo(
            f"{source.file}: take `timeline` out of `not_recorded`, it is recorded now", err=True
        )


def _fields(line: Line) -> dict[str, str]:
    placed = line.placed
    assert placed is not None  # noqa: S101 - only new ones are written
    fields = {
        "at": placed.said,
        "text": placed.event.text,
        "phase": line.proposal.phase,
        "actor": placed.event.actor,
        "evidence": placed.event.evidence,
    }
    return {key: value for key, value in fields.items() if value}
