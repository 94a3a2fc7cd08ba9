from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-03-20")
HEAD = f"""\
# kept
schema: 1
id: {BASE_ID}
title: Card payments were declined
status: investigating  # for now
severity: P3
kind: degradation
services: [payment-api]
timezone: Etc/UTC
detection: {{source: alert}}
postmortem: {{status: none}}
"""


@pytest.fixture
def begun(root: Path) -> Path:
    (root / FILE).write_text(HEAD, "utf-8")
    return root


def test_the_next_stage_is_reached_and_nothing_else_changes(begun: Path, called: Command) -> None:
    said = called("promote", BASE_ID, *DAY, "--root", begun)
    assert said.code == 0
    assert said.out.startswith(f"{BASE_ID}: status investigating → identified\n")
    assert (begun / FILE).read_text("utf-8") == HEAD.replace("investigating", "identified")


def test_what_is_still_to_come_is_listed_with_what_to_type(begun: Path, called: Command) -> None:
    said = called("promote", BASE_ID, *DAY, "--root", begun)
    assert (
        said.out.split("\n", 1)[1]
        == f"""
For resolved it still lacks 2 things:

  summary: readers who read one thing read this
    postmortems set {BASE_ID} summary=TODO

  times.resolved: the duration hangs on it
    postmortems promote {BASE_ID} --to resolved --at 'YYYY-MM-DD HH:MM'

"""
    )


def test_a_stage_that_lacks_something_is_not_reached(begun: Path, called: Command) -> None:
    said = called("promote", BASE_ID, "--to", "resolved", *DAY, "--root", begun)
    assert said.code == 1
    assert said.out.startswith(
        f"{FILE} is as it was, status investigating. It lacks 2 things for resolved:\n\n  summary: "
    )
    assert "`not_recorded`" in said.out
    assert (begun / FILE).read_text("utf-8") == HEAD


def test_a_moment_is_written_when_it_is_said(begun: Path, called: Command) -> None:
    said = called(
        "promote", BASE_ID, "--to", "mitigated", "--at", "2026-03-03 09:50", *DAY, "--root", begun
    )
    assert said.out.startswith(
        f"{BASE_ID}: status investigating → mitigated, times.mitigated 2026-03-03 09:50\n"
    )
    text = (begun / FILE).read_text("utf-8")
    assert "times:\n  mitigated: 2026-03-03 09:50\n" in text
    assert "# kept\n" in text


def test_no_moment_is_made_up(begun: Path, called: Command) -> None:
    said = called("promote", BASE_ID, "--to", "mitigated", *DAY, "--root", begun)
    assert "When that was is not recorded; set `times.mitigated` once you know it.\n" in said.out
    assert "mitigated: 2" not in (begun / FILE).read_text("utf-8")


