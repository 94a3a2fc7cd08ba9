"""The docs tree for other publishers: plain files that need neither the plugin nor its theme.

Publishers disagree about a link in raw HTML on a page `a.md`: to MkDocs it starts from the page's
address, `a/`, to Zensical from the file. On a page `a/index.md` both mean the same.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.utils.yaml import yaml_load

from postmortems.characters import printable
from postmortems.errors import ConfigurationError
from postmortems.load.defaults import defaults
from postmortems.publish.docs import destination, within
from postmortems.publish.places import refuse_outside
from postmortems.publish.site import load
from postmortems.publish.tree import edits, write_tree
from postmortems.write.file import write_file
from postmortems.write.inside import require_inside
from postmortems.write.tree import open_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from postmortems.checking.result import Checked
    from postmortems.config.audiences import AudienceName
    from postmortems.load.ledger import Ledger

PORTABLE = "build/portable"
"""Where the tree goes, under the repository's root; other editions are beside it."""
STYLES = (
    *("assets/pm-base.css", "assets/pm.css", "assets/pm-lists.css", "assets/pm-analysis.css"),
    *("assets/pm-playbook.css", "assets/list/list.css"),
)
"""The style sheets, in the order in which the theme loads them."""
SCRIPTS = ("assets/pm.js", "assets/pm-links.js")
"""The scripts that need nothing of the theme."""
_OF_MKDOCS = {"INHERIT", "hooks", "watch", "dev_addr", "strict"}
"""Keys that hold for one program or one place."""
_TAGGED = re.compile(r'"\\u0000([\w.]+)"')
_SEARCH = "search.md"
"""The page of the plugin's search; others bring a search of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portable:
    """A tree that was written: its folder, the settings for a publisher, and how many pages.

    ``edited`` says in a sentence each which generated files had been changed by hand.
    """

    folder: Path
    settings: Path
    pages: int
    edited: tuple[str, ...] = ()


def write_portable(
    root: Path,
    checked: Checked,
    ledger: Ledger | None = None,
    audience: AudienceName = "internal",
) -> Portable:
    """Write the docs tree, the theme's files and a `mkdocs.yml` of their own.

    ``ledger`` is that of the same audience. Raises ConfigurationError, PublishError, WriteError.
    """
    config = load(root, [], strict=True)
    refuse_outside(root, config)
    docs = write_tree(root, checked, ledger, audience)
    folder = root / (PORTABLE if audience == "internal" else f"{PORTABLE}-{audience}")
    require_inside(folder / "docs", root)
    folder.mkdir(parents=True, exist_ok=True)
    pages = [path for path in docs.pages if path != _SEARCH]
    with open_tree(folder / "docs") as tree:
        for path in (*pages, *docs.statics):
            tree.put(_moved(path), (docs.folder / path).read_bytes())
        for name, file in _theme(root):
            tree.put(name, file.read_bytes())
    assert checked.settings is not None  # noqa: S101 - callers look first
    said = _settings(folder, config) | {
        "site_url": config.site_url or checked.settings.site.url or "",
        "nav": _renamed(within(config.nav, {*pages}.__contains__)),
    }
    if not docs.whole:
        said |= {"repo_url": None, "repo_name": None, "edit_uri": None}
    settings = folder / "mkdocs.yml"
    write_file(settings, _written(said))
    changed = edits(docs.folder, docs.edited, root)
    changed += edits(folder / "docs", tree.change.edited, root)
    return Portable(folder=folder, settings=settings, pages=len(pages), edited=changed)


def _moved(path: str) -> str:
    if not path.endswith(".md"):
        return path
    return destination(path, folders=True).removesuffix(".html") + ".md"


def _theme(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the style sheets and scripts by their names, the repository's in place of ours."""
    for name in (*STYLES, *SCRIPTS):
        own = root / "templates" / "theme" / name
        require_inside(own, root)
        there = own.is_file() and not own.is_symlink()
        yield name, own if there else defaults() / "templates" / "theme" / name


def _settings(folder: Path, config: MkDocsConfig) -> dict[str, Any]:
    """Return what the repository's `mkdocs.yml` says, as it holds for the tree.

    Not by `INHERIT`: Zensical would put one navigation behind the other.
    """
    # Read again: MkDocs takes what it has read to pieces while it validates it.
    with Path(config.config_file_path).open(encoding="utf-8-sig") as file:
        said = yaml_load(file)
    theme = said.get("theme")
    named = dict(theme) if isinstance(theme, dict) else {"name": theme or "mkdocs"}
    named["variant"] = "classic"  # Material's look, for which our styles are made
    if config.theme.custom_dir:
        named["custom_dir"] = os.path.relpath(config.theme.custom_dir, folder)
    own = {
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": named,
        "plugins": ["search"],
        "extra_css": [*STYLES, *config.extra_css],
        "extra_javascript": [*SCRIPTS, *map(str, config.extra_javascript)],
    }
    return {key: each for key, each in said.items() if key not in _OF_MKDOCS} | own


def _written(settings: dict[str, Any]) -> bytes:
    """Write settings one to a line; JSON is YAML, but for names of Python's functions."""
    lines = (
        f"{key}: {json.dumps(each, ensure_ascii=False, default=_tagged)}\n"
        for key, each in settings.items()
    )
    text = _TAGGED.sub(r"!!python/name:\1 ''", "".join(lines))
    return f"# Written by `postmortems build --portable`.\n{text}".encode()


def _tagged(value: object) -> str:
    """Mark a function that `mkdocs.yml` names by a tag of YAML."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not callable(value) or not module or not name or not f"{module}.{name}".isprintable():
        raise ConfigurationError(
            f"mkdocs.yml holds {printable(repr(value), 100)}, which no other publisher would "
            "understand; leave it out to write a portable tree"
        )
    return f"\0{module}.{name}"


def _renamed(nav: Any) -> Any:  # noqa: ANN401 - as YAML gave it
    if isinstance(nav, list):
        return [_renamed(each) for each in nav]
    if isinstance(nav, dict):
        return {name: _renamed(each) for name, each in nav.items()}
    return _moved(nav) if isinstance(nav, str) else nav
