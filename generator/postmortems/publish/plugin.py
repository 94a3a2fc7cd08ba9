"""The MkDocs plugin: bare ``mkdocs build`` and ``mkdocs serve`` start from the incidents."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger

from postmortems import __version__, today
from postmortems.errors import PostmortemsError, WriteError
from postmortems.load.defaults import defaults
from postmortems.load.history import history
from postmortems.pipeline import check, tree
from postmortems.progress import stage
from postmortems.publish.page import TreePage
from postmortems.publish.search import index_site
from postmortems.publish.searched import parted, spaced
from postmortems.reports.base import Report, closing
from postmortems.reports.full import snippets
from postmortems.write.tree import sync_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation, Section
    from mkdocs.structure.pages import Page

    from postmortems.checking.result import Checked

TREE = "build/docs"
"""Where the docs tree is written, under the repository's root."""
WATCHED = ("incidents", "site_config", "templates")


def tree_folder(root: Path) -> Path:
    """Return where the docs tree belongs. Raises WriteError where a link leads out of the place."""
    folder = root / TREE
    if folder.parent.is_symlink():
        message = f"{folder.parent} is a symbolic link; the docs tree is written to a real folder"
        raise WriteError(message)
    return folder


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


_log = get_plugin_logger("postmortems")


class PluginOptions(base.Config):
    """The plugin's keys in ``mkdocs.yml``."""

    # YAML reads a day without quotes as a date.
    as_of = config_options.Optional(config_options.Type((str, date)))


class PostmortemsPlugin(BasePlugin[PluginOptions]):
    """Writes the docs tree before MkDocs reads it, and hands it over in place of ``docs_dir``.

    ``docs_dir`` must exist before any plugin runs, so ``mkdocs.yml`` names ``incidents``, which
    every repository has; what MkDocs reads is the tree.
    """

    serving = False
    prepared: Path | None = None
    """The docs tree, when whoever runs the build has written it already."""
    address: str | None = None
    """The site's own address in `site.yml`, for canonical links where mkdocs.yml gives none."""
    _labels: dict[str, str]
    """The month to which the search counts each page, by its file in the site."""
    _tree: Path
    _docs_dir: str

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether this is a preview; the hook also keeps the plugin between rebuilds."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the incidents, write the tree, and put our theme files before the theme's own."""
        if "material/search" in config.plugins or "search" in config.plugins:
            message = (
                "mkdocs.yml lists the plugin `search`: take it out, `postmortems` brings its own"
            )
            raise PluginError(message)
        self._labels = {}
        root = Path(config.config_file_path).parent
        _refuse_links(root)
        for folder in (defaults() / "templates" / "theme", root / "templates" / "theme"):
            if folder.is_dir() and str(folder) not in config.theme.dirs:
                config.theme.dirs.insert(0, str(folder))
        self._tree = self.prepared or self._prepare(root)
        config.site_url = config.site_url or self.address
        # MkDocs follows every link below docs_dir, so it must never look into incidents/ itself.
        self._docs_dir, config.docs_dir = config.docs_dir, str(self._tree)
        return config

    def moment(self) -> datetime:
        """Return the moment at which the site is judged: that of the options, else now."""
        day = self.config.as_of
        return today.instant(None if day is None else str(day), given_as="mkdocs.yml: as_of")

    def _prepare(self, root: Path) -> Path:
        target = tree_folder(root)
        try:
            checked = check(root, self.moment())
            self.address = checked.settings.site.url if checked.settings else None
            self._report(checked)
            if checked.settings is None or (checked.errors and not self.serving):
                if self.serving and target.is_dir():
                    return target
                message = "the incidents or their configuration hold errors; nothing was published"
                raise PluginError(message)
            sync_tree(target, tree(root, checked, history(root)))
        except PostmortemsError as error:
            if self.serving and target.is_dir():
                # Raised here, it would leave the preview without an answer until it is mended.
                _log.error("%s", error)
                return target
            raise PluginError(str(error)) from error
        return target

    def _report(self, checked: Checked) -> None:
        report = Report(
            findings=checked.findings,
            count=checked.count,
            as_of=checked.as_of.date(),
            version=__version__,
        )
        if checked.errors:
            _log.error("%s\n%s", closing(report), snippets(report))
        elif checked.findings:
            # Not a warning to MkDocs: a strict build must not fail over history.
            _log.info(closing(report))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the pages that are not in the navigation in hand ourselves."""
        listed = set(_listed(config.nav))
        for file in files:
            ours = file.src_dir == config.docs_dir and file.is_documentation_page()
            if ours and file.src_uri not in listed:
                TreePage(None, file, config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Show every page under the tab, and beside the menu, of the overview that leads to it."""
        del config
        sections = {page.url: page.parent for page in nav.pages}
        for file in files.documentation_pages():
            if isinstance(file.page, TreePage):
                file.page.parent = _section(file.page.url, sections)
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell the search what it could not read from the page itself, and its month."""
        del config, files
        self._labels[page.file.dest_uri] = page.meta.get("part", "")
        return parted(html) + spaced(html)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Index the site, and give MkDocs its docs_dir back: its server watches that folder."""
        config.docs_dir = self._docs_dir
        try:
            with stage("search"):
                index_site(Path(config.site_dir), self._labels)
        except PostmortemsError as error:
            raise PluginError(str(error)) from error

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: object,  # noqa: ARG002
    ) -> LiveReloadServer:
        """Rebuild the preview when an incident, a template or a setting changes."""
        root = Path(config.config_file_path).parent
        for name in WATCHED:
            if (root / name).is_dir():
                server.watch(str(root / name))
        return server


def _section(url: str, sections: Mapping[str, Section | None]) -> Section | None:
    """Return the section of the nearest page above that the navigation has."""
    while (url := url.rstrip("/").rpartition("/")[0]) and f"{url}/" not in sections:
        pass
    return sections.get(f"{url}/") if url else None


def _listed(nav: object) -> Iterator[str]:
    """Yield the pages that the navigation names; MkDocs makes those itself."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for each in nav.values() if isinstance(nav, dict) else nav:
            yield from _listed(each)
