from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-03-20")
OPEN = """\
actions:
  - id: A1
    title: Gateway certificates renew themselves
    status: open  # soon
    due: 2026-03-10
    owner: Jon Bell
  - id: A2
    title: An alert fires in time
    status: wont_do
    reason: No certificates are left.
  - id: A3
    title: The list of certificates is complete
    status: in_progress
    done_at: 2026-03-09
"""


def test_values_are_set_in_place(root: Path, called: Command) -> None:
    said = called(
        "set", BASE_ID, "times.closed=2026-03-03 10:40", "actions[A2].owner=Mia: Sato", *DAY,
        "--root", root,
    )  # fmt: skip
    wanted = example().decode().replace("  closed: 2026-03-03 10:30", "  closed: 2026-03-03 10:40")
    wanted = wanted.replace("    owner: Leo Katz", '    owner: "Mia: Sato"')
    assert (root / FILE).read_text("utf-8") == wanted
    assert said.out == f"{FILE}: set times.closed, actions[1].owner\n"
    assert (said.code, said.err) == (0, "")


def test_a_value_that_brings_an_error_is_shown_and_not_written(root: Path, called: Command) -> None:
    said = called("set", BASE_ID, "times.closed=2026-03-03 25:00", *DAY, "--root", root)
    assert (root / FILE).read_bytes() == example()
    assert said.code == 1
    assert f"{FILE}:22:11: error[invalid-time]" in said.out
    assert said.out.endswith(f"{FILE} is as it was: these errors would have come with the edit.\n")


def test_a_rule_keeps_a_contradiction_out(root: Path, called: Command) -> None:
    said = called("set", BASE_ID, "times.resolved=2026-03-03T08:15Z", *DAY, "--root", root)
    assert said.code == 1
    assert "error[" in said.out
    assert (root / FILE).read_bytes() == example()


def test_a_value_that_is_there_already_is_told(root: Path, called: Command) -> None:
    said = called("set", BASE_ID, "status=closed", *DAY, "--root", root)
    assert (said.code, said.out) == (0, f"{FILE}: status held that already\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("INC-9", "status=closed"), "there is no incident 'INC-9'"),
        ((BASE_ID[:-1], "status=closed"), f"did you mean {BASE_ID}?"),
        ((BASE_ID, "status"), "'status' lacks its value; write it as path=value"),
        ((BASE_ID, "staus=closed"), "there is no field 'staus'; did you mean status?"),
        ((BASE_ID, "tags=x"), "tags holds a list; set one of its entries"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(
    root: Path, called: Command, arguments: tuple[str, ...], said: str
) -> None:
    result = called("set", *arguments, *DAY, "--root", root)
    assert result.code == 2
    assert said in result.err
    assert (root / FILE).read_bytes() == example()


def test_an_action_is_done_today_or_on_a_day(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(example(OPEN))
    said = called("action", "done", BASE_ID, "A1", *DAY, "--root", root)
    done = OPEN.replace("status: open  # soon", "status: done  # soon").replace(
        "    due: 2026-03-10\n", "    due: 2026-03-10\n    done_at: 2026-03-20\n"
    )
    assert (root / FILE).read_bytes() == example(done)
    assert said.out == f"{FILE}: set actions[0].status, actions[0].done_at\n"
    (root / FILE).write_bytes(example(OPEN))
    called("action", "done", BASE_ID, "A1", "--on", "2026-03-11", *DAY, "--root", root)
    assert (root / FILE).read_bytes() == example(done.replace("2026-03-20", "2026-03-11"))


def test_a_day_that_is_recorded_already_is_kept(root: Path, called: Command) -> None:
    (root / FILE).write_bytes(example(OPEN))
    called("action", "done", BASE_ID, "A3", *DAY, "--root", root)
    assert (root / FILE).read_bytes() == example(OPEN.replace("in_progress", "done"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("A1", "--on", "2026-03-21"), "--on 2026-03-21 has not come yet: today is 2026-03-20"),
        (("A1", "--on", "soon"), "--on takes a day such as 2026-01-31, not 'soon'"),
        (("A2",), "A2 was given up (status: wont_do); set its status first"),
        (("A4",), "actions has no entry 'A4'; there are `A1`, `A2`, `A3`"),
    ],
)
def test_an_action_that_cannot_be_done_is_refused(
    root: Path, called: Command, arguments: tuple[str, ...], said: str
) -> None:
    (root / FILE).write_bytes(example(OPEN))
    result = called("action", "done", BASE_ID, *arguments, *DAY, "--root", root)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert (root / FILE).read_bytes() == example(OPEN)


def test_an_action_that_is_done_stays_so(root: Path, called: Command) -> None:
    result = called("action", "done", BASE_ID, "A1", *DAY, "--root", root)
    assert result.code == 2
    assert "A1 is done already since 2026-03-09; nothing was changed" in result.err
