"""What a build refuses before it reads anything: folders elsewhere, links, a second search."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from postmortems.errors import ConfigurationError
from postmortems.publish.places import configured_folder, refuse_outside

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def guard(config: MkDocsConfig, *, bare: bool, preview: bool) -> None:
    """Raise PluginError for what must not be built from.

    A ``bare`` build is MkDocs' own command, of which nobody has looked at the folders yet. A
    ``preview`` is written to a folder that MkDocs makes for it.
    """
    if "material/search" in config.plugins or "search" in config.plugins:
        raise PluginError(
            "mkdocs.yml lists the plugin `search`: take it out, `postmortems` brings its own"
        )
    root = Path(os.path.abspath(config.config_file_path)).parent  # noqa: PTH100 - links stay links
    _refuse_links(root)
    if bare:
        try:
            refuse_outside(root, config)
            if not preview:
                configured_folder(root, config)
        except ConfigurationError as error:
            raise PluginError(str(error)) from error


def _refuse_links(root: Path) -> None:
    """Raise PluginError for a link among the theme files: MkDocs copies what is behind it."""
    theme = root / "templates" / "theme"
    for each in (theme.parent, theme, *sorted(theme.rglob("*"))):
        if each.is_symlink():
            message = (
                f"{each.relative_to(root)} is a symbolic link; what it leads to would be "
                "published, so put the file itself there"
            )
            raise PluginError(message)
