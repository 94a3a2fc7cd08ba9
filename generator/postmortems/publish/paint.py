"""Makes pages of the site from pages of the docs tree, as MkDocs does, on every core there is."""

from __future__ import annotations

import logging
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mkdocs
from mkdocs.commands.build import get_context
from mkdocs.structure.files import File

from postmortems.parallel import spread
from postmortems.publish.page import TreePage
from postmortems.publish.searched import parted, searched_digest, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

    from postmortems.publish.inputs import Templates
    from postmortems.publish.section import Sections

# Under another publisher's name, its loggers have that name too.
_LOGGER = logging.getLogger(mkdocs.__name__)
_log = logging.getLogger(f"{mkdocs.__name__}.commands.build")


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """What a file of the docs tree came to, as it travels between processes."""

    path: str
    said: tuple[logging.LogRecord, ...]
    """What was warned of on the way."""
    templates: dict[str, str]
    """The templates that were read for the first time."""
    dated: bool
    """Whether one of those asks for the day."""
    month: str = ""
    """The month that a page belongs to in the search."""
    searched: str = ""
    """The digest of what the search reads of a page."""
    failure: Exception | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Painter:
    """Writes into ``config.site_dir`` what files of the docs tree ``folder`` come to."""

    config: MkDocsConfig
    environment: Any
    templates: Templates
    nav: Navigation
    sections: Sections
    folder: Path

    def paint(self, paths: Sequence[str]) -> Iterator[Painted]:
        """Make all that these files come to.

        Raises whatever a template of the theme raises, after saying of which page.
        """
        pages = [path for path in paths if path.endswith(".md")]
        # The first one here: its templates are compiled before there are more processes.
        first, others = pages[:1], {*pages[:1]}
        for part in (first, [path for path in paths if path not in others]):
            for done in spread(self._one, part):
                self.templates.read.update(done.templates)
                self.templates.dated = self.templates.dated or done.dated
                for record in done.said:
                    logging.getLogger(record.name).handle(record)
                if done.failure is not None:
                    raise done.failure
                yield done

    def _one(self, path: str) -> Painted:
        before = len(self.templates.read)
        failure = None
        month = searched = ""
        with _listening() as said:
            try:
                if path.endswith(".md"):
                    month, searched = self._page(path)
                else:
                    self._copy(path)
            except Exception as error:  # noqa: BLE001 - the team's own templates run in there
                _log.error("Error building page '%s': %s", path, error)
                failure = error
        read = {} if len(self.templates.read) == before else dict(self.templates.read)
        return Painted(
            path=path,
            said=tuple(said),
            templates=read,
            dated=self.templates.dated,
            month=month,
            searched=searched,
            failure=failure,
        )

    def _copy(self, path: str) -> None:
        target = Path(self.config.site_dir, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.folder / path, target)

    def _page(self, path: str) -> tuple[str, str]:
        config = self.config
        file = File(path, str(self.folder), config.site_dir, config.use_directory_urls)
        page = TreePage(None, file, config)
        page.parent = self.sections.of(page.url)
        try:
            page.read_source(config)
            page.render(config, _NO_FILES)
            page.content = parted(page.content or "") + spaced(page.content or "")
            page.active = True
            context = get_context(self.nav, _NO_FILES, config, page)
            template = self.environment.get_template(page.meta.get("template", "main.html"))
            output = template.render(context)
        finally:
            page.active = False
        month = str(page.meta.get("part", ""))
        if not output.strip():
            _log.info("Page skipped: '%s'. Generated empty output.", path)
            return month, ""
        content = output.encode("utf-8", errors="xmlcharrefreplace")
        target = Path(file.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return month, searched_digest(content)


_NO_FILES: Any = ()
"""Pages of the tree link to others in HTML, which nobody looks into."""


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Keep what is said from every ear, so that the process that counts warnings can pass it on."""
    said: list[logging.LogRecord] = []
    ears, _LOGGER.handlers = _LOGGER.handlers, [_Ear(said)]
    spreads, _LOGGER.propagate = _LOGGER.propagate, False
    try:
        yield said
    finally:
        _LOGGER.handlers, _LOGGER.propagate = ears, spreads


class _Ear(logging.Handler):
    def __init__(self, said: list[logging.LogRecord]) -> None:
        super().__init__(logging.INFO)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        record.msg, record.args = record.getMessage(), None
        record.exc_info = None
        self._said.append(record)
