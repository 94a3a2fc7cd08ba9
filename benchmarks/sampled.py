"""Looks at a site of many incidents as `make test` looks at that of this repository, by samples.

axe-core and html-validate see pages taken at even distances from all of them, at two widths and in
both schemes; every link of every page is followed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from browse import browser, served
from generate import generate
from measuring import machine, run

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from publish.links import broken_links, loaded_from_outside
from support.browser import record_faults
from support.markup import faults
from support.walk import faults_of_pages

LOOKS = ((1280, "light"), (390, "dark"))


def main() -> None:
    """Build, look and print what is wrong; ends with 1 when anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=1_000)
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        root.mkdir()
        generate(root, options.incidents)
        run(root, "postmortems", "build", "--as-of", "2025-01-01")
        site = root / "site"
        pages = sorted(site.rglob("*.html"))
        step = max(1, len(pages) // options.pages)
        wrong = [*_told("links", [*broken_links(site), *loaded_from_outside(site)])]
        wrong += _told("markup", list(faults(pages[::step])))
        wrong += _told("pages", _seen(site, pages[::step]))
    shown = len(pages[::step])
    print(f"{options.incidents:,} incidents, {len(pages):,} pages, {shown} looked at; {machine()}")
    print("\n".join(wrong) or "nothing is wrong")
    sys.exit(1 if wrong else 0)


def _told(what: str, found: list[str]) -> list[str]:
    return [f"{what}: {each}" for each in found]


def _seen(site: Path, files: list[Path]) -> list[str]:
    """Everything that a browser and axe-core find wrong with these pages."""
    addresses = [file.relative_to(site).as_posix().removesuffix("index.html") for file in files]
    found: list[str] = []
    with served(site) as address, browser() as page:
        record_faults(page)
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            begun = time.perf_counter()
            found += faults_of_pages(page, address, addresses).splitlines()
            took = (time.perf_counter() - begun) / len(addresses)
            print(f"{width} px, {scheme}: {took:.2f} s a page")
    return found


if __name__ == "__main__":
    main()
