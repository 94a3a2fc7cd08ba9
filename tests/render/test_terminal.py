from __future__ import annotations

import pytest

from postmortems.answers.sheet.parts import Row
from postmortems.render.terminal import rows

GAP = Row()


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("One *line*\nand more.", (Row(text="One line and more."),)),
        ("a\n\nb", (Row(text="a"), GAP, Row(text="b"))),
        (
            "- a\n- b\n  - c\n\nd",
            (
                Row(mark="- ", text="a"),
                Row(mark="- ", text="b"),
                Row(indent=2, mark="- ", text="c"),
                GAP,
                Row(text="d"),
            ),
        ),
        ("3. a\n4. b", (Row(mark="3. ", text="a"), Row(mark="4. ", text="b"))),
        ("- a\n\n  b", (Row(mark="- ", text="a"), Row(indent=2, text="b"))),
        ("> a", (Row(mark="> ", text="a"),)),
        ("# A\n\n---\n\nb", (Row(text="A"), GAP, Row(text="---"), Row(text="b"))),
        (
            "```\nx  y\n\tz\n```",
            (Row(indent=2, text="x  y", fixed=True), Row(indent=2, text="    z", fixed=True)),
        ),
        ("| a | b |\n|---|---|\n| c | d |", (Row(text="a | b"), Row(text="c | d"))),
        ("", ()),
    ],
)
def test_prose_is_laid_out_in_rows(markdown: str, wanted: tuple[Row, ...]) -> None:
    assert rows(markdown) == wanted


def test_what_is_too_deep_is_shown_as_it_was_typed() -> None:
    deep = ">" * 60 + " a\nb"
    assert rows(deep) == tuple(Row(text=each, fixed=True) for each in deep.split("\n"))


def test_no_character_of_it_steers_a_terminal() -> None:
    found = "".join(each.text for each in rows("a &#27;[31m `&#x202e;`\n\n    \u202e"))
    assert "\x1b" not in found
    assert "\u202e" not in found
