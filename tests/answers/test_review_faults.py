from __future__ import annotations

from dataclasses import replace

from postmortems.answers.review.faults import new_and_fixed
from postmortems.findings import Finding, Span
from support.reports import FINDING, WARNING

MOVED = replace(FINDING, span=Span(line=60, column=1, end=2))


def brought(
    before: list[Finding], now: list[Finding], *, gone: tuple[str, ...] = ()
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    return new_and_fixed(before, now, {"incidents/a.yml": "incidents/z.yml"}, gone)


def test_what_was_there_before_is_neither_new_nor_fixed() -> None:
    assert brought([WARNING], [WARNING]) == ((), ())
    assert brought([], [WARNING]) == ((WARNING,), ())
    assert brought([WARNING], []) == ((), (WARNING,))


def test_a_finding_stays_the_same_on_another_line_and_in_a_renamed_file() -> None:
    there = replace(MOVED, file="incidents/z.yml")
    assert brought([FINDING], [there]) == ((), ())
    assert brought([FINDING], [FINDING]) == ((FINDING,), (FINDING,))


def test_a_finding_stays_the_same_when_the_text_at_its_place_is_written_anew() -> None:
    again = replace(WARNING, excerpt="    due: 2026-02-01", message="`A1` was due on 2026-02-01")
    assert brought([WARNING], [again]) == ((), ())


def test_the_same_fault_of_another_entry_is_another_finding() -> None:
    other = replace(WARNING, field="actions[1].due", excerpt="    due: 2026-02-07")
    assert brought([WARNING], [other]) == ((other,), (WARNING,))
    assert brought([WARNING], [replace(other, excerpt=WARNING.excerpt)]) == ((), ())


def test_each_finding_stands_for_one_other() -> None:
    twice = replace(WARNING, field="actions[7].due")
    assert brought([WARNING], [WARNING, twice]) == ((twice,), ())
    assert brought([WARNING, twice], [WARNING]) == ((), (twice,))


def test_what_was_wrong_in_a_deleted_file_is_not_called_fixed() -> None:
    assert brought([WARNING], [], gone=("incidents/b.yml",)) == ((), ())
