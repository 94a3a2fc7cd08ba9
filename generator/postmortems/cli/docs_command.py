"""``postmortems docs``: write the generated references of a repository anew."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from postmortems.cli.options import root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="docs")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail if one is stale.")
@root_option
def command(root: Path | None, *, only_check: bool) -> None:
    """Write the JSON Schema, and other files that come from code, where they belong.

    \b
    Examples:
      postmortems docs
      postmortems docs --check
    """  # noqa: D301 - click wants the control character
    from postmortems.load.files import find_root
    from postmortems.publish.references import references, stale
    from postmortems.write.file import write_file
    from postmortems.write.inside import require_inside

    base = find_root(root)
    files = references(base)
    old = stale(base, files)
    for name in old:
        if only_check:
            click.echo(f"{name} is stale: run `postmortems docs`")
        else:
            require_inside(base / name, base)
            write_file(base / name, files[name])
            click.echo(f"wrote {name}")
    if not old:
        click.echo("everything is up to date")
    sys.exit(1 if only_check and old else 0)
