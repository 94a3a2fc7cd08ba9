from __future__ import annotations

import gzip
import os
import signal
from typing import TYPE_CHECKING

import mkdocs.commands.build
import pytest

from golden.update import AS_OF, demo_tree
from postmortems import today
from postmortems.errors import ConfigurationError, PublishError
from postmortems.pipeline import check
from postmortems.publish.site import build_site
from publish.files import contents, stamped
from publish.links import broken_links

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from postmortems.publish.site import Built

HOSTILE = "incidents/2026/INC-20260701-1200.yml"
NEAR_MISS = "incidents/2026/INC-20260614-1000.yml"


def build(root: Path, *, strict: bool = True) -> Built:
    checked = check(root, today.instant(AS_OF))
    assert checked.errors == 0
    return build_site(root, checked, strict=strict)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def test_every_file_of_the_docs_tree_is_in_the_site_and_nothing_of_it_is_hidden(
    published: Path,
) -> None:
    site = published / "site"
    for path in demo_tree():
        folder, _, name = path.removesuffix(".md").rpartition("/")
        page = path if not path.endswith(".md") else f"{'' if name == 'index' else name}/index.html"
        assert (site / (page if page == path else f"{folder}/{page}".lstrip("/"))).is_file(), path
    assert [name for name in contents(site) if "/." in f"/{name}"] == [".postmortems-site"]
    assert (published / "build" / "docs" / "index.md").is_file()


def test_no_link_of_the_site_leads_nowhere_and_no_id_stands_twice(published: Path) -> None:
    assert broken_links(published / "site") == []


def test_a_link_that_leads_nowhere_would_be_found(built: Path) -> None:
    edit(
        built / "site" / "index.html",
        '<p class="pm-tagline">',
        '<p class="pm-tagline" id="open"><a href="no/">',
    )
    edit(built / "site" / "404.html", "<h1>", '<h1><a href="/actions/#none"></a>')
    assert broken_links(built / "site") == [
        "404.html: /actions/#none",
        "index.html: two elements have the id open",
        "index.html: no/",
    ]


def test_text_of_strangers_is_text_in_the_finished_page(published: Path) -> None:
    page = (published / "site" / "incidents" / "INC-20260701-1200" / "index.html").read_text()
    assert "<script>alert" not in page
    assert "onerror" not in page.replace("onerror&#61;", "")
    assert "javascript:" not in page
    assert "root:x:0:0" not in page
    assert (
        "<title>INC&#45;20260701&#45;1200&#58; &#61;cmd&#124;x&#33; Long &#60;script&#62;" in page
    )


