"""The folders that mkdocs.yml names: all of them in the repository, and none through a link.

A stranger's branch may change mkdocs.yml, and what a theme's folder holds is copied into the site.
What mkdocs.yml can run, by hooks and plugins, cannot be held here: it is code, to be read as such.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError, WriteError
from postmortems.load.defaults import defaults
from postmortems.write.inside import require_inside

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def refuse_outside(root: Path, config: MkDocsConfig) -> None:
    """Raise ConfigurationError where what MkDocs reads is not in the repository, or is a link."""
    for name, folder in (("docs_dir", config.docs_dir), ("theme.custom_dir", _theme(config))):
        if folder is None:
            continue
        path = Path(folder)
        if not path.is_relative_to(root):
            raise ConfigurationError(
                f"mkdocs.yml: {name} {path} lies outside of {root}, and what is in it would be "
                "published; name a folder of the repository"
            )
        inside = sorted(path.rglob("*")) if name != "docs_dir" else ()
        for each in (path, *path.parents, *inside):
            if each != root and each.is_relative_to(root) and each.is_symlink():
                raise ConfigurationError(
                    f"mkdocs.yml: {name} leads through {each.relative_to(root)}, which is a "
                    "symbolic link; put real files and folders there"
                )


def configured_folder(root: Path, config: MkDocsConfig) -> Path:
    """Return where the site goes. Raises ConfigurationError unless it may replace what is there."""
    target = Path(config.site_dir)
    if target in (root, *root.parents):
        message = f"mkdocs.yml: site_dir {target} would replace the repository itself"
        raise ConfigurationError(message)
    try:
        require_inside(target, root)
    except WriteError as error:
        message = f"mkdocs.yml: site_dir {target} may not be written: {error}"
        raise ConfigurationError(message) from error
    return target


def add_theme(root: Path, config: MkDocsConfig) -> None:
    """Put our theme files before the theme's own, and the repository's before ours."""
    for folder in (defaults() / "templates" / "theme", root / "templates" / "theme"):
        if folder.is_dir() and str(folder) not in config.theme.dirs:
            config.theme.dirs.insert(0, str(folder))


def _theme(config: MkDocsConfig) -> str | None:
    folder = config.theme.custom_dir
    return None if folder is None else str(folder)
