"""Measures in Chromium how a site feels to browse: the list of incidents, ready, filtered, sorted.

Give it the folder of a finished site. Without one it makes its own with so many incidents
(``--incidents``), of which only the list's data is whole: pages of incidents are not what it opens.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import tempfile
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from generate import generate
from measuring import machine
from playwright.sync_api import sync_playwright

from postmortems import today
from postmortems.pages import table
from postmortems.pages.base import Library
from postmortems.pipeline import check
from postmortems.publish.site import build_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

AS_OF = "2025-01-01"
SHELL = 20  # incidents of the small site around the list's data
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WORDS = ("service 01", "failing 17", "team-3 slow", "inc-2019", "nothing like it")
ORDERS = ("duration", "incident", "severity", "-services", "-date")
# Notes when the list had its first rows and when it had all, in milliseconds since the start.
WATCH = """
new MutationObserver(() => {
  const now = performance.now();
  if (document.body?.dataset.list) window.firstRows ??= now;
  if (document.body?.dataset.list === "whole") window.allRows ??= now;
}).observe(document, {attributes: true, childList: true, subtree: true});
"""
# Milliseconds from a reader's input to the frame that shows what came of it.
ENTER = """
([id, value]) => new Promise((resolve) => {
  const control = document.getElementById(id);
  requestAnimationFrame(() => {
    const begun = performance.now();
    control.value = value;
    control.dispatchEvent(new Event("input", {bubbles: true}));
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
  });
})
"""


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, help="the folder of a finished site")
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        site = options.site or small_site(Path(scratch), options.incidents)
        with served(site) as address, browser() as page:
            rows = [*bytes_of_list(site), *list_ready(page, address, options.rounds)]
            rows += [list_filter(page, options.rounds), list_sort(page, options.rounds)]
    print(f"{options.rounds} rounds, median and worst; {machine()}\n")
    for label, figure in rows:
        print(f"{label:44} {figure:>20}")


def small_site(scratch: Path, incidents: int) -> Path:
    """Build a site of few incidents and give its list the data of many."""
    many, few = scratch / "many", scratch / "few"
    for folder, count in ((many, incidents), (few, SHELL)):
        folder.mkdir()
        generate(folder, count)
    now = today.instant(AS_OF)
    site = build_site(few, check(few, now)).folder
    checked = check(many, now)
    assert checked.settings is not None  # noqa: S101 - its own configuration
    library = Library(
        settings=checked.settings,
        incidents=checked.incidents,
        files=checked.files,
        as_of=checked.as_of,
    )
    parts = []
    for number, ids in table.cut(table.order(library)):
        made, held = table.part(library, number, ids)
        parts.append(held)
        _put(site, made)
    _put(site, table.index(library.settings, parts))
    return site


def _put(site: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (site / path).write_bytes(content)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base names it
        pass


@contextmanager
def browser() -> Iterator[Page]:
    """Open Chromium with an empty page."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--disable-gpu"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(WATCH)
        yield page
        chromium.close()


def bytes_of_list(site: Path) -> Iterator[tuple[str, str]]:
    """Say how much the list fetches, as a server would send it."""
    code = [*(site / "assets" / "list").glob("*"), *(site / "assets" / "vendor").rglob("*.js")]
    parts = list((site / "data" / "list").glob("*.json"))
    for label, files in (("scripts and styles", code), ("rows and choices", parts)):
        size = sum(len(gzip.compress(each.read_bytes(), 6)) for each in files)
        yield f"list: {label}, kB gzipped", f"{size / 1000:,.0f}"


def list_ready(page: Page, address: str, rounds: int) -> Iterator[tuple[str, str]]:
    """Open the list so many times; say when it had its first rows and when all of them."""
    first, whole = [], []
    for _ in range(rounds):
        page.goto(f"{address}/incidents/")
        page.wait_for_selector("body[data-list=whole]")
        first.append(page.evaluate("window.firstRows"))
        whole.append(page.evaluate("window.allRows"))
    yield "list: rows", page.locator(".pm-count").inner_text().split()[0]
    yield "list: usable, ms after navigation", _figure(first)
    yield "list: all rows there, ms after navigation", _figure(whole)


def list_filter(page: Page, rounds: int) -> tuple[str, str]:
    """Look for words in the open list; say how long a change takes to be seen."""
    times = [
        page.evaluate(ENTER, ["filter-q", words]) for _ in range(rounds) for words in (*WORDS, "")
    ]
    return "list: filter, ms to the frame that shows it", _figure(times)


def list_sort(page: Page, rounds: int) -> tuple[str, str]:
    """Put the open list into other orders; say how long a change takes to be seen."""
    times = [page.evaluate(ENTER, ["filter-sort", each]) for _ in range(rounds) for each in ORDERS]
    return "list: sort, ms to the frame that shows it", _figure(times)


def _figure(times: list[float]) -> str:
    return f"{statistics.median(times):,.0f} (worst {max(times):,.0f})"


if __name__ == "__main__":
    main()
