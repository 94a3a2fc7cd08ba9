from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from postmortems.parallel import spread
from postmortems.progress import Stages, heard_by, stage

if TYPE_CHECKING:
    from collections.abc import Iterator


class Notes:
    """Writes down whatever it hears."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def begin(self, name: str, total: int | None) -> Note:
        self.said.append(f"{name} of {total}")
        return Note(self, name)

    def spread(self, processes: int) -> None:
        self.said.append(f"on {processes}")

    def apart(self) -> Notes:
        return Notes()

    def report(self) -> list[str]:
        told, self.said = self.said, []
        return told

    def hear(self, report: list[str], processes: int) -> None:
        self.said += [f"{each}, one of {processes}" for each in report]


class Note:
    def __init__(self, notes: Notes, name: str) -> None:
        self._notes = notes
        self._name = name

    def advance(self, number: int = 1) -> None:
        self._notes.said.append(f"{self._name} +{number}")

    def end(self) -> None:
        self._notes.said.append(f"{self._name} over")


@pytest.fixture
def heard() -> Iterator[list[str]]:
    notes = Notes()
    with heard_by(notes):
        yield notes.said


def test_a_stage_is_heard_from_its_beginning_to_its_end(heard: list[str]) -> None:
    with stage("records", 3) as records:
        records.advance()
        with stage("charts") as charts:
            charts.advance(4)
        records.advance(2)
    assert heard == [
        *("records of 3", "records +1", "charts of None", "charts +4", "charts over"),
        *("records +2", "records over"),
    ]


def test_a_stage_that_fails_is_over_too(heard: list[str]) -> None:
    with pytest.raises(ValueError, match="no such day"), stage("records"):
        raise ValueError("no such day")
    assert heard == ["records of None", "records over"]


def test_stages_follow_each_other_where_no_block_encloses_them(heard: list[str]) -> None:
    stages = Stages()
    stages.close()
    stages.turn_to("pages", 2).advance()
    stages.turn_to("search")
    stages.close()
    stages.close()
    assert heard == ["pages of 2", "pages +1", "pages over", "search of None", "search over"]


def test_nobody_hears_what_comes_before_and_after_or_in_another_thread(heard: list[str]) -> None:
    def elsewhere() -> None:
        with stage("elsewhere") as doing:
            doing.advance()

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    other = Notes()
    with heard_by(other), stage("inside"):
        pass
    with stage("outside"):
        pass
    assert other.said == ["inside of None", "inside over"]
    assert heard == ["outside of None", "outside over"]


def _told(number: int) -> int:
    with stage("one of many") as doing:
        doing.advance(number)
    return number


def test_what_workers_tell_comes_with_their_results(
    heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    # Other tests may have left a thread behind.
    monkeypatch.setattr("threading.active_count", lambda: 1)
    with stage("numbers", 400) as numbers:
        for number in spread(_told, range(400)):
            numbers.advance(number)
    by_hand = ["numbers of 400", "on 2"]
    for first in range(0, 400, 50):
        part = range(first, first + 50)
        for number in part:
            by_hand += [
                "one of many of None, one of 2",
                f"one of many +{number}, one of 2",
                "one of many over, one of 2",
            ]
        by_hand += [f"numbers +{number}" for number in part]
    assert heard == [*by_hand, "numbers over"]


def test_a_fork_that_reports_nothing_is_not_heard(heard: list[str]) -> None:
    child = os.fork()
    if not child:
        _told(1)
        os._exit(len(heard))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert heard == []


def test_few_items_stay_in_this_process_and_are_heard(heard: list[str]) -> None:
    assert list(spread(_told, [7, 8])) == [7, 8]
    assert heard == [
        *("one of many of None", "one of many +7", "one of many over"),
        *("one of many of None", "one of many +8", "one of many over"),
    ]


def test_more_parts_than_are_begun_at_a_time_come_in_their_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr("threading.active_count", lambda: 1)
    assert list(spread(str, range(2_500))) == [str(number) for number in range(2_500)]
