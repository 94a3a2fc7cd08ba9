"""The command `timeline`: what it shows, and what it writes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from postmortems.cli import group
from postmortems.importers.timeline_json import schema
from support.example import BASE_ID

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
CHAT = """\
hello
[09:07] <ada> I see errors at the till
[09:09] <ada> Should we roll back?
[09:25] <bo> Decided to renew the certificate today
[09:50] <bo> Error rate is back to normal
[09:51] -!- bo has quit
"""


@pytest.fixture
def chat(root: Path) -> Path:
    file = root / "chat.txt"
    file.write_text(CHAT, "utf-8")
    return file


def test_a_timeline_is_shown_and_nothing_is_written(
    called: Command, root: Path, chat: Path
) -> None:
    before = (root / FILE).read_bytes()
    run = called("timeline", BASE_ID, "--from", chat, folder=root)
    assert (run.code, run.err) == (0, "")
    assert "4 events from 1 source; 4 new; 0 told twice; 1 not read." in run.out
    assert (
        """\
  + 09:25  bo: Decided to renew the certificate today
           chat.txt, line 4
    09:34  Jon Bell: The expired certificate was found, and a new one was asked
           for.
           Containment
"""
        in run.out
    )
    assert "  chat.txt:1: no time stands before it: hello\n" in run.out
    assert "  chat.txt:6: the chat wrote it by itself: -!- bo has quit\n" in run.out
    assert "\nDecisions\n  2026-03-03 09:12  The incident was declared." in run.out
    assert max(map(len, run.out.split("\n"))) <= 80
    assert (root / FILE).read_bytes() == before


def test_writing_adds_what_is_new_once_and_keeps_the_rest(
    called: Command, root: Path, chat: Path
) -> None:
    before = (root / FILE).read_text("utf-8")
    run = called("timeline", BASE_ID, "--from", chat, "--write", folder=root)
    after = (root / FILE).read_text("utf-8")
    assert run.code == 0
    assert run.err == f"{FILE}: added 4 entries to the timeline\n"
    added = """\
  - at: 2026-03-03 09:07
    text: I see errors at the till
    phase: identification
    actor: ada
    evidence: chat.txt, line 2
