"""Measures the search of a site with many incidents: making its index, and asking it in Chromium.

A few hundred incidents are generated and built; their finished pages are copied under other ids,
each with a sentence of its own, until there are enough. That spares the minutes which building all
of them takes, and the search sees what it would see.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from generate import generate
from measuring import machine, run
from playwright.sync_api import Browser, sync_playwright

from postmortems.publish.search import INDEX, index_site

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILT = 200
BEGUN = datetime(2015, 1, 1)  # noqa: DTZ001 - only its digits are used
DECADE = timedelta(days=3650)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ASKED = """async ([words, chosen]) => {
    const root = new URL("./", location.href);
    const { ask, take } = await import(new URL("assets/search/engine.js", root).href);
    performance.clearResourceTimings();
    performance.setResourceTimingBufferSize(10000);
    const begun = performance.now();
    const found = await ask(root, words, chosen, true);
    const data = await take(found, words, 0, 8);
    const first = performance.now() - begun;
    const again = performance.now();
    await take(await ask(root, words, chosen, true), words, 0, 8);
    return {
        first,
        again: performance.now() - again,
        hits: found.hits.length,
        id: data[0]?.meta.id ?? "",
    };
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base names it
        pass


def main() -> None:
    """Measure and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        site, last = site_of(Path(scratch), options.incidents)
        seconds = time.perf_counter()
        index_site(site, months(site))
        seconds = time.perf_counter() - seconds
        files = [path.stat().st_size for path in (site / INDEX).rglob("*") if path.is_file()]
        print(f"{options.incidents:,} incidents; {machine()}\n")
        print(f"index: {seconds:.1f} s, {len(files):,} files, {sum(files) / 1e6:.1f} MB\n")
        questions = {
            "a phrase of one timeline": (f"lantern {last} was seen", []),
            "an id": (last, []),
            "a service": ("service-07", []),
            "a word of every page": ("pool", []),
            "words of every page": ("pool retries clients", []),
            "the same in one year": ("pool retries clients", ["year:2020"]),
            "nothing": ("zzzzqq", []),
        }
        print(
            f"{'question':28} {'first ms':>9} {'again ms':>9} {'kB':>7} {'hits':>7}  first result"
        )
        with serving(site) as address, sync_playwright() as playwright:
            program = next(filter(None, map(shutil.which, CHROMIUM)))
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for name, (words, chosen) in questions.items():
                said = [asked(browser, address, words, chosen) for _ in range(options.rounds)]
                first, again, size = (
                    statistics.median(each[key] for each in said)
                    for key in ("first", "again", "kb")
                )
                print(
                    f"{name:28} {first:9.0f} {again:9.0f} {size:7.0f} {said[0]['hits']:7,.0f}"
                    f"  {said[0]['id']}"
                )
            browser.close()


def site_of(scratch: Path, incidents: int) -> tuple[Path, str]:
    """Make a site of so many incidents; returns its folder and the id of the last."""
    root = scratch / "root"
    root.mkdir()
    generate(root, BUILT)
    run(root, "postmortems", "build", "--as-of", "2025-01-10")
    site = root / "site"
    pages = {
        path.parent.name: path.read_text("utf-8") for path in site.glob("incidents/INC-*/*.html")
    }
    shutil.rmtree(site / INDEX)
    made = ""
    for number in range(incidents):
        old = list(pages)[number % len(pages)]
        made = f"INC-{BEGUN + number * (DECADE / incidents):%Y%m%d-%H%M}"
        text = pages[old].replace(old, made).replace(f"year:{old[4:8]}", f"year:{made[4:8]}")
        told = text.replace('class="pm-what">', f'class="pm-what">lantern {made} was seen. ', 1)
        folder = site / "incidents" / made
        folder.mkdir(exist_ok=True)
        (folder / "index.html").write_text(told, encoding="utf-8")
    return site, made


def months(site: Path) -> dict[str, str]:
    """The month of each incident's page, as its front matter tells it."""
    names = (path.name for path in (site / "incidents").glob("INC-*"))
    return {f"incidents/{name}/index.html": f"{name[4:8]}-{name[8:10]}" for name in names}


def asked(browser: Browser, address: str, words: str, chosen: list[str]) -> dict[str, float]:
    """Ask once in a browser that has read nothing yet: milliseconds, hits, kilobytes read."""
    context = browser.new_context()
    page = context.new_page()
    read: list[int] = []
    page.on(
        "response",
        lambda got: (
            read.append(int(got.headers.get("content-length", 0)))
            if f"/{INDEX}/" in got.url
            else None
        ),
    )
    page.goto(address)
    said: dict[str, float] = page.evaluate(ASKED, [words, chosen])
    context.close()
    return {**said, "kb": sum(read) / 1000}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder for as long as the block runs; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


if __name__ == "__main__":
    main()
