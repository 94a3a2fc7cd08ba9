"""``postmortems migrate``: move records to the newest schema version, comments and all."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems.cli.options import root_option

if TYPE_CHECKING:
    from postmortems.load.files import Source


@click.command(name="migrate")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--diff", is_flag=True, help="Show what would change as a diff; write nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change."
)
@root_option
def command(
    paths: tuple[Path, ...], root: Path | None, *, diff: bool, dry_run: bool, only_check: bool
) -> None:
    """Move records to the schema version that this postmortems reads.

    All incidents, or the given files and folders. Keys get the names and places that they have
    now; comments, layout and every other byte stay. A record that cannot be moved without a loss
    is left alone, and you are told why.

    \b
    Examples:
      postmortems migrate --diff
      postmortems migrate
    """  # noqa: D301 - click wants the control character
    from postmortems import today
    from postmortems.cli.editing import judge_of, only_incidents
    from postmortems.edit.migrate import migrate
    from postmortems.edit.migrations.registry import STEPS
    from postmortems.edit.save import save
    from postmortems.load.files import (
        INCIDENTS,
        Unreadable,
        find_root,
        gather,
        incidents_of,
        open_bytes,
    )
    from postmortems.reports.diff import unified

    base = find_root(root)
    sources = gather(paths, base) if paths else incidents_of(base, INCIDENTS)
    only_incidents(sources, INCIDENTS, "migrated")
    limits = judge_of(base, today.instant(None)).limits
    quiet = diff or dry_run or only_check
    changed = left = 0
    for source in sources:
        content = open_bytes(source, limits.max_bytes)
        if isinstance(content, Unreadable):
            _leave(source, content.problem.message)
            left += 1
            continue
        result = migrate(content, STEPS, limits)
        if result.refused:
            _leave(source, result.refused)
            left += 1
        elif result.new != content:
            if not quiet and not save(source, content, result.new):
                _leave(source, "changed by somebody else meanwhile")
                left += 1
                continue
            changed += 1
            if diff:
                shown = unified(source.file, content, result.new, colour=sys.stdout.isatty())
                click.echo(shown, nl=False)
            said = "; ".join(f"version {each.version}: {each.what}" for each in result.steps)
            click.echo(f"{source.file}: {said}", err=diff)
    _close(changed, left, written=not quiet, err=diff)
    sys.exit(1 if left or (only_check and changed) else 0)


def _leave(source: Source, why: str) -> None:
    click.echo(f"{source.file}: left alone: {why}", err=True)


def _close(changed: int, left: int, *, written: bool, err: bool) -> None:
    from postmortems.edit.migrations.registry import STEPS

    many = "1 record" if changed == 1 else f"{changed:,} records"
    if changed:
        said = f"{many} {'moved' if written else 'to move'} to schema version {STEPS[-1].version}."
    elif left:
        said = "No record was moved."
    else:
        said = f"Every record is of schema version {STEPS[-1].version}."
    if left:
        said += f" {left:,} left alone."
    click.echo(said, err=err)
