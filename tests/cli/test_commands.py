from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from postmortems import __version__
from postmortems.cli import COMMANDS, group
from postmortems.rules.registry import rule_names

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command, Invoke


def test_every_command_is_listed_with_its_line(invoke: Invoke) -> None:
    said = invoke("--help").stdout
    width = max(map(len, COMMANDS))
    for name, line in COMMANDS.items():
        assert f"  {name:<{width}}  {line}\n" in said
    assert list(COMMANDS) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_fits_a_terminal_and_leaves_nothing_out(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = invoke(name, "--help")
    assert said.exit_code == 0
    assert said.stdout.startswith(f"Usage: postmortems {name} [OPTIONS]")
    assert max(map(len, said.stdout.splitlines())) <= 80
    assert said.stdout.isascii()
    assert "\b" not in said.stdout
    assert "\\b" not in said.stdout
    command = group.get_command(click.Context(group), name)
    assert command is not None
    for each in command.params:
        if isinstance(each, click.Option):
            assert each.help
            assert all(option in said.stdout for option in (*each.opts, *each.secondary_opts))
    examples = re.findall(r"^    (postmortems .*)$", said.stdout, re.MULTILINE)
    assert all(example.startswith(f"postmortems {name}") for example in examples)
    assert len(examples) >= (0 if name == "serve" else 1)


def test_the_version_is_told(invoke: Invoke) -> None:
    assert invoke("--version").stdout == f"postmortems, version {__version__}\n"


def test_without_a_command_there_is_help_and_exit_code_2(called: Command) -> None:
    said = called()
    assert said.code == 2
    assert "Commands:" in said.err


def test_a_rule_is_explained(invoke: Invoke) -> None:
    said = invoke("explain", "timeline-unsorted").stdout
    assert said.startswith("timeline-unsorted (time, error)\n\n")
    assert re.findall(r"^(Why|Fix|Flagged|Accepted|Source):", said, re.MULTILINE) == [
        "Why",
        "Fix",
        "Flagged",
        "Accepted",
        "Source",
    ]
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize("name", sorted(rule_names()))
def test_every_rule_can_be_explained(invoke: Invoke, name: str) -> None:
    said = invoke("explain", name)
    assert said.exit_code == 0
    assert said.stdout.startswith(f"{name} (")


def test_a_misspelt_rule_gets_the_name_that_was_meant(called: Command) -> None:
    said = called("explain", "timeline-unsortd")
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(
        "Error: there is no rule 'timeline-unsortd'; did you mean timeline-unsorted?\n"
    )
    assert called("explain", "zzz").err.endswith("Error: there is no rule 'zzz'\n")


def test_without_a_rule_the_command_that_lists_them_is_named(called: Command) -> None:
    said = called("explain")
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith(
        "Error: explain takes the name of a rule; `postmortems rules` lists them\n"
    )


def test_the_issue_form_is_the_committed_one(invoke: Invoke, repository: Path) -> None:
    said = invoke("schema", "--issue-form", "--root", repository)
    assert said.exit_code == 0
    committed = repository / ".github" / "ISSUE_TEMPLATE" / "incident.yml"
    assert said.stdout == committed.read_text("utf-8")


def test_the_schema_is_the_committed_one(invoke: Invoke, repository: Path) -> None:
    said = invoke("schema", "--root", repository)
    committed = repository / "site_config" / "incident.schema.json"
    assert said.exit_code == 0
    assert said.stdout == committed.read_text("utf-8")


def test_the_schema_needs_sound_settings(root: Path, called: Command) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "catalog.yml").write_text("services: 1\n", "utf-8")
    said = called("schema", "--root", root)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "postmortems: site_config/ holds errors; run `postmortems check` to see them\n"
    )


def test_docs_writes_the_schema_once_and_tells_when_it_is_stale(
    root: Path, called: Command
) -> None:
    schemas = (
        *("incident", "report", "due", "classification", "advice", "announcement"),
        *("analysis", "rendered", "review", "timeline"),
    )
    names = tuple(f"site_config/{each}.schema.json" for each in schemas)
    stale = called("docs", "--check", "--root", root)
    assert stale.code == 1
    assert stale.out == "".join(f"{name} is stale: run `postmortems docs`\n" for name in names)
    assert not (root / names[0]).exists()
    (root / "site_config").mkdir()
    assert called("docs", "--root", root).out == "".join(f"wrote {name}\n" for name in names)
    assert all(json.loads((root / name).read_text("utf-8"))["title"] for name in names)
    fresh = called("docs", "--check", "--root", root)
    assert (fresh.code, fresh.out) == (0, "everything is up to date\n")
    assert called("docs", "--root", root).out == "everything is up to date\n"


def test_serve_hands_over_the_repository_and_the_address(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, str, str | None]] = []
    monkeypatch.setattr(
        "postmortems.publish.preview.preview", lambda *arguments: asked.append(arguments)
    )
    assert called("serve", folder=root).code == 0
    assert called("serve", "--root", root, "--address", "127.0.0.1:8123").code == 0
    assert called("serve", "--root", root, "--audience", "public").code == 0
    assert asked == [
        (root, "127.0.0.1:8000", None),
        (root, "127.0.0.1:8123", None),
        (root, "127.0.0.1:8000", "public"),
    ]


@pytest.mark.parametrize(
    ("raised", "code"), [(KeyboardInterrupt(), 130), (ZeroDivisionError("oops"), 2)]
)
def test_an_interruption_and_a_crash_have_their_own_exit_codes(
    root: Path,
    called: Command,
    monkeypatch: pytest.MonkeyPatch,
    raised: BaseException,
    code: int,
) -> None:
    def fail(*_: object) -> None:
        raise raised

    monkeypatch.setattr("postmortems.publish.preview.preview", fail)
    said = called("serve", "--root", root)
    assert said.code == code
    assert ("ZeroDivisionError: oops" in said.err) is (code == 2)


@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (("explain", "zone-missing"), "zone-missing (time, error)"),
        (("rules",), "integrity"),
        (("schema",), "{"),
        (("docs", "--check"), "site_config/incident.schema.json is stale: run `postmortems docs`"),
        (("serve", "--help"), "Usage: postmortems serve [OPTIONS]"),
    ],
)
def test_each_command_runs_in_a_process_of_its_own(
    root: Path, command: Command, arguments: tuple[str, ...], first: str
) -> None:
    said = command(*arguments, folder=root)
    assert said.out.splitlines()[0] == first
    assert said.err == ""
    assert said.code == (1 if arguments[0] == "docs" else 0)


def test_listing_the_commands_imports_none_of_them() -> None:
    program = (
        "import sys, click.testing, postmortems.cli as cli\n"
        "assert click.testing.CliRunner().invoke(cli.group, ['--help']).exit_code == 0\n"
        "print(sorted(name for name in sys.modules if name.startswith('postmortems')))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert said.stdout == "['postmortems', 'postmortems.cli', 'postmortems.errors']\n"
