from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

from postmortems.feeds.agenda import schema
from postmortems.metrics.agenda import KINDS
from postmortems.pipeline import check
from postmortems.today import instant
from support.docs_tree import tree
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from pathlib import Path

    from cli.conftest import Command

FILE = f"incidents/2026/{BASE_ID}.yml"
DAY = ("--as-of", "2026-04-20")
BUSY = """\
status: resolved
teams: [engineering]
times:
  started: 2026-03-03 09:05
  detected: 2026-03-03 09:08
  acknowledged: 2026-03-03 09:10
  declared: 2026-03-03 09:12
  mitigated: 2026-03-03 09:50
  resolved: 2026-03-03 12:20
actions:
  - id: A1
    title: The gateway's certificates renew themselves
    status: open
    owner: Jon Bell
    team: payments
    due: 2026-04-10
  - id: A2
    title: An alert fires 30 days before a certificate ends
    status: in_progress
    due: 2026-04-20
  - id: A3
    title: The runbook says who may change a certificate
    status: open
    priority: P2
follow_ups:
  - due: 2026-06-01
review:
  held_at: 2026-03-10
postmortem:
  status: draft
  owner: Ana Ruiz
  due: 2026-05-01
regulatory:
  - regime: NIS2
    filings:
      - stage: Early warning
        due: 2026-03-04 09:00
        filed_at: 2026-03-04 08:00
      - stage: Final report
        due: 2026-04-03 09:00
"""


@pytest.fixture
def busy(root: Path) -> Path:
    """A repository with an incident after which something of most kinds is due."""
    (root / FILE).write_bytes(example(BUSY))
    return root


def test_people_read_overdue_first_then_by_day_then_what_has_no_day(
    busy: Path, called: Command
) -> None:
    said = called("due", *DAY, folder=busy)
    assert said.code == 0
    assert said.out.split("\n\n")[0] == (
        "6 things to do as of 2026-04-20: 2 overdue, 3 to come, 1 without a day."
    )
    heads = [line for line in said.out.splitlines() if line and not line.startswith(" ")]
    assert heads[1:] == [
        "Overdue (2)",
        "2026-04-03  NIS2: Final report",
        "2026-04-10  A1: The gateway's certificates renew themselves",
        "To come (3)",
        "2026-04-20  A2: An alert fires 30 days before a certificate ends",
        "2026-05-01  Postmortem published",
        "2026-06-01  Follow-up",
        "Without a day (1)",
        "----------  A3: The runbook says who may change a certificate",
        "Left out: 1 (report to a regulator: nothing says when it is due).",
    ]
    assert f"            10 days overdue · {BASE_ID} · P1 · Jon Bell · payments\n" in said.out
    assert "            17 days overdue · 09:00 UTC ·" in said.out
    assert f"            today · {BASE_ID} · P1 · no owner named\n" in said.out
    assert "            the policy says by 2026-03-17 ·" in said.out
    assert max(map(len, said.out.splitlines())) <= 80


def test_programs_read_where_each_thing_stands(busy: Path, called: Command) -> None:
    told = json.loads(called("due", *DAY, "--output", "json", folder=busy).out)
    Draft202012Validator(schema()).validate(told)
    lines = (busy / FILE).read_text("utf-8").split("\n")
    assert told["counts"] == {"overdue": 2, "upcoming": 3, "undated": 1}
    by_id = {each["id"]: each for each in told["due"]}
    first = by_id[f"{BASE_ID}#A1"]
    assert (first["day"], first["days_overdue"], first["owner"]) == ("2026-04-10", 10, "Jon Bell")
    assert lines[first["line"] - 1] == "  - id: A1"
    report = by_id[f"{BASE_ID}#filing-1-2"]
    assert report["at"].startswith("2026-04-03T")
    assert lines[report["line"] - 1] == "      - stage: Final report"
    undated = by_id[f"{BASE_ID}#A3"]
    assert (undated["day"], undated["suggested_day"]) == (None, "2026-03-17")
    assert (undated["agreed"], undated["owner"], undated["url"]) == (False, None, None)
    assert {each["kind"] for each in told["due"]} <= set(KINDS)


