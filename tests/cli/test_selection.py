from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from postmortems.cli import group
from postmortems.errors import UsageError
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-03-20")


def rules(called: Command, root: Path, *arguments: str) -> list[str]:
    said = called("check", *DAY, "--output", "json", *arguments, folder=root)
    return sorted({each["rule"] for each in json.loads(said.out)["findings"]})


@pytest.fixture
def mixed(root: Path) -> Path:
    """A repository with an error about times and a warning about language."""
    (root / FILE).write_bytes(
        example("id: INC-20260303-0906\nlessons:\n  - text: This was human error.\n")
    )
    return root


def test_rules_and_families_are_selected_and_ignored(mixed: Path, called: Command) -> None:
    everything = rules(called, mixed)
    assert "human-error" in everything
    assert "id-not-file-name" in everything
    assert rules(called, mixed, "--select", "human-error") == ["human-error"]
    assert rules(called, mixed, "--select", "language") == ["human-error"]
    assert rules(called, mixed, "--ignore", "language") == [
        each for each in everything if each != "human-error"
    ]
    both = ("--select", "human-error, id-not-file-name")
    assert rules(called, mixed, *both) == ["human-error", "id-not-file-name"]
    twice = ("--select", "human-error", "--select", "id-not-file-name")
    assert rules(called, mixed, *twice) == ["human-error", "id-not-file-name"]
    assert rules(called, mixed, *both, "--ignore", "language") == ["id-not-file-name"]


def test_what_is_left_out_does_not_fail_the_run(mixed: Path, called: Command) -> None:
    assert called("check", *DAY, folder=mixed).code == 1
    assert called("check", *DAY, "--ignore", "structure,time", folder=mixed).code == 0


@pytest.mark.parametrize(
    ("option", "name", "message"),
    [
        ("--select", "human-eror", "there is no rule or family 'human-eror'; did you mean human"),
        ("--ignore", "langage", "there is no rule or family 'langage'; did you mean language?"),
        ("--select", "language,", "there is no rule or family ''; `postmortems rules` lists"),
        ("--ignore", "", "there is no rule or family ''; `postmortems rules` lists them"),
    ],
)
def test_unknown_names_are_refused(
    root: Path, called: Command, option: str, name: str, message: str
) -> None:
    said = called("check", option, name, folder=root)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"postmortems: {message}")


def test_a_suppression_of_a_rule_that_is_left_out_is_still_used(
    root: Path, called: Command
) -> None:
    (root / FILE).write_bytes(
        example(
            "lessons:\n  - text: This was human error.\n"
            "ignore:\n  - {rule: human-error, reason: It quotes the customer.}\n"
        )
    )
    assert rules(called, root) == []
    assert rules(called, root, "--ignore", "human-error") == []
    assert rules(called, root, "--select", "unused-suppression") == []


def test_a_selected_rule_that_is_off_is_said_to_be(root: Path, called: Command) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "rules.yml").write_text("levels: {human-error: off}\n", "utf-8")
    said = called("check", *DAY, "--select", "human-error", folder=root)
    assert (said.code, said.out) == (0, "1 incident checked, nothing to mend.\n")
    assert said.err == "human-error is off in this repository, so it finds nothing\n"
    assert called("check", *DAY, "--select", "language", folder=root).err == ""


def test_broken_settings_are_never_left_out(root: Path, called: Command) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("nam: S\n", "utf-8")
    said = called("check", *DAY, "--select", "language", folder=root)
    assert said.code == 2
    assert "error[unknown-key]" in said.out


@pytest.mark.parametrize(
    ("fail_on", "errors", "warnings"), [("error", 1, 0), ("warning", 1, 1), ("never", 0, 0)]
)
def test_the_user_says_what_fails(
    mixed: Path, called: Command, fail_on: str, errors: int, warnings: int
) -> None:
    chosen = ("check", *DAY, "--fail-on", fail_on)
    assert called(*chosen, "--select", "structure", folder=mixed).code == errors
    assert called(*chosen, "--select", "language", folder=mixed).code == warnings
    assert called(*chosen, "--select", "process", folder=mixed).code == 0


