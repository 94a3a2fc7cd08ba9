"""``postmortems check``: say what is wrong with incidents, and where."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from postmortems import today
from postmortems.cli.completing import rules
from postmortems.cli.options import as_of_option, quiet_option, root_option, timings_option
from postmortems.errors import UsageError
from postmortems.reports.formats import FORMATS, NAMES_FILES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from postmortems.checking.result import Checked
    from postmortems.load.files import Source

_PIPE = Path("-")
_MOST = 16_777_217  # bytes; one more than any configuration may allow


class _Options(TypedDict):
    written: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str
    statistics: bool
    changed_since: str | None
    stdin_filename: Path | None
    cache: bool
    timings: bool
    quiet: bool
    as_of: str | None
    root: Path | None


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "written",
    metavar="FORMAT[=FILE]",
    multiple=True,
    help=f"How to say it, and where to: {', '.join(FORMATS)}. Default: full. Repeat it for "
    "several; all but one need a FILE, which is replaced.",
)
@click.option(
    "--select",
    shell_complete=rules,
    metavar="RULE|FAMILY",
    multiple=True,
    help="Show the findings of these rules only. Repeat it, or part them by commas.",
)
@click.option(
    "--ignore",
    shell_complete=rules,
    metavar="RULE|FAMILY",
    multiple=True,
    help="Leave the findings of these rules out, also of selected ones.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="The lightest finding that makes the exit code 1.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule, too.")
@click.option(
    "--changed-since",
    metavar="REF",
    help="Check only what differs from where this branch and REF parted, such as origin/main; "
    "everything, if site_config/ differs.",
)
@click.option(
    "--stdin-filename",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file that the text piped to `-` belongs to.",
)
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help="Remember what was found, and read only what has changed.",
)
@timings_option
@quiet_option
@as_of_option
@root_option
def command(paths: tuple[Path, ...], **options: Unpack[_Options]) -> None:
    """Check incidents: all of them, the given files and folders, or `-` for stdin.

    \b
    Examples:
      postmortems check
      postmortems check incidents/2026/INC-20260301-0900.yml
      postmortems check --output sarif=out.sarif --output github
      postmortems check --changed-since origin/main --ignore language
      postmortems check - --stdin-filename incidents/2026/INC-20260301-0900.yml
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.watch import watched

    with watched(quiet=options["quiet"], timings=options["timings"]):
        _check(paths, options)


def _check(paths: tuple[Path, ...], options: _Options) -> None:
    from postmortems.cli.outputs import emit, outputs
    from postmortems.cli.reporting import off, report_of, selection
    from postmortems.findings import Level
    from postmortems.load.files import INCIDENTS, find_root, incidents_of

    going = outputs(options["written"])
    base = find_root(options["root"])
    wanted = selection(options["select"], options["ignore"])
    sources = _sources(paths, options["changed_since"], options["stdin_filename"], base, INCIDENTS)
    checked = _checked(base, today.instant(options["as_of"]), sources, options)
    named = any(each.format in NAMES_FILES for each in going)
    listed = (incidents_of(base, INCIDENTS) if sources is None else sources) if named else ()
    fail_on = options["fail_on"]
    report = report_of(
        checked,
        wanted=wanted,
        files=[each.file for each in listed],
        fail_on=None if fail_on == "never" else Level(fail_on),
        statistics=options["statistics"],
    )
    for name in off(wanted, options["select"], checked.settings):
        click.echo(f"{name} is off in this repository, so it finds nothing", err=True)
    emit(report, going)
    sys.exit(report.exit_code)


def _checked(
    root: Path, as_of: datetime, sources: list[Source] | None, options: _Options
) -> Checked:
    """Check, or repeat what the same check gave before if nothing has changed since."""
    from postmortems.checking.memory import Memory
    from postmortems.load.files import INCIDENTS, discover

    memory = None
    piped = any(each.content is not None for each in sources or ())
    if options["cache"] and not piped:
        memory = Memory(root, as_of, discover(root / INCIDENTS, root), sources)
        # Whether a selected rule is on is known to the settings only.
        known = None if options["select"] else memory.recall()
        if known is not None:
            return known
    from postmortems.checking.run import check

    return check(root, as_of, sources, memory=memory)


def _sources(
    paths: Sequence[Path], since: str | None, stdin_name: Path | None, root: Path, folder: str
) -> list[Source] | None:
    """List what to check; None when it is the whole repository."""
    from postmortems.load.files import gather, incidents_of, piped, require_folder

    if stdin_name is not None and _PIPE not in paths:
        message = "--stdin-filename names the text that is piped to `-`; say `-`, too"
        raise UsageError(message)
    if not paths and since is None:
        require_folder(root, folder)
        return None
    if not paths:
        found = incidents_of(root, folder)
    else:
        found = gather([path for path in paths if path != _PIPE], root)
    if since is not None:
        from postmortems.load.changes import changed_since

        found = changed_since(found, since, folder, root)
    if _PIPE in paths:
        found.append(piped(sys.stdin.buffer.read(_MOST), stdin_name, root))
    return found
