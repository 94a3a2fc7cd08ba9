"""``postmortems serve``: preview the site and rebuild it as files change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from postmortems.cli.options import audience_option, quiet_option, root_option

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.audiences import AudienceName


@click.command(name="serve")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to listen.")
@audience_option
@quiet_option
@root_option
def command(address: str, root: Path | None, audience: AudienceName | None, *, quiet: bool) -> None:
    """Preview the site in a browser; it reloads when an incident, template or setting changes.

    Errors are printed. An incident that cannot be read is left out, and the others stay up.
    """
    from postmortems.cli.watch import watched
    from postmortems.load.files import find_root
    from postmortems.publish.preview import preview

    with watched(quiet=quiet):
        preview(find_root(root), address, audience)
