"""A checked repository to a finished site: the old site stays until the new one is whole."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError, PublishError
from postmortems.pipeline import tree
from postmortems.publish.plugin import TREE, PostmortemsPlugin
from postmortems.write.stage import staged
from postmortems.write.tree import sync_tree

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from postmortems.pipeline import Checked


def build_site(root: Path, checked: Checked, *, strict: bool = True) -> Path:
    """Write the docs tree and build the site with MkDocs; returns the site's folder.

    ``strict`` turns MkDocs' own warnings, such as a broken link, into failures. Raises
    PublishError or ConfigurationError and leaves the last good site as it was.
    """
    docs = root / TREE
    files = tree(root, checked)
    config = load(root, strict=strict)
    target = _site_folder(root, config)
    sync_tree(docs, files)
    with staged(target) as staging:
        config.site_dir = str(staging)
        _plugin(config).prepared = docs
        _run(config)
    return target


def load(root: Path, *, strict: bool) -> MkDocsConfig:
    """Read ``mkdocs.yml``. Raises ConfigurationError with MkDocs' own words."""
    # Material prints a notice about its future on every build; the operator cannot act on it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config  # noqa: PLC0415 - the setting above must come first
    from mkdocs.exceptions import ConfigurationError as MkDocsConfigurationError  # noqa: PLC0415

    file = root / "mkdocs.yml"
    if not file.is_file():
        message = f"{file.name} is missing from {root}; the site needs one"
        raise ConfigurationError(message)
    try:
        return load_config(str(file), strict=strict)
    except MkDocsConfigurationError as error:
        message = f"mkdocs.yml: {error}"
        raise ConfigurationError(message) from error


def _plugin(config: MkDocsConfig) -> PostmortemsPlugin:
    plugin = config.plugins.get("postmortems")
    if not isinstance(plugin, PostmortemsPlugin):
        message = "mkdocs.yml does not list the plugin: add `postmortems` under `plugins:`"
        raise ConfigurationError(message)
    return plugin


def _site_folder(root: Path, config: MkDocsConfig) -> Path:
    target = Path(config.site_dir)
    if target in (root, *root.parents):
        message = f"mkdocs.yml: site_dir {target} would replace the repository itself"
        raise ConfigurationError(message)
    return target


def _run(config: MkDocsConfig) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    collected = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collected)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        said = "\n".join(collected.messages) or str(error)
        message = f"MkDocs could not build the site:\n{said}"
        raise PublishError(message) from error
    finally:
        logger.removeHandler(collected)


class _Collector(logging.Handler):
    """Keeps MkDocs' warnings and errors, to be shown when the build fails."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())
