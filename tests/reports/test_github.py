from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postmortems.findings import Level
from postmortems.reports.base import place
from postmortems.reports.formats import render
from postmortems.reports.github import escape_data, escape_property, github
from reports.runner import Command, parsed
from support.reports import ATTACKS, FINDING, RULES, WARNING, WHOLE_FILE, report, reports

if TYPE_CHECKING:
    from postmortems.reports.base import Report


def commands(said: Report) -> list[Command]:
    found = [parsed(line) for line in github(said).splitlines()]
    assert None not in found
    return [each for each in found if each is not None]


def test_a_finding_is_an_annotation_of_its_line() -> None:
    assert github(report(FINDING)) == (
        "::error file=incidents/a.yml,line=6,endLine=6,col=11,endColumn=13,title=unknown-name::"
        "incidents/a.yml:6:11: `P9` is not a known severity level%0A"
        "why: nothing would count it%0Afix: did you mean `P0`?\n"
    )
    assert github(report()) == ""


def test_a_fault_of_the_whole_file_has_no_line() -> None:
    assert github(report(WHOLE_FILE)) == (
        "::error file=incidents/c.yml,title=unreadable-file::incidents/c.yml:1:1: a link\n"
    )


def test_errors_come_first_then_what_weighs_most_then_the_place() -> None:
    later = replace(FINDING, file="incidents/z.yml")
    said = report(WARNING, later, FINDING, WHOLE_FILE, replace(WARNING, file="incidents/a.yml"))
    found = [(each.properties["title"], each.properties["file"]) for each in commands(said)]
    assert found == [
        ("unreadable-file", "incidents/c.yml"),
        ("unknown-name", "incidents/a.yml"),
        ("unknown-name", "incidents/z.yml"),
        ("action-overdue", "incidents/a.yml"),
        ("action-overdue", "incidents/b.yml"),
    ]


@pytest.mark.parametrize(
    ("errors", "warnings", "more"),
    [
        (10, 10, None),
        (11, 0, "1 error"),
        (0, 12, "2 warnings"),
        (13, 11, "3 errors and 1 warning"),
    ],
)
def test_what_github_will_not_show_is_said(errors: int, warnings: int, more: str | None) -> None:
    found = commands(report(*[FINDING] * errors, *[WARNING] * warnings))
    notices = [each for each in found if each.name == "notice"]
    assert len(found) == errors + warnings + len(notices)
    if more is None:
        assert notices == []
    else:
        (notice,) = notices
        assert notice is found[-1] or notice == found[-1]
        expected = f"{more} more in the log of this step: GitHub shows 10 annotations of a kind"
        assert notice.data == expected


@given(
    st.text(st.characters(exclude_characters="\r\n"), min_size=1).filter(
        lambda text: not text[0].isspace()
    )
)
@example("%0A%25:,::x=%2525")
def test_escaping_is_what_the_runner_takes_back(text: str) -> None:
    line = f"::error title={escape_property('a' + text + 'z')}::{escape_data(text)}"
    command = parsed(line)
    assert command is not None
    assert command.data == text
    assert command.properties == {"title": f"a{text}z"}


@given(st.text())
def test_line_ends_and_percent_signs_come_back_as_well(text: str) -> None:
    escaped = escape_data(text)
    assert "\n" not in escaped
    assert "\r" not in escaped
    command = parsed(f"::error::{escaped}")
    assert command is not None
    assert command.data == text


@given(reports)
def test_the_runner_reads_every_finding_and_nothing_else(said: Report) -> None:
    # Only a line feed ends a line of output.
    lines = github(said).split("\n")[:-1]
    found = [parsed(line) for line in lines]
    assert len(found) == len(said.findings)
    expected = {(each.level.value, each.rule, place(each)) for each in said.findings}
    for command in found:
        assert command is not None
        first = command.data.split("\n")[0]
        assert any(
            (command.name, command.properties["title"]) == (level, rule)
            and first.startswith(f"{where}: ")
            for level, rule, where in expected
        )
        assert set(command.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert all(line.startswith(("why: ", "fix: ")) for line in command.data.split("\n")[1:])
        # The runner writes the message to the log once more, line by line.
        assert [parsed(line) for line in command.data.split("\n")] == [
            None for _ in command.data.split("\n")
        ]


@pytest.mark.parametrize(
    "name", ["full", "concise", "json", "gitlab", "sarif", "junit", "markdown"]
)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_other_format_holds_a_command_when_it_is_printed_in_a_job(
    name: str, attack: str
) -> None:
    finding = replace(
        FINDING, file=attack, message=attack, field=attack, why=attack, fix=attack, excerpt=""
    )
    for level in Level:
        text = render(name, report(replace(finding, level=level), rules=RULES))
        assert [line for line in text.split("\n") if parsed(line)] == []


def test_the_reader_of_commands_reads_both_forms() -> None:
    assert parsed("  ::error file=a%2Cb,line=1::x%0Ay") == Command(
        name="error", data="x\ny", properties={"file": "a,b", "line": "1"}
    )
    assert parsed("text ##[error]x") == Command(name="error", data="x")
    assert parsed("a ::error::x") is None
    assert parsed("::unknown::x") is None
    assert parsed("::error") is None
    assert parsed("##[unknown]x") is None
    assert parsed("##[error") is None
