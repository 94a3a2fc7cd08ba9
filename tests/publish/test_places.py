from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest

from postmortems.errors import ConfigurationError
from postmortems.publish.places import configured_folder, refuse_outside
from postmortems.publish.site import load

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig


@dataclass
class _Theme:
    custom_dir: str | None = None


@dataclass
class _Config:
    """What is looked at of MkDocs' configuration, which has made all paths absolute."""

    docs_dir: str
    site_dir: str
    theme: _Theme = field(default_factory=_Theme)


def config(root: Path, **changed: Any) -> MkDocsConfig:  # noqa: ANN401
    theme = _Theme(changed.pop("custom_dir", None))
    made = _Config(docs_dir=f"{root}/incidents", site_dir=f"{root}/site", theme=theme)
    for name, value in changed.items():
        setattr(made, name, value)
    return cast("MkDocsConfig", made)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "incidents").mkdir(parents=True)
    (root / "theme").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("secret")
    return root


def test_folders_of_the_repository_are_taken(root: Path) -> None:
    given = config(root, custom_dir=f"{root}/theme")
    refuse_outside(root, given)
    assert configured_folder(root, given) == root / "site"
    deep = config(root, site_dir=f"{root}/build/public/site")
    assert configured_folder(root, deep) == root / "build" / "public" / "site"


@pytest.mark.parametrize("name", ["docs_dir", "custom_dir"])
def test_a_folder_elsewhere_is_not_published(root: Path, name: str) -> None:
    outside = root.parent / "outside"
    with pytest.raises(ConfigurationError, match=f"{name} {outside} lies outside of {root}"):
        refuse_outside(root, config(root, **{name: str(outside)}))


@pytest.mark.parametrize("name", ["docs_dir", "custom_dir"])
def test_a_folder_behind_a_link_is_not_published(root: Path, name: str) -> None:
    (root / "link").symlink_to(root.parent)
    with pytest.raises(ConfigurationError, match=f"{name} leads through link, which is a symbolic"):
        refuse_outside(root, config(root, **{name: f"{root}/link/outside"}))


def test_a_link_in_a_themes_folder_is_not_published(root: Path) -> None:
    (root / "theme" / "main.html").symlink_to(root.parent / "outside" / "secret")
    with pytest.raises(ConfigurationError, match=r"leads through theme/main.html, which is a symb"):
        refuse_outside(root, config(root, custom_dir=f"{root}/theme"))


@pytest.mark.parametrize("site", ["../outside", "../site", "link/site", "/"])
def test_a_site_goes_nowhere_outside_of_the_repository(root: Path, site: str) -> None:
    (root / "link").symlink_to(root.parent / "outside")
    target = (root / site) if site != "../outside" else root.parent / "outside"
    with pytest.raises(ConfigurationError, match="site_dir"):
        configured_folder(root, config(root, site_dir=str(target)))


def test_a_configuration_that_is_a_link_is_not_read(root: Path) -> None:
    (root.parent / "outside" / "mkdocs.yml").write_text("hooks: [x.py]\n")
    (root / "mkdocs.yml").symlink_to(root.parent / "outside" / "mkdocs.yml")
    with pytest.raises(ConfigurationError, match=r"mkdocs.yml is a symbolic link"):
        load(root, [], strict=True)
