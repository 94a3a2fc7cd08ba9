"""The drawings of an analysis as a reader meets them, wide and narrow."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from golden.update import AS_OF, DEMO
from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.site import build_site
from support.browser import assert_clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.browser import PageAt

DRAWN = "INC-20260614-1000"
SIDEWAYS = "INC-20260105-0912"

# Boxes that stick out of their drawing, and neighbours in a list that lie on each other.
FAULTS = """drawings => drawings.flatMap(drawing => {
    const outer = drawing.getBoundingClientRect();
    const boxes = [...drawing.querySelectorAll("p, li, svg")];
    const outside = boxes.filter(box => {
        const inner = box.getBoundingClientRect();
        return inner.left < outer.left - 1 || inner.right > outer.right + 1;
    });
    const shown = [...drawing.querySelectorAll("p")].map(box => box.getBoundingClientRect());
    const covered = shown.filter((one, at) => shown.slice(at + 1).some(other =>
        one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 1 && other.top < one.bottom - 1));
    return [...outside.map(box => "outside: " + box.textContent),
            ...covered.map(box => "covered at " + box.left + ", " + box.top)];
})"""


@pytest.fixture(scope="module")
def drawn(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> str:
    """The address of a page that shows every method, with deep and with open branches."""
    root = tmp_path_factory.mktemp("analyses")
    for name in ("incidents", "site_config", "mkdocs.yml"):
        source = DEMO / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    shutil.copytree(repository / "templates", root / "templates")
    file = root / "incidents" / "2026" / f"{DRAWN}.yml"
    methods = (repository / "tests" / "support" / "analyses.yml").read_text("utf-8")
    head = file.read_text("utf-8")
    assert "\nanalysis:" not in head
    body = "".join(f"  {line}\n" for line in methods.splitlines())
    file.write_text(f"{head}analysis:\n{body}", "utf-8")
    checked = check(root, today.instant(AS_OF))
    assert DRAWN in checked.incidents, checked.findings
    return f"{serve(build_site(root, checked).folder)}/incidents/{DRAWN}/"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 760, 390])
def test_drawings_fit_their_column_and_nothing_lies_on_anything(
    page_at: PageAt, drawn: str, width: int, dark: bool
) -> None:
    page = page_at(width, 900, dark=dark)
    for address in (drawn, drawn.replace(DRAWN, SIDEWAYS)):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        drawings = page.locator(".pm-drawing")
        assert drawings.count() == 4
        assert drawings.evaluate_all(FAULTS) == []
    assert page.locator(".pm-fault-wide").count() == 1
    assert_clean(page)


def test_the_fish_has_its_head_at_the_end_of_the_spine_and_first_on_a_phone(
    page_at: PageAt, drawn: str
) -> None:
    wide, narrow = page_at(1280, 900), page_at(390, 900)
    for page in (wide, narrow):
        page.goto(drawn)
    sides = """fish => {
        const head = fish.querySelector(".pm-fish-head").getBoundingClientRect();
        const body = fish.querySelector(".pm-fish-body").getBoundingClientRect();
        return [head.left >= body.right - 1, head.bottom <= body.top];
    }"""
    assert wide.locator(".pm-fish").evaluate(sides) == [True, False]
    assert narrow.locator(".pm-fish").evaluate(sides) == [False, True]


def test_what_is_open_and_which_gate_it_is_are_said_in_words(page_at: PageAt, drawn: str) -> None:
    page = page_at(1280, 900)
    page.goto(drawn)
    open_ends = page.locator(".pm-drawing .pm-open-end")
    assert open_ends.filter(has_text="nobody has answered this yet").count() == 5
    assert open_ends.filter(has_text="nothing found here yet").count() == 2
    assert open_ends.filter(has_text="no cause is recorded").count() == 1
    assert open_ends.filter(has_text="none recorded").count() == 1
    assert page.locator(".pm-gate b").all_inner_texts() == [
        *("AND", "OR", "AND", "OR", "Gate not recorded"),
    ]
    assert page.locator(".pm-held").all_inner_texts() == [
        *("did not hold", "held", "not known whether it held"),
    ]
