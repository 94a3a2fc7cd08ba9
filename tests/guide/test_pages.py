from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.example import REPOSITORY, settings
from support.guide import ANY, Command, File, faults, same, steps

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted((REPOSITORY / "templates" / "guide").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_says_to_type_gives_what_it_shows(
    page: Path, installed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert "\n\n".join(faults(page.read_text("utf-8"), folder, installed / "bin")) == ""


def test_every_page_has_its_place_in_the_order() -> None:
    order = settings().site.guide.first
    assert [page.stem for page in PAGES if page.stem not in order] == []


PAGE = """# A page

<!-- run: echo unseen > seen.txt -->
```yaml title="a/b.yml"
key: value
```

<!-- exit: 3 -->
```console
$ cat seen.txt
unseen
$ ls a; exit 3
b.yml
```

```text
$ rm -rf nothing of this is run
```
"""


def test_a_page_is_followed_in_order_files_first_and_listings_without_a_title_left_alone() -> None:
    assert list(steps(PAGE)) == [
        Command(line="echo unseen > seen.txt", output=None, code=0),
        File(path="a/b.yml", text="key: value\n"),
        Command(line="cat seen.txt", output="unseen", code=0),
        Command(line="ls a; exit 3", output="b.yml", code=3),
    ]


def test_what_comes_out_otherwise_is_told(tmp_path: Path) -> None:
    assert faults(PAGE, tmp_path, tmp_path) == []
    other = PAGE.replace("\nunseen\n", "\nother\n").replace("exit: 3", "exit: 4")
    assert faults(other, tmp_path, tmp_path) == [
        "$ cat seen.txt\n--- the page\nother\n--- said\nunseen\n",
        "$ ls a; exit 3\nexits with 3:\nb.yml\n",
    ]


@pytest.mark.parametrize(
    ("told", "said", "fits"),
    [
        ("", "", True),
        ("", "a\n", False),
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a\n", False),
        (f"a\n{ANY}\nz", "a\nz\n", True),
        (f"a\n{ANY}\nz", "a\nb\nc\nz\n", True),
        (f"a\n{ANY}", "b\n", False),
        (ANY, "", True),
        (ANY, "anything\nat all\n", True),
        ("a.c", "abc\n", False),
    ],
)
def test_dots_stand_for_any_lines_and_nothing_else_for_anything(
    told: str, said: str, *, fits: bool
) -> None:
    assert same(told, said) is fits
