"""Measures how cost grows with the number of incidents, beside stock Material and Zensical.

All sizes are measured in one run, on the same machine, row after row; what counts are ratios and
exponents. The others publish the Markdown that the tool wrote, with the same navigation and
extensions and none of our code. What a build leaves after edits is compared with a clean build,
byte for byte. With ``--save FILE`` a run that was stopped goes on with the first size that is not
in the file yet.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edits import EDITS, TEXT
from generate import generate
from measuring import BIN, Measured, machine, measured
from preview import seconds_until_served

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = ("--as-of", "2025-01-15")
HERE = Path(__file__).parent
LEFT_OUT = ("stock", "zensical", "serve", "compare")
PREVIEWED = 1_000
STOCK = "stock Material, cold"
COLD = "site, cold"
Row = dict[str, Any]


def main() -> None:
    """Measure what is not in the file yet, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[100, 1_000, 5_000, 10_000])
    parser.add_argument("--without", action="append", choices=LEFT_OUT, default=[])
    parser.add_argument("--save", type=Path, metavar="FILE", help="JSON, written after each size")
    options = parser.parse_args()
    saved: dict[str, Any] = {"machine": machine(), "sizes": {}}
    if options.save is not None and options.save.is_file():
        saved = json.loads(options.save.read_text("utf-8"))
        if saved["machine"] != machine():
            sys.exit(f"{options.save} was measured on another machine: {saved['machine']}")
    print(f"{machine()}\n")
    with tempfile.TemporaryDirectory() as scratch:
        for size in options.sizes:
            if str(size) not in saved["sizes"]:
                bench = Bench(Path(scratch) / str(size), size, frozenset(options.without))
                saved["sizes"][str(size)] = bench.measure()
                shutil.rmtree(Path(scratch) / str(size))
                if options.save is not None:
                    options.save.write_text(json.dumps(saved, indent=2) + "\n", encoding="utf-8")
    print_all({size: saved["sizes"][str(size)] for size in options.sizes})


def _sizes(text: str) -> list[int]:
    sizes = sorted({int(each.replace("_", "")) for each in text.split(",")})
    if not sizes or sizes[0] < 1:
        message = "numbers of incidents, parted by commas"
        raise argparse.ArgumentTypeError(message)
    return sizes


