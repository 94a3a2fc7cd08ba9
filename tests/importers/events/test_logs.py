from __future__ import annotations

import pytest

from support.timelines import events, gathered, skipped


@pytest.mark.parametrize(
    ("line", "time", "text"),
    [
        ("2026-03-03T09:05:58.123Z ERROR pool: empty", "2026-03-03 09:05:58Z", "ERROR pool: empty"),
        ("2026-03-03 09:05:58,123 WARN slow", "2026-03-03 09:05:58", "WARN slow"),
        ("[2026-03-03 09:05:58 +0100] slow", "2026-03-03 09:05:58+01:00", "slow"),
        ("2026/03/03 09:05:58 slow", "2026-03-03 09:05:58", "slow"),
        ("<34>1 2026-03-03T09:05:58.003Z web1 app - - up", "2026-03-03 09:05:58Z",
         "web1 app - - up"),
        ('10.0.0.1 - - [03/Mar/2026:09:05:58 +0000] "GET / HTTP/1.1" 502 12',
         "2026-03-03 09:05:58Z", '10.0.0.1 - - "GET / HTTP/1.1" 502 12'),
        ('time="2026-03-03T09:05:58Z" level=error msg="db \\"main\\" down" pool=a',
         "2026-03-03 09:05:58Z", 'db "main" down (level=error pool=a)'),
        ("level=info ts=2026-03-03T09:05:58Z msg=up", "2026-03-03 09:05:58Z", "up (level=info)"),
    ],
)  # fmt: skip
def test_a_line_of_a_log(line: str, time: str, text: str) -> None:
    (event,) = events(line)
    assert (event.time, event.text, event.kind) == (time, text, "log")
    assert event.evidence == "file.txt, line 1"


def test_logs_without_a_year_take_that_of_the_incident_and_say_so() -> None:
    text = "Mar  3 09:06:01 web1 nginx[12]: timed out\nE0303 09:06:02.123 main.go:1] failed\n"
    found = events(text, year=2026)
    assert [each.time for each in found] == ["2026-03-03 09:06:01", "2026-03-03 09:06:02"]
    assert found[0].doubts == ("the log leaves out the year; 2026 is that of the incident",)
    assert [each.reason for each in skipped(text)] == [
        "the date is not whole; write year, month and day"
    ] * 2


def test_a_trace_belongs_to_the_line_above_it() -> None:
    text = "at nowhere\n2026-03-03T09:05:58Z ERROR x\n  at a.b(C.java:1)\n\n  at d\n"
    (event,) = gathered(("a.log", text)).sources[0].events
    assert event.text == "ERROR x at a.b(C.java:1) at d"
    assert [(each.spot.line, each.excerpt) for each in skipped(text)] == [(1, "at nowhere")]
