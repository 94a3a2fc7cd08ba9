from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.findings import dotted
from postmortems.load.settings import load_settings
from support.example import example, load

if TYPE_CHECKING:
    from pathlib import Path


def _told(fragment: str) -> list[tuple[str, str, str]]:
    problems = load(example(fragment)).problems
    return [(each.rule, dotted(each.path), each.message) for each in problems]


def test_an_escape_cannot_bring_in_what_no_text_may_hold() -> None:
    assert _told('title: "Payments\\u202e were declined"\n') == [
        (
            "forbidden-character",
            "title",
            "an escape puts a right-to-left override (U+202E) into the text",
        )
    ]
    assert _told('ideas: [fine, "a\\x1b[31m"]\n') == [
        (
            "forbidden-character",
            "ideas[1]",
            "an escape puts an escape character (U+001B) into the text",
        )
    ]
    ((_, place, message),) = _told('glossary: {"a\\u200bb": A word.}\n')[:1]
    assert message == "an escape puts a zero-width space (U+200B) into the text"
    assert place == "glossary.a\u200bb"


def test_other_escapes_and_backslashes_are_fine() -> None:
    assert _told('title: "Caf\\u00e9 \\"Paris\\""\n') == []
    assert _told("background: |\n  C:\\u202e is no escape here\n") == []


def test_a_character_that_stands_in_the_file_is_told_of_once() -> None:
    loaded = load(example('title: "Payments\u202e"\nbackground: "a\\tb"\n'))
    assert [fault.rule for fault in loaded.faults] == ["forbidden-character"]
    assert loaded.problems == ()


def test_an_escape_cannot_bring_it_into_the_settings(tmp_path: Path) -> None:
    (tmp_path / "site_config").mkdir()
    (tmp_path / "site_config" / "site.yml").write_text('name: "Ours\\x1b[31m"\n')
    loaded = load_settings(tmp_path)
    assert loaded.settings is None
    ((file, (problem,)),) = [(each.file, each.problems) for each in loaded.bad]
    assert (file, problem.rule, problem.path) == (
        "site_config/site.yml",
        "forbidden-character",
        ("name",),
    )
