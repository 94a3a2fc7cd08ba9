from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from postmortems.errors import WriteError
from postmortems.write.paths import Claims, parents

if TYPE_CHECKING:
    from collections.abc import Iterable


def _claim(paths: Iterable[str]) -> None:
    claims = Claims()
    for path in paths:
        claims.add(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a/..",
        "./x",
        "a/./x",
        "a//x",
        "a/",
        "a\\b",
        "..\\x",
        "a\0b",
        "a\nb",
        "a\x1b[2J",
        "\u202egpj",
        "\udcff",
        "a/" + "x" * 256,
        "é" * 128,
        ".postmortems-tree.json",
        ".Postmortems-tree.tmp",
        ".po\u017ftmortems-site",
        ".postmortems-anything/x",
    ],
)
def test_an_unsafe_path_is_refused(path: str) -> None:
    with pytest.raises(WriteError, match="not a path that may stand in a generated folder"):
        _claim(["index.md", path])


def test_good_paths_are_accepted() -> None:
    _claim(
        [
            "index.md",
            "incidents/2024/INC-20240315-1430.md",
            "incidents/2024.md",
            ".nojekyll",
            "...",
            "a b/ü.svg",
            "x" * 255,
            "deep/.postmortems-tree.json",
        ]
    )


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("tags/api.md", "tags/API.md", "'tags/api.md' and 'tags/API.md'"),
        ("Tags/a.md", "tags/b.md", "'Tags' and 'tags'"),
        ("x/Y/z/a", "x/y/z/b", "'x/Y/z' and 'x/y/z'"),
        ("straße.md", "STRASSE.md", "'straße.md' and 'STRASSE.md'"),
        ("\u00e9.md", "e\u0301.md", "'é.md' and 'e\u0301.md'"),
    ],
)
def test_two_names_that_are_one_on_some_disks_are_refused(
    first: str, second: str, told: str
) -> None:
    with pytest.raises(WriteError, match=re.escape(f"cannot write both {told}")):
        _claim([first, second])


@pytest.mark.parametrize(
    "paths", [["a", "a/b"], ["a/b/c", "a"], ["A", "a/b"], ["a/b", "x", "a/b/c/d"]]
)
def test_a_file_that_is_also_a_folder_is_refused(paths: list[str]) -> None:
    with pytest.raises(WriteError, match="it is a file and the folder of another file"):
        _claim(paths)


def test_parents_are_all_folders_above_and_never_the_top() -> None:
    assert parents(["x", "a/b/c", "a/d"]) == {"a", "a/b"}
