from __future__ import annotations

from postmortems.reports.diff import unified

FILE = "incidents/a.yml"
HEAD = f"--- a/{FILE}\n+++ b/{FILE}\n"


def test_a_changed_line_stands_between_three_lines_of_its_neighbours() -> None:
    old = b"1\n2\n3\n4\n5\n6\n7\n8\n9\n"
    said = unified(FILE, old, old.replace(b"5\n", b"five\n"))
    assert said == HEAD + "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"


def test_bytes_that_are_alike_give_nothing() -> None:
    assert unified(FILE, b"a\n", b"a\n") == ""


def test_a_last_line_without_its_break_is_told() -> None:
    said = unified(FILE, b"a\nb", b"a\nb\n")
    assert said == HEAD + "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"


def test_what_steers_a_terminal_is_shown_and_not_sent() -> None:
    old = "\ufeffa\x1b[31m\u202e\r\nx\ty\u2028z\n".encode() + b"\xff\n"
    said = unified(FILE, old, b"b\n")
    assert said == HEAD + (
        "@@ -1,3 +1 @@\n-\\ufeffa\\x1b[31m\\u202e\\r\n-x\ty\\u2028z\n-\\xff\n+b\n"
    )


def test_no_line_is_a_command_to_the_runner_of_github() -> None:
    old = b"::error::a\n\t ::add-mask::b\n::c::\n::d\n"
    said = unified(FILE, old, old.replace(b"::d", b"::e"))
    assert said == HEAD + (
        "@@ -1,4 +1,4 @@\n : :error::a\n \t : :add-mask::b\n : :c::\n-::d\n+::e\n"
    )


def test_colours_are_put_around_whole_lines() -> None:
    said = unified(FILE, b"a\n- b\n", b"a\n+ c\n", colour=True).splitlines()
    assert said == [
        f"\x1b[1m--- a/{FILE}\x1b[0m",
        f"\x1b[1m+++ b/{FILE}\x1b[0m",
        "\x1b[36m@@ -1,2 +1,2 @@\x1b[0m",
        " a",
        "\x1b[31m-- b\x1b[0m",
        "\x1b[32m++ c\x1b[0m",
    ]
