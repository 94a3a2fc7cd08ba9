from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.charts.words import Tag, Word, Words, clean, number, shorten, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two\n words\t", "two words"),
        ("a\x00b\x1b[31m", "a\ufffdb\ufffd[31m"),
        ("a\u202eb\u200bc\ufeff", "a\ufffdb\ufffdc\ufffd"),
        ("\ud800", "\ufffd"),
        ("\uffff", "\ufffd"),
        ("データ – é", "データ – é"),
        ("x" * 301, "x" * 299 + "…"),
    ],
)
def test_texts_become_one_visible_line(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text())
def test_clean_texts_are_printable_bounded_and_stay_clean(text: str) -> None:
    once = clean(text)
    assert once.isprintable()
    assert len(once) <= 300
    assert clean(once) == once


def test_a_text_that_fits_stays_whole() -> None:
    assert shorten("checkout", width("checkout")) == "checkout"


def test_a_text_that_does_not_fit_ends_in_an_ellipsis() -> None:
    assert shorten("checkout service", 75) == "checkout…"
    assert shorten("the checkout service of the shop", 130) == "the checkout…"
    assert shorten("a checkoutservicewithoutaspace", 130) == "a checkoutservice…"


@given(st.text(max_size=60), st.floats(min_value=10, max_value=300))
def test_a_shortened_text_fits_and_is_a_start(text: str, room: float) -> None:
    short = shorten(text, room)
    assert width(short) <= room
    assert text.startswith(short.removesuffix("…"))


def test_a_text_takes_some_more_room_than_in_the_fonts_of_pages() -> None:
    # 13 px Liberation Sans, which has the advances of Arial and Helvetica, as a browser measures it
    for text, real in (
        ("Primary database deadlocked in a failover", 242.1),
        ("illicit little fill", 67.2),
        ("WMWMWM 100 %", 109.8),
    ):
        assert real <= width(text) <= real * 1.25


def test_wide_scripts_take_more_room_and_accents_none() -> None:
    assert width("デ") == pytest.approx(13.54, abs=0.01)
    assert width("e\u0301") == width("e")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (12, "12"), (100, "100"), (1234567, "1,234,567"), (0.25, "0.25"), (2.5, "2.5")],
)
def test_numbers_are_written_for_people(value: float, text: str) -> None:
    assert number(value) == text


def test_words_and_marks_are_handed_out_as_tokens() -> None:
    words = Words()
    assert [words.word("a"), words.word("a very long name", 60), words.word("a")] == [
        "w0",
        "w1",
        "w2",
    ]
    assert words.words["w0"] == Word(shown="a")
    assert words.words["w1"] == Word(shown="a very…", whole="a very long name")
    assert [words.tag("P0: 1", "x/"), words.tag("P1\n: 2")] == ["m0", "m1"]
    assert words.tags == {"m0": Tag(name="P0: 1", link="x/"), "m1": Tag(name="P1 : 2")}
