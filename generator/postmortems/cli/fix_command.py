"""``postmortems fix``: mend what has one safe answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from postmortems import today
from postmortems.cli.options import as_of_option, root_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.edit.fix import Fixed
    from postmortems.findings import Finding
    from postmortems.load.files import Source


@click.command(name="fix")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--diff", is_flag=True, help="Show what would change as a diff; write nothing.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file would change."
)
@as_of_option
@root_option
def command(
    paths: tuple[Path, ...], as_of: str | None, root: Path | None, *, diff: bool, only_check: bool
) -> None:
    """Mend what has one safe answer, in all incidents or in the given files and folders.

    Misspelt words and keys, quotes, forms of times, http links, the order of timelines, spaces at
    the ends of lines. Comments, layout and every other byte stay. A file is read again before it
    is written: when anything but what was to be mended would change, it is left alone.

    \b
    Examples:
      postmortems fix --diff
      postmortems fix incidents/2026/INC-20260301-0900.yml
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.editing import judge_of, only_incidents
    from postmortems.edit.fix import fix
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
    only_incidents(sources, INCIDENTS, "fixed")
    judge = judge_of(base, today.instant(as_of))
    changed: list[Fixed] = []
    remaining: list[Finding] = []
    failed = False
    for source in sources:
        content = open_bytes(source, judge.limits.max_bytes)
        if isinstance(content, Unreadable):
            click.echo(f"{source.file}: left alone: {content.problem.message}", err=True)
            failed = True
            continue
        result = fix(content, source, judge)
        remaining.extend(result.remaining)
        if result.changed and not (diff or only_check) and not save(source, content, result.new):
            click.echo(f"{source.file}: changed by somebody else meanwhile, left alone", err=True)
            failed = True
            continue
        if result.changed:
            changed.append(result)
        if diff and result.changed:
            shown = unified(source.file, content, result.new, colour=sys.stdout.isatty())
            click.echo(shown, nl=False)
        _say(source, result, err=diff)
    click.echo(_closing(changed, remaining, written=not (diff or only_check)), err=diff)
    sys.exit(1 if failed or (only_check and changed) else 0)


def _say(source: Source, result: Fixed, *, err: bool) -> None:
    for note in (*result.done, *result.left):
        click.echo(f"{source.file}:{note.line}: {note.text}", err=err)


def _closing(changed: Sequence[Fixed], remaining: Sequence[Finding], *, written: bool) -> str:
    fixes = sum(len(each.done) for each in changed)
    if not changed:
        said = "Nothing to fix."
    else:
        made = "made" if written else "to make"
        where = _count(len(changed), "file", "files")
        said = f"{_count(fixes, 'fix', 'fixes')} {made} in {where}."
    if remaining:
        said += f" {_count(len(remaining), 'finding', 'findings')} left: see `postmortems check`."
    return said


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
