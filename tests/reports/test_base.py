from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from postmortems.findings import Level, Span
from postmortems.reports.base import Report, closing, place, statistics
from postmortems.reports.formats import FORMATS, render
from support.reports import FINDING, WARNING, WHOLE_FILE, report, reports


@pytest.mark.parametrize(
    ("errors", "warnings", "files", "said"),
    [
        (0, 0, 0, "0 incidents checked, nothing to mend."),
        (0, 0, 1, "1 incident checked, nothing to mend."),
        (1, 0, 2, "2 incidents checked: 1 error."),
        (0, 2, 2, "2 incidents checked: 2 warnings."),
        (2, 1, 1200, "1,200 incidents checked: 2 errors and 1 warning."),
    ],
)
def test_the_last_line_sums_the_run_up(errors: int, warnings: int, files: int, said: str) -> None:
    assert closing(report(*[FINDING] * errors, *[WARNING] * warnings, count=files)) == said


@pytest.mark.parametrize(
    ("fail_on", "errors", "warnings", "code"),
    [
        (Level.ERROR, 0, 0, 0),
        (Level.ERROR, 0, 1, 0),
        (Level.ERROR, 1, 0, 1),
        (Level.WARNING, 0, 0, 0),
        (Level.WARNING, 0, 1, 1),
        (Level.WARNING, 1, 0, 1),
        (None, 1, 1, 0),
    ],
)
def test_the_lightest_level_that_fails_decides(
    fail_on: Level | None, errors: int, warnings: int, code: int
) -> None:
    said = report(*[FINDING] * errors, *[WARNING] * warnings, fail_on=fail_on)
    assert said.exit_code == code
    assert any(map(said.fails, said.findings)) is (code == 1)


@pytest.mark.parametrize("fail_on", [Level.ERROR, Level.WARNING, None])
def test_broken_configuration_always_fails(fail_on: Level | None) -> None:
    said = report(WARNING, fail_on=fail_on, broken=True)
    assert said.exit_code == 2
    assert said.fails(said.findings[0])


def test_rules_are_counted_most_first_and_then_by_name() -> None:
    said = report(FINDING, *[WARNING] * 12, WHOLE_FILE)
    assert said.counts == (("action-overdue", 12), ("unknown-name", 1), ("unreadable-file", 1))
    assert statistics(said) == "12  action-overdue\n 1  unknown-name\n 1  unreadable-file\n"
    assert statistics(report()) == ""


def test_a_fingerprint_outlives_moved_lines_and_passing_days() -> None:
    moved = replace(
        WARNING,
        span=Span(line=90, column=12, end=22),
        field="actions[7].due",
        message="`A1` was due on 2026-03-01, 20 days ago",
        excerpt="      due: 2026-03-01",
    )
    assert report(WARNING).fingerprints == report(moved).fingerprints


@pytest.mark.parametrize(
    "other",
    [
        replace(WARNING, rule="unknown-name"),
        replace(WARNING, file="incidents/c.yml"),
        replace(WARNING, field="actions[0].title"),
        replace(WARNING, excerpt="    due: 2026-03-02"),
    ],
)
def test_another_finding_has_another_fingerprint(other: object) -> None:
    assert report(WARNING).fingerprints != report(other).fingerprints  # type: ignore[arg-type]


def test_equal_findings_are_told_apart_and_the_first_keeps_its_name() -> None:
    first, second, third = report(WARNING, WARNING, WARNING).fingerprints
    assert len({first, second, third}) == 3
    assert report(WARNING, WARNING).fingerprints == (first, second)


@given(reports)
def test_no_two_findings_of_a_report_share_a_fingerprint(said: Report) -> None:
    assert len(set(said.fingerprints)) == len(said.findings)


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("incidents/a.yml", "incidents/a.yml"),
        ("::error::x.yml", "./::error::x.yml"),
        ("  ::error::x.yml", "./  ::error::x.yml"),
        (":", "./:"),
    ],
)
def test_no_place_begins_like_a_command(file: str, shown: str) -> None:
    assert place(replace(FINDING, file=file)) == f"{shown}:6:11"
    assert place(replace(FINDING, file=file, span=None)) == f"{shown}:1:1"


@pytest.mark.parametrize("name", FORMATS)
@given(said=reports)
def test_nothing_in_an_incident_is_a_command_or_steers_a_terminal(name: str, said: Report) -> None:
    text = render(name, said)
    own = ("::error ", "::warning ", "::notice ") if name == "github" else ()
    for line in text.split("\n"):
        start = line.lstrip()
        assert not start.startswith("::") or (own and start.startswith(own))
        assert "##[" not in line
        assert "\x1b" not in line
        assert "\r" not in line
    text.encode()


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_run_gives_the_same_bytes(name: str) -> None:
    said = report(FINDING, WARNING, WHOLE_FILE)
    assert render(name, said) == render(name, said)
    assert render(name, report()).endswith("\n") or render(name, report()) == ""


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render("base", report())
