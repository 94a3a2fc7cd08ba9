"""What the commands that edit incidents share: the judge of a repository, and how they refuse."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from postmortems.edit.judge import Judge


def judge_of(root: Path, as_of: datetime) -> Judge:
    """Read a repository so that edits can be judged in it.

    Raises ConfigurationError when its configuration cannot be used.
    """
    from postmortems.edit.judge import Judge
    from postmortems.errors import ConfigurationError
    from postmortems.pipeline import check
    from postmortems.rules.duplicate_id import files_by_id

    checked = check(root, as_of)
    if checked.settings is None:
        message = "site_config/ holds errors; run `postmortems check` to see them"
        raise ConfigurationError(message)
    return Judge(
        settings=checked.settings,
        as_of=as_of,
        library=checked.incidents,
        files=files_by_id(checked.files.items()),
    )


def set_values(
    incident_id: str, assignments: Sequence[tuple[str, str]], root: Path, judge: Judge
) -> None:
    """Set values in an incident's file and say so, or show the errors that came and exit with 1."""
    from postmortems.edit.assignments import edited
    from postmortems.edit.incident_file import incident_bytes, incident_file
    from postmortems.edit.save import save
    from postmortems.errors import WriteError
    from postmortems.pipeline import INCIDENTS
    from postmortems.reports.full import full

    source = incident_file(incident_id, root / INCIDENTS, root)
    content = incident_bytes(source, judge.limits.max_bytes)
    result = edited(content, assignments, source, judge)
    if result.errors:
        click.echo(full(result.errors, colour=sys.stdout.isatty()))
        click.echo(f"{source.file} is as it was: these errors would have come with the edit.")
        sys.exit(1)
    names = ", ".join(result.paths)
    if result.new == content:
        click.echo(f"{source.file}: {names} held that already")
        return
    if not save(source, content, result.new):
        raise WriteError(
            f"{source.file} was changed by somebody else meanwhile; nothing was written"
        )
    click.echo(f"{source.file}: set {names}")
