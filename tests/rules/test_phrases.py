from __future__ import annotations

import pytest

from postmortems.rules.phrases import Sentences, any_of


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (("TBD",), "Cause: TBD.", ["TBD"]),
        (("TBD",), "Cause: tbd or Tbd.", []),
        (("TO DO",), "To do, TO  DO", ["TO  DO"]),
        (("tbd",), "Cause: TBD.", ["TBD"]),
        (("TBD",), "TBDs and notTBD", []),
        (("[link TBD]",), "see [Link TBD]", ["[Link TBD]"]),
        (("human error",), "a human\n  error", ["human\n  error"]),
        (("shouldn't have",), "It shouldn\u2019t have", ["shouldn\u2019t have"]),
        (("all", "all of the"), "all of the users", ["all of the"]),
        (("a.c",), "abc a.c", ["a.c"]),
        (("???",), "Why???", []),
        (("???",), "Why: ???", ["???"]),
        ((), "anything", []),
    ],
)
def test_phrases_are_found_as_whole_words_in_any_case_unless_written_in_capitals(
    phrases: tuple[str, ...], text: str, found: list[str]
) -> None:
    assert any_of(phrases).findall(text) == found


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ("One. Two is here. Three.", "is", " Two is here."),
        ("v2.3.1 is out. Next", "is", "v2.3.1 is out."),
        ("- one item\n- two items\n- three", "two", "two items\n- "),
        ("First\n\nSecond one\n\nThird", "one", "Second one\n\n"),
        ("Only one", "Only", "Only one"),
        ("**Bold.** Next", "Next", "** Next"),
    ],
)
def test_the_sentence_around_a_place_ends_at_marks_blank_lines_and_items(
    text: str, part: str, sentence: str
) -> None:
    start = text.index(part)
    first, last = Sentences(text).around(start, start + len(part))
    assert text[first:last] == sentence


def test_of_an_endless_sentence_only_what_is_near_is_looked_at() -> None:
    text = "word " * 1_000 + "here" + " word" * 1_000
    start = text.index("here")
    assert Sentences(text).around(start, start + 4) == (start - 300, start + 304)


def test_a_stretch_over_two_sentences_gives_both() -> None:
    text = "One. Two. Three."
    assert Sentences(text).around(1, 6) == (0, 9)


@pytest.mark.parametrize(("start", "end", "sentence"), [(0, 4, "One."), (0, 5, "One. Two.")])
def test_a_sentence_ends_with_the_last_character_of_a_place(
    start: int, end: int, sentence: str
) -> None:
    text = "One. Two. Three."
    first, last = Sentences(text).around(start, end)
    assert text[first:last] == sentence


def test_no_phrases_are_nowhere() -> None:
    assert any_of(()).search("- -") is None
