from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from postmortems import today
from postmortems.cli import asking, group
from postmortems.pipeline import check
from support.example import BASE_ID

if TYPE_CHECKING:
    from click.testing import Result

    from cli.conftest import Command

DAY = ("--as-of", "2026-03-20")
ANSWERS = {
    "--title": "Checkout is slow",
    "--severity": "P2",
    "--service": "payment-api",
    "--kind": "degradation",
    "--detection": "alert",
    "--status": "investigating",
    "--started": "2026-03-05 09:12",
    "--timezone": "Europe/Berlin",
}
FILE = "incidents/2026/INC-20260305-0912.yml"
WRITTEN = """\
schema: 1
id: INC-20260305-0912
title: Checkout is slow
status: investigating
severity: P2
kind: degradation
services: [payment-api]
timezone: Europe/Berlin

times:
  started: 2026-03-05 09:12

detection:
  source: alert

postmortem:
  status: none

# What happened, as it happens:
# timeline:
#   - at: YYYY-MM-DD HH:MM
#     text: TODO

# How it goes on: `postmortems promote INC-20260305-0912`
"""


def options(**other: str | None) -> list[str]:
    """The answers as options, with others in their place; None takes one away."""
    changed = {f"--{name.replace('_', '-')}": value for name, value in other.items()}
    return [
        word
        for name, value in (ANSWERS | changed).items()
        if value is not None
        for word in (name, value)
    ]


def files(root: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix()
        for path in (root / "incidents").rglob("*")
        if path.is_file() and path.stem != BASE_ID
    )


@pytest.fixture
def asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(root, monkeypatch)


