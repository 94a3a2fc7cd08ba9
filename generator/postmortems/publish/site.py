"""A checked repository to a finished site: the old site stays until the new one is whole."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems import today
from postmortems.errors import ConfigurationError, PostmortemsError, PublishError
from postmortems.load.files import INCIDENTS
from postmortems.progress import stage
from postmortems.publish.editions import refuse_other, site_folder
from postmortems.publish.places import configured_folder, refuse_outside
from postmortems.publish.plugin import PostmortemsPlugin
from postmortems.publish.state import forget_state, keep_state
from postmortems.publish.tree import edits, write_tree
from postmortems.write.renewal import Twin
from postmortems.write.stage import staged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

    from postmortems.checking.result import Checked
    from postmortems.config.audiences import AudienceName
    from postmortems.load.ledger import Ledger

_EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished site: its folder, and what MkDocs warned of without being strict.

    ``edited`` says in a sentence each which generated files had been changed by hand.
    """

    folder: Path
    warnings: tuple[str, ...]
    edited: tuple[str, ...] = ()


def moment(root: Path, as_of: str | None) -> datetime:
    """Return the moment at which a build is judged: the day asked for, else that of mkdocs.yml.

    Raises UsageError on a day that does not exist, ConfigurationError when mkdocs.yml is broken.
    """
    if as_of is not None or not (root / "mkdocs.yml").is_file():
        return today.instant(as_of)
    with _warnings() as said:
        return _plugin(load(root, said, strict=True)).moment()


def audience_of(root: Path, audience: AudienceName | None) -> AudienceName:
    """Return for whom a build is: the audience asked for, else that of mkdocs.yml.

    Raises ConfigurationError when mkdocs.yml is broken.
    """
    if audience is not None or not (root / "mkdocs.yml").is_file():
        return audience or "internal"
    with _warnings() as said:
        return _plugin(load(root, said, strict=True)).own_audience


def build_site(
    root: Path,
    checked: Checked,
    ledger: Ledger | None = None,
    *,
    audience: AudienceName | None = None,
    strict: bool = True,
    anew: bool = False,
) -> Built:
    """Write the docs tree and build the site with MkDocs.

    Without an ``audience``, that of mkdocs.yml counts; ``ledger`` is that of the same.

    Without the ledger of the last build, every page is rendered again; ``anew`` also makes MkDocs
    make again what says the same as before.

    ``strict`` turns MkDocs' own warnings, such as a broken link, into failures. Raises
    PublishError or ConfigurationError and leaves the last good site as it was.
    """
    with _warnings() as said, _day(checked.as_of):
        config = load(root, said, strict=strict)
        refuse_outside(root, config)
        plugin = _plugin(config)
        own = plugin.own_audience
        audience = audience or own
        target = site_folder(configured_folder(root, config), own, audience)
        refuse_other(target, audience)
        with stage("docs tree"):
            docs = write_tree(root, checked, ledger, audience)
        if anew:
            forget_state(root, target)
        twin = Twin(target)
        with staged(target, twin) as staging:
            config.site_dir = str(staging)
            plugin.prepared, plugin.twin = docs, twin
            plugin.know(checked)
            try:
                with stage("site"), plugin.building_for(audience):
                    _run(config, said)
            finally:
                plugin.prepared = plugin.twin = None  # MkDocs keeps it for the next configuration
        if plugin.state is not None:
            keep_state(root, target, plugin.state)
    changed = edits(docs.folder, docs.edited, root) + edits(target, twin.edited, root)
    return Built(folder=target, warnings=tuple(said), edited=changed)


def load(root: Path, said: list[str], *, strict: bool) -> MkDocsConfig:
    """Read ``mkdocs.yml``. Raises ConfigurationError with MkDocs' own words, found in ``said``."""
    # Material prints a notice about its future on every build; the operator cannot act on it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.config import load_config  # noqa: PLC0415 - the setting above must come first
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    if not (root / INCIDENTS).is_dir():
        message = f"there is no {INCIDENTS}/ in {root}; make the folder and put the records there"
        raise ConfigurationError(message)
    file = root / "mkdocs.yml"
    if file.is_symlink():
        message = f"{file.name} is a symbolic link; put the file itself into {root}"
        raise ConfigurationError(message)
    if not file.is_file():
        message = f"{file.name} is missing from {root}; the site needs one"
        raise ConfigurationError(message)
    try:
        return load_config(str(file), strict=strict)
    except MkDocsException as error:
        message = f"mkdocs.yml: {_words(said, error)}"
        raise ConfigurationError(message) from error


def _plugin(config: MkDocsConfig) -> PostmortemsPlugin:
    plugin = config.plugins.get("postmortems")
    if not isinstance(plugin, PostmortemsPlugin):
        message = "mkdocs.yml does not list the plugin: add `postmortems` under `plugins:`"
        raise ConfigurationError(message)
    return plugin


def _run(config: MkDocsConfig, said: list[str]) -> None:
    from mkdocs.commands.build import build  # noqa: PLC0415 - after `load`, as above

    try:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except PostmortemsError:
        raise
    except Exception as error:
        # The team's own theme templates and plugins run in there: anything may come out.
        message = f"MkDocs could not build the site:\n{_words(said, error)}"
        raise PublishError(message) from error


def _words(said: list[str], error: Exception) -> str:
    # A broken theme template knows its place, and its message does not say it.
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    last = f"{file}:{line}: {error}" if file and line else str(error)
    text = "\n".join(said)
    return text if said and last in text else "\n".join((*said, last))


@contextmanager
def _day(as_of: datetime) -> Iterator[None]:
    """Tell MkDocs which day it is, so that the same day gives the same bytes."""
    before = os.environ.get(_EPOCH)
    os.environ[_EPOCH] = str(int(as_of.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_EPOCH]
        else:
            os.environ[_EPOCH] = before


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of, in place of letting it print."""
    collected = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collected)
    try:
        yield collected.messages
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