def test_rules_are_counted(root: Path, called: Command) -> None:
    text = "lessons:\n  - text: This was human error.\n  - text: It was human error.\n"
    (root / FILE).write_bytes(example(text))
    said = called("check", *DAY, "--statistics", folder=root).out
    assert said.endswith("\n2  human-error\n\n1 incident checked: 2 warnings.\n")
    said = called("check", *DAY, "--statistics", "--output", "concise", folder=root).out
    assert said.endswith("\n\n2  human-error\n")


def test_a_folder_without_incidents_is_no_repository(tmp_path: Path, called: Command) -> None:
    said = called("check", "--root", tmp_path)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"postmortems: {tmp_path} has no incidents/; name the repository's folder with --root\n"
    )
    (tmp_path / "incidents").mkdir()
    said = called("check", "--root", tmp_path)
    assert (said.code, said.out) == (0, "0 incidents checked, nothing to mend.\n")


def piped(root: Path, text: bytes, *arguments: str | Path) -> Result:
    given = ["check", "--root", str(root), *DAY, *map(str, arguments)]
    return CliRunner().invoke(group, given, input=text)


def test_text_from_stdin_is_checked(root: Path) -> None:
    said = piped(root, b"title: [\n", "-")
    assert said.exit_code == 1
    assert said.stdout.startswith("-:")
    said = piped(root, example("lessons:\n  - text: This was human error.\n"), "-")
    assert said.stdout.startswith("-:")
    assert "warning[human-error]" in said.stdout
    assert said.stdout.endswith("\n1 incident checked: 1 warning.\n")


def test_text_without_a_file_is_not_judged_by_names(root: Path) -> None:
    said = piped(root, example(), "-")
    assert (said.exit_code, said.stdout) == (0, "1 incident checked, nothing to mend.\n")


def test_text_with_a_file_stands_for_it(root: Path) -> None:
    said = piped(root, example("title: ''\n"), "-", "--stdin-filename", root / FILE)
    assert said.stdout.startswith(f"{FILE}:")
    assert "duplicate-id" not in said.stdout
    assert (root / FILE).read_bytes() == example()
    other = root / "incidents" / "2026" / "INC-20260303-0906.yml"
    said = piped(root, example(), "-", "--stdin-filename", other, "--output", "concise")
    assert "error[id-not-file-name]" in said.stdout
    assert "error[duplicate-id]" in said.stdout
    assert not other.exists()


def test_a_name_for_stdin_needs_stdin(root: Path) -> None:
    said = piped(root, b"", "--stdin-filename", root / FILE)
    assert isinstance(said.exception, UsageError)
    assert str(said.exception) == (
        "--stdin-filename names the text that is piped to `-`; say `-`, too"
    )


def test_more_from_stdin_than_a_file_may_hold_is_refused(root: Path) -> None:
    said = piped(root, b"#" * 1_100_000, "-")
    assert said.exit_code == 1
    assert "error[file-too-large]" in said.stdout


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def test_only_what_changed_is_checked(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GIT_DIR", raising=False)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")
    said = called("check", *DAY, "--changed-since", "main", folder=root)
    assert (said.code, said.out) == (0, "0 incidents checked, nothing to mend.\n")
    new = "incidents/2026/INC-20260303-0906.yml"
    (root / new).write_bytes(example("title: ''\n"))
    said = called("check", *DAY, "--changed-since", "main", "--output", "concise", folder=root)
    assert said.code == 1
    assert {line.split(":")[0] for line in said.out.splitlines()} == {new}
    assert said.err.startswith("1 incident checked: ")
    said = called("check", FILE, *DAY, "--changed-since", "main", folder=root)
    assert said.out == "0 incidents checked, nothing to mend.\n"
    said = called("check", *DAY, "--changed-since", "--output=x", folder=root)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("postmortems: git knows no commit '--output=x'; fetch it first")
    assert not (root / "x").exists()
