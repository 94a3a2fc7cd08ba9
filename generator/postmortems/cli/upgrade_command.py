"""``postmortems upgrade``: follow the defaults of a new version, and keep what the team changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from postmortems import __version__
from postmortems.cli.options import root_option

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.scaffold.upgrade import Kind, Step, Upgrade

_MOST = 20
"""So many changed values of a file are told."""
_SAID: dict[Kind, tuple[str, str]] = {
    "applies": ("the default has changed, and you have no copy: it applies by itself",) * 2,
    "new": ("written; it is new", "would be written; it is new"),
    "updated": ("updated; you had not changed it", "would be updated; you have not changed it"),
    "merged": (
        "updated, and your changes kept",
        "would be updated, and your changes kept",
    ),
    "removed": ("its default has changed; you have deleted it, and it stays so",) * 2,
    "conflict": ("left alone: you and the defaults have changed the same lines, to this:",) * 2,
    "unfit": ("left alone: the settings could not be used with this:",) * 2,
}
"""What is told of a file: when it was done, and when it would be."""


@click.command(name="upgrade")
@click.option("--diff", is_flag=True, help="Show what would change as diffs; write nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if anything changed."
)
@click.option(
    "--keep",
    metavar="FILE",
    multiple=True,
    help="Leave this file as it is, and ask about this change no more. May be repeated.",
)
@root_option
def command(
    root: Path | None, *, keep: tuple[str, ...], diff: bool, dry_run: bool, only_check: bool
) -> None:
    """Show what changed in the defaults, and apply what your team did not override.

    Run it after installing a new version. A file that you left as it was shipped is replaced.
    One that you changed gets what is new in it, as git merges; where both changed the same lines
    it is left alone, and the change is shown. No edit of yours is ever lost.

    \b
    Examples:
      postmortems upgrade --dry-run
      postmortems upgrade
      postmortems upgrade --keep mkdocs.yml
    """  # noqa: D301 - click wants the control character
    from postmortems.load.files import find_root
    from postmortems.load.starter import load_starter
    from postmortems.scaffold.carry_out import carry_out
    from postmortems.scaffold.upgrade import OPEN, upgrade

    base = find_root(root)
    found = upgrade(base, load_starter(), __version__, keep)
    quiet = diff or dry_run or only_check
    for path in keep:
        click.echo(f"{path}: kept as you have it")
    if found.steps or not keep:
        click.echo(_opening(found))
    lost = () if quiet else carry_out(base, found)
    for step in found.steps:
        said = "left alone: somebody has changed it meanwhile" if step.path in lost else ""
        click.echo(f"\n{step.path}: {said or _SAID[step.kind][quiet]}")
        _what(step, diff=diff)
    if not quiet:
        _after(base, found)
    waiting = lost or any(each.kind in OPEN for each in found.steps)
    sys.exit(1 if waiting or (only_check and found.steps) else 0)


def _opening(found: Upgrade) -> str:
    if not found.known:
        return "Nobody wrote down which defaults this repository began with: nothing is compared."
    if not found.steps:
        return "Nothing has changed in the defaults."
    if found.version in {"", __version__}:
        return "What has changed in the defaults:"
    return f"What has changed in the defaults from {found.version} to {__version__}:"


def _what(step: Step, *, diff: bool) -> None:
    """Show what is another: values where nobody has to decide, else lines."""
    from postmortems.load.settings import FOLDER
    from postmortems.reports.diff import unified
    from postmortems.scaffold.upgrade import OPEN, WRITTEN
    from postmortems.scaffold.values import different

    colour = sys.stdout.isatty()
    if step.kind in OPEN:
        change = unified(step.path, step.old.encode(), step.new.encode(), colour=colour)
        click.echo(change, nl=False)
        click.echo(f"Edit it, or say `postmortems upgrade --keep {step.path}`.")
    elif diff and step.kind in WRITTEN:
        change = unified(step.path, step.own.encode(), step.result.encode(), colour=colour)
        click.echo(change, nl=False)
    elif step.path.startswith(f"{FOLDER}/") and step.old:
        values = different(step.old, step.new)
        for each in values[:_MOST]:
            click.echo(f"  {each.place}: {each.old} -> {each.new}")
        if len(values) > _MOST:
            click.echo(f"  and {len(values) - _MOST:,} more")


def _after(root: Path, found: Upgrade) -> None:
    from postmortems.edit.new_file import SCHEMA
    from postmortems.errors import ConfigurationError
    from postmortems.scaffold.carry_out import refresh_schema

    if not found.known:
        click.echo("From now on .postmortems/ remembers them, and the next upgrade compares.")
    try:
        if refresh_schema(root):
            click.echo(f"\n{SCHEMA}: written anew, from the settings as they are now")
    except ConfigurationError as error:
        click.echo(f"\n{SCHEMA}: left alone: {error}", err=True)
