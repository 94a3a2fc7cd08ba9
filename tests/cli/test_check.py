from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID, example

if TYPE_CHECKING:
    from cli.conftest import Command, Invoke

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-03-20")

BROKEN = f"""\
schema: 1
id: {BASE_ID}
title: ''
status: open
severity: P2
kind: outage
services: [payment-api]
timezone: Etc/UTC
times: {{started: 2026-03-03 09:05, detected: 2026-03-03}}
detection: {{source: alert}}
sumary: It broke.
postmortem: {{status: none}}
"""
FULL = f"""\
{FILE}:3:8: error[invalid-text]: the text is empty
    |
  3 | title: ''
    |        ^^
  fix: write it, or leave the key out
  see: postmortems explain invalid-text

{FILE}:4:9: error[unknown-value]: `open` is not a known value
    |
  4 | status: open
    |         ^^^^
  fix: write one of `investigating`, `identified`, `mitigated`, `resolved`, `closed`
  see: postmortems explain unknown-value

{FILE}:9:46: error[invalid-time]: `2026-03-03`: the time of day is missing
    |
  9 | times: {{started: 2026-03-03 09:05, detected: 2026-03-03}}
    |                                              ^^^^^^^^^^
  fix: write it too: `2026-03-03 15:47`
  see: postmortems explain invalid-time

{FILE}:11:1: error[unknown-key]: `sumary` is not a known key
     |
  11 | sumary: It broke.
     | ^^^^^^
  why: a misspelt key would silently lose what it holds
  fix: did you mean `summary`?
  see: postmortems explain unknown-key

1 incident checked: 4 errors.
"""
CONCISE = f"""\
{FILE}:3:8: error[invalid-text] the text is empty
{FILE}:4:9: error[unknown-value] `open` is not a known value
{FILE}:9:46: error[invalid-time] `2026-03-03`: the time of day is missing
{FILE}:11:1: error[unknown-key] `sumary` is not a known key
"""


def test_a_sound_repository_exits_with_0_and_one_line(root: Path, invoke: Invoke) -> None:
    said = invoke("check", "--root", root, *DAY)
    assert (said.exit_code, said.stdout) == (0, "1 incident checked, nothing to mend.\n")
    assert said.stderr == ""


def test_errors_are_shown_with_their_line_a_caret_the_reason_and_the_fix(
    root: Path, invoke: Invoke
) -> None:
    (root / FILE).write_text(BROKEN, "utf-8")
    said = invoke("check", "--root", root, *DAY)
    assert (said.exit_code, said.stdout) == (1, FULL)


def test_concise_is_one_line_a_finding_and_the_sum_elsewhere(root: Path, invoke: Invoke) -> None:
    (root / FILE).write_text(BROKEN, "utf-8")
    said = invoke("check", "--root", root, "--output", "concise", *DAY)
    assert (said.exit_code, said.stdout) == (1, CONCISE)
    assert said.stderr == "1 incident checked: 4 errors.\n"


def test_warnings_alone_exit_with_0(root: Path, invoke: Invoke) -> None:
    (root / FILE).write_bytes(example("lessons:\n  - text: This was human error.\n"))
    said = invoke("check", "--root", root, *DAY)
    assert said.exit_code == 0
    assert "warning[human-error]" in said.stdout
    assert said.stdout.endswith("\n1 incident checked: 1 warning.\n")


def test_only_the_named_files_and_folders_are_checked(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "incidents" / "2025").mkdir()
    (root / "incidents" / "2025" / "a.yml").write_text("[]\n", "utf-8")
    monkeypatch.chdir(root)
    assert called("check", FILE, *DAY).out == "1 incident checked, nothing to mend.\n"
    assert called("check", "incidents/2025", *DAY).code == 1
    assert called("check", *DAY).out.endswith("\n2 incidents checked: 1 error.\n")


def test_the_repository_is_found_from_a_folder_inside_it(root: Path, called: Command) -> None:
    said = called("check", *DAY, folder=root / "incidents" / "2026")
    assert (said.code, said.out) == (0, "1 incident checked, nothing to mend.\n")


def test_the_day_decides_what_is_overdue(root: Path, invoke: Invoke) -> None:
    action = "actions:\n  - {id: A1, title: An alert fires, status: open, owner: Jo, due: %s}\n"
    (root / FILE).write_bytes(example(action % "2026-03-10"))
    before = invoke("check", "--root", root, "--output", "concise", "--as-of", "2026-03-10")
    after = invoke("check", "--root", root, "--output", "concise", "--as-of", "2026-03-11")
    assert "action-overdue" not in before.stdout
    assert "action-overdue" in after.stdout


