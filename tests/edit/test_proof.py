from __future__ import annotations

import pytest

from postmortems.edit.changes import RenameKey, Reorder, SetValue, changed, same
from postmortems.edit.mend import Mend
from postmortems.edit.proof import State, proven, state
from postmortems.edit.splice import Splice, spliced
from support.editing import JUDGE, SOURCE
from support.example import example

UNSORTED = """\
timeline:
  - at: 2026-03-03 09:34
    text: The expired certificate was found.
  - at: 2026-03-03 09:08
    text: PaymentErrorRate fired.
  - at: 09:20
    text: Shoppers called.
status: closd
"""


def _state() -> State:
    made = state(example(UNSORTED).decode(), SOURCE, JUDGE)
    assert made is not None
    return made


def _mend(
    old: str,
    new: str,
    *changes: SetValue | RenameKey | Reorder,
    rule: str = "",
    unread: bool = True,
) -> Mend:
    start = _state().text.index(old)
    return Mend(
        line=1,
        what="",
        splices=(Splice(start, start + len(old), new),),
        changes=changes,
        rule=rule,
        path=changes[0].path if changes else (),
        unread=unread,
    )


def test_a_fix_is_proven_when_only_its_value_changes() -> None:
    fix = _mend("closd", "closed", SetValue(("status",), "closed"), rule="unknown-value")
    new = proven(_state(), [fix], SOURCE, JUDGE)
    assert isinstance(new, State)
    assert new.value["status"] == "closed"


@pytest.mark.parametrize(
    ("mend", "why"),
    [
        (_mend("closd", "closed"), "other values would change, too"),
        (_mend("closd", "closed", SetValue(("kind",), "x")), "other values would change, too"),
        (_mend("closd", "closed\nkind: a"), "the file could not be read any more"),
        (_mend("closd", "[closed"), "the file could not be read any more"),
        (
            _mend("closd", "clsd", SetValue(("status",), "clsd"), rule="unknown-value"),
            "the finding would stay",
        ),
        (
            _mend("status: closd", "statis: closd", RenameKey(("status",), "statis")),
            "`unknown-key` at `statis` would be reported then",
        ),
        (
            _mend("P1", "P9", SetValue(("severity",), "P9")),
            "`unknown-name` at `severity` would be reported then",
        ),
        (
            _mend("schema: 1", "schema: 1.0", SetValue(("schema",), 1)),
            "other values would change, too",
        ),
        (
            _mend("2026-03-10", "2027-03-10", SetValue(("follow_ups", 0, "done_at"), "2027-03-10")),
            "other values would change, too",
        ),
    ],
)
def test_a_fix_that_does_anything_else_is_refused_with_the_reason(mend: Mend, why: str) -> None:
    assert proven(_state(), [mend], SOURCE, JUDGE) == why


def test_rules_may_not_find_anything_new_unless_a_value_became_readable() -> None:
    late = SetValue(("times", "declared"), "2026-03-03 09:00")
    told = _mend("2026-03-03 09:12", "2026-03-03 09:00", late, unread=False)
    assert str(proven(_state(), [told], SOURCE, JUDGE)).endswith("would be reported then")
    hidden = _mend("2026-03-03 09:12", "2026-03-03 09:00", late, unread=True)
    assert isinstance(proven(_state(), [hidden], SOURCE, JUDGE), State)


def test_entries_whose_clock_times_would_move_are_not_reordered() -> None:
    text = _state().text
    start, end = text.index("  - at: 2026-03-03 09:34"), text.index("  - at: 09:20")
    # After 09:08 it is 09:20 of the same day; after 09:34 it would be the next day's.
    wrong = Mend(
        line=1,
        what="",
        splices=(Splice(start, end, _swapped(text[start:end])),),
        changes=(Reorder(("timeline",), (1, 0, 2)),),
        rule="timeline-unsorted",
        path=("timeline",),
    )
    assert proven(_state(), [wrong], SOURCE, JUDGE) == (
        "an entry's clock time would fall on another moment"
    )


def _swapped(two: str) -> str:
    second = two.index("  - at: 2026-03-03 09:08")
    return two[second:] + two[:second]


def test_two_fixes_of_one_place_are_refused() -> None:
    fixes = [_mend("closd", "closed"), _mend("closd", "closed")]
    assert proven(_state(), fixes, SOURCE, JUDGE) == "two fixes touch the same characters"


def test_splices_keep_what_lies_between_them() -> None:
    assert spliced("abcdef", [Splice(4, 5, "X"), Splice(0, 1, ""), Splice(2, 2, "--")]) == "b--cdXf"
    assert spliced("abc", [Splice(0, 2, ""), Splice(1, 3, "")]) is None


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (1, True, False),
        (1, 1.0, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        ([1, [2]], [1, [2]], True),
        ([1], [1, 2], False),
        ({"a": [None]}, {"a": [None]}, True),
        ("1", 1, False),
    ],
)
def test_values_are_the_same_only_with_type_and_order(
    one: object, other: object, alike: bool
) -> None:
    assert same(one, other) is alike


def test_changes_are_made_at_the_places_of_the_old_record() -> None:
    record = {"a": [{"x": 1}, {"x": 2}], "z": 0}
    changes: list[SetValue | RenameKey | Reorder] = [
        RenameKey(("a",), "b"),
        SetValue(("a", 1, "x"), 3),
        RenameKey(("a", 0, "x"), "y"),
    ]
    assert same(changed(record, changes), {"b": [{"y": 1}, {"x": 3}], "z": 0})
    assert record == {"a": [{"x": 1}, {"x": 2}], "z": 0}
    assert same(changed(record, [Reorder(("a",), (1, 0))]), {"a": [{"x": 2}, {"x": 1}], "z": 0})
    assert Reorder(("a",), (1, 0)).moved(("a", 0, "x")) == ("a", 1, "x")
    assert RenameKey(("a",), "b").moved(("a", 0, "x")) == ("b", 0, "x")
