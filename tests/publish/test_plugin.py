from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.exceptions import Abort

from golden.update import AS_OF
from postmortems import today
from postmortems.publish.site import load
from publish.files import contents, stamped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOOD = "incidents/2026/INC-20260614-1000.yml"
BAD = "incidents/2026/INC-20260930-0815.yml"
LEFT_OUT = "incidents/INC-20260930-0815"
EPOCH = str(int(today.instant(AS_OF).timestamp()))


def mkdocs(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "mkdocs", "build", "--strict"],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def preview(
    demo: Path, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Builds the demo as `mkdocs serve` does, again and again with one plugin."""
    caplog.set_level(logging.ERROR, "mkdocs.plugins.postmortems")
    first = load(demo, [], strict=False)
    first.plugins.on_startup(command="serve", dirty=False)

    def rebuild() -> dict[str, bytes]:
        config = load(demo, [], strict=False)
        config.site_dir = str(demo / "preview")
        build(config, serve_url="http://127.0.0.1:8000/")
        return contents(demo / "preview")

    yield rebuild
    first.plugins.on_shutdown()


def test_bare_mkdocs_gives_the_site_that_our_own_command_gives(demo: Path, published: Path) -> None:
    said = mkdocs(demo)
    assert (said.returncode, said.stdout) == (0, "")
    assert "6 incidents checked: " in said.stderr
    assert contents(demo / "site") == contents(published / "site")


def test_a_page_outside_the_navigation_stands_under_the_tab_that_leads_to_it(demo: Path) -> None:
    file = demo / "mkdocs.yml"
    flat, nested = "  - Incidents: incidents/index.md\n", "      - {}/index.md\n"
    text = file.read_text("utf-8")
    assert flat in text
    tab = "  - Incidents:\n" + nested.format("incidents") + nested.format("years")
    text = text.replace("  font: false\n", "  font: false\n  features: [navigation.tabs]\n")
    file.write_text(text.replace(flat, tab), "utf-8")
    assert mkdocs(demo).returncode == 0
    active = re.compile(r'md-tabs__item md-tabs__item--active">\s*<a[^>]*>\s*(\w*)')
    site = demo / "site"
    assert {
        page: active.findall((site / page / "index.html").read_text("utf-8"))
        for page in ("", "incidents/INC-20260614-1000", "incidents/open", "years/2026", "search")
    } == {
        "": ["Home"],
        "incidents/INC-20260614-1000": ["Incidents"],
        "incidents/open": ["Incidents"],
        "years/2026": ["Incidents"],
        "search": [],
    }


def test_bare_mkdocs_reports_everything_and_leaves_the_site_when_an_incident_is_broken(
    built: Path,
) -> None:
    (built / BAD).write_text("id: [\n", "utf-8")
    (built / GOOD).write_text("id: {\n", "utf-8")
    before = stamped(built / "site")
    said = mkdocs(built)
    assert said.returncode == 1
    assert f"{BAD}:2:1: error[yaml-syntax]" in said.stderr
    assert f"{GOOD}:2:1: error[yaml-syntax]" in said.stderr
    assert "nothing was published" in said.stderr
    assert "Traceback" not in said.stderr
    assert stamped(built / "site") == before


def test_a_preview_leaves_a_broken_incident_out_and_takes_it_back(
    preview: Callable[[], dict[str, bytes]], demo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sound = (demo / BAD).read_bytes()
    (demo / BAD).write_text("id: [\n", "utf-8")
    site = preview()
    assert f"{LEFT_OUT}/index.html" not in site
    assert "incidents/INC-20260614-1000/index.html" in site
    assert LEFT_OUT.encode() not in site["index.html"]
    assert f"{BAD}:2:1: error[yaml-syntax]" in caplog.text
    (demo / BAD).write_bytes(sound)
    site = preview()
    assert f"{LEFT_OUT}/index.html" in site
    assert LEFT_OUT.encode() in site["index.html"]


def test_a_preview_shows_an_incident_that_breaks_a_rule_with_what_is_wrong(
    preview: Callable[[], dict[str, bytes]], demo: Path
) -> None:
    text = (demo / GOOD).read_text("utf-8")
    (demo / GOOD).write_text(
        text.replace("resolved:", "acknowledged: 2026-06-14 09:00, resolved:"), "utf-8"
    )
    page = preview()["incidents/INC-20260614-1000/index.html"]
    assert b"lifecycle&#45;order" in page


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("site_config/site.yml", "name: [\n", "site_config/site.yml:2:1: error[yaml-syntax]"),
        ("templates/pages/home.md.j2", "# A\n{% if %}\n", "templates/pages/home.md.j2:2: "),
    ],
    ids=["settings", "template"],
)
def test_a_preview_keeps_the_last_pages_while_settings_or_templates_are_broken(
    preview: Callable[[], dict[str, bytes]],
    demo: Path,
    caplog: pytest.LogCaptureFixture,
    file: str,
    text: str,
    message: str,
) -> None:
    before = preview()
    (demo / file).parent.mkdir(parents=True, exist_ok=True)
    (demo / file).write_text(text, "utf-8")
    assert preview() == before
    assert message in caplog.text


def test_a_preview_without_pages_to_keep_does_not_start(
    preview: Callable[[], dict[str, bytes]], demo: Path
) -> None:
    (demo / "site_config" / "site.yml").write_text("name: [\n", "utf-8")
    with pytest.raises(Abort):
        preview()


def test_a_preview_writes_only_the_pages_that_changed(
    preview: Callable[[], dict[str, bytes]], demo: Path
) -> None:
    preview()
    before = stamped(demo / "build" / "docs")
    text = (demo / GOOD).read_text("utf-8")
    (demo / GOOD).write_text(text.replace("98 %", "99 %"), "utf-8")
    preview()
    after = stamped(demo / "build" / "docs")
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if not name.startswith(".")} == {
        "incidents/INC-20260614-1000.md",
        "incidents/INC-20260614-1000.yml",
        # what tells its summary, too
        "data/csv/incidents.csv",
        "data/json/2026.json",
        "data/postmortems.sqlite",
        "feeds/all.json",
        "feeds/all.xml",
        "feeds/services/archive.json",
        "feeds/services/archive.xml",
        "feeds/severities/p3.json",
        "feeds/severities/p3.xml",
    }


def test_a_day_in_quotes_is_read_like_one_without(demo: Path) -> None:
    file = demo / "mkdocs.yml"
    text = file.read_text("utf-8")
    plain = load(demo, [], strict=True).plugins["postmortems"].config["as_of"]
    file.write_text(text.replace("as_of: 2026-09-30", 'as_of: "2026-09-30"'), "utf-8")
    quoted = load(demo, [], strict=True).plugins["postmortems"].config["as_of"]
    assert str(plain) == quoted == AS_OF
