from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from postmortems.cli import COMMANDS
from postmortems.pages import playbook, reference
from postmortems.publish.references import SCHEMA, references, stale
from postmortems.reports.formats import FORMATS
from postmortems.rules.registry import rule_names
from support.example import settings
from support.wording import wording

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ("README.md", ".github/CONTRIBUTING.md", ".github/ARCHITECTURE.md")
SAMPLES = "incidents/"


@pytest.fixture(scope="module")
def texts(repository: Path) -> dict[str, str]:
    return {name: (repository / name).read_text("utf-8") for name in PAGES}


def test_what_is_written_from_code_is_fresh(repository: Path) -> None:
    assert stale(repository, references(repository)) == (), "run `make docs`"


def test_every_incident_tells_editors_where_the_schema_is(
    repository: Path, repository_files: list[str]
) -> None:
    files = [name for name in repository_files if name.startswith(SAMPLES)]
    assert files
    for name in files:
        file = repository / name
        way = os.path.relpath(repository / SCHEMA, file.parent)
        first = file.read_text("utf-8").split("\n", 1)[0]
        assert first == f"# yaml-language-server: $schema={way}", name


def test_every_command_is_in_the_readme_and_every_one_there_exists(texts: dict[str, str]) -> None:
    said = texts["README.md"]
    named = set(re.findall(r"\bpostmortems ([a-z]+)", "\n".join(texts.values())))
    assert named - COMMANDS.keys() <= {"authors"}
    assert [name for name in COMMANDS if f"`{name}`" not in said and name not in named] == []


def test_every_format_of_a_report_is_in_the_table_of_the_readme(texts: dict[str, str]) -> None:
    _, _, table = texts["README.md"].partition("| format | for | good to know |\n|---|---|---|\n")
    rows = re.findall(r"^\| `([a-z]+)` \|", table, re.MULTILINE)
    assert tuple(rows) == FORMATS


def test_every_make_target_that_is_named_exists(texts: dict[str, str], repository: Path) -> None:
    makefile = (repository / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", "\n".join(texts.values()), re.MULTILINE))
    assert {"site", "test", "lint", "docs", "serve"} <= named
    assert named - targets == set()


def test_every_rule_and_file_that_is_named_exists(texts: dict[str, str], repository: Path) -> None:
    for name, text in texts.items():
        rules = re.findall(r"postmortems explain ([a-z-]+)", text)
        assert set(rules) <= rule_names().keys()
        links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
        folder = (repository / name).parent
        absent = {link for link in links if not (folder / link).exists()}
        assert absent <= {"../benchmarks/README.md"}, name  # what `make bench` measured


def test_every_page_that_comes_from_code_is_in_the_navigation(repository: Path) -> None:
    navigation = (repository / "mkdocs.yml").read_text("utf-8")
    pages = [
        each.path for each in (*reference.pages(), *playbook.pages(settings(), wording(settings())))
    ]
    assert len(pages) == 12
    assert [path for path in pages if f": {path}\n" not in navigation] == ["playbook/index.md"]
    assert "- playbook/index.md\n" in navigation
    # One of the rules' pages is enough there: it leads to all others.
    assert "- reference/rules/index.md\n" in navigation
