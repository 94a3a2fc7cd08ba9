"""Repositories small enough to be written thousands of times, and every command that writes."""

from __future__ import annotations

import json
import os
import shutil
import stat
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from postmortems import today
from postmortems.errors import PostmortemsError
from postmortems.pipeline import check, open_ledger, write_docs
from postmortems.publish import places, site
from postmortems.publish.site import load as site_load
from publish.small import page, prepared
from support.example import BASE_ID, example
from support.syscalls import command, unwatched
from support.trees import sync_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mkdocs.config.defaults import MkDocsConfig

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = "2026-09-30"

CONFIG = """\
site_name: Small
docs_dir: incidents
theme: { name: material, font: false }
plugins: [postmortems]
nav: [index.md, incidents/index.md]
"""
MAIN = """\
<html lang="en"><head><title>{{ page.title }}</title></head>
<body><div data-pagefind-body>{{ page.content }}</div></body></html>
"""
CHAT = "2026-03-03 09:30:00 UTC ada: the rollback is done\n"
STATUS_PAGE = {
    "incidents": [
        {
            "id": f"p{number}",
            "name": "Checkout is down",
            "status": "resolved",
            "impact": "major",
            "created_at": f"2026-04-0{number}T09:00:00Z",
            "started_at": f"2026-04-0{number}T09:00:00Z",
            "resolved_at": f"2026-04-0{number}T10:00:00Z",
            "components": [{"name": "Carrier pigeons"}],
            "incident_updates": [
                {
                    "status": "investigating",
                    "body": "We are looking into it.",
                    "created_at": f"2026-04-0{number}T09:05:00Z",
                }
            ],
        }
        for number in (1, 2)
    ]
}

COMMANDS: dict[str, tuple[str, ...]] = {
    "set": ("set", BASE_ID, "title=Another title, for once", "--as-of", DAY),
    "fix": ("fix", "--as-of", DAY),
    "new": (
        *("new", "--no-input", "--no-edit", "--title", "Checkout is down", "--severity", "P1"),
        *("--service", "payment-api", "--kind", "outage", "--detection", "alert"),
        *("--alert", "CheckoutDown", "--status", "investigating", "--as-of", DAY),
        *("--started", "2026-05-01T09:12Z", "--timezone", "UTC"),
    ),
    "import": ("import", "{}/in/two.json", "--as-of", DAY, "--quiet"),
    "import with services": (
        *("import", "{}/in/two.json", "--as-of", DAY, "--quiet", "--add-services"),
    ),
    "promote": ("promote", BASE_ID, "--as-of", DAY),
    "timeline": ("timeline", BASE_ID, "--from", "{}/in/chat.txt", "--write"),
    "action": ("action", "done", BASE_ID, "A1", "--as-of", DAY),
    "analyse": ("analyse", BASE_ID, "--method", "change", "--write", "--as-of", DAY),
    "announce": (
        *("announce", BASE_ID, "--to", "client", "--kind", "all-clear", "--record"),
        *("--as-of", DAY),
    ),
    "render": ("render", BASE_ID, "--output", "{}/repo/out.md", "--as-of", DAY),
    "check": ("check", "--output", "json={}/repo/report.json", "--as-of", DAY, "--quiet"),
    "docs": ("docs",),
}
"""Every command that writes files one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A folder before something is written, what writes, and what a reader looks at.

    ``whole`` names folders that are replaced as a whole; every other file is one by itself.
    """

    name: str
    before: Path
    program: Callable[[Path], Callable[[], int]]
    whole: tuple[str, ...] = ()


def fresh(scene: Scene, place: Path) -> Path:
    """A copy of a scene's folder, at a place of its own and under the same name as all others."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(scene.before, place, symlinks=True)
    os.environ["XDG_CACHE_HOME"] = str(place / "cache")
    return place


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, whatever its name."""
    found: dict[str, bytes] = {}
    for path, _, inside in os.walk(folder):
        for file in (Path(path, name) for name in inside):
            looks = file.lstat()
            if not stat.S_ISREG(looks.st_mode):
                continue
            key = (looks.st_ino, looks.st_size, looks.st_mtime_ns, looks.st_ctime_ns)
            if key not in _READ:
                _READ[key] = file.read_bytes()
            found[file.relative_to(folder).as_posix()] = _READ[key]
    return found


_READ: dict[tuple[int, int, int, int], bytes] = {}
"""What files held when they looked like this: they are looked at thousands of times."""


def published(root: Path) -> dict[str, bytes]:
    """What a reader of a repository sees: all but hidden files, and the list of a site."""
    return {
        path: content
        for path, content in files(root).items()
        if path == "site/.postmortems-site"
        or not any(part.startswith(".") for part in path.split("/"))
    }


