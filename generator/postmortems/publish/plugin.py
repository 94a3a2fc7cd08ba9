"""The MkDocs plugin: bare ``mkdocs build`` and ``mkdocs serve`` start from the incidents."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mkdocs.config import base, config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger

from postmortems import today
from postmortems.config.audiences import AUDIENCES
from postmortems.errors import PostmortemsError
from postmortems.pipeline import check, open_ledger
from postmortems.progress import stage
from postmortems.publish.docs import Docs, listed, within
from postmortems.publish.editions import refuse_other
from postmortems.publish.guard import guard
from postmortems.publish.incremental import Incremental
from postmortems.publish.inputs import hindrance
from postmortems.publish.page import TreePage
from postmortems.publish.places import add_theme
from postmortems.publish.policy import ContentPolicy, allow_reload
from postmortems.publish.search import index_site
from postmortems.publish.searched import parted, spaced
from postmortems.publish.section import Sections
from postmortems.publish.state import State, forget_state, keep_state, load_state
from postmortems.publish.telling import tell
from postmortems.publish.tree import edits, left_tree, tree_folder, write_tree
from postmortems.write.manifest import MANIFEST
from postmortems.write.renewal import Renewal, Twin
from postmortems.write.site_list import list_all, unlist
from postmortems.write.stage import overlaid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from postmortems.checking.result import Checked
    from postmortems.config.audiences import AudienceName

WATCHED = ("incidents", "site_config", "templates", "extensions")

_log = get_plugin_logger("postmortems")


class PluginOptions(base.Config):
    """The plugin's keys in ``mkdocs.yml``."""

    # YAML reads a day without quotes as a date.
    as_of = config_options.Optional(config_options.Type((str, date)))
    audience = config_options.Choice(AUDIENCES, default="internal")