class Asked:
    """Runs the command as on a terminal, with lines that somebody types."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("postmortems.cli.terminal.somebody_there", lambda: True)
        self.root = root

    def __call__(self, *lines: str, more: tuple[str, ...] = ("--no-edit",)) -> Result:
        typed = "".join(f"{line}\n" for line in lines)
        given = ["new", *more, *DAY, "--root", str(self.root)]
        return CliRunner().invoke(group, given, input=typed)


def test_options_are_enough(root: Path, called: Command) -> None:
    said = called("new", *options(), *DAY, "--root", root)
    assert (root / FILE).read_text("utf-8") == WRITTEN
    assert said.out.startswith(f"wrote {FILE}\n")
    assert (said.code, said.err) == (0, "")
    checked = check(root, today.instant("2026-03-20"))
    assert checked.errors == 0, checked.findings


def test_the_editor_is_told_the_schema_where_there_is_one(root: Path, called: Command) -> None:
    called("docs", "--root", root)
    called("new", *options(), *DAY, "--root", root)
    first, rest = (root / FILE).read_text("utf-8").split("\n", 1)
    assert first == "# yaml-language-server: $schema=../../site_config/incident.schema.json"
    assert rest == WRITTEN


def test_everything_that_is_missing_is_named_at_once(root: Path, called: Command) -> None:
    said = called("new", "--no-input", "--title", "x", "--started", "2026-03-05 09:12", *DAY,
                  "--root", root)  # fmt: skip
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "postmortems: give --severity, --service, --kind, --status, --detection, --timezone "
        "as well\n"
    )
    assert files(root) == []


def test_where_nobody_is_there_that_is_said(root: Path, called: Command) -> None:
    said = called("new", "--root", root)
    assert said.code == 2
    assert said.err.startswith("postmortems: nobody is there to be asked; give --title, ")


def test_all_wrong_answers_are_named_at_once(root: Path, called: Command) -> None:
    said = called(
        "new", *options(severity="P9", service="payment-ap", started="2026-02-30 09:00"),
        *DAY, "--root", root,
    )  # fmt: skip
    assert said.code == 2
    assert "--severity: there is no 'P9'; there are P0, P1, P2, P3" in said.err
    assert "--service: there is no 'payment-ap'; did you mean payment-api?" in said.err
    assert "--started: `2026-02-30 09:00`: " in said.err
    assert files(root) == []


@pytest.mark.parametrize("said", ["p1", "High", "SEV2"])
def test_levels_go_by_their_names_too(root: Path, called: Command, said: str) -> None:
    called("new", *options(severity=said), *DAY, "--root", root)
    assert "\nseverity: P1\n" in (root / FILE).read_text("utf-8")


def test_several_services_are_kept_in_their_order_once_each(root: Path, called: Command) -> None:
    more = ("--service", "Model gateway", "--service", "payment-api")
    called("new", *options(), *more, *DAY, "--root", root)
    text = (root / FILE).read_text("utf-8")
    assert "\nservices: [payment-api, model-gateway]\n" in text


def test_what_nobody_knows_is_left_out(root: Path, called: Command) -> None:
    said = called(
        "new", *options(started=None, timezone=None), "--root", root, "--as-of", "2026-03-20"
    )
    assert said.code == 0
    (file,) = files(root)
    text = (root / file).read_text("utf-8")
    assert "started:" not in text
    assert "detected:" not in text


def test_the_id_of_an_old_incident_is_not_made_of_today(root: Path, called: Command) -> None:
    said = called(
        "new", *options(started=None, timezone=None, status="resolved"), *DAY, "--root", root
    )
    assert said.code == 2
    assert "give --started or --detected, or --id, or --date-unknown" in said.err
    assert files(root) == []


def test_now_is_the_minute_it_is(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772531400")
    said = called("new", *options(started="now", timezone=None), "--root", root)
    assert said.code == 0
    text = (root / "incidents/2026/INC-20260303-0950.yml").read_text("utf-8")
    assert "  started: 2026-03-03T09:50Z\n" in text


def test_two_that_begin_in_one_minute_both_have_a_file(root: Path, called: Command) -> None:
    for _ in range(3):
        called("new", *options(), *DAY, "--root", root)
    assert files(root) == [
        FILE,
        "incidents/2026/INC-20260305-0913.yml",
        "incidents/2026/INC-20260305-0914.yml",
    ]
    assert (root / FILE).read_text("utf-8") == WRITTEN


def test_nothing_is_written_over(root: Path, called: Command) -> None:
    (root / "incidents" / "2026" / "INC-20260305-0912.yml").write_text("mine", "utf-8")
    given = ("--id", "INC-20260305-0912")
    said = called("new", *options(), *given, *DAY, "--root", root)
    assert said.code == 2
    assert "there is an incident INC-20260305-0912 already; nothing was written" in said.err
    assert (root / FILE).read_text("utf-8") == "mine"
    wrong = called("new", *options(), "--id", "X-1", *DAY, "--root", root)
    assert "--id 'X-1' does not follow the form INC-YYYYMMDD-HHMM" in wrong.err


def test_without_a_date_it_is_counted_from_day_1(root: Path, called: Command) -> None:
    given = options(started="day 1 22:30", timezone=None, date_unknown="A Monday in spring.")
    said = called("new", *given, *DAY, "--root", root)
    assert said.code == 0
    text = (root / "incidents/undated/INC-UNDATED-01.yml").read_text("utf-8")
    assert "date_unknown: A Monday in spring.\n" in text
    assert "  started: day 1 22:30\n" in text


def test_what_the_status_asks_for_stands_in_the_file_as_comments(
    root: Path, called: Command
) -> None:
    given = options(status="resolved", detected="2026-03-05 09:20")
    said = called("new", *given, *DAY, "--root", root)
    assert said.code == 1
    assert "Its status asks for 5 more fields: `postmortems check " in said.out
    text = (root / FILE).read_text("utf-8")
    assert (
        "times:\n"
        "  started: 2026-03-05 09:12\n"
        "  detected: 2026-03-05 09:20\n"
        "  # resolved: YYYY-MM-DD HH:MM  # the duration hangs on it\n"
        "  # acknowledged: YYYY-MM-DD HH:MM  # time to acknowledge is computed from it\n"
    ) in text
    assert "# summary: TODO  # readers who read one thing read this\n" in text
    filled = text
    for gap, words in (
        ("  # resolved: YYYY-MM-DD HH:MM", "  resolved: 2026-03-05 10:00"),
        ("  # acknowledged: YYYY-MM-DD HH:MM", "  acknowledged: 2026-03-05 09:22"),
        ("# summary: TODO", "summary: It was slow."),
        ("# impact:\n#   description: TODO", "impact:\n  description: Pages came late."),
        (
            "# timeline:\n#   - at: YYYY-MM-DD HH:MM\n#     text: TODO\n",
            "timeline:\n  - at: 09:12\n    text: It began.\n  - at: 10:00\n    text: It ended.\n",
        ),
    ):
        assert gap in filled
        filled = filled.replace(gap, words)
    (root / FILE).write_text(filled, "utf-8")
    checked = check(root, today.instant("2026-03-20"))
    assert [each.message for each in checked.findings if each.rule == "missing-field"] == []


def test_observations_suggest_a_level_and_are_recorded(root: Path, called: Command) -> None:
    said = called("new", *options(), "--signal", "failure_rate_pct=100", *DAY, "--root", root)
    assert said.err.startswith("By what was observed: P0 ")
    text = (root / FILE).read_text("utf-8")
    assert "severity: P2\n" in text
    assert "signals:\n  failure_rate_pct: 100\n" in text
    wrong = called("new", *options(), "--signal", "failure_rate=1", *DAY, "--root", root)
    assert wrong.code == 2
    assert "there is no signal 'failure_rate'" in wrong.err


def test_odd_words_are_quoted_and_read_back(root: Path, called: Command) -> None:
    title = "Login: \"no\" 'way' # really"
    called("new", *options(title=title), "--commander", "- Ana: @x", *DAY, "--root", root)
    checked = check(root, today.instant("2026-03-20"))
    incident = checked.incidents["INC-20260305-0912"]
    assert incident.title == title
    assert incident.roles is not None
    assert incident.roles.commander is not None
    assert incident.roles.commander.name == "- Ana: @x"


@pytest.mark.parametrize("title", ["a\x1b[31m", "a\nb", " ", "x" * 201, "a\u202eb"])
def test_a_title_that_no_record_may_hold_is_refused(
    root: Path, called: Command, title: str
) -> None:
    said = called("new", *options(title=title), *DAY, "--root", root)
    assert said.code == 2
    assert "\x1b" not in said.err
    assert files(root) == []


def test_questions_are_asked_until_the_answers_can_stand(asked: Asked) -> None:
    said = asked(
        "", "Checkout is slow", "P9", "medium", "payment-ap", "payment-api", "degredation", "2",
        "alert", "1", "2026-13-05 09:12", "2026-3-5 9:12", "", "CET", "Europe/Berlin",
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    for words in (
        "No record can do without this one.",
        "there is no 'P9'; there are P0, P1, P2, P3",
        "there is no 'payment-ap'; did you mean payment-api?",
        "there is no 'degredation'; did you mean degradation?",
        "`2026-13-05 09:12`: this is not a time that exists",
        "`CET` does not name one time zone",
    ):
        assert words in said.output
    assert "   1  P0  Critical: " in said.output
    assert (asked.root / FILE).read_text("utf-8") == WRITTEN


def test_only_what_no_option_says_is_asked(asked: Asked) -> None:
    given = options(title=None, timezone=None, started="2026-03-05T08:12Z")
    said = asked("Checkout is slow", "", more=(*given, "--no-edit"))
    assert said.exit_code == 0, said.output
    assert said.output.count("> ") == 2
    assert "What did people notice" in said.output
    assert "When was it first noticed?" in said.output


def test_the_zone_is_asked_for_times_that_need_one(asked: Asked) -> None:
    given = options(timezone=None, detected="2026-03-05 09:20")
    said = asked("UTC", more=(*given, "--no-edit"))
    assert "\ntimezone: UTC\n" in (asked.root / FILE).read_text("utf-8")
    assert said.output.count("> ") == 1


def test_leaving_in_the_middle_leaves_nothing(asked: Asked) -> None:
    said = asked("Checkout is slow", "P2")
    assert said.exit_code == 1
    assert files(asked.root) == []


def test_of_many_services_none_is_listed(monkeypatch: pytest.MonkeyPatch, asked: Asked) -> None:
    monkeypatch.setattr(asking, "_SHORT", 3)
    said = asked("payment-api", "", more=(*options(service=None), "--no-edit"))
    assert "a part of the name will do." in said.output
    assert "  1  " not in said.output


class Editor:
    """Stands for an editor that saves other words each time it is opened."""

    def __init__(self, *changes: tuple[str, str]) -> None:
        self.changes = list(changes)

    def __call__(self, *, filename: str) -> None:
        old, new = self.changes.pop(0)
        path = Path(filename)
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_what_was_saved_is_checked_and_may_be_edited_again(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = Editor(("kind: degradation", "kind: slow"), ("kind: slow", "kind: outage"))
    monkeypatch.setattr("click.edit", editor)
    said = asked("", "y", more=tuple(options()))
    assert said.exit_code == 0, said.output
    assert "error[unknown-value]" in said.output
    assert "Edit again?" in said.output
    assert "\nkind: outage\n" in (asked.root / FILE).read_text("utf-8")


def test_errors_that_are_left_end_with_1(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.edit", Editor(("kind: degradation", "kind: slow")))
    said = asked("", "n", more=tuple(options()))
    assert said.exit_code == 1
    assert "\nkind: slow\n" in (asked.root / FILE).read_text("utf-8")


def test_the_editor_of_the_environment_is_waited_for(
    root: Path, called: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i s/slow/down/")
    said = called("new", *options(), "--edit", *DAY, "--root", root)
    assert said.code == 0
    assert "title: Checkout is down\n" in (root / FILE).read_text("utf-8")
    monkeypatch.setenv("EDITOR", "false")
    failed = called("new", *options(), "--edit", *DAY, "--root", root)
    assert failed.code == 2
    assert "false" in failed.err