def test_now_is_the_minute_it_is(
    begun: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772531400")
    called("promote", BASE_ID, "--to", "mitigated", "--at", "now", "--root", begun)
    assert "  mitigated: 2026-03-03T09:50Z\n" in (begun / FILE).read_text("utf-8")


def test_a_dry_run_shows_and_writes_nothing(begun: Path, called: Command) -> None:
    said = called("promote", BASE_ID, "--dry-run", *DAY, "--root", begun)
    assert said.code == 0
    assert "-status: investigating  # for now\n+status: identified  # for now\n" in said.out
    assert f"{BASE_ID}: status investigating → identified (nothing was written)\n" in said.out
    assert (begun / FILE).read_text("utf-8") == HEAD


def test_a_contradiction_is_refused(root: Path, called: Command) -> None:
    held = example("status: resolved\npostmortem: {status: none}\n").replace(
        b"  closed: 2026-03-03 10:30\n", b""
    )
    (root / FILE).write_bytes(held)
    said = called("promote", BASE_ID, "--at", "2026-03-03 09:00", *DAY, "--root", root)
    assert said.code == 1
    assert "error[lifecycle-order]" in said.out
    assert (root / FILE).read_bytes() == held


def test_the_write_up_follows_the_response_where_one_is_owed(root: Path, called: Command) -> None:
    for status, then in (("draft", "in_review"), ("in_review", "reviewed")):
        (root / FILE).write_bytes(example(f"postmortem: {{status: {status}}}\n"))
        said = called("promote", BASE_ID, *DAY, "--root", root)
        assert said.out.startswith(f"{BASE_ID}: postmortem.status {status} → {then}\n")


def test_a_write_up_that_nobody_asks_for_is_not_begun_unasked(root: Path, called: Command) -> None:
    record = HEAD.replace("investigating  # for now", "closed") + (
        "summary: It was short.\ntimes: {resolved: 2026-03-03 10:00, closed: 2026-03-03 10:10}\n"
    )
    (root / FILE).write_text(record, "utf-8")
    said = called("promote", BASE_ID, *DAY, "--root", root)
    assert said.code == 0
    assert said.out == (
        f"{FILE} is closed, and the policy asks for no postmortem; "
        "`--to draft` begins one all the same.\n"
    )
    begun = called("promote", BASE_ID, "--to", "draft", *DAY, "--root", root)
    assert begun.code == 0
    assert "postmortem: {status: draft}" in (root / FILE).read_text("utf-8")


def test_the_last_stage_has_none_after_it(root: Path, called: Command) -> None:
    said = called("promote", BASE_ID, *DAY, "--root", root)
    assert (said.code, said.out) == (
        0,
        f"{FILE} is closed and published: no stage comes after that.\n",
    )


def test_what_a_publication_lacks_comes_as_lines_to_fill_in(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(
        example("postmortem: {status: reviewed}\nfactors: []\ngot_lucky:\nfindings: []\n")
    )
    said = called("promote", BASE_ID, *DAY, "--root", root)
    assert said.code == 1
    assert (
        "    in the file:\n      factors:\n        - id: TODO\n          text: TODO\n"
    ) in said.out
    assert (
        "        - stage: TODO  # detection, escalation, communication, resolution, cause\n"
    ) in said.out
    assert (
        f"    postmortems set {BASE_ID} got_lucky=none\n"
        "    or in the file:\n"
        "      got_lucky:\n"
        "        - TODO\n"
    ) in said.out


def test_an_undated_record_counts_days(root: Path, called: Command) -> None:
    record = (
        HEAD.replace(BASE_ID, "INC-UNDATED-01").replace("timezone: Etc/UTC\n", "")
        + "date_unknown: A Monday.\nsummary: Short.\ntimes: {started: day 1 10:00}\n"
    )
    file = root / "incidents" / "undated" / "INC-UNDATED-01.yml"
    file.parent.mkdir()
    file.write_text(record, "utf-8")
    lacks = called("promote", "INC-UNDATED-01", "--to", "resolved", *DAY, "--root", root)
    assert "--to resolved --at 'day N HH:MM'\n" in lacks.out
    now = called(
        "promote", "INC-UNDATED-01", "--to", "resolved", "--at", "now", *DAY, "--root", root
    )
    assert now.code == 2
    assert "give --at as `day 1 09:12`" in now.err
    done = called(
        "promote", "INC-UNDATED-01", "--to", "resolved", "--at", "day 1 11:00", *DAY,
        "--root", root,
    )  # fmt: skip
    assert done.code == 0
    assert "resolved: day 1 11:00" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "resolvd"), "there is no stage 'resolvd'; did you mean resolved?"),
        (("--to", "zzz"), "there is no stage 'zzz'; there are `identified`,"),
        (("--to", "investigating"), "`status` is investigating already"),
        (("--to", "identified", "--at", "now"), "records hold no time at which something was"),
        (("--to", "mitigated", "--at", "soon"), "error[invalid-time]"),
    ],
)
def test_wrong_use_is_told(
    begun: Path, called: Command, arguments: tuple[str, ...], said: str
) -> None:
    found = called("promote", BASE_ID, *arguments, *DAY, "--root", begun)
    assert found.code == (1 if "error[" in said else 2)
    assert said in found.err + found.out
    assert (begun / FILE).read_text("utf-8") == HEAD


def test_no_stage_is_gone_back_to(root: Path, called: Command) -> None:
    said = called("promote", BASE_ID, "--to", "in-review", *DAY, "--root", root)
    assert said.code == 2
    assert "`postmortem.status` is past that, at published already" in said.err


def test_a_moment_that_is_recorded_is_not_written_over(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(example("status: resolved\npostmortem: {status: none}\n"))
    said = called("promote", BASE_ID, "--at", "2026-03-03 11:00", *DAY, "--root", root)
    assert said.code == 2
    assert "times.closed is 2026-03-03 10:30 already" in said.err