class PostmortemsPlugin(BasePlugin[PluginOptions]):
    """Writes the docs tree before MkDocs reads it, and hands it over in place of ``docs_dir``.

    ``docs_dir`` must exist before any plugin runs, so ``mkdocs.yml`` names ``incidents``, which
    every repository has; what MkDocs reads is the tree.
    """

    asked: ClassVar[AudienceName | None] = None
    """The audience that a command was told, before that of mkdocs.yml."""
    serving = False
    prepared: Docs | None = None
    """The docs tree, when whoever runs the build has written it already."""
    twin: Twin | None = None
    """What the site is renewed with, when whoever runs the build puts it in its place."""
    state: State | None = None
    """What is to be remembered of the last build, None where not everything was followed."""
    address: str | None = None
    """The site's own address in `site.yml`, for canonical links where mkdocs.yml gives none."""
    policy = ContentPolicy()
    """What a browser may do on the pages."""
    _run: Incremental | None = None
    _all_ours = False
    _labels: dict[str, str]
    _docs: Docs
    _renewal: Renewal
    _docs_dir: str
    _site_dir: str

    def __init__(self) -> None:
        super().__init__()
        self._held = contextlib.ExitStack()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether this is a preview; the hook also keeps the plugin between rebuilds."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the incidents, write the tree, and put our theme files before the theme's own."""
        self._labels = {}
        self._run = None
        self._held = contextlib.ExitStack()
        root = Path(config.config_file_path).parent
        guard(config, bare=self.prepared is None, preview=self.serving)
        add_theme(root, config)
        self._docs = self.prepared or self._prepare(root)
        if self._docs.partial:
            config.nav = within(config.nav, self._docs.digests.__contains__)
        if not self._docs.whole:
            config.repo_url = config.repo_name = config.edit_uri = None
        config.site_url = config.site_url or self.address
        config.extra["content_policy"] = self.policy
        self._docs_dir, self._site_dir = config.docs_dir, config.site_dir
        try:
            if self.twin is None:
                refuse_other(Path(config.site_dir), self.audience)
            self._run = self._incremental(root, config)
        except PostmortemsError as error:
            self._held.close()
            raise PluginError(str(error)) from error
        # MkDocs follows every link below docs_dir, so it must never look into incidents/ itself.
        # Where it need not look for pages at all, it is sent to what is no folder.
        config.docs_dir = str(self._docs.folder / ("" if self._run is None else MANIFEST))
        return config

    def _incremental(self, root: Path, config: MkDocsConfig) -> Incremental | None:
        """Begin a build that makes what changed, or say why everything is made."""
        renewal = self._renewal = self.twin or Renewal(Path(config.site_dir))
        target = renewal.target
        last = self.state if self.serving else load_state(root, target)
        if reason := hindrance(config):
            self.state = None
            forget_state(root, target)
            _log.info("every page is made again: %s", reason)
            if self.twin is not None:
                self.twin.wanted = False
            return None
        if self.twin is None:
            config.site_dir = str(self._held.enter_context(overlaid(target)))
        return Incremental(config, self._docs, renewal, last)

    def moment(self) -> datetime:
        """Return the moment at which the site is judged: that of the options, else now."""
        day = self.config.as_of
        return today.instant(None if day is None else str(day), given_as="mkdocs.yml: as_of")

    def know(self, checked: Checked) -> None:
        """Take from the settings what concerns the pages' surroundings."""
        site = checked.settings.site if checked.settings else None
        self.address = site.url if site else None
        self.policy = ContentPolicy(site.content_security) if site else ContentPolicy()

    @classmethod
    @contextlib.contextmanager
    def building_for(cls, audience: AudienceName | None) -> Iterator[None]:
        """Build for an audience while the block runs; for None, for that of mkdocs.yml.

        Of the class, since MkDocs makes the plugin anew for each configuration that it reads.
        """
        before, cls.asked = cls.asked, audience
        try:
            yield
        finally:
            cls.asked = before

    @property
    def audience(self) -> AudienceName:
        """For whom the site is built."""
        return self.asked or self.own_audience

    @property
    def own_audience(self) -> AudienceName:
        """For whom the site is built that mkdocs.yml describes, unless a command says otherwise."""
        return self.config.audience

    def _prepare(self, root: Path) -> Docs:
        target = tree_folder(root, self.audience)
        try:
            return self._written(root, target)
        except PostmortemsError as error:
            if self.serving and target.is_dir():
                # Raised here, it would leave the preview without an answer until it is mended.
                _log.error("%s", error)
                return left_tree(target, self.audience)
            raise PluginError(str(error)) from error

    def _written(self, root: Path, target: Path) -> Docs:
        with contextlib.closing(open_ledger(root, self.audience)) as ledger:
            checked = check(root, self.moment(), None, ledger)
            self.know(checked)
            tell(checked)
            if checked.settings is None or (checked.errors and not self.serving):
                if self.serving and target.is_dir():
                    return left_tree(target, self.audience)
                raise PluginError("incidents or settings hold errors; nothing was published")
            docs = write_tree(root, checked, ledger, self.audience)
        for sentence in edits(docs.folder, docs.edited, root):
            _log.info(sentence)
        return docs

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the pages that are not in the navigation in hand ourselves."""
        if self._run is not None:
            config.docs_dir = str(self._docs.folder)
            return self._run.files(files)
        # MkDocs has just emptied the folder, unless somebody asked it not to.
        self._all_ours = self.twin is None and unlist(Path(config.site_dir))
        named = set(listed(config.nav))
        for file in files:
            ours = file.src_dir == config.docs_dir and file.is_documentation_page()
            if ours and file.src_uri not in named:
                TreePage(None, file, config)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Show every page under the tab, and beside the menu, of the overview that leads to it."""
        del config
        if self._run is not None:
            self._run.navigate(nav)
            return nav
        sections = Sections(nav)
        for file in files.documentation_pages():
            if isinstance(file.page, TreePage):
                file.page.parent = sections.of(file.page.url)
        return nav

    def on_env(
        self,
        env: Any,  # noqa: ANN401 - Jinja's environment; only `render` knows Jinja
        *,
        config: MkDocsConfig,
        files: Files,
    ) -> Any:  # noqa: ANN401
        """Make the pages that do not pass through MkDocs, now that all they need is there."""
        del config, files
        if self._run is not None:
            self._run.paint(env)
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Let the sitemap name the pages that do not pass through MkDocs, too."""
        del template_name, config
        if self._run is not None:
            context["pages"] = self._run.about_all()  # type: ignore[typeddict-item]
        return context

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell the search what it could not read from the page itself, and its month."""
        del config, files
        self._labels[page.file.dest_uri] = page.meta.get("part", "")
        return parted(html) + spaced(html)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Bring the site together, and its search index up to date."""
        # MkDocs has its folders back in any case: its server watches them.
        config.docs_dir = self._docs_dir
        try:
            if self._run is None:
                with stage("search"):
                    index_site(Path(config.site_dir), self._labels)
                if self._all_ours:
                    list_all(Path(config.site_dir))
                return
            self.state = self._run.complete()
            self._renewal.list_ours(self.state.files)
            root, site = Path(config.config_file_path).parent, Path(self._site_dir)
            for sentence in edits(site, self._renewal.edited, root):
                _log.info(sentence)
            if self.twin is None and not self.serving:
                keep_state(root, site, self.state)
        except PostmortemsError as error:
            raise PluginError(str(error)) from error
        finally:
            config.site_dir = self._site_dir
            self._held.close()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing behind of a build that failed."""
        del error
        self._held.close()

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: object,  # noqa: ARG002
    ) -> LiveReloadServer:
        """Rebuild the preview when an incident, a template or a setting changes."""
        root = Path(config.config_file_path).parent
        for folder in filter(Path.is_dir, (root / name for name in WATCHED)):
            server.watch(str(folder))
        if application := server.get_app():
            server.set_app(allow_reload(application))
        return server
