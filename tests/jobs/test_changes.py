from __future__ import annotations

import pytest

from postmortems.jobs.changes import ALL, ANY, Changes, reads_of
from postmortems.load.packed import IDS, THERE

EDIT = Changes(fields={"title": frozenset({"A"}), ANY: frozenset({"A"})})
ADDED = Changes(moved=frozenset({"B"}))


@pytest.mark.parametrize(
    ("changes", "reads", "touched"),
    [
        (Changes(), {"title": [ALL], IDS: [""]}, False),
        (EDIT, {"title": ["A", "C"]}, True),
        (EDIT, {"title": ["C"]}, False),
        (EDIT, {"title": [ALL]}, True),
        (EDIT, {"tags": [ALL]}, False),
        (EDIT, {ANY: ["A"]}, True),
        (EDIT, {ANY: ["C"]}, False),
        (EDIT, {IDS: [""], THERE: ["A"]}, False),
        (ADDED, {IDS: [""]}, True),
        (ADDED, {THERE: ["B"]}, True),
        (ADDED, {THERE: ["A"]}, False),
        (ADDED, {"title": ["B"]}, True),
        (ADDED, {"title": ["A"]}, False),
        (ADDED, {}, False),
    ],
)
def test_a_job_notices_what_it_read_and_nothing_else(
    changes: Changes, reads: dict[str, list[str]], touched: bool
) -> None:
    assert changes.concern(reads) is touched


def test_reads_are_written_down_shortly_and_never_as_less_than_they_were() -> None:
    few = {"A", "B", "C"}
    most = {str(number) for number in range(60)}
    assert reads_of({"title": few, "tags": most, IDS: {""}}, "", 100) == {
        IDS: [""],
        "tags": [ALL],
        "title": ["A", "B", "C"],
    }
    assert reads_of({"title": {"A", "B"}, "tags": {"A"}}, "A", 100) == {"title": ["B"], ANY: ["A"]}
