"""Where each edition of the site is published, so that none ever takes the place of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.config.audiences import NOTE
from postmortems.errors import ConfigurationError
from postmortems.write.site_list import MARKER

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.audiences import AudienceName


def site_folder(configured: Path, own: AudienceName, audience: AudienceName) -> Path:
    """Return where an edition is published.

    ``configured`` is the `site_dir` of a mkdocs.yml whose plugin builds for ``own``; another
    edition goes beside it, into a folder with its name.
    """
    if audience == own:
        return configured
    return configured.with_name(f"{configured.name}-{audience}")


def refuse_other(folder: Path, audience: AudienceName) -> None:
    """Raise ConfigurationError where a folder holds the site of another edition."""
    held: AudienceName = "public" if (folder / NOTE).is_file() else "internal"
    # A folder that MkDocs itself has filled has no marker, and a first page in any case.
    if held == "internal" and not any((folder / each).is_file() for each in (MARKER, "index.html")):
        return
    if held != audience:
        message = (
            f"{folder} holds the {held} site, and the {audience} one would replace it; "
            f"give each a `site_dir` of its own, or delete this folder if it is not needed"
        )
        raise ConfigurationError(message)
