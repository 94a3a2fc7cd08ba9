from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID, REPOSITORY, example
from support.guide import File, steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]

TEXT = (REPOSITORY / "templates" / "guide" / "contributing.md").read_text("utf-8")
DIFFS = re.findall(r"^```diff\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
NAMES = ("generator", "site_config", "templates", "mkdocs.yml")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which somebody did what the page says, and one incident."""
    root = tmp_path_factory.mktemp("contributor") / "repository"
    root.mkdir()
    for name in NAMES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, root / name)
    for step in steps(TEXT):
        assert isinstance(step, File)
        assert not (root / step.path).exists()
        (root / step.path).write_text(step.text, "utf-8")
    for diff in DIFFS:
        subprocess.run(["git", "apply", "-"], cwd=root, input=diff, text=True, check=True)
    incident = root / "incidents" / "2026" / f"{BASE_ID}.yml"
    incident.parent.mkdir(parents=True)
    incident.write_bytes(example(f"title: {BASE_ID} payments are refused\n"))
    return root


@pytest.fixture(scope="module")
def run(followed: Path) -> Run:
    """Runs a command of the copied program in the copied repository; what it prints."""

    def called(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "postmortems", *arguments],
            cwd=followed,
            env=os.environ | {"PYTHONPATH": str(followed / "generator"), "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    return called


@pytest.fixture(scope="module")
def site(followed: Path, run: Run) -> Path:
    """The site that the copied program builds."""
    assert "The site is in site/." in run("build", "--quiet", "--as-of", "2026-03-20")
    return followed / "site"


def test_the_page_adds_one_of_each_kind() -> None:
    assert [step.path for step in steps(TEXT) if isinstance(step, File)] == [
        "generator/postmortems/rules/title_names_id.py",
        "generator/postmortems/importers/pagerlog.py",
        "generator/postmortems/pages/dashboard/weekdays.py",
        "generator/postmortems/pages/commanders.py",
    ]
    assert len(DIFFS) == 4


def test_the_rule_of_the_page_finds_what_it_is_about(run: Run) -> None:
    said = run("check", "--output", "concise", "--select", "title-names-id", "--no-cache")
    assert f"incidents/2026/{BASE_ID}.yml:4:8: warning[title-names-id] the title holds" in said
    assert run("explain", "title-names-id").startswith("title-names-id (language, warning)\n")


def test_the_importer_of_the_page_imports(followed: Path, run: Run) -> None:
    line = "PL-7\tcheckout\t2026-03-10T16:10Z\tOrders are refused"
    (followed / "pager.log").write_text(f"#pagerlog\n{line}\n", "utf-8")
    options = ("--severity", "P2", "--status", "investigating", "--into", "imported", "--as-of")
    said = run("import", "pager.log", "--add-services", *options, "2026-03-20")
    assert "1 file: 1 record made" in said
    record = (followed / "imported" / "2026" / "INC-20260310-1610.yml").read_text("utf-8")
    assert "\ntitle: Orders are refused\n" in record
    assert "\nservices: [checkout]\n" in record


def test_the_chart_of_the_page_is_on_the_dashboard(site: Path) -> None:
    page = (site / "dashboards" / "quarters" / "index.html").read_text("utf-8")
    assert '<h2 id="weekdays">Incidents by day of the week' in page
    assert 'aria-label="Incidents by day of the week"' in page
    rows = (site / "data" / "weekdays.csv").read_text("utf-8").splitlines()
    assert rows[:3] == ["day,incidents", "Monday,0", "Tuesday,1"]


def test_the_page_of_the_page_is_on_the_site(site: Path) -> None:
    page = (site / "commanders" / "index.html").read_text("utf-8")
    assert f"incidents/{BASE_ID}/" in page
    assert "commanders/" in (site / "index.html").read_text("utf-8")
