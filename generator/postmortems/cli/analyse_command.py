"""``postmortems analyse``: questions for an analysis, laid out by a method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.completing import incidents_and_files
from postmortems.cli.options import moment_option, output_option, root_option

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.cli.reading import Reading
    from postmortems.config.analysis import Method


@click.command(name="analyse")
@click.argument("name", metavar="INCIDENT|FILE", shell_complete=incidents_and_files)
@click.option(
    "--method",
    "wanted",
    metavar="NAME",
    help="Lay out the questions of five-whys, fishbone, fault-tree, change or bow-tie.",
)
@click.option("--write", is_flag=True, help="Put them into the record, under `analysis`.")
@click.option("--add", is_flag=True, help="With --write: add what a method on record lacks.")
@output_option("text", "json", told="For people, or for programs.")
@moment_option
@root_option
def command(
    name: str,
    wanted: str | None,
    style: str,
    as_of: str | None,
    root: Path | None,
    *,
    write: bool,
    add: bool,
) -> None:
    """Ask what the record of INCIDENT calls for: silences, calls unanswered, luck, repeats.

    Without `--method` it shows the questions, what each method is good for here, and what the
    actions answer. With it, a skeleton of questions for the record; an answer is never made up.

    \b
    Examples:
      postmortems analyse INC-20260301-0900
      postmortems analyse INC-20260301-0900 --method five-whys
      postmortems analyse INC-20260301-0900 --method fishbone --write
    """  # noqa: D301 - click wants the control character
    from postmortems.answers.analysis import analyse, laid_out, method_of
    from postmortems.answers.analysis_json import json
    from postmortems.answers.analysis_text import skeleton_text, text
    from postmortems.cli.reading import read_incident
    from postmortems.errors import UsageError
    from postmortems.load.files import find_root

    if write and wanted is None:
        raise UsageError("--write needs --method: one method's questions are written at a time")
    if add and not write:
        raise UsageError("--add means nothing without --write")
    base, now = find_root(root), today.moment(as_of)
    reading = read_incident(name, base, now)
    incident, settings = reading.incident, reading.settings
    method = method_of(wanted, settings) if wanted is not None else None
    skeleton = laid_out(incident, settings, now, method) if method else None
    if write and method is not None:
        _write(method, skeleton, reading, base, add=add)
    elif style == "json":
        # As bytes: what programs read is UTF-8, whatever the terminal takes.
        click.echo(json(analyse(incident, settings, now), method, skeleton).encode(), nl=False)
    elif method is not None:
        click.echo(skeleton_text(method, skeleton).encode(), nl=False)
    else:
        click.echo(text(analyse(incident, settings, now)), nl=False)


def _write(method: Method, skeleton: object, reading: Reading, root: Path, *, add: bool) -> None:
    from postmortems.cli.editing import judge_of, keep
    from postmortems.edit.analysis import analysed
    from postmortems.edit.incident_file import incident_bytes

    judge = judge_of(root, today.moment())
    source = reading.source
    content = incident_bytes(source, judge.limits.max_bytes)
    result = analysed(content, method.id, skeleton, source, judge, add=add)
    if result is None:
        click.echo(f"{source.file}: asks all of it already")
    elif keep(result, content, source, judge):
        click.echo(f"{source.file}: added {', '.join(result.paths)}; every answer is yours to find")