def visible(root: Path) -> set[tuple[object, ...]]:
    """How all that a reader sees looks, told quickly: what looks the same is the same."""
    found: set[tuple[object, ...]] = set()
    waiting = [os.fspath(root)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    now = entry.stat(follow_symlinks=False)
                    found.add((entry.path, now.st_ino, now.st_size, now.st_mtime_ns))
    return found


def losses(
    root: Path, old: dict[str, bytes], new: dict[str, bytes], whole: Sequence[str]
) -> list[str]:
    """What is neither the old nor the new: of files one by one, of these folders as a whole."""
    found = published(root)
    lost = [
        folder
        for folder in whole
        if _under(found, folder) not in (_under(old, folder), _under(new, folder))
    ]
    return lost + [
        path
        for path in found.keys() | old.keys() | new.keys()
        if not path.startswith(tuple(f"{folder}/" for folder in whole))
        and found.get(path) not in (old.get(path), new.get(path))
    ]


def _under(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith(f"{folder}/")}


def names(root: Path) -> list[str]:
    """All names in a repository, the hidden ones too."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def repository(folder: Path) -> Path:
    """A repository with one incident, a catalogue of its own, and documents to import."""
    root = folder / "repo"
    (root / FILE).parent.mkdir(parents=True)
    (root / FILE).write_bytes(example())
    # Not published yet, an action not done, and a line with spaces at its end.
    text = (root / FILE).read_text("utf-8")
    open_action = text.replace(
        "    status: done\n    done_at: 2026-03-09\n", "    status: open\n", 1
    )
    assert open_action != text
    (root / FILE).write_text(
        open_action.replace("status: published\n", "status: reviewed   \n"), "utf-8"
    )
    (root / "site_config").mkdir()
    (root / "templates").mkdir()
    (folder / "in").mkdir()
    (folder / "in" / "two.json").write_text(json.dumps(STATUS_PAGE), "utf-8")
    (folder / "in" / "chat.txt").write_text(CHAT, "utf-8")
    return folder


def cli(*arguments: str) -> Callable[[Path], Callable[[], int]]:
    """A command in the scene's repository; ``{}`` stands for the scene's folder."""

    def program(folder: Path) -> Callable[[], int]:
        name, *others = (each.replace("{}", str(folder)) for each in arguments)
        return command(name, *others, "--root", folder / "repo")

    return program


def _ending(write: Callable[[], None]) -> Callable[[], int]:
    """End as the command line does."""

    def program() -> int:
        try:
            write()
        except PostmortemsError as error:
            print(f"postmortems: {error}")  # noqa: T201 - what a command says
            return 2
        except OSError as error:
            print(f"postmortems: the system refused: {error.strerror}")  # noqa: T201
            return 2
        return 0

    return program


def small_site(folder: Path, pages: dict[str, bytes]) -> Callable[[], int]:
    """The real publisher on a tree of plain pages under a theme of one template."""

    def build() -> None:
        root = folder / "repo"
        (root / "build").mkdir(exist_ok=True)
        sync_tree(root / "build" / "docs", pages)
        checked: Any = SimpleNamespace(as_of=today.instant(DAY), settings=None)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(site, "write_tree", prepared)
            patch.setattr(site, "load", _bare)
            patch.setattr(places, "defaults", lambda: folder / "nowhere")
            for sentence in site.build_site(root, checked).edited:
                print(sentence)  # noqa: T201

    return _ending(build)


def _bare(root: Path, said: list[str], *, strict: bool) -> MkDocsConfig:
    """The configuration with none of the theme's files but one template."""
    config = site_load(root, said, strict=strict)
    config.theme.dirs[:] = [str(root / "templates" / "theme")]
    return config


def site_repository(folder: Path) -> Path:
    """A repository whose site has a dozen files."""
    root = folder / "repo"
    for name in ("incidents", "templates/theme"):
        (root / name).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(CONFIG, "utf-8")
    theme = root / "templates" / "theme"
    (theme / "main.html").write_text(MAIN, "utf-8")
    for name in ("404.html", "sitemap.xml", "theme.css"):
        (theme / name).write_text("<p>nothing</p>\n", "utf-8")
    return folder


OLD_PAGES = {
    "index.md": page("Start"),
    "incidents/index.md": page("All"),
    "incidents/INC-1.md": page("One", part="2024-03"),
    "years/2024.md": page("2024"),
}
NEW_PAGES = {
    "index.md": page("Start"),
    "incidents/index.md": page("All"),
    "incidents/INC-1.md": page("One, edited", part="2024-03"),
    "incidents/INC-2.md": page("Two", part="2024-04"),
}


def docs_tree(folder: Path) -> Callable[[], int]:
    """The docs tree of a repository's incidents, with the cache and the ledger."""

    def write() -> None:
        root = folder / "repo"
        (root / "build").mkdir(exist_ok=True)
        with closing(open_ledger(root)) as ledger:
            checked = check(root, today.instant(DAY), None, ledger)
            write_docs(root / "build" / "docs", root, checked, ledger=ledger)

    return _ending(write)


def scene_of(name: str, work: Path) -> Scene:
    """One of `SCENES`, made where it is to be played: what is remembered goes by the place."""
    scene = _made(name, work)
    before = work.with_name("before")
    work.rename(before)
    return replace(scene, before=before)


def _made(name: str, place: Path) -> Scene:
    if name in COMMANDS:
        return Scene(name=name, before=repository(place), program=cli(*COMMANDS[name]))
    what, which = name.rsplit(", ", 1)
    if what == "site":
        before = site_repository(place)
        if which == "edited":
            done = unwatched(_in(before, lambda: small_site(before, OLD_PAGES)))
            assert done.code == 0, done.said
        return Scene(
            name=name,
            before=before,
            program=lambda folder: small_site(folder, NEW_PAGES),
            whole=("site", "build/docs"),
        )
    before = repository(place)
    if which == "edited":
        done = unwatched(_in(before, lambda: docs_tree(before)))
        assert done.code == 0, done.said
        edited = unwatched(cli(*COMMANDS["set"])(before))
        assert edited.code == 0, edited.said
    return Scene(name=name, before=before, program=docs_tree, whole=("build/docs",))


def _in(folder: Path, program: Callable[[], Callable[[], int]]) -> Callable[[], int]:
    def run() -> int:
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        return program()()

    return run


SCENES = [*COMMANDS, "site, first", "site, edited", "docs tree, first", "docs tree, edited"]
