from __future__ import annotations

from dataclasses import replace

from postmortems.reports.concise import concise
from support.reports import FINDING, WARNING, WHOLE_FILE, report


def test_a_finding_is_one_line_that_editors_can_follow() -> None:
    assert concise(report(FINDING, replace(WHOLE_FILE, level=WARNING.level))) == (
        "incidents/a.yml:6:11: error[unknown-name] `P9` is not a known severity level\n"
        "incidents/c.yml:1:1: warning[unreadable-file] a link\n"
    )
    assert concise(report()) == ""


def test_the_rules_are_counted_where_that_was_asked_for() -> None:
    said = concise(report(FINDING, WARNING, WARNING, statistics=True))
    assert said.endswith("days ago\n\n2  action-overdue\n1  unknown-name\n")
    assert concise(report(statistics=True)) == ""


def test_a_message_cannot_add_lines_or_steer_a_terminal() -> None:
    message = "a\nb.yml:1:1: error[x] forged\x1b]0;t\x07" + "z" * 900
    (line,) = concise(report(replace(FINDING, file="a.yml", message=message))).splitlines()
    assert line.startswith(r"a.yml:6:11: error[unknown-name] a\nb.yml:1:1: error[x] forged\x1b]0;t")
    assert line.isprintable()
    assert len(line) < 450
