from __future__ import annotations

from postmortems.scaffold.values import Different, different


def _said(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(each.place, each.old, each.new) for each in different(old, new)]


def test_values_are_told_by_their_places_and_entries_by_their_ids() -> None:
    old = "a: {b: 1, c: x}\nlevels:\n- {id: P0, days: 7}\n- {id: P1, days: 9}\nnames: [x]\n"
    new = "a: {b: 2}\nlevels:\n- {id: P1, days: 9}\n- {id: P0, days: 8}\nnames: [x, y]\nd: {}\n"
    assert _said(old, new) == [
        ("a.b", "1", "2"),
        ("levels.P0.days", "7", "8"),
        ("names", '["x"]', '["x", "y"]'),
        ("d", "nothing", "{}"),
        ("a.c", "x", "nothing"),
    ]


def test_layout_and_comments_are_no_values() -> None:
    assert different("a: [1, 2] # one\nb: |\n  x\n", "b: 'x\n\n  '\na:\n- 1\n- 2\n") == []


def test_a_long_text_is_told_by_its_beginning_and_compared_as_a_whole() -> None:
    long = "word " * 40
    (told,) = different(f"a: {long}one\n", f"a: {long}two\n")
    assert told.old == told.new
    assert len(told.old) <= 61
    assert told.old.startswith("word word ")


def test_nothing_steers_a_terminal_or_a_runner() -> None:
    assert different("a: x\n", '"::error::k": "\\e[31m::stop"\na: x\n') == [
        Different(place=": :error: :k", old="nothing", new="\\x1b[31m: :stop")
    ]


def test_what_cannot_be_read_has_no_values() -> None:
    assert _said("a: [", "a: 1\n") == [("a", "nothing", "1")]
