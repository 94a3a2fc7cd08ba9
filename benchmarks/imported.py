"""Imports a folder of documents into an empty repository, checks and builds it, and counts.

    python benchmarks/imported.py FOLDER [--timezone ZONE]

Prints how many files became records, what was told of them and at which lines, what `check` says
of the result, and whether the site builds. Ends with 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "postmortems")
FINDING = re.compile(r"^(\S+:\d+:\d+): (?:error|warning)\[([a-z-]+)\]:? (.*)$", re.MULTILINE)


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a repository, telling how long it took."""
    begun = time.perf_counter()
    result = subprocess.run(
        [*PROGRAM, *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - begun
    print(f"\n$ postmortems {' '.join(arguments)}  (exit code {result.returncode}, {took:.1f} s)")
    return result


def main() -> int:
    """Run the whole; return 1 when a file is missing from the result, or it does not build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--timezone", default="UTC")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        shutil.copytree(REPOSITORY / "site_config", root / "site_config")
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        (root / "incidents").mkdir()
        source = root / "source"
        shutil.copytree(given.folder, source)
        files = sum(1 for each in source.rglob("*") if each.suffix in {".md", ".json", ".txt"})
        asked = ("import", "source", "--timezone", given.timezone)

        first = run(root, *asked, "--dry-run")
        unknown = re.findall(r"`(.+?)` is no service of the catalogue", first.stdout)
        print(
            f"names of services that the catalogue does not know: {len(set(unknown))} "
            f"at {len(unknown)} lines"
        )

        second = run(root, *asked, "--add-services")
        print("\n".join(second.stdout.rstrip().splitlines()[-2:]))
        for place, _, message in FINDING.findall(second.stdout):
            print(f"  {place.removeprefix('source/')}: {message}")

        records = sorted((root / "incidents").rglob("*.yml"))
        print(f"{files} files, {len(records)} records")
        third = run(root, *asked)
        print(third.stdout.strip().splitlines()[-1])

        checked = run(root, "check", "--output", "concise")
        print(checked.stdout.strip().splitlines()[-1])
        rules = Counter(rule for _, rule, _ in FINDING.findall(checked.stdout))
        for rule, count in rules.most_common():
            print(f"  {count:4} {rule}")
        built = run(root, "build")
        print(built.stdout.strip().splitlines()[-1])
        pages = len(list((root / "site" / "incidents").glob("*/index.html")))
        print(f"{pages} pages of incidents")
        return int(len(records) != files or built.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
