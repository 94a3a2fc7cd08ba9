from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from postmortems.answers.announcement_json import schema
from support.example import BASE_ID, REPOSITORY, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
NOON = "2026-03-03T12:00Z"
CLEAR = ("announce", BASE_ID, "--to", "client", "--kind", "all-clear", "--as-of", NOON)


def test_a_message_is_printed_and_nothing_is_written(called: Command, root: Path) -> None:
    before = (root / FILE).read_bytes()
    run = called(*CLEAR, folder=root)
    assert run.code == 0
    assert run.out.startswith("Subject: Resolved: service impact notice\n\nHello,\n")
    assert "cause, resolution" in run.err
    assert (root / FILE).read_bytes() == before
    assert called(*CLEAR[:-3], "all_clear", *CLEAR[-2:], folder=root).out == run.out


def test_what_is_said_stands_in_its_field(called: Command, root: Path) -> None:
    run = called(*CLEAR, "--say", "cause=A wrong setting.", folder=root)
    assert "\nCause: A wrong setting.\n" in run.out
    assert "cause" not in run.err


def test_programs_get_every_part(called: Command, root: Path) -> None:
    run = called(*CLEAR, "--output", "json", folder=root)
    answer = json.loads(run.out)
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(answer)
    assert (answer["version"], answer["message"]) == (1, "client-all-clear")
    assert (answer["at"], answer["next_update_at"]) == ("2026-03-03T12:00:00Z", None)
    assert called(*CLEAR, folder=root).out == f"Subject: {answer['subject']}\n\n{answer['body']}"


def test_a_message_is_recorded_once_and_the_rest_of_the_file_stays(
    called: Command, root: Path
) -> None:
    before = (root / FILE).read_text("utf-8")
    run = called(*CLEAR, "--record", folder=root)
    after = (root / FILE).read_text("utf-8")
    assert run.code == 0
    assert f"{FILE}: recorded communications[" in run.err
    head, _, tail = after.partition(f"  - at: {NOON}\n")
    entry = after[len(head) : len(after) - (len(before) - len(head))]
    assert head + after[len(head) + len(entry) :] == before
    assert tail.startswith("    audience: client\n    kind: all_clear\n    channel: E-mail\n")
    again = called(*CLEAR, "--record", folder=root)
    assert f"this message of {NOON} is recorded already" in again.err
    assert (root / FILE).read_text("utf-8") == after
    assert called("check", FILE, folder=root).code == 0


def test_a_message_noted_late_goes_before_what_came_after_it(called: Command, root: Path) -> None:
    later = "  - {at: 2026-03-03 11:00, audience: client, kind: update, channel: E-mail}\n"
    (root / FILE).write_bytes(example(f"communications:\n{later}"))
    late = ("announce", BASE_ID, "--to", "internal", "--kind", "update", "--record", "--as-of")
    run = called(*late, "2026-03-03T09:30Z", folder=root)
    assert run.code == 0
    assert "recorded communications[0], at 2026-03-03T09:30Z" in run.err
    assert later in (root / FILE).read_text("utf-8")


def test_a_message_that_is_yet_to_come_is_not_kept(called: Command, root: Path) -> None:
    before = (root / FILE).read_bytes()
    run = called(*CLEAR[:-1], "2100-01-01T09:30Z", "--record", folder=root)
    assert run.code == 1
    assert "error[future-time]" in run.out
    assert (root / FILE).read_bytes() == before


def test_an_empty_list_gets_its_first_entry(called: Command, root: Path) -> None:
    (root / FILE).write_bytes(example("communications: []\n"))
    assert called(*CLEAR, "--record", folder=root).code == 0
    assert b"communications:\n  - at: 2026-03-03T12:00Z\n" in (root / FILE).read_bytes()


def test_an_entry_that_brings_an_error_is_not_kept(called: Command, root: Path) -> None:
    full = "".join(
        f"  - {{at: 2026-03-03 09:1{n % 9}, audience: client, kind: update}}\n" for n in range(200)
    )
    (root / FILE).write_bytes(example(f"communications:\n{full}"))
    before = (root / FILE).read_bytes()
    run = called(*CLEAR, "--record", folder=root)
    assert run.code == 1
    assert "these errors would have come with the edit" in run.out
    assert (root / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "clients", "--kind", "update"], "'clients'; did you mean client?"),
        (["--to", "regulator", "--kind", "update"], "policy.yml has no message 'update' to regul"),
        (["--to", "client", "--kind", "late"], "'late' is none of initial, update, all-clear"),
        (["--to", "client", "--kind", "update", "--say", "x=y"], "has no field 'x'; it has"),
        (["--to", "client", "--kind", "update", "--say", "thanks"], "lacks its text"),
        (
            ["--to", "client", "--kind", "update", "--say", "thanks=a", "--say", "thanks=b"],
            "--say gives 'thanks' twice",
        ),
        (
            ["--to", "client", "--kind", "all-clear", "--as-of", "2026-03-03T09:20Z"],
            "was not resolved as of 2026-03-03 09:20 UTC",
        ),
    ],
)
def test_wrong_use_is_told_and_nothing_else(
    called: Command, root: Path, options: list[str], said: str
) -> None:
    run = called("announce", BASE_ID, *options, folder=root)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert "Traceback" not in run.err


def test_a_template_of_the_team_is_used_and_held_against_its_fields(
    called: Command, root: Path
) -> None:
    own = root / "templates" / "communications"
    own.mkdir(parents=True)
    shipped = REPOSITORY / "templates" / "communications" / "client-all-clear.txt.j2"
    text = shipped.read_text("utf-8")
    (own / shipped.name).write_text(text.replace("Hello,", "Good day,"), "utf-8")
    assert "\n\nGood day,\n" in called(*CLEAR, folder=root).out
    for new, said in (
        (text + "{{ naem }}", "uses `naem`, which is no field of the message client-all-clear"),
        (text.replace("validation", "impact"), "does not say `validation`"),
        (text + "{% if %}", "client-all-clear.txt.j2:"),
        (text + "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "RecursionError"),
        (text + "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}", "RecursionError"),
        (text + "{{ 10 ** 5000 }}", "ValueError"),
        (text + "{{ 'x' * 10 ** 18 }}", "MemoryError"),
        (text + "\x1b[31m", "holds an escape character (U+001B)"),
    ):
        (own / shipped.name).write_text(new, "utf-8")
        run = called(*CLEAR, folder=root)
        assert (run.code, run.out) == (2, "")
        assert "templates/communications/client-all-clear.txt.j2" in run.err
        assert said in run.err
