"""What the commands that edit incidents share: the judge of a repository, and how they refuse."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from postmortems.edit.assignments import Edited
    from postmortems.edit.judge import Judge
    from postmortems.load.files import Source


def only_incidents(sources: Sequence[Source], folder: str, done: str) -> None:
    """Raise UsageError for a file that is no incident, for which what is ``done`` means nothing."""
    from postmortems.errors import UsageError

    for source in sources:
        if source.file != folder and not source.file.startswith(f"{folder}/"):
            raise UsageError(
                f"{source.file} does not lie under {folder}/; only incidents are {done}"
            )


def judge_of(root: Path, as_of: datetime) -> Judge:
    """Read a repository's configuration so that edits can be judged by it.

    Other records are read when the edited ones name them. Raises ConfigurationError when the
    configuration cannot be used.
    """
    from postmortems.checking.record import examine, terms
    from postmortems.checking.records import SomeRecords
    from postmortems.cli.reading import settings_of
    from postmortems.edit.judge import Judge
    from postmortems.load.files import INCIDENTS, discover, open_bytes

    by = terms(settings_of(root), as_of)
    others = SomeRecords(
        (),
        discover(root / INCIDENTS, root),
        lambda source: examine(source, open_bytes(source, by.limits.max_bytes), by),
    )
    return Judge(terms=by, repository=others)


def set_values(
    incident_id: str, assignments: Sequence[tuple[str, str]], root: Path, judge: Judge
) -> None:
    """Set values in an incident's file and say so, or show the errors that came and exit with 1."""
    from postmortems.edit.assignments import edited
    from postmortems.edit.incident_file import incident_bytes, incident_file
    from postmortems.load.files import INCIDENTS

    source = incident_file(incident_id, root / INCIDENTS, root)
    content = incident_bytes(source, judge.limits.max_bytes)
    result = edited(content, assignments, source, judge)
    names = ", ".join(result.paths)
    if keep(result, content, source, judge):
        click.echo(f"{source.file}: set {names}")
    else:
        click.echo(f"{source.file}: {names} held that already")


def keep(result: Edited, content: bytes, source: Source, judge: Judge) -> bool:
    """Write an edited file; False when nothing changed.

    Errors that came with the edit are shown, the file stays, and the program exits with 1. Raises
    WriteError when somebody else has changed the file meanwhile.
    """
    from postmortems.checking.result import Checked
    from postmortems.cli.reporting import report_of
    from postmortems.edit.save import save
    from postmortems.errors import WriteError
    from postmortems.reports.full import snippets

    if result.errors:
        shown = report_of(Checked(as_of=judge.terms.as_of, findings=result.errors, count=1))
        click.echo(snippets(shown, colour=sys.stdout.isatty()))
        click.echo(f"{source.file} is as it was: these errors would have come with the edit.")
        sys.exit(1)
    if result.new == content:
        return False
    if result.denials:
        click.echo(f"{source.file}: took {', '.join(result.denials)} out of not_recorded")
    if not save(source, content, result.new):
        raise WriteError(
            f"{source.file} was changed by somebody else meanwhile; nothing was written"
        )
    return True
