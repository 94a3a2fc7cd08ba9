"""``postmortems schema``: print the JSON Schema of an incident file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems.cli.options import root_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="schema")
@root_option
def command(root: Path | None) -> None:
    """Print the JSON Schema of an incident file, with the names of this repository.

    \b
    Example:
      postmortems schema > site_config/incident.schema.json
    """  # noqa: D301 - click wants the control character
    from postmortems.load.files import find_root
    from postmortems.pipeline import schema_text

    click.echo(schema_text(find_root(root)), nl=False)