class Bench:
    """One size: a repository, caches of its own, and a row for each thing measured."""

    def __init__(self, scratch: Path, size: int, without: frozenset[str]) -> None:
        self._size = size
        self._without = without
        self._scratch = scratch
        self._root = scratch / "repository"
        self._cache = scratch / "cache"
        self._rows: dict[str, Row] = {}

    def measure(self) -> dict[str, Row]:
        """Do everything; returns the rows by their labels."""
        self._root.mkdir(parents=True)
        generate(self._root, self._size)
        head = ("seconds", "largest", "together", "written")
        print(f"{self._size:,} incidents{'':32}" + "".join(f"{each:>12}" for each in head))
        self._check()
        self._docs()
        self._site()
        self._others()
        if "serve" not in self._without and self._size <= PREVIEWED:
            self._row(
                "serve: from saving to the page", seconds_until_served(self._root, self._cache)
            )
        print()
        return self._rows

    def _check(self) -> None:
        check = ("postmortems", "check", *DAY, "--output", f"json={self._scratch / 'check.json'}")
        files = sorted(map(str, (self._root / "incidents").rglob("*.yml")))
        self._ours("check, cold", *check, cold=True)
        self._ours("check, nothing changed", *check)
        self._ours("check, one file", *check, files[len(files) // 2])

    def _docs(self) -> None:
        """The docs tree alone, in a folder of its own."""
        aside = self._scratch / "docs"
        write = ("python", str(HERE / "write_docs.py"), str(aside), DAY[1])
        self._ours("docs tree, cold", *write, cold=True, into=(aside,))
        self._ours("docs tree, nothing changed", *write, into=(aside,))
        undo = TEXT(self._root)
        self._ours("docs tree, after one edit", *write, into=(aside,))
        undo()

    def _site(self) -> None:
        into = (self._root / "build", self._root / "site")
        build = ("postmortems", "build", *DAY, "--quiet")
        cold = self._ours(COLD, *build, "--timings", cold=True, into=into)
        self._rows[COLD]["profile"] = cold.said[cold.said.index("stage ") :].splitlines()
        self._ours("site, nothing changed", *build, into=into)
        for name, edit in EDITS.items():
            label = f"site, after {name}"
            edit(self._root)
            self._ours(label, *build, into=into)
            if "compare" not in self._without and edit in {TEXT, [*EDITS.values()][-1]}:
                self._rows[label]["as clean"] = self._as_clean(build, into)
                print(f"{'':4}the same bytes as a clean build: {self._rows[label]['as clean']}")

    def _as_clean(self, build: tuple[str, ...], into: tuple[Path, ...]) -> bool:
        """Build in the same place with nothing there, and compare all files."""
        aside = [path.rename(self._scratch / f"kept-{path.name}") for path in into]
        fresh = self._scratch / "fresh"
        measured(self._root, str(BIN / build[0]), *build[1:], cache=fresh)
        differs = [
            line
            for one, other in zip(aside, into, strict=True)
            for line in _differences(one, other)
        ]
        for line in differs[:10]:
            print(f"{'':4}{line}")
        shutil.rmtree(fresh, ignore_errors=True)
        for one, other in zip(aside, into, strict=True):
            shutil.rmtree(other)
            one.rename(other)
        return not differs

    def _others(self) -> None:
        if "stock" not in self._without:
            stock = self._scratch / "stock"
            _stock(self._root, stock)
            found = measured(stock, str(BIN / "mkdocs"), "build", "--quiet")
            self._row(STOCK, found, _written(_listing((stock / "site",)), {}))
        if "zensical" not in self._without:
            folder = self._scratch / "zensical"
            _stock(self._root, folder)
            for label in ("Zensical, cold", "Zensical, nothing changed"):
                before = _listing((folder / "site",))
                found = measured(folder, str(BIN / "zensical"), "build")
                self._row(label, found, _written(_listing((folder / "site",)), before))

    def _ours(
        self,
        label: str,
        command: str,
        *arguments: str,
        cold: bool = False,
        into: tuple[Path, ...] = (),
    ) -> Measured:
        if cold:
            for folder in (self._cache, *into):
                shutil.rmtree(folder, ignore_errors=True)
        before = _listing((self._cache, *into))
        found = measured(self._root, str(BIN / command), *arguments, fine=(0, 1), cache=self._cache)
        self._row(label, found, _written(_listing((self._cache, *into)), before))
        return found

    def _row(self, label: str, found: Measured, written: int = 0) -> None:
        self._rows[label] = {
            "seconds": round(found.seconds, 3),
            "largest": found.largest,
            "together": found.together,
            "written": written,
        }
        sizes = (found.largest, found.together, written)
        said = "".join(f"{each / 1e6:9,.0f} MB" for each in sizes)
        print(f"  {label:42}{found.seconds:12.2f}{said}", flush=True)


def _stock(root: Path, folder: Path) -> None:
    """Lay out what somebody with the same Markdown would have."""
    shutil.copytree(root / "build" / "docs", folder / "docs")
    lines = (root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    lines = [line.replace("- postmortems", "- search") for line in lines]
    kept = [line for line in lines if line.strip() != "docs_dir: incidents"]
    (folder / "mkdocs.yml").write_text("\n".join(kept) + "\n", encoding="utf-8")


def _listing(folders: tuple[Path, ...]) -> dict[str, tuple[int, int, int]]:
    """Return what identifies the contents of all files, by path: a file written anew differs."""
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                stat = path.stat()
                # A file that has only got another name was not written.
                found[str(path)] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    return found


def _written(after: Mapping[str, tuple[int, ...]], before: Mapping[str, tuple[int, ...]]) -> int:
    known = {each[1:] for each in before.values()}
    return sum(each[0] for each in after.values() if each[1:] not in known)


def _differences(one: Path, other: Path) -> list[str]:
    done = subprocess.run(
        ["diff", "-rq", str(one), str(other)],
        capture_output=True,
        text=True,
        check=False,
    )
    # The list of what lies in a tree holds when each file was written.
    return [line for line in done.stdout.splitlines() if ".postmortems-" not in line]


def print_all(sizes: Mapping[int, Mapping[str, Row]]) -> None:
    """Print all rows by size, with exponents of growth, and where the time of a cold build goes."""
    labels = list(dict.fromkeys(label for rows in sizes.values() for label in rows))
    units = (("seconds", 1, 2), ("largest process, MB", 1e6, 0), ("written, MB", 1e6, 1))
    for unit, by, places in units:
        key = unit.partition(" ")[0].rstrip(",")
        print(f"| {unit} | " + " | ".join(f"{size:,}" for size in sizes) + " | exponent |")
        print("|---|" + "---|" * (len(sizes) + 1))
        for label in labels:
            cells = [
                f"{r[label][key] / by:,.{places}f}" if label in r else "" for r in sizes.values()
            ]
            points = {size: r[label][key] for size, r in sizes.items() if label in r}
            print(f"| {label} | " + " | ".join(cells) + f" | {exponent(points)} |")
        print()
    if any(STOCK in rows for rows in sizes.values()):
        print("| of stock Material | " + " | ".join(f"{size:,}" for size in sizes) + " |")
        print("|---|" + "---|" * len(sizes))
        for label in labels:
            cells = [
                f"{rows[label]['seconds'] / rows[STOCK]['seconds']:.3f}×"
                if label in rows and STOCK in rows
                else ""
                for rows in sizes.values()
            ]
            print(f"| {label} | " + " | ".join(cells) + " |")
        print()
    for size, rows in sizes.items():
        for label, row in rows.items():
            if "as clean" in row:
                same = "the same bytes as" if row["as clean"] else "NOT the same bytes as"
                print(f"{size:,}, {label}: {same} a clean build")
    for size, rows in sizes.items():
        print(f"\n{size:,} incidents, {COLD}:\n" + "\n".join(rows[COLD]["profile"]))


def exponent(points: Mapping[int, float]) -> str:
    """Fit ``cost = a * size ** b`` by least squares on logarithms; returns b, if there is one."""
    pairs = [(math.log(size), math.log(cost)) for size, cost in points.items() if cost > 0]
    if len(pairs) < 2:  # noqa: PLR2004 - a line takes two points
        return ""
    mean_x = sum(x for x, _ in pairs) / len(pairs)
    mean_y = sum(y for _, y in pairs) / len(pairs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return f"{slope / sum((x - mean_x) ** 2 for x, _ in pairs):.2f}"


if __name__ == "__main__":
    main()
