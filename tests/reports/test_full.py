from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.findings import Finding, Level, Span
from postmortems.reports.full import full as whole
from postmortems.reports.full import snippets
from support.reports import FINDING, RULES, WARNING, WHOLE_FILE, report

if TYPE_CHECKING:
    from collections.abc import Sequence

CARETS = "^" * 3


def full(findings: Sequence[Finding], *, colour: bool = False) -> str:
    return snippets(report(*findings, rules={}), colour=colour)


def test_a_finding_is_its_place_its_line_with_a_caret_the_reason_and_the_fix() -> None:
    assert full([FINDING]) == (
        "incidents/a.yml:6:11: error[unknown-name]: `P9` is not a known severity level\n"
        "    |\n"
        "  6 | severity: P9\n"
        "    |           ^^\n"
        "  why: nothing would count it\n"
        "  fix: did you mean `P0`?\n"
    )


def test_findings_are_parted_by_a_blank_line() -> None:
    short = Finding(rule="r", level=Level.WARNING, file="f.yml", message="m")
    assert full([short, short]) == "f.yml: warning[r]: m\n\nf.yml: warning[r]: m\n"
    assert full([]) == ""


def test_the_margin_is_as_wide_as_the_line_number() -> None:
    said = full([replace(FINDING, span=Span(line=1234, column=1, end=4), why="", fix="")])
    assert said.splitlines()[1:] == ["       |", "  1234 | severity: P9", f"       | {CARETS}"]


@pytest.mark.parametrize(
    ("column", "end", "under"),
    [
        (1, 1, "s"),  # an empty stretch still has a caret
        (12, 13, "9"),
        (13, 14, ""),  # just behind the line
        (40, 90, ""),
        (11, 900, "P9"),
    ],
)
def test_the_caret_stays_under_what_it_points_at(column: int, end: int, under: str) -> None:
    said = full([replace(FINDING, span=Span(line=6, column=column, end=end))]).splitlines()
    line, carets = said[2][6:], said[3][6:]
    start = carets.index("^")
    assert line[start : start + carets.count("^")] == under
    assert len(carets) <= len(line) + 1


def test_a_long_line_is_cut_around_the_fault() -> None:
    text = "a" * 200 + "FAULT" + "b" * 200
    said = full([replace(FINDING, excerpt=text, span=Span(line=6, column=201, end=206))])
    line, carets = (each[6:] for each in said.splitlines()[2:4])
    assert line.startswith("…aaa")
    assert line.endswith("bbb…")
    assert len(line) == 98
    assert line[carets.index("^") : carets.index("^") + carets.count("^")] == "FAULT"


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=400),
    st.integers(1, 420),
    st.integers(0, 60),
)
def test_any_stretch_of_any_line_is_pointed_at(text: str, column: int, width: int) -> None:
    span = Span(line=1, column=column, end=column + width)
    said = full([replace(FINDING, excerpt=text, span=span, why="", fix="")]).splitlines()
    line, carets = said[2][6:], said[3][6:]
    start = carets.index("^")
    pointed = line[start : start + carets.count("^")].rstrip("…")
    assert len(line) <= 98
    assert set(carets) <= {" ", "^"}
    assert pointed == text[column - 1 : column - 1 + max(1, width)][: len(pointed)]
    if column <= len(text) and not pointed:
        raise AssertionError(said)


def test_without_a_place_or_a_line_there_is_no_snippet() -> None:
    assert full([replace(FINDING, span=None, why="", fix="")]).count("\n") == 1
    assert full([replace(FINDING, excerpt="", why="", fix="")]).count("\n") == 1


def test_nothing_in_a_message_can_steer_a_terminal_or_fill_it() -> None:
    said = full(
        [
            replace(
                FINDING,
                message="\x1b[2J\r" + "m" * 900,
                why="w\x07" * 600,
                fix="\u202e" + "f" * 900,
            )
        ]
    )
    assert all(character.isprintable() or character == "\n" for character in said)
    assert max(map(len, said.splitlines())) < 700
    assert r"\x1b[2J\r" in said


def test_colours_frame_the_level_the_message_and_the_caret() -> None:
    said = full([FINDING], colour=True)
    assert "\x1b[31;1merror\x1b[0m[unknown-name]: \x1b[1m`P9` is not" in said
    assert "\x1b[31;1m^^\x1b[0m\n" in said
    assert "\x1b[33;1mwarning\x1b[0m" in full([replace(FINDING, level=Level.WARNING)], colour=True)
    assert "\x1b" not in full([FINDING])


def test_a_run_is_its_snippets_and_its_sum() -> None:
    assert whole(report()) == "3 incidents checked, nothing to mend.\n"
    assert whole(report(WHOLE_FILE, rules={})) == (
        "incidents/c.yml: error[unreadable-file]: a link\n\n3 incidents checked: 1 error.\n"
    )


def test_the_rules_are_counted_where_that_was_asked_for() -> None:
    said = whole(report(WHOLE_FILE, WARNING, WHOLE_FILE, rules={}, statistics=True))
    assert said.endswith(
        "a link\n\n2  unreadable-file\n1  action-overdue\n\n"
        "3 incidents checked: 2 errors and 1 warning.\n"
    )
    assert whole(report(statistics=True)) == "3 incidents checked, nothing to mend.\n"


def test_where_to_read_about_a_rule_is_said_once() -> None:
    said = whole(report(FINDING, WHOLE_FILE, FINDING, WHOLE_FILE)).splitlines()
    assert [line for line in said if line.startswith("  see:")] == [
        "  see: postmortems explain unknown-name",
        "  see: https://pm.example/reference/rules/unreadable-file/",
    ]
    assert said.index("  see: postmortems explain unknown-name") == 6
    assert RULES["unreadable-file"].url in "".join(said[:10])  # type: ignore[operator]
