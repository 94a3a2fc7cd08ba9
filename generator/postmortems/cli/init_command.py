"""``postmortems init``: a repository of one's own, ready to check and to publish."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from postmortems.scaffold.begin import Begun


@click.command(name="init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", metavar="TEXT", help="What the site is called.")
@click.option(
    "--service",
    "services",
    metavar="NAME",
    multiple=True,
    help="What can break, such as 'Payment API'. May be repeated.",
)
@click.option(
    "--team",
    "teams",
    metavar="NAME",
    multiple=True,
    help="Who looks after it, such as Payments. May be repeated.",
)
@click.option("--timezone", metavar="ZONE", help="The zone of business hours.")
@click.option("--severities", metavar="SCALE", help="P0-P3 or SEV1-SEV4.")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    help="Where changes are proposed and checked.",
)
@click.option("-y", "--yes", is_flag=True, help="Ask nothing and take what would be suggested.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
def command(
    folder: Path,
    *,
    services: tuple[str, ...],
    teams: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    **said: str | None,
) -> None:
    """Begin a repository of incidents, or add to one what it lacks.

    Writes one worked example, the settings that you are asked for, mkdocs.yml, a workflow that
    checks pull requests, hooks for before a commit, and the editor's settings. All other settings
    keep the shipped defaults. A file that is there already is never changed.

    \b
    Examples:
      postmortems init
      postmortems init incidents-of-ours --yes
      postmortems init --name 'ACME incidents' --service 'Payment API' \\
        --team Payments --severities SEV1-SEV4 --ci gitlab
    """  # noqa: D301 - click wants the control character
    from postmortems.cli.beginning import answered
    from postmortems.load.starter import load_starter
    from postmortems.scaffold.begin import begin, write
    from postmortems.scaffold.contents import contents

    root = folder.resolve()
    starter = load_starter()
    given = answered(root, starter, said | {"services": services, "teams": teams}, yes=yes)
    begun = begin(root, contents(starter, given), given)
    verb = "would write" if dry_run else "wrote"
    if not dry_run:
        write(root, begun.new | begun.memory)
    for path in begun.new:
        click.echo(f"{verb} {path}")
    if not dry_run and _schema(root):
        click.echo(f"{verb} site_config/incident.schema.json, which editors complete by")
    if begun.memory:
        click.echo(f"{verb} .postmortems/, by which `postmortems upgrade` sees what has changed")
    _there(begun)
    if not dry_run:
        _next(folder)


def _there(begun: Begun) -> None:
    """Tell of files that were left alone, and of what they would have held where that helps."""
    for path, (entry, text) in begun.there.items():
        click.echo(f"left alone {path}: it is there already")
        if entry and entry.needs:
            click.echo(f"  {' '.join(entry.needs.split())}")
        if entry and entry.shown:
            click.echo("".join(f"    {line}\n" for line in text.splitlines() if line), nl=False)


def _schema(root: Path) -> bool:
    """Write the schema that editors read, unless one is there; tell whether it was written."""
    from postmortems.edit.new_file import SCHEMA
    from postmortems.errors import ConfigurationError
    from postmortems.load.starter import stands
    from postmortems.pipeline import schema_text
    from postmortems.scaffold.begin import write

    if stands(root, SCHEMA):
        return False
    try:
        write(root, {SCHEMA: schema_text(root)})
    except ConfigurationError as error:
        click.echo(f"no {SCHEMA} yet: {error}", err=True)
        return False
    return True


def _next(folder: Path) -> None:
    click.echo("\nNext:")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {shlex.quote(click.format_filename(folder))}")
    click.echo("  postmortems check    # what is wrong, and where")
    click.echo("  postmortems serve    # the site, at an address of this machine")
