from __future__ import annotations

from postmortems.findings import Finding, Level, Span
from postmortems.reports.concise import concise


def test_a_finding_is_one_line_that_editors_can_follow() -> None:
    findings = [
        Finding(
            rule="unknown-name",
            level=Level.ERROR,
            file="incidents/a.yml",
            message="`P9` is not known",
            span=Span(line=6, column=11, end=13),
            why="because",
            fix="do",
            excerpt="severity: P9",
        ),
        Finding(rule="unreadable-file", level=Level.WARNING, file="b.yml", message="a link"),
    ]
    assert concise(findings) == (
        "incidents/a.yml:6:11: error[unknown-name] `P9` is not known\n"
        "b.yml:1:1: warning[unreadable-file] a link\n"
    )
    assert concise([]) == ""


def test_a_message_cannot_add_lines_or_steer_a_terminal() -> None:
    message = "a\nb.yml:1:1: error[x] forged\x1b]0;t\x07" + "z" * 900
    (line,) = concise(
        [Finding(rule="r", level=Level.ERROR, file="a.yml", message=message)]
    ).splitlines()
    assert line.startswith(r"a.yml:1:1: error[r] a\nb.yml:1:1: error[x] forged\x1b]0;t\x07zzz")
    assert line.isprintable()
    assert len(line) < 450
