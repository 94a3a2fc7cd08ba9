from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from postmortems import extended, pipeline, today
from support.example import BASE_ID, example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postmortems.config.audiences import AudienceName

PAGE = '''
from postmortems.extend.pages import Data, TablePage, names, pages

@pages
def led(library):
    """A table of who led, a row each."""
    yield TablePage(
        path="led.md",
        title="WORDS",
        lead="Who led.",
        data=Data(columns=(("Which", "which"),), rows=((names(library.incidents),),)),
        empty="None.",
    )
'''


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A repository with one incident that is not public, and a page of its own."""
    root = tmp_path / "repository"
    for name, text in {
        f"incidents/{BASE_ID}.yml": example().decode(),
        "site_config/site.yml": "name: X\nextensions: [extensions/led.py]\n",
        "extensions/led.py": PAGE,
        "templates/guide/ours.md": "# Ours\n\nWORDS\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    yield root
    extended.use((), "")


def built(root: Path, audience: AudienceName = "internal") -> tuple[Path, int]:
    """The docs tree, and how many of its files were written."""
    target = root.parent / audience
    with closing(pipeline.open_ledger(root, audience)) as ledger:
        checked = pipeline.check(root, today.instant("2026-06-30"), None, ledger)
        change = pipeline.write_docs(target, root, checked, ledger=ledger, audience=audience)
    return target, len(change.written)


def test_a_page_follows_the_extension_that_makes_it(root: Path) -> None:
    tree, _ = built(root)
    assert "\n# WORDS { #table }\n" in (tree / "led.md").read_text("utf-8")
    assert built(root)[1] == 0
    (root / "extensions" / "led.py").write_text(PAGE.replace("WORDS", "Others"), "utf-8")
    tree, written = built(root)
    assert "\n# Others { #table }\n" in (tree / "led.md").read_text("utf-8")
    assert written == 1
    (root / "site_config" / "site.yml").write_text("name: X\n", "utf-8")
    assert not (built(root)[0] / "led.md").exists()


def test_a_page_of_the_guide_follows_its_text(root: Path) -> None:
    tree, _ = built(root)
    assert "<p>WORDS</p>" in (tree / "guide" / "ours.md").read_text("utf-8")
    (root / "templates" / "guide" / "ours.md").write_text("# Ours\n\nOthers\n", "utf-8")
    tree, _ = built(root)
    assert "<p>Others</p>" in (tree / "guide" / "ours.md").read_text("utf-8")


def test_the_public_site_gives_an_extension_what_it_may_show_and_has_no_guide(root: Path) -> None:
    assert BASE_ID in (built(root)[0] / "led.md").read_text("utf-8")
    public, _ = built(root, "public")
    assert BASE_ID not in (public / "led.md").read_text("utf-8")
    assert not (public / "guide").exists()
