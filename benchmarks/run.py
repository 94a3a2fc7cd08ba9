"""Builds 1,000 generated incidents with the tool and with stock Material, in one run.

Both publish the same Markdown: stock MkDocs Material gets the docs tree that the tool wrote, the
same navigation and Markdown extensions, its own theme and search, and none of our code.
Ratios are what counts; the absolute times belong to the machine that is named beside them.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
BIN = Path(sys.executable).parent


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ours = Path(scratch) / "ours"
        ours.mkdir()
        generate(ours, options.incidents)
        measure(ours, Path(scratch) / "stock", options.incidents, options.rounds)


def measure(ours: Path, stock: Path, incidents: int, rounds: int) -> None:
    """Alternate the builds, so that a busy moment of the machine hits all of them."""
    times: dict[str, list[float]] = {"check": [], "ours": [], "stock": []}
    run(ours, "postmortems", "build", "--as-of", "2025-01-01")
    shutil.copytree(ours / "build" / "docs", stock / "docs")
    stock_config(ours / "mkdocs.yml", stock / "mkdocs.yml")
    for _ in range(rounds):
        for folder in (ours / "build", ours / "site", stock / "site"):
            shutil.rmtree(folder, ignore_errors=True)
        times["check"].append(
            run(ours, "postmortems", "check", "--no-cache", "--as-of", "2025-01-01")
        )
        times["ours"].append(run(ours, "postmortems", "build", "--as-of", "2025-01-01"))
        times["stock"].append(run(stock, "mkdocs", "build", "--quiet"))
    reference = statistics.median(times["stock"])
    print(f"{incidents:,} incidents, {rounds} rounds, median; {machine()}\n")
    print(f"{'':44} {'seconds':>8} {'of stock':>9}")
    for name, label in (
        ("stock", "stock Material on the same Markdown"),
        ("ours", "postmortems build, from YAML, nothing cached"),
        ("check", "postmortems check, nothing cached"),
    ):
        median = statistics.median(times[name])
        print(f"{label:44} {median:8.2f} {median / reference:8.2f}×")


def run(folder: Path, command: str, *arguments: str) -> float:
    """Run one command in a folder; returns wall seconds. Fails loudly."""
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own commands
        [str(BIN / command), *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(
            f"{command} {' '.join(arguments)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return time.perf_counter() - begun


def stock_config(source: Path, target: Path) -> None:
    """Turn our mkdocs.yml into what someone with the same Markdown would write."""
    lines = source.read_text(encoding="utf-8").splitlines()
    lines = [line.replace("- postmortems", "- search") for line in lines]
    kept = [line for line in lines if line.strip() != "docs_dir: incidents"]
    target.write_text("\n".join(kept) + "\n", encoding="utf-8")


def machine() -> str:
    """Describe the machine in a few words."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


if __name__ == "__main__":
    main()