"""
    assert added in after
    lines = iter(after.split("\n"))
    assert all(each in lines for each in before.split("\n"))  # all of them, in their order
    again = called("timeline", BASE_ID, "--from", chat, "--write", folder=root)
    assert again.err == f"{FILE} holds all of that already\n"
    assert "4 events from 1 source; 0 new; 4 told twice; 1 not read." in again.out
    assert (root / FILE).read_text("utf-8") == after
    assert called("check", folder=root).code == 0


def test_programs_get_every_part(called: Command, root: Path, chat: Path) -> None:
    run = called("timeline", BASE_ID, "--from", chat, "--output", "json", folder=root)
    answer = json.loads(run.out)
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(answer)
    assert (answer["version"], answer["incident"], answer["timezone"]) == (1, BASE_ID, "Etc/UTC")
    new = [each for each in answer["entries"] if each["new"]]
    assert [(each["at"], each["written"], each["phase"]) for each in new] == [
        ("2026-03-03T09:07:00+00:00", "2026-03-03 09:07", "identification"),
        ("2026-03-03T09:09:00+00:00", "2026-03-03 09:09", None),
        ("2026-03-03T09:25:00+00:00", "2026-03-03 09:25", None),
        ("2026-03-03T09:50:00+00:00", "2026-03-03 09:50", "recovery"),
    ]
    assert [each["fault"] for each in answer["skipped"]] == [True, False]
    assert [each["phase"] for each in answer["phases"]] == [
        "identification", "containment", "eradication", "recovery"
    ]  # fmt: skip


def test_moments_are_recorded_where_nothing_is(called: Command, root: Path) -> None:
    file = root / FILE
    text = file.read_text("utf-8").replace("  acknowledged: 2026-03-03 09:10\n", "")
    file.write_text(text, "utf-8")
    (root / "chat.txt").write_text("09:11 ada: on it\n09:12 cy: paged\n", "utf-8")
    run = called("timeline", BASE_ID, "--from", "chat.txt", "--write", "--moments", folder=root)
    assert run.err.endswith(f"{FILE}: added 2 entries to the timeline; set times.acknowledged\n")
    assert "  acknowledged: 2026-03-03 09:11\n" in file.read_text("utf-8")
    assert "  detected: 2026-03-03 09:08\n" in file.read_text("utf-8")


def test_what_would_bring_an_error_is_not_written(called: Command, root: Path) -> None:
    before = (root / FILE).read_bytes()
    (root / "late.txt").write_text("2026-04-03 09:11 - hm\n", "utf-8")
    run = called("timeline", BASE_ID, "--from", "late.txt", "--write", folder=root)
    assert run.code == 1
    assert "timeline-outside-lifecycle" in run.out
    assert (root / FILE).read_bytes() == before
    left = called(
        "timeline", BASE_ID, "--from", "late.txt", "--write", "--until", "2026-03-04 09:00",
        folder=root,
    )  # fmt: skip
    assert left.code == 0
    assert "late.txt:1: it is after what was asked for" in left.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "nowhere.txt"], "nowhere.txt does not exist"),
        (["--from", "chat.txt", "--timezone", "Mars/Base"], "there is no zone 'Mars/Base'"),
        (["--from", "chat.txt", "--moments"], "say --write, too"),
        (["--from", "chat.txt", "--since", "soon"], "--since 'soon': this is not a time"),
    ],
)
def test_a_wrong_call_is_told(
    called: Command, root: Path, chat: Path, options: list[str], said: str
) -> None:
    del chat
    run = called("timeline", BASE_ID, *options, folder=root)
    assert run.code == 2
    assert said in run.err


def test_folders_are_read_whole(called: Command, root: Path) -> None:
    folder = root / "logs"
    folder.mkdir()
    (folder / "b.txt").write_text("09:11 ada: b\n", "utf-8")
    (folder / "a.txt").write_text("09:10 ada: a\n", "utf-8")
    (folder / ".hidden.txt").write_text("09:10 ada: c\n", "utf-8")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    run = called("timeline", BASE_ID, "--from", "logs", folder=root)
    assert "2 events from 2 sources" in run.out
    assert "logs/a.txt, line 1" in run.out


def test_of_many_left_out_alike_the_text_says_how_many(called: Command, root: Path) -> None:
    lines = "".join(f"2026-03-03 12:{n:02}:00Z INFO request {n}\n" for n in range(40))
    (root / "app.log").write_text(lines, "utf-8")
    options = ("timeline", BASE_ID, "--from", "app.log", "--until", "2026-03-03 12:30")
    run = called(*options, folder=root)
    assert (
        "  app.log: 9 of lines 32 to 40: it is after what was asked for; --output json\n"
        "    lists them\n"
    ) in run.out
    answer = json.loads(called(*options, "--output", "json", folder=root).out)
    assert [each["line"] for each in answer["skipped"]] == list(range(32, 41))


def test_what_is_piped_in_is_read(root: Path) -> None:
    arguments = ["timeline", BASE_ID, "--from", "-", "--root", str(root)]
    run = CliRunner().invoke(group, arguments, input="09:11 ada: hm\n")
    assert run.exit_code == 0
    assert "  + 09:11  ada: hm\n           pasted, line 1\n" in run.output


def test_clock_times_take_the_day_of_the_recorded_timeline_where_no_start_is_recorded(
    called: Command, root: Path, chat: Path
) -> None:
    text = (root / FILE).read_text("utf-8")
    text = re.sub(r"\n  (?:started|detected): [^\n]*", "", text)
    text = re.sub(r"at: ([0-9]{2}:)", r"at: 2026-03-03 \1", text)
    (root / FILE).write_text(text, "utf-8")
    run = called("timeline", BASE_ID, "--from", chat, folder=root)
    assert "4 events from 1 source; 4 new; 0 told twice; 1 not read." in run.out
    assert "\n  2026-03-03\n" in run.out


def test_a_link_is_not_followed(called: Command, root: Path, chat: Path) -> None:
    link = root / "link.txt"
    link.symlink_to(chat)
    run = called("timeline", BASE_ID, "--from", link, folder=root)
    assert run.code == 2
    assert "link.txt: " in run.err
