from __future__ import annotations

import io
import logging
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postmortems.cli.display import Bar, Lines, display_on
from postmortems.cli.timings import table
from postmortems.cli.watch import Watch, watched
from postmortems.progress import heard_by, stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cli.conftest import Command
    from postmortems.cli.watch import Display

DAY = ("--as-of", "2026-03-20")


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True

    def drawn(self) -> list[str]:
        """What was drawn since the last time, one text for each time the line was emptied."""
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        assert text == "" or text.startswith("\r\033[K")
        said = text.split("\r\033[K")[1:]
        return [each.replace("\033[?25l", "").replace("\033[?25h", "<gone>") for each in said]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("COLUMNS", "80")
    return Terminal()


@pytest.fixture
def watch(clock: Clock) -> Iterator[Callable[[Display], Watch]]:
    made: list[Watch] = []

    def make(display: Display) -> Watch:
        made.append(Watch(display, clock=clock, memory=lambda: 0))
        return made[-1]

    yield make
    for each in made:
        each.finish()


def test_the_table_has_a_line_for_each_stage_and_those_inside_it(clock: Clock) -> None:
    held = iter(range(60_000_000, 90_000_000, 1_000_000))
    watch = Watch(clock=clock, used=0.5, memory=lambda: next(held))
    with heard_by(watch):
        with stage("settings"):
            clock.wait(0.25)
        clock.wait(1)
        with stage("docs tree"):
            for _ in range(2):
                with stage("charts") as charts:
                    clock.wait(1.5)
                    charts.advance()
            with stage("pages", 40_000) as pages:
                watch.spread(2)
                clock.wait(2)
                pages.advance(40_000)
        with stage("search", 1_500) as search:
            clock.wait(3)
            search.advance(1_500)
    assert table(watch.finish()) == (
        "stage           seconds  share   items  per item  workers  memory\n"
        "start              0.50    5 %                              60 MB\n"
        "settings           0.25    3 %                              61 MB\n"
        "docs tree          5.00   51 %                              65 MB\n"
        "  charts           3.00   31 %       2     1.5 s            63 MB\n"
        "  pages            2.00   21 %  40,000     50 µs        2   64 MB\n"
        "search             3.00   31 %   1,500    2.0 ms            66 MB\n"
        "between stages     1.00   10 %\n"
        "total              9.75  100 %                              67 MB\n"
    )


def test_a_run_without_stages_has_its_total(clock: Clock) -> None:
    watch = Watch(clock=clock, memory=lambda: 12_000_000)
    assert table(watch.finish()) == (
        "stage           seconds  share  items  per item  workers  memory\n"
        "between stages     0.00\n"
        "total              0.00                                    12 MB\n"
    )


def test_what_workers_report_counts_by_their_number(clock: Clock) -> None:
    watch = Watch(clock=clock, memory=lambda: 5_000_000)
    with heard_by(watch), stage("pages"):
        for seconds in (1, 3):
            apart = watch.apart()
            with heard_by(apart), stage("charts") as charts:
                clock.wait(seconds)
                charts.advance(seconds)
            told = apart.report()
            assert apart.report() == []
            watch.hear(told, 2)
    charts_ = watch.finish().inner["pages"].inner["charts"]
    assert (charts_.seconds, charts_.done, charts_.workers) == (2, 4, 2)
    assert charts_.peak == 5_000_000


def test_a_stage_that_is_over_ends_what_began_inside(clock: Clock) -> None:
    watch = Watch(clock=clock, memory=lambda: 0)
    outer = watch.begin("outer", None)
    inner = watch.begin("inner", None)
    clock.wait(1)
    outer.end()
    clock.wait(1)
    inner.end()
    watch.begin("left open", None)
    clock.wait(1)
    whole = watch.finish()
    assert (whole.seconds, whole.inner["outer"].seconds, whole.inner["left open"].seconds) == (
        3,
        1,
        1,
    )
    assert whole.inner["outer"].inner["inner"].seconds == 1


def test_what_is_done_within_a_second_shows_no_bar(
    clock: Clock, terminal: Terminal, watch: Callable[[Display], Watch]
) -> None:
    with heard_by(watch(Bar(terminal))), stage("files", 10) as files:
        for _ in range(9):
            clock.wait(0.1)
            files.advance()
    assert terminal.getvalue() == ""


def test_a_bar_shows_how_many_of_how_many_and_is_gone_at_the_end(
    clock: Clock, terminal: Terminal, watch: Callable[[Display], Watch]
) -> None:
    with heard_by(watch(Bar(terminal))):
        with stage("files", 1000) as files:
            clock.wait(2)
            files.advance(500)
            assert terminal.drawn() == [
                "Files                 [###############---------------]  500/1000   50%"
            ]
            clock.wait(0.01)
            files.advance(2)  # nothing that could be seen
            assert terminal.drawn() == []
            files.advance(8)
            assert terminal.drawn() == [
                "Files                 [###############---------------]  510/1000   51%"
            ]
            clock.wait(0.1)
            files.advance()
            assert terminal.drawn() == [
                "Files                 [###############---------------]  511/1000   51%"
            ]
        assert terminal.drawn() == ["<gone>"]
        with stage("theme and navigation"):
            assert terminal.drawn() == ["Theme and navigation"]
        assert terminal.drawn() == ["<gone>"]


