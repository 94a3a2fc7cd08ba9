"""What is recorded now is no longer denied; comments and every other entry stay."""

from __future__ import annotations

import pytest

from postmortems.edit.denials import without_denials
from postmortems.load.text import Limits

TEXT = """\
id: INC-1
not_recorded:
  # the start
  - field: times.started
    reason: Nobody knows.  # yet
  - {field: timeline, reason: Nor that.}
  - field: recovery
    reason: >-
      Folded
      words.
ignore: []
"""


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ({1}, TEXT.replace("  - {field: timeline, reason: Nor that.}\n", "")),
        (
            {0, 2},
            (
                "id: INC-1\nnot_recorded:\n  # the start\n"
                "  - {field: timeline, reason: Nor that.}\nignore: []\n"
            ),
        ),
        ({0, 1, 2}, "id: INC-1\nignore: []\n"),
    ],
)
def test_entries_are_taken_out_and_nothing_else(gone: set[int], left: str) -> None:
    assert without_denials(TEXT, gone, Limits()) == left


def test_a_list_in_brackets_is_left_to_a_person() -> None:
    text = "id: INC-1\nnot_recorded: [{field: timeline, reason: No.}]\n"
    assert without_denials(text, {0}, Limits()) is None