def test_the_calendar_has_the_ids_of_the_sites_calendars(busy: Path, called: Command) -> None:
    made = tree(busy, check(busy, instant("2026-04-20")))
    own = Calendar.from_ical(called("due", *DAY, "--output", "ics", folder=busy).out)
    both = [
        Calendar.from_ical(made[f"calendars/{name}.ics"].decode())
        for name in ("actions", "reviews")
    ]
    events = {str(each["uid"]): each.to_ical() for part in both for each in part.walk("VEVENT")}
    assert {str(each["uid"]): each.to_ical() for each in own.walk("VEVENT")} == events
    assert len(events) == 5


def test_what_the_site_counts_is_what_the_command_lists(busy: Path, called: Command) -> None:
    made = tree(busy, check(busy, instant("2026-04-20")))
    told = json.loads(called("due", *DAY, "--output", "json", folder=busy).out)["due"]
    page = made["reviews/index.md"].decode()
    duties = [each for each in told if each["kind"] != "action"]
    late = [each for each in duties if each["state"] == "overdue"]
    assert f"Overdue: {len(late)}<" in page
    assert f"To come: {len(duties) - len(late)}<" in page
    assert "NIS2&#58; Final report" in page


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--within", "11"), ["filing-1-2", "A1", "A2", "publication"]),
        (("--within", "0"), ["filing-1-2", "A1", "A2"]),
        (("--owner", "jon bell"), ["A1"]),
        (("--team", "payments"), ["A1"]),
        (("--team", "engineering"), ["filing-1-2", "publication", "follow_up-1"]),
        (("--kind", "filing", "--kind", "follow_up"), ["filing-1-2", "follow_up-1"]),
        (("--kind", "update"), []),
    ],
)
def test_filters(busy: Path, called: Command, options: tuple[str, ...], found: list[str]) -> None:
    told = json.loads(called("due", *DAY, *options, "--output", "json", folder=busy).out)
    assert [each["id"].partition("#")[2] for each in told["due"]] == found


def test_what_a_span_of_days_leaves_out_is_said(busy: Path, called: Command) -> None:
    said = called("due", *DAY, "--within", "0", folder=busy).out
    assert said.endswith(
        "\nLeft out: 2 (due later); 1 (no day is recorded); 1 (report to a regulator:\n"
        "nothing says when it is due).\n"
    )


def test_an_update_that_an_open_incident_promised_is_due_until_it_is_sent(
    root: Path, called: Command
) -> None:
    first = (
        "{at: 2026-03-03 09:20, audience: client, kind: initial, next_update_at: 2026-03-03 09:50}"
    )
    sent = "{at: 2026-03-03 09:45, audience: client, kind: update}"
    for words, due in ((f"[{first}]", ["update-1"]), (f"[{first}, {sent}]", [])):
        (root / FILE).write_bytes(example(f"status: mitigated\ncommunications: {words}\n"))
        told = called(
            "due", "--as-of", "2026-03-03", "--kind", "update", "--output", "json", folder=root
        )
        assert [each["id"].partition("#")[2] for each in json.loads(told.out)["due"]] == due
        late = called(
            "due", "--as-of", "2026-03-04", "--kind", "update", "--fail-on", "overdue", folder=root
        )
        assert late.code == len(due)


def test_a_job_fails_only_when_asked_to_and_something_is_overdue(
    busy: Path, called: Command
) -> None:
    assert called("due", *DAY, folder=busy).code == 0
    assert called("due", *DAY, "--fail-on", "overdue", folder=busy).code == 1
    assert called("due", *DAY, "--fail-on", "overdue", "--kind", "review", folder=busy).code == 0


def test_nothing_due_is_said(busy: Path, called: Command) -> None:
    said = called("due", *DAY, "--owner", "Nobody", folder=busy)
    assert said.out == "Nothing is due. (As of 2026-04-20.)\n"


def test_broken_records_are_told_and_hide_no_others(busy: Path, called: Command) -> None:
    (busy / "incidents/2026/INC-20260401-0900.yml").write_text("id: [", "utf-8")
    said = called("due", *DAY, folder=busy)
    assert said.out.startswith("6 things to do")
    assert said.err == (
        "incidents/2026/INC-20260401-0900.yml cannot be read, so nothing of it is told here\n"
        "`postmortems check` shows what is wrong\n"
    )


def test_broken_settings_and_unknown_teams_are_wrong_use(busy: Path, called: Command) -> None:
    assert called("due", "--team", "enginering", folder=busy).code == 2
    (busy / "site_config").mkdir()
    (busy / "site_config" / "policy.yml").write_text("a: 1\n", "utf-8")
    assert called("due", folder=busy).code == 2
