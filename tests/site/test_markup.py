from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.markup import faults
from support.shapes import telling

if TYPE_CHECKING:
    from pathlib import Path

    from support.sites import Site


def test_every_page_is_valid_html(published: Site, *, deep: bool) -> None:
    """Judged by pages that hold every shape there is: what is valid in one is in the next."""
    pages = published.pages()
    read = pages if deep else telling(published, pages)
    assert "\n".join(faults(map(published.file, read))) == ""


@pytest.mark.parametrize("name", ["empty", "single", "extreme", "hostile"])
def test_a_page_of_each_template_is_valid_html_whatever_it_says(
    request: pytest.FixtureRequest, name: str
) -> None:
    site: Site = request.getfixturevalue(name)
    pages = sorted({*site.fullest(), *site.emptiest()})
    assert "\n".join(faults(map(site.file, pages))) == ""


@pytest.mark.parametrize(
    ("article", "fault"),
    [
        ("<p><div>x</div></p>", "close-order"),
        ('<p id="a">x</p><p id="a">y</p>', "no-dup-id"),
        ("<img src='x.png'>", "wcag/h37"),
        ("<input type='checkbox' autocomplete='off' aria-label='x'>", "input-attributes"),
    ],
)
def test_a_page_with_a_fault_is_reported(tmp_path: Path, article: str, fault: str) -> None:
    head = '<!DOCTYPE html>\n<html lang="en"><head><title>A page</title></head><body>\n'
    page = tmp_path / "page.html"
    page.write_text(f"{head}<article>\n{article}\n</article>\n</body></html>\n", "utf-8")
    assert any(f":4: {fault}: " in each for each in faults([page]))