@pytest.mark.parametrize("day", ["2026-02-30", "20260301", "2026-03-01T10:00", "tomorrow", ""])
def test_a_day_that_does_not_exist_is_refused(root: Path, called: Command, day: str) -> None:
    said = called("check", "--root", root, "--as-of", day)
    assert (said.code, said.out) == (2, "")
    assert said.err == f"postmortems: --as-of takes a day such as 2026-01-31, not {day!r}\n"


def test_broken_settings_exit_with_2_and_their_findings(root: Path, called: Command) -> None:
    (root / "site_config").mkdir()
    (root / "site_config" / "site.yml").write_text("name: S\nlimits: {max_depth: 7}\n", "utf-8")
    said = called("check", "--root", root, *DAY)
    assert said.code == 2
    assert said.out.startswith("site_config/site.yml:2:21: error[out-of-range]: ")
    assert "  2 | limits: {max_depth: 7}\n" in said.out
    assert said.out.endswith("\n0 incidents checked: 1 error.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "nowhere.yml"), "postmortems: nowhere.yml does not exist\n"),
        (
            ("check", "--output", "loud"),
            (
                "postmortems: there is no format 'loud'; there are full, concise, json, github, "
                "gitlab, sarif, junit, markdown\n"
            ),
        ),
        (
            ("check", "--output", "sarrif"),
            "postmortems: there is no format 'sarrif'; did you mean sarif?\n",
        ),
        (("check", "--root", "nowhere"), "Directory 'nowhere' does not exist."),
        (("check", "--as-off", "x"), "No such option"),
        (("chekc",), "No such command 'chekc'"),
    ],
)
def test_wrong_use_exits_with_2(
    root: Path, called: Command, arguments: tuple[str, ...], message: str
) -> None:
    said = called(*arguments, folder=root)
    assert (said.code, said.out) == (2, "")
    assert message in said.err


def test_a_file_of_a_stranger_cannot_steer_the_terminal(root: Path, invoke: Invoke) -> None:
    (root / "incidents" / "\x1b]0;title\x07.yml").write_bytes(b"title: one\n")
    (root / "incidents" / "a.yml").write_bytes(b"title: \x1b[2J\n")
    said = invoke("check", "--root", root, *DAY)
    assert said.exit_code == 1
    assert "incidents/a.yml:1:8: error[forbidden-character]" in said.stdout
    assert r"incidents/\x1b]0;title\x07.yml: error[unreadable-file]" in said.stdout
    assert all(character.isprintable() or character == "\n" for character in said.stdout)


def test_the_command_in_a_process_of_its_own(root: Path, command: Command) -> None:
    said = command("check", "--as-of", "2026-03-20", folder=root)
    assert (said.code, said.out, said.err) == (0, "1 incident checked, nothing to mend.\n", "")
    (root / FILE).write_text(BROKEN, "utf-8")
    said = command("check", "--as-of", "2026-03-20", folder=root)
    assert (said.code, said.out, said.err) == (1, FULL, "")


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((), rb"`closed \u0141`"),
        (("--output", "json"), "`closed \u0141`".encode()),
        (("--output", "concise"), "`closed \u0141`".encode()),
    ],
)
def test_what_a_terminal_has_no_letters_for_ends_no_run(
    root: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], shown: bytes
) -> None:
    (root / FILE).write_bytes(example("status: closed \u0141\n"))
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    done = subprocess.run(
        [sys.executable, "-m", "postmortems", "check", *arguments],
        cwd=root,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 1
    assert shown in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ({"TERM": "xterm", "FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    root: Path, environment: dict[str, str], coloured: bool
) -> None:
    (root / FILE).write_text(BROKEN, "utf-8")
    reader, writer = pty.openpty()
    done = subprocess.Popen(
        [str(Path(sys.executable).parent / "postmortems"), "check", *DAY],
        cwd=root,
        env={**os.environ, **environment},
        stdin=writer,
        stdout=writer,
        stderr=writer,
    )
    os.close(writer)
    said = b""
    while block := _read(reader):
        said += block
    os.close(reader)
    assert done.wait() == 1
    plain = said.replace(b"\r\n", b"\n").decode()
    painted = "\x1b[31;1merror\x1b[0m[invalid-text]: \x1b[1mthe text is empty\x1b[0m\n" in plain
    assert painted is coloured
    assert ("\n    |        \x1b[31;1m^^\x1b[0m\n" in plain) is coloured
    assert ("\x1b" in plain) is coloured


def test_colours_can_be_forced_where_there_is_no_terminal(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / FILE).write_text(BROKEN, "utf-8")
    assert called("check", *DAY, folder=root).out == FULL
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31;1merror\x1b[0m[invalid-text]" in called("check", *DAY, folder=root).out
    called("check", *DAY, "--output", "full=all.txt", folder=root)
    assert (root / "all.txt").read_text("utf-8") == FULL
    monkeypatch.setenv("NO_COLOR", "1")
    assert called("check", *DAY, folder=root).out == FULL


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # what Linux says once the other end is closed
        return b""
