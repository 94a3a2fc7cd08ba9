from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from postmortems import extended

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.conftest import Command

RULE = '''
from postmortems.extend.rules import Problem, rule

@rule("has-title", family="language")
def has_title(incident, context):
    """It has a title.

    Why: To try.

    Source: Tests.

    Flagged:
        title: A

    Accepted:
        title: B
    """
    yield Problem(rule="has-title", path=("title",), message="WORDS")
'''


@pytest.fixture(autouse=True)
def nothing_added() -> Iterator[None]:
    """What a test adds is gone after it."""
    yield
    extended.use((), "")


@pytest.fixture
def extending(root: Path) -> Path:
    """A repository with a rule of its own that flags every incident."""
    (root / "site_config").mkdir()
    site = "name: X\nextensions: [extensions/one.py]\n"
    (root / "site_config" / "site.yml").write_text(site, "utf-8")
    (root / "extensions").mkdir()
    (root / "extensions" / "one.py").write_text(RULE, "utf-8")
    return root


def test_a_changed_rule_is_run_anew_though_nothing_else_changed(
    extending: Path, called: Command
) -> None:
    asked = ("check", "--output", "concise", "--root", extending, "--as-of", "2026-03-20")
    assert "warning[has-title] WORDS" in called(*asked).out
    assert "warning[has-title] WORDS" in called(*asked).out  # from the cache
    text = RULE.replace("WORDS", "others")
    (extending / "extensions" / "one.py").write_text(text, "utf-8")
    said = called(*asked).out
    assert "warning[has-title] others" in said
    assert "WORDS" not in said


def test_every_command_about_rules_knows_it(extending: Path, called: Command) -> None:
    assert "\n  has-title " in called("rules", "--root", extending).out
    assert called("explain", "has-title", folder=extending).out.startswith("has-title (language")
    only = called("check", "--select", "has-title", "--root", extending)
    assert "1 incident checked: 1 warning." in only.out
    assert '"has-title"' in called("schema", "--root", extending).out


def test_an_extension_that_fails_is_wrong_configuration_and_no_crash(
    extending: Path, called: Command
) -> None:
    file = extending / "extensions" / "one.py"
    file.write_text("import nothing_of_this_name\n", "utf-8")
    run = called("check", "--root", extending)
    assert run.code == 2
    assert run.err == (
        "postmortems: extensions/one.py:1: ModuleNotFoundError: "
        "No module named 'nothing_of_this_name'\n"
    )
    file.write_text(RULE.replace("    yield ", "    incident.nothing\n    yield "), "utf-8")
    run = called("check", "--root", extending)
    assert run.code == 2
    assert run.err == (
        "postmortems: extensions/one.py:18: AttributeError: "
        "'Incident' object has no attribute 'nothing'\n"
    )


def test_a_file_that_is_not_named_is_never_run(extending: Path, called: Command) -> None:
    (extending / "site_config" / "site.yml").write_text("name: X\n", "utf-8")
    (extending / "extensions" / "one.py").write_text("raise SystemExit(9)\n", "utf-8")
    assert called("check", "--root", extending).code == 0
