"""Built sites, each made once for all the processes that run the tests."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from golden.update import AS_OF, DEMO
from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.site import build_site
from postmortems.render.page import Renderer
from support.attacks import CANARY, CANARY_FILE, write_attacks
from support.corpus import inert, write_corpus
from support.editions import write_marked
from support.extremes import write_extremes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from postmortems.config.audiences import AudienceName
    from postmortems.pages.base import Page

TODAY = "2026-11-21"
"""The day on which this repository's own incidents are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A built site, to be looked at only.

    ``folder`` holds the site, ``root`` the repository it was made from; ``templates`` gives the
    addresses of the pages of each template, from the site's root.
    """

    root: Path
    folder: Path
    templates: dict[str, tuple[str, ...]]

    def pages(self) -> list[str]:
        """The address of every page, from the site's root, in order."""
        return sorted(map(self._address, self.folder.rglob("*.html")))

    def fullest(self) -> list[str]:
        """The longest page of each template, and the pages that have none."""
        return [max(pages, key=lambda page: (self._size(page), page)) for pages in self._kinds()]

    def emptiest(self) -> list[str]:
        """The shortest page of each template, where it is not the longest, too."""
        shortest = [
            min(pages, key=lambda page: (self._size(page), page)) for pages in self._kinds()
        ]
        return sorted({*shortest} - {*self.fullest()})

    def _kinds(self) -> Iterable[tuple[str, ...]]:
        known = {page for pages in self.templates.values() for page in pages}
        alone = [(page,) for page in self.pages() if page not in known]
        return [*(pages for _, pages in sorted(self.templates.items())), *alone]

    def file(self, page: str) -> Path:
        """The file behind an address."""
        return self.folder / (f"{page}index.html" if page.endswith("/") or not page else page)

    def _size(self, page: str) -> int:
        return self.file(page).stat().st_size

    def _address(self, file: Path) -> str:
        return file.relative_to(self.folder).as_posix().removesuffix("index.html")


def _build(root: Path, as_of: str, audience: AudienceName) -> Site:
    """Builds in this process alone, so that every page passes by the note-taker."""
    templates: dict[str, list[str]] = {}
    render = Renderer.render

    def noting(self: Renderer, page: Page) -> bytes:
        *folders, name = page.path.split("/")
        if name != "index.md":
            folders.append(name.removesuffix(".md"))
        templates.setdefault(page.template, []).append("".join(f"{each}/" for each in folders))
        return render(self, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Renderer, "render", noting)
        patch.setattr(os, "sched_getaffinity", lambda _: {0})
        checked = check(root, today.instant(as_of))
        assert checked.errors == 0, [each for each in checked.findings if each.level == "error"]
        built = build_site(root, checked, audience=audience)
    assert built.warnings == ()
    return Site(
        root=root,
        folder=built.folder,
        templates={name: tuple(pages) for name, pages in templates.items()},
    )


def _once(
    shared: Path,
    name: str,
    prepare: Callable[[Path], object],
    as_of: str,
    audience: AudienceName = "internal",
) -> Site:
    """The site of that name: built by the first process that asks, found by the others."""
    root, note = shared / f"site-{name}", shared / f"site-{name}.json"
    with FileLock(shared / f"site-{name}.lock"):
        if not note.exists():
            root.mkdir()
            prepare(root)
            site = _build(root, as_of, audience)
            note.write_text(json.dumps([str(site.folder), site.templates]), "utf-8")
        folder, templates = json.loads(note.read_text("utf-8"))
    return Site(
        root=root,
        folder=root.parent / folder,
        templates={name: tuple(pages) for name, pages in templates.items()},
    )


@pytest.fixture(scope="session")
def published(repository: Path, shared: Path) -> Site:
    """The site of this repository."""

    def prepare(root: Path) -> None:
        for name in ("incidents", "site_config", "templates"):
            shutil.copytree(repository / name, root / name)
        shutil.copy(repository / "mkdocs.yml", root)

    return _once(shared, "published", prepare, TODAY)


@pytest.fixture(scope="session")
def hostile(shared: Path) -> Site:
    """The site of the golden demo, whose texts try to be more than text."""

    def prepare(root: Path) -> None:
        shutil.copytree(DEMO, root, dirs_exist_ok=True)

    return _once(shared, "hostile", prepare, AS_OF)


def configured(repository: Path, root: Path) -> None:
    """Lays out a repository with the shipped settings and no incident."""
    shutil.copytree(repository / "site_config", root / "site_config")
    shutil.copy(repository / "mkdocs.yml", root)
    (root / "incidents").mkdir()


@pytest.fixture(scope="session")
def empty(repository: Path, shared: Path) -> Site:
    """The site of a team that has not had an incident yet."""

    def prepare(root: Path) -> None:
        configured(repository, root)

    return _once(shared, "empty", prepare, TODAY)


@pytest.fixture(scope="session")
def single(repository: Path, shared: Path) -> Site:
    """The site of a team that has had one incident, about which little is recorded."""

    def prepare(root: Path) -> None:
        configured(repository, root)
        shutil.copy(repository / "tests" / "support" / "small.yml", _named(root))

    return _once(shared, "single", prepare, TODAY)


def _named(root: Path) -> Path:
    return root / "incidents" / "INC-20261110-1400.yml"


@pytest.fixture(scope="session")
def extreme(repository: Path, shared: Path) -> Site:
    """The site of `support.extremes`: everything long, and writing of every direction."""

    def prepare(root: Path) -> None:
        configured(repository, root)
        write_extremes(root)

    return _once(shared, "extreme", prepare, TODAY)


@pytest.fixture(scope="session")
def attacked(repository: Path, shared: Path) -> Site:
    """The site of `support.attacks` and of the corpus: all texts try to be more than text."""

    def prepare(root: Path) -> None:
        configured(repository, root)
        write_attacks(root)
        write_corpus(root, inert())
        (root / CANARY_FILE).write_text(f"{CANARY}\n", "utf-8")

    return _once(shared, "attacked", prepare, TODAY)


@pytest.fixture(scope="session")
def public(repository: Path, shared: Path) -> Site:
    """The public site of `support.editions`: all that it must not hold is marked."""

    def prepare(root: Path) -> None:
        configured(repository, root)
        write_marked(root)

    return _once(shared, "public", prepare, TODAY, "public")
