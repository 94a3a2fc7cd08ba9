"""Builds of a site that make again only what can have changed since the last one.

MkDocs gets the navigation and an empty folder to build in. Pages outside the navigation never pass
through it: those that changed are made by `paint`, on every core when there are many. What MkDocs
and we made is merged with what may stay. Whatever is not known to be unchanged is made again.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, Files
from mkdocs.utils import get_build_date

from postmortems.progress import stage
from postmortems.publish.all_pages import all_pages
from postmortems.publish.docs import destination, listed
from postmortems.publish.indexing import Index
from postmortems.publish.inputs import Templates, digest, self_contained, theme_files, whole
from postmortems.publish.paint import Painter
from postmortems.publish.search import INDEX
from postmortems.publish.searched import searched_digest
from postmortems.publish.section import Sections
from postmortems.publish.state import KnownPage, State
from postmortems.write.contents import contents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

    from postmortems.publish.all_pages import ListedFile
    from postmortems.publish.docs import Docs
    from postmortems.write.contents import Mark
    from postmortems.write.renewal import Renewal

_GZIPPED = "sitemap.xml.gz"


class TreeFiles(Files):
    """The files that MkDocs builds; asked for another one of the docs tree, it knows that too."""

    def __init__(self, files: Iterable[File], docs: Docs, config: MkDocsConfig) -> None:
        super().__init__(files)
        self._docs, self.config = docs, config
        self.asked = False
        """Whether somebody looked for a file: the answer depends on what others there are."""

    def get_file_from_path(self, path: str) -> File | None:
        """Return a file by its path in the docs tree."""
        self.asked = True
        known = super().get_file_from_path(path)
        name = PurePath(path).as_posix()
        if known is None and name in self._docs.published:
            return _file(name, self._docs, self.config)
        return known


class Incremental:
    """One build: what may stay of the last one, what must be made, and what came of it."""

    def __init__(
        self, config: MkDocsConfig, docs: Docs, renewal: Renewal, last: State | None
    ) -> None:
        """Look at what there is, and prepare the theme. ``config.site_dir`` is an empty folder."""
        self.config, self._docs, self._renewal, self._last = config, docs, renewal, last
        self._fresh = Path(config.site_dir)
        self._day = get_build_date()
        self._listed = [
            path for path in dict.fromkeys(listed(config.nav)) if path in docs.published
        ]
        self._sources = {path: docs.front(path) for path in self._listed}
        self._whole = whole(config, {path: front for path, (front, _) in self._sources.items()})
        self._theme = theme_files(config)
        environment = config.theme.get_env()
        self._templates = Templates(environment)
        config.theme.get_env = lambda: environment  # type: ignore[method-assign]
        self._files = {
            path: destination(path, folders=config.use_directory_urls) for path in docs.pages
        }
        self._overall = digest(self._whole, self._day, *self._files.values())
        self._told: set[str] = set()
        self._months = {
            path: str(front.get("part", "")) for path, (front, _) in self._sources.items()
        }
        self._searched: dict[str, str] = {}
        self._intact: frozenset[str] = renewal.intact(last.files) if last else frozenset()
        self._decide()
        if self._keep_theme:
            # MkDocs would walk through all the icons of the theme, to find no file worth a copy.
            environment.list_templates = lambda **_: []  # type: ignore[method-assign]

    def _decide(self) -> None:
        """Tell what stays from what is to be made."""
        last, intact = self._last, self._intact
        self._stale = {*self._docs.published}
        self._keep_theme = self._keep_overall = False
        self._linking = not self_contained(self.config)
        if last is None:
            return
        alike = (
            last.whole == self._whole
            and (not last.dated or last.day == self._day)
            and self._templates.unchanged(last.templates)
        )
        statics, pages = last.statics, last.pages
        kept = {
            path
            for path, as_now in self._docs.published.items()
            if statics.get(path) == as_now and path in intact
        }
        if alike:
            named = {*self._listed} if last.linking or self._linking else set()
            for path, file in self._files.items():
                known = pages.get(path)
                if (
                    known is not None
                    and known.digest == self._docs.published[path]
                    and file in intact
                    and path not in named
                ):
                    kept.add(path)
                    self._months[path] = known.month
                    if file in last.searched:
                        self._searched[file] = last.searched[file]
            self._templates.read.update(last.templates)
            self._templates.dated = last.dated
        self._stale -= kept
        self._keep_theme = last.theme == self._theme and intact.issuperset(last.theme_files)
        self._keep_overall = (
            alike and last.overall == self._overall and intact.issuperset(last.overall_files)
        )

    def files(self, themes: Files) -> TreeFiles:
        """Return what MkDocs is to build: pages of the navigation, and the theme's own files."""
        own = [file for file in themes if file.src_uri not in self._docs.published]
        self._theme_files = [file.dest_uri for file in own]
        if self._keep_theme and self._last is not None:
            self._theme_files = self._last.theme_files
        named = [_file(path, self._docs, self.config) for path in self._listed]
        self._tree_files = TreeFiles([*named, *own], self._docs, self.config)
        return self._tree_files

    def navigate(self, nav: Navigation) -> None:
        """Take pages that stay out of what MkDocs builds; their titles are wanted in the menu."""
        self._nav = nav
        builds = [path for path in self._listed if path in self._stale]
        if not self._keep_overall and not builds:
            # MkDocs dates the sitemap by its pages.
            builds = self._listed[:1]
        for path in self._listed:
            file = self._tree_files.src_uris[path]
            if path not in builds and file.page is not None:
                file.page.meta, file.page.markdown = self._sources[path]
                self._tree_files.remove(file)
        self._built_by_mkdocs = frozenset(self._listed)
        self._tree_files.asked = False

    def paint(self, environment: Any) -> None:  # noqa: ANN401 - only `render` knows Jinja
        """Make the pages that MkDocs does not, and settle which of its own templates it fills."""
        self._linking = self._linking or self._tree_files.asked
        painter = Painter(
            config=self.config,
            environment=environment,
            templates=self._templates,
            nav=self._nav,
            sections=Sections(self._nav),
            folder=self._docs.folder,
        )
        ours = (path for path in (*self._docs.pages, *self._docs.statics) if path in self._stale)
        for done in painter.paint([path for path in ours if path not in self._built_by_mkdocs]):
            if done.said:
                self._told.add(done.path)
            if done.path in self._files:
                self._months[done.path] = done.month
                self._searched[self._files[done.path]] = done.searched
        theme = self.config.theme
        self._overall_names = sorted(theme.static_templates)
        if self._keep_overall:
            theme.static_templates = set()

    def about_all(self) -> list[ListedFile]:
        """Return all pages for a template that is about them all, such as the sitemap."""
        return all_pages(self._files.values(), self.config, self._day)

    def complete(self) -> State:
        """Bring the whole site together with its index; return what to remember of it.

        Raises `WriteError`, `PublishError`.
        """
        folder, files = self._whole_site()
        with stage("search"):
            return self._search(folder, files)

    def _whole_site(self) -> tuple[Path, dict[str, Mark]]:
        """Merge what was made with what stays; return the folder of all of it, and its files."""
        keep = self._kept()
        if keep or not self._renewal.replaced:
            return self._renewal.folder, self._renewal.merge(self._fresh, keep).files
        found = contents(self._fresh, hidden=False).files
        return self._fresh, {path: mark for path, mark in found.items() if mark is not None}

    def _search(self, folder: Path, files: dict[str, Mark]) -> State:
        """Make those parts of the search index whose pages changed."""
        last = self._last if self._last and self._last.whole == self._whole else None
        months = {file: self._months.get(path, "") for path, file in self._files.items()}
        pages = [path for path in files if path.endswith(".html")]
        for page in pages:
            if page not in self._searched:
                self._searched[page] = searched_digest((folder / page).read_bytes())
        index = Index(
            months={page: months.get(page, "") for page in pages},
            searched={page: self._searched[page] for page in pages},
        )
        changed = index.changed(last, files)
        if changed is not None:
            in_place = folder == self._renewal.folder
            if in_place:
                self._renewal.expect(INDEX)
            index.make(folder, changed)
            if in_place:
                files = self._renewal.look_again(INDEX).files
            else:
                found = contents(folder, hidden=False).files
                files = {path: mark for path, mark in found.items() if mark is not None}
        return self._state(files, index)

    def _kept(self) -> set[str]:
        last = self._last
        if last is None:
            return set()
        keep = {path for path in self._docs.statics if path not in self._stale}
        keep |= {file for path, file in self._files.items() if path not in self._stale}
        if self._keep_theme:
            keep.update(last.theme_files)
        if self._keep_overall:
            keep.update(last.overall_files)
        if keep:
            keep |= {path for path in self._intact if path.startswith(f"{INDEX}/")}
        return keep

    def _state(self, files: dict[str, Mark], index: Index) -> State:
        overall = [name for name in (*self._overall_names, _GZIPPED) if name in files]
        digests = self._docs.published
        return State(
            whole=self._whole,
            templates=self._templates.read,
            day=self._day,
            dated=self._templates.dated,
            theme=self._theme,
            theme_files=[path for path in self._theme_files if path in files],
            overall=self._overall,
            overall_files=overall,
            linking=self._linking,
            pages={
                path: KnownPage(digests[path], file, self._months.get(path, ""))
                for path, file in self._files.items()
                if path not in self._told
            },
            statics={path: digests[path] for path in self._docs.statics},
            searched=index.searched,
            files=files,
        )


def _file(path: str, docs: Docs, config: MkDocsConfig) -> File:
    return File(path, str(docs.folder), config.site_dir, config.use_directory_urls)