def test_a_stage_inside_takes_the_line_and_gives_it_back(
    clock: Clock, terminal: Terminal, watch: Callable[[Display], Watch]
) -> None:
    with heard_by(watch(Bar(terminal))), stage("docs tree"):
        clock.wait(1)
        with stage("pages", 4) as pages:
            assert terminal.drawn() == [
                "Pages                 [------------------------------]  0/4    0%"
            ]
            with stage("charts") as charts:
                clock.wait(1)
                charts.advance()
            pages.advance()
            assert terminal.drawn() == [
                "Pages                 [#######-----------------------]  1/4   25%"
            ]
        assert terminal.drawn() == ["Docs tree"]


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ("50", "Incident pages        [#####------]  5/10   50%"),
        ("40", "Incident pages  5/10   50%"),
        ("28", "Incident pages"),
        ("9", "Incident"),
    ],
)
def test_a_bar_stays_on_one_line_of_a_narrow_terminal(
    columns: str,
    line: str,
    clock: Clock,
    terminal: Terminal,
    watch: Callable[[Display], Watch],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    with heard_by(watch(Bar(terminal))), stage("incident pages", 10) as pages:
        clock.wait(1)
        pages.advance(5)
        assert terminal.drawn() == [line]
        assert len(line) < int(columns)


def test_after_a_rest_a_bar_waits_again(
    clock: Clock, terminal: Terminal, watch: Callable[[Display], Watch]
) -> None:
    with heard_by(watch(Bar(terminal))):
        with stage("pages"):
            clock.wait(2)
        clock.wait(0.5)
        with stage("search"):
            assert terminal.drawn() == ["Search"]
        terminal.drawn()
        clock.wait(60)
        with stage("pages"):
            clock.wait(0.9)
        with stage("search"):
            pass
        assert terminal.drawn() == []


def test_a_bar_makes_room_for_what_mkdocs_says(
    clock: Clock, terminal: Terminal, watch: Callable[[Display], Watch]
) -> None:
    logger = logging.getLogger("mkdocs.commands.build")
    before = list(logging.getLogger("mkdocs").handlers)
    seen = watch(Bar(terminal))
    with heard_by(seen), stage("pages", 4) as pages:
        clock.wait(1)
        pages.advance()
        terminal.drawn()
        logger.warning("a page is odd")
        assert terminal.drawn() == ["<gone>"]
        pages.advance()
        assert terminal.drawn() == [
            "Pages                 [###############---------------]  2/4   50%"
        ]
    seen.finish()
    assert logging.getLogger("mkdocs").handlers == before


def test_a_log_gets_a_line_for_each_stage_that_took_long(
    clock: Clock, watch: Callable[[Display], Watch]
) -> None:
    stream = io.StringIO()
    with heard_by(watch(Lines(stream))):
        with stage("settings"):
            clock.wait(4.9)
        with stage("docs tree"):
            with stage("pages", 20_000) as pages:
                pages.advance(12_345)
                clock.wait(61.4)
            assert stream.getvalue() == "Pages: 12,345 in 61 s\n"
            clock.wait(1)
    assert stream.getvalue() == "Pages: 12,345 in 61 s\nDocs tree: 62 s\n"


@pytest.mark.parametrize(
    ("terminal", "variables", "kind"),
    [
        (True, {"TERM": "xterm"}, Bar),
        (True, {"TERM": "xterm", "CI": "true"}, Bar),
        (True, {"TERM": "dumb"}, None),
        (True, {"TERM": "dumb", "CI": "1"}, Lines),
        (False, {"CI": "true"}, Lines),
        (False, {"CI": "false"}, None),
        (False, {"CI": ""}, None),
        (False, {}, None),
    ],
)
def test_how_progress_is_shown_depends_on_who_looks(
    terminal: bool,
    variables: dict[str, str],
    kind: type | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shown = display_on(Terminal() if terminal else io.StringIO())
    assert (None if shown is None else type(shown)) is kind


def test_quiet_shows_nothing_and_timings_come_even_when_all_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with watched(quiet=True), stage("files", 10) as files:
        files.advance()
    assert capsys.readouterr().err == ""

    def failing() -> None:
        with watched(quiet=True, timings=True), stage("files", 10) as files:
            files.advance()
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        failing()
    said = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert [line[0] for line in said] == ["stage", "start", "files", "between", "total"]
    assert said[2][4] == "1"


def test_check_tells_its_stages_on_stderr_and_nothing_else_changes(
    root: Path, called: Command
) -> None:
    plain = called("check", "--root", root, "--no-cache", *DAY)
    assert plain.err == ""
    timed = called("check", "--root", root, "--no-cache", "--timings", *DAY)
    assert (timed.code, timed.out) == (0, plain.out)
    stages = [line.split("  ")[0] for line in timed.err.splitlines()]
    assert stages == [
        *("stage", "start", "settings", "files", "between records", "between stages", "total"),
    ]


def test_a_short_run_on_a_terminal_stays_clean(root: Path) -> None:
    reader, writer = pty.openpty()
    command = [str(Path(sys.executable).parent / "postmortems"), "check", "--root", str(root), *DAY]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=writer, check=False)
    os.close(writer)
    try:
        said = os.read(reader, 4_096)
    except OSError:  # nothing was written and nobody is left to write
        said = b""
    os.close(reader)
    assert (done.returncode, done.stdout) == (0, b"1 incident checked, nothing to mend.\n")
    assert said == b""
