"""A small site of plain pages, built by the real publisher without the pipeline before it."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from postmortems import today
from postmortems.publish import indexing, site
from postmortems.publish.docs import Docs
from postmortems.publish.searched import lean
from publish.files import contents
from support.trees import sync_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import pytest

    from postmortems.config.settings import Settings

CONFIG = """\
site_name: Small
site_url: https://example.org/inc/
docs_dir: incidents
theme: { name: material, font: false, features: [navigation.tabs] }
plugins: [postmortems]
nav:
  - Home: index.md
  - incidents/index.md
  - More: [years/index.md]
"""


def page(title: str, text: str = "text", **front: str) -> bytes:
    head = {"title": title, "description": text, **front}
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in head.items()]
    return f"---\n{''.join(lines)}---\n\n# {title} {{ #top }}\n\n<p>{text}</p>\n".encode()


def pages() -> dict[str, bytes]:
    return {
        "index.md": page("Start"),
        "incidents/index.md": page("All"),
        "incidents/INC-1.md": page("One", part="2024-03"),
        "incidents/INC-1.yml": b"id: INC-1\n",
        "incidents/INC-2.md": page("Two", part="2024-04"),
        "years/index.md": page("Years"),
        "years/2024.md": page("2024"),
    }


@dataclass
class Small:
    """Its docs tree as files, and the folder it is built in."""

    root: Path
    files: dict[str, bytes] = field(default_factory=pages)
    day: str = "2026-09-30"
    settings: Settings | None = None

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def build(self) -> dict[str, bytes]:
        docs = self.root / "build" / "docs"
        docs.parent.mkdir(exist_ok=True)
        sync_tree(docs, self.files)
        checked: Any = SimpleNamespace(as_of=today.instant(self.day), settings=self.settings)
        site.build_site(self.root, checked)
        return self.made()

    def made(self) -> dict[str, bytes]:
        return contents(self.root / "site")

    def marks(self) -> dict[str, int]:
        folder = self.root / "site"
        return {name: (folder / name).stat().st_mtime_ns for name in self.made()}

    def clean(self, root: Path) -> dict[str, bytes]:
        """What a build makes that knows of no other."""
        skipped = shutil.ignore_patterns("build", "site", ".*")
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root, ignore=skipped)
        return Small(root, self.files, self.day).build()


def small(root: Path, monkeypatch: pytest.MonkeyPatch, *, search: bool = False) -> Small:
    """A small site, not built yet; without ``search``, its index only sums its pages up."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(root.parent / "cache"))
    monkeypatch.setattr(site, "write_tree", prepared)
    if not search:
        monkeypatch.setattr(indexing, "make", _summed)
    made = Small(root)
    made.write("mkdocs.yml", CONFIG)
    (root / "incidents").mkdir()
    return made


def prepared(root: Path, *_: object) -> Docs:
    """The docs tree as it lies there."""
    docs = root / "build" / "docs"
    files = contents(docs)
    return Docs(
        folder=docs,
        digests={path: hashlib.sha256(content).hexdigest() for path, content in files.items()},
    )


def _summed(
    folder: Path, found: Path, parts: Mapping[str, Collection[str]], changed: Collection[str]
) -> None:
    for part, files in parts.items():
        place = folder / "pagefind" / f"{part or 'all'}.txt"
        place.parent.mkdir(exist_ok=True)
        if part in changed:
            seen = [hashlib.sha256(lean((found / file).read_bytes())).hexdigest() for file in files]
            place.unlink(missing_ok=True)
            place.write_text("\n".join(seen), "utf-8")
