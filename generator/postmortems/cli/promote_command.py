"""``postmortems promote``: an incident to its next stage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from postmortems import today
from postmortems.characters import printable
from postmortems.cli.completing import incidents
from postmortems.cli.options import as_of_option, root_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from postmortems.edit.judge import Judge
    from postmortems.edit.lacking import Lack
    from postmortems.edit.stages import Stage
    from postmortems.load.files import Source
    from postmortems.model.requirements import Depth


@click.command(name="promote")
@click.argument("incident_id", metavar="INCIDENT", shell_complete=incidents)
@click.option(
    "--to",
    "name",
    metavar="STAGE",
    help="The stage to go to: identified, mitigated, resolved, closed; then draft, in_review, "
    "reviewed, published for the write-up. Default: the next one.",
)
@click.option(
    "--at",
    "at",
    metavar="TIME",
    help="When it was reached, as records write times, or `now`. Without it no time is written.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@as_of_option
@root_option
def command(
    incident_id: str,
    name: str | None,
    at: str | None,
    as_of: str | None,
    root: Path | None,
    *,
    dry_run: bool,
) -> None:
    """Move INCIDENT to its next stage, and say what that stage still lacks.

    First the stages of the response, then those of the write-up. What a stage asks for must be
    there before it is reached: otherwise nothing is written, and each thing that is missing is
    listed with the command that sets it or the lines to add.

    \b
    Examples:
      postmortems promote INC-20260301-0900
      postmortems promote INC-20260301-0900 --to mitigated --at '2026-03-01 09:40'
      postmortems promote INC-20260301-0900 --to published --dry-run
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.editing import judge_of, keep
    from postmortems.edit.assignments import edited, readable
    from postmortems.edit.incident_file import incident_bytes, incident_file
    from postmortems.edit.lacking import lacking
    from postmortems.edit.stages import reached
    from postmortems.load.files import INCIDENTS, find_root
    from postmortems.reports.diff import unified

    base = find_root(root)
    judge = judge_of(base, today.instant(as_of))
    source = incident_file(incident_id, base / INCIDENTS, base)
    content = incident_bytes(source, judge.limits.max_bytes)
    record = readable(content, source, judge)
    stage = _stage(name, record, content, source, judge)
    if stage is None:
        return
    was = reached(record, stage.track)
    to_set = _to_set(stage, at, record)
    result = edited(content, to_set, source, judge)
    new = readable(result.new, source, judge)
    if lacks := lacking(new, stage, _depth(new, judge), incident_id):
        click.echo(
            f"{source.file} is as it was, {stage.track} {was}. "
            f"It lacks {_count(len(lacks))} for {stage.name}:\n"
        )
        _list(lacks)
        click.echo(
            "What nobody knows belongs under `not_recorded`, with the reason; then it is not asked "
            "for."
        )
        sys.exit(1)
    said = f"{incident_id}: {stage.track} {was} → {stage.name}" + "".join(
        f", {path} {value}" for path, value in to_set[1:]
    )
    if dry_run and not result.errors:
        click.echo(unified(source.file, content, result.new, colour=sys.stdout.isatty()), nl=False)
        click.echo(f"{said} (nothing was written)")
    else:
        keep(result, content, source, judge)
        click.echo(said)
    if at is None and stage.moment and not _held(new, stage.moment):
        click.echo(f"When that was is not recorded; set `{stage.moment}` once you know it.")
    _outlook(new, incident_id, judge)


def _stage(
    name: str | None, record: dict[str, Any], content: bytes, source: Source, judge: Judge
) -> Stage | None:
    """Return the stage to go to; None, having said why, where nothing comes next."""
    from postmortems.advice.obligation import mandatory, recommended
    from postmortems.edit.stages import RESPONSE, following, named, reached

    if name is not None:
        return named(name, record)
    incident = judge.judge(content, source).loaded.incident
    policy = judge.terms.settings.policy
    owed = incident is not None and bool(
        mandatory(incident, policy) or recommended(incident, policy)
    )
    found = following(record, owed=owed)
    if found is None:
        begun = following(record, owed=True)
        status = reached(record, RESPONSE)
        if begun is None:
            click.echo(f"{source.file} is {status} and published: no stage comes after that.")
        else:
            click.echo(
                f"{source.file} is {status}, and the policy asks for no postmortem; "
                f"`--to {begun.name}` begins one all the same."
            )
    return found


def _to_set(stage: Stage, at: str | None, record: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the values to set: the stage, and when it was reached where that was said."""
    from postmortems.edit.communications import written
    from postmortems.errors import UsageError

    values = [(stage.track, stage.name)]
    if at is None:
        return values
    if not stage.moment:
        raise UsageError(
            f"records hold no time at which something was {stage.name}; leave out --at"
        )
    held = _held(record, stage.moment)
    if at == "now":
        if record.get("date_unknown") is not None:
            raise UsageError("the record's date is unknown; give --at as `day 1 09:12`")
        now = today.moment()
        at = now.date().isoformat() if stage.moment.startswith("review.") else written(now)
    if held is not None and held != at:
        raise UsageError(
            f"{stage.moment} is {printable(str(held))} already; leave out --at, or change it with "
            f"`postmortems set`"
        )
    return [*values, (stage.moment, at)]


def _held(record: dict[str, Any], path: str) -> object:
    above, _, key = path.partition(".")
    group = record.get(above)
    return group.get(key) if isinstance(group, dict) else None


def _outlook(record: dict[str, Any], incident_id: str, judge: Judge) -> None:
    """Say what a coming stage asks for, so that it can be gathered in time."""
    from postmortems.edit.lacking import lacking
    from postmortems.edit.stages import TRACKS, Stage, reached, stages

    for track in TRACKS:
        names = stages(track)
        for name in names[names.index(reached(record, track)) + 1 :]:
            stage = Stage(track=track, name=name)
            if lacks := lacking(record, stage, _depth(record, judge), incident_id):
                click.echo(f"\nFor {name} it still lacks {_count(len(lacks))}:\n")
                _list(lacks)
                return


def _depth(record: dict[str, Any], judge: Judge) -> Depth | None:
    """Return how much the record's level asks for; None where it names no level."""
    level = judge.names["severity"].get(str(record.get("severity")), "")
    return judge.terms.depths.get(level)


def _list(lacks: Sequence[Lack]) -> None:
    for each in lacks:
        click.echo(f"  {each.field}: {each.why}")
        for number, line in enumerate(each.commands):
            click.echo(f"    {'or: ' if number else ''}{line}")
        if each.lines:
            click.echo("    or in the file:" if each.commands else "    in the file:")
            for line in each.lines:
                click.echo(f"      {line}")
        click.echo()


def _count(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"
