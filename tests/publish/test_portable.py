"""The tree for other publishers: what is in it, whose it is, and what its settings say."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from golden.update import AS_OF, DEMO
from postmortems import today
from postmortems.errors import ConfigurationError
from postmortems.pipeline import check
from postmortems.publish.docs import listed
from postmortems.publish.portable import SCRIPTS, STYLES, Portable, write_portable
from publish.files import contents
from support.editions import write_marked
from support.sites import configured

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.audiences import AudienceName

INCIDENT = "INC-20260614-1000"
EMOJI = "!!python/name:material.extensions.emoji.twemoji ''"
APPLIED = "extra: {x: !!python/object/apply:functools.partial [!!python/name:print '']}\n"


def portable(root: Path, audience: AudienceName = "internal") -> Portable:
    return write_portable(root, check(root, today.instant(AS_OF)), audience=audience)


def test_the_style_sheets_are_those_of_the_theme_in_its_order(repository: Path) -> None:
    theme = (repository / "templates" / "theme" / "main.html").read_text("utf-8")
    named = [each.split("'")[0] for each in theme.split('rel="stylesheet" href="{{ \'')[1:]]
    assert [each for each in named if "search" not in each] == list(STYLES)
    assert all(f"'{each}'" in theme for each in SCRIPTS)


def test_the_tree_follows_the_incidents_and_the_settings_and_leaves_a_site_alone(
    tmp_path: Path,
) -> None:
    root = shutil.copytree(DEMO, tmp_path / "demo")
    made = portable(root)
    (made.folder / "site").mkdir()
    (made.folder / "site" / "index.html").write_text("built", "utf-8")
    before = contents(made.folder)
    assert f"docs/incidents/{INCIDENT}/index.md" in before
    assert [name for name in before if name.endswith(".md") and not name.endswith("index.md")] == []
    (root / "incidents" / "2026" / f"{INCIDENT}.yml").unlink()
    file = root / "mkdocs.yml"
    said = file.read_text("utf-8")
    asked = f"  - attr_list\n  - pymdownx.emoji:\n      emoji_index: {EMOJI}\n"
    file.write_text(said.replace("  - attr_list\n", asked), "utf-8")
    after = contents(portable(root).folder)
    assert f"docs/incidents/{INCIDENT}/index.md" not in after
    assert after["site/index.html"] == b"built"
    assert after["docs/assets/pm.css"] == before["docs/assets/pm.css"]
    assert f'{{"emoji_index": {EMOJI}}}' in after["mkdocs.yml"].decode()


def test_an_object_that_no_settings_can_name_is_refused(repository: Path, tmp_path: Path) -> None:
    configured(repository, tmp_path)
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(APPLIED)
    with pytest.raises(ConfigurationError, match="which no other publisher would understand"):
        portable(tmp_path)


def test_the_public_edition_goes_elsewhere_and_names_no_repository(
    repository: Path, tmp_path: Path
) -> None:
    configured(repository, tmp_path)
    write_marked(tmp_path)
    theme = tmp_path / "templates" / "theme" / "assets"
    theme.mkdir(parents=True)
    (theme / "pm.css").write_text("/* ours */", "utf-8")
    (theme / "pm.js").symlink_to(tmp_path / "mkdocs.yml")
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nrepo_url: https://git.example.com/incidents\n")
    made = portable(tmp_path, "public")
    assert made.folder == tmp_path / "build" / "portable-public"
    assert "git.example.com" not in made.settings.read_text("utf-8")
    found = contents(made.folder / "docs")
    assert found["assets/pm.css"] == b"/* ours */"
    assert b"site_name" not in found["assets/pm.js"]
    named = set(listed(yaml.safe_load(made.settings.read_text("utf-8"))["nav"]))
    assert "playbook/history/index.md" not in named
    assert {name for name in named if name not in found} == set()
    assert made.pages == sum(name.endswith(".md") for name in found)
