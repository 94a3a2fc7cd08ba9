"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.decorators import FC

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


def output_option(first: str, *others: str, told: str) -> Callable[[FC], FC]:
    """Make ``--output`` for a command that writes its answer in one of several styles."""
    return click.option(
        "--output",
        "style",
        type=click.Choice([first, *others]),
        default=first,
        show_default=True,
        help=told,
    )


audience_option = click.option(
    "--audience",
    type=click.Choice(["internal", "public"]),
    help="For whom: public leaves out what site_config/audiences.yml says. "
    "Default: what mkdocs.yml says, else internal.",
)

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The repository. Default: the closest folder upwards that holds incidents/ or mkdocs.yml.",
)

quiet_option = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Show no progress: no bar on a terminal, and no lines about it in CI.",
)

timings_option = click.option(
    "--timings",
    is_flag=True,
    help="Print a table of where the time went, by stage, to stderr.",
)
