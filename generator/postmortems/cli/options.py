"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

as_of_option = click.option(
    "--as-of",
    metavar="DAY",
    help="Judge what is overdue as of this day, such as 2026-01-31. Default: today (UTC).",
)

moment_option = click.option(
    "--as-of",
    metavar="TIME",
    help="Answer as of this moment, such as 2026-01-31T09:40Z; a day stands for its end. "
    "Default: now.",
)

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The repository. Default: the closest folder upwards that holds incidents/ or mkdocs.yml.",
)