def test_the_same_day_gives_the_same_bytes_whatever_the_clock_says(
    published: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert build(demo).warnings == ()
    assert contents(demo / "site") == contents(published / "site")
    assert os.environ["SOURCE_DATE_EPOCH"] == "1000000000"
    sitemap = gzip.decompress((demo / "site" / "sitemap.xml.gz").read_bytes())
    assert b"<lastmod>2026-09-30</lastmod>" in sitemap


def test_a_repository_without_incidents_gets_a_site(demo: Path) -> None:
    for path in (demo / "incidents").rglob("*.yml"):
        path.unlink()
    build(demo)
    assert "There are no incidents yet" in (demo / "site" / "index.html").read_text("utf-8")
    assert broken_links(demo / "site") == []
    assert [name for name in contents(demo / "site") if "INC-" in name] == []


def test_one_incident_gets_a_site(demo: Path) -> None:
    for path in (demo / "incidents").rglob("*.yml"):
        if path != demo / HOSTILE:
            path.unlink()
    build(demo)
    assert (demo / "site" / "incidents" / "INC-20260701-1200" / "index.html").is_file()
    assert broken_links(demo / "site") == []


def test_what_is_gone_from_the_incidents_is_gone_from_the_site(built: Path) -> None:
    (built / NEAR_MISS).unlink()
    build(built)
    assert not (built / "site" / "incidents" / "INC-20260614-1000").exists()
    assert not (built / "build" / "docs" / "incidents" / "INC-20260614-1000.md").exists()


def test_the_teams_own_theme_file_wins(demo: Path) -> None:
    file = demo / "templates" / "theme" / "404.html"
    file.parent.mkdir(parents=True)
    file.write_text("<p>ours</p>", "utf-8")
    build(demo)
    assert (demo / "site" / "404.html").read_text("utf-8") == "<p>ours</p>"
    assert (demo / "site" / "assets" / "pm.css").is_file()


def _page_template(root: Path) -> None:
    file = root / "templates" / "pages" / "postmortem.md.j2"
    file.parent.mkdir(parents=True)
    file.write_text("# {{ page.title }}\n{% for %}\n", "utf-8")


def _theme_template(root: Path) -> None:
    file = root / "templates" / "theme" / "main.html"
    file.parent.mkdir(parents=True)
    file.write_text('{% extends "base.html" %}\n{% black %}\n', "utf-8")


def _link(root: Path) -> None:
    (root / "secret").write_text("of the machine that builds", "utf-8")
    file = root / "templates" / "theme" / "assets" / "picture.svg"
    file.parent.mkdir(parents=True)
    file.symlink_to(root / "secret")


def _linked_folder(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "templates" / "theme").mkdir(parents=True)
    (root / "templates" / "theme" / "assets").symlink_to(root / "elsewhere")


def _no_config(root: Path) -> None:
    (root / "mkdocs.yml").unlink()


def _broken_config(root: Path) -> None:
    (root / "mkdocs.yml").write_text("site_name: [\n", "utf-8")


def _unknown_plugin(root: Path) -> None:
    edit(root / "mkdocs.yml", "plugins:\n", "plugins:\n  - mermaid9\n")


def _second_search(root: Path) -> None:
    edit(root / "mkdocs.yml", "plugins:\n", "plugins:\n  - search\n")


def _no_plugin(root: Path) -> None:
    edit(root / "mkdocs.yml", "  - postmortems:\n      as_of: 2026-09-30\n", "")


def _site_over_all(root: Path) -> None:
    edit(root / "mkdocs.yml", "site_dir: site\n", "site_dir: .\n")


def _missing_page(root: Path) -> None:
    edit(root / "mkdocs.yml", "  - Actions: actions/index.md\n", "  - Actions: action.md\n")


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (_page_template, ConfigurationError, r"^templates/pages/postmortem\.md\.j2:2: "),
        (_theme_template, PublishError, r"theme/main\.html:2: Encountered unknown tag 'black'"),
        (_link, PublishError, r"templates/theme/assets/picture\.svg is a symbolic link; what it"),
        (_linked_folder, PublishError, r"templates/theme/assets is a symbolic link; what it leads"),
        (_no_config, ConfigurationError, r"^mkdocs\.yml is missing from .*; the site needs one$"),
        (_broken_config, ConfigurationError, r"(?s)^mkdocs\.yml: .*line 2"),
        (_unknown_plugin, ConfigurationError, r"^mkdocs\.yml: .*\"mermaid9\" plugin is not inst"),
        (_second_search, PublishError, "lists the plugin `search`: take it out"),
        (_no_plugin, ConfigurationError, "add `postmortems` under `plugins:`"),
        (_site_over_all, ConfigurationError, "'docs_dir' should not be within the 'site_dir'"),
        (_missing_page, PublishError, r"(?s)^MkDocs could not .*'action\.md'.*strict mode"),
    ],
)
def test_a_build_that_fails_says_why_and_leaves_the_last_good_site(
    built: Path, spoil: Callable[[Path], None], error: type[Exception], message: str
) -> None:
    spoil(built)
    before = stamped(built / "site")
    with pytest.raises(error, match=message):
        build(built)
    assert stamped(built / "site") == before
    assert sorted(path.name for path in built.iterdir() if "staging" in path.name) == []


def test_without_strictness_warnings_are_handed_back(demo: Path) -> None:
    _missing_page(demo)
    (warning, *_) = build(demo, strict=False).warnings
    assert "'action.md'" in warning


def test_a_request_to_stop_is_not_taken_for_a_failure_of_mkdocs(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(mkdocs.commands.build, "build", stopped)
    before = stamped(built / "site")
    with pytest.raises(SystemExit) as stop:
        build(built)
    assert stop.value.code == 128 + signal.SIGTERM
    assert stamped(built / "site") == before
