from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.shapes import Reading, telling
from support.walk import faults_of_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt
    from support.sites import Site

HEAD = '<!DOCTYPE html><html lang="en"><body><article>'


def test_every_page_can_be_used_by_everybody_and_asks_nobody_else(
    page_at: PageAt, published: Site, serve: Callable[[Path], str], *, deep: bool
) -> None:
    """Every page is opened, listened to and measured; axe-core reads those that tell all.

    `support.shapes.telling` says why that is enough; with `--deep` it reads every page.
    """
    pages = published.pages()
    read = pages if deep else telling(published, pages)
    walked = faults_of_pages(
        page_at(1280, 900), serve(published.folder), pages, unread={*pages} - {*read}
    )
    assert walked == ""


@pytest.mark.parametrize("name", ["published", "empty", "single", "extreme", "hostile"])
def test_headings_are_in_order_and_names_lead_to_elements(
    request: pytest.FixtureRequest, name: str
) -> None:
    site: Site = request.getfixturevalue(name)
    found = {page: [*Reading(site.file(page)).faults()] for page in site.pages()}
    assert {page: faults for page, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("article", "fault"),
    [
        ("<h2>b</h2>", "0 headings of the first level"),
        ("<h1>a</h1><h1>b</h1>", "2 headings of the first level"),
        ("<h1>a</h1><h3>b</h3>", "a heading of level 3 follows one of level 1"),
        ("<h1>a</h1><label for='x'>b</label>", "there is no element x that another one names"),
        ("<h1 id='x'>a</h1><p aria-labelledby='x y'>", "there is no element y that another on"),
    ],
)
def test_a_page_out_of_order_is_reported(tmp_path: Path, article: str, fault: str) -> None:
    (tmp_path / "page.html").write_text(f"{HEAD}{article}", "utf-8")
    (found,) = Reading(tmp_path / "page.html").faults()
    assert found.startswith(fault)


@pytest.mark.parametrize(
    "other",
    [
        "<p class=a><a href=x>b</a></p>",
        "<p><a href=x class=a>b</a></p>",
        "<div><a href=x>b</a></div>",
        "<p><a>b</a></p>",
        "<p><a href=''>b</a></p>",
        "<p><a href=x></a></p>",
        "<p><a href=x>b</a> c</p>",
        "<p><a href=x role=note>b</a></p>",
        "<p><img alt=''><a href=x>b</a></p>",
    ],
)
def test_pages_that_differ_in_shape_are_told_apart(tmp_path: Path, other: str) -> None:
    def shapes(article: str) -> set[object]:
        (tmp_path / "page.html").write_text(f"{HEAD}{article}</article></body></html>", "utf-8")
        return {*Reading(tmp_path / "page.html").shapes}

    plain = "<p><a href=x>b</a></p>"
    assert shapes(plain) == shapes(plain.replace("x", "y").replace(">b<", ">other<") * 2)
    assert shapes(other) - shapes(plain)
