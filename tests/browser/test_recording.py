from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt

HEAD = '<!doctype html><html lang="en"><meta name="color-scheme" content="light dark">'
ICON = '<link rel="icon" href="data:,">'


def test_a_harmless_page_is_clean_in_the_size_and_scheme_asked_for(
    page_at: PageAt, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(HEAD + ICON + "<h1>Up again</h1>", "utf-8")
    page = page_at(390, 844, dark=True)
    page.goto(serve(tmp_path))
    assert page.inner_text("h1") == "Up again"
    assert page.evaluate("[innerWidth, innerHeight]") == [390, 844]
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True
    assert_clean(page)


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<script>console.error('no good')</script>", "console error: no good"),
        ("<script>throw new Error('worse')</script>", "page error: worse"),
        ("<img src='missing.png' alt=''>", "console error: Failed to load resource"),
        ("<img src='https://example.org/a.png' alt=''>", "request to another host: https://exam"),
        ("<script>new WebSocket('ws://example.org/')</script>", "request to another host: ws://"),
    ],
)
def test_a_page_that_does_wrong_is_reported(
    page_at: PageAt, serve: Callable[[Path], str], tmp_path: Path, markup: str, fault: str
) -> None:
    (tmp_path / "index.html").write_text(HEAD + ICON + markup, "utf-8")
    page = page_at(1280, 800)
    page.goto(serve(tmp_path))
    with pytest.raises(AssertionError, match=fault):
        assert_clean(page)
