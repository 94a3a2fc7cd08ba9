"""Checks 10,000 generated incidents with the tool and with what else checks YAML, in one run.

The others see less: they know the shape of a record, or only its layout, and none of the rules.
Ratios are what counts; the absolute times belong to the machine that is named beside them.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from generate import REPOSITORY, generate
from measuring import BIN, machine

from postmortems.checking.record import examine, terms
from postmortems.load.files import Source

AS_OF = "2025-01-01"
READ = """
import pathlib, sys
for path in pathlib.Path("incidents").rglob("*.yml"):
    path.read_bytes()
"""
JSONSCHEMA = """
import json, pathlib, yaml
from jsonschema import validators
schema = json.loads(pathlib.Path("schema.json").read_text("utf-8"))
check = validators.validator_for(schema)(schema)
for path in pathlib.Path("incidents").rglob("*.yml"):
    loader = yaml.CSafeLoader(path.read_bytes())
    loader.yaml_implicit_resolvers = {}
    list(check.iter_errors(loader.get_single_data()))
"""


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3, help="of ours; the best one counts")
    parser.add_argument("--broken", type=int, default=2_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "repository"
        folder.mkdir()
        generate(folder, options.incidents)
        os.environ["XDG_CACHE_HOME"] = str(Path(scratch) / "cache")
        measure(folder, options.incidents, options.rounds)
    broken(options.broken)


def measure(folder: Path, incidents: int, rounds: int) -> None:
    """Run everything on the same files."""
    schema = run(folder, "postmortems", "schema")[2]
    (folder / "schema.json").write_bytes(schema)
    files = sorted(map(str, (folder / "incidents").rglob("*.yml")))
    (folder / "files.txt").write_text("\n".join(files), encoding="utf-8")
    check = ("postmortems", "check", "--as-of", AS_OF, "--output", "concise")
    one = (*check, files[len(files) // 2])
    rows: list[tuple[str, float, float]] = []

    def best(label: str, *command: str, cold: bool = False, times: int = rounds) -> None:
        found = []
        for _ in range(times):
            if cold:
                shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)
            found.append(run(folder, *command)[:2])
        wall, cpu = min(found)
        rows.append((label, wall, cpu))
        print(f"{label:52} {wall:8.2f} {cpu:8.2f}", flush=True)

    print(f"{incidents:,} incidents; {machine()}; seconds\n")
    print(f"{'':52} {'wall':>8} {'CPU':>8}")
    best("reading the bytes", "python", "-c", READ)
    best("postmortems check, nothing cached", *check, cold=True)
    best("postmortems check, nothing changed", *check)
    best("postmortems check, one file, nothing cached", *one, cold=True)
    best("postmortems check, one file, nothing changed", *one)
    best("CSafeLoader and jsonschema", "python", "-c", JSONSCHEMA, times=1)
    schemafile = ("check-jsonschema", "--schemafile", "schema.json")
    best("check-jsonschema", *schemafile, *files, times=1)
    best("yamllint", "yamllint", "-d", "relaxed", "incidents", times=1)
    ours = rows[1][1]
    print("\nas a multiple of `postmortems check`, nothing cached (wall):")
    for label, wall, _ in rows:
        print(f"{label:52} {wall / ours:8.2f}×")


def broken(files: int) -> None:
    """Judge broken records one by one, and print how long the slowest took."""
    sys.path.insert(0, str(REPOSITORY / "tests"))
    from support.example import example, settings  # noqa: PLC0415 - found by the line above
    from support.spoilt import spoilt  # noqa: PLC0415

    complete = (REPOSITORY / "tests" / "support" / "complete.yml").read_bytes()
    by = terms(settings(), datetime(2026, 3, 20, tzinfo=UTC))
    took: list[float] = []
    for seed in range(files):
        dice = random.Random(seed)  # noqa: S311 - the same files every time
        content = spoilt((example(), complete)[seed % 2], dice)
        begun = time.process_time()
        examine(Source(path="x.yml", file="x.yml"), content, by)
        took.append(1_000 * (time.process_time() - begun))
    took.sort()
    print(f"\n{files:,} broken records, one by one: ms of CPU")
    print(f"half of them took less than {took[files // 2]:.1f}, the slowest {took[-1]:.1f}")


def run(folder: Path, command: str, *arguments: str) -> tuple[float, float, bytes]:
    """Run one command in a folder; returns its wall and CPU seconds, and what it printed.

    Findings are no failure.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(
        [str(BIN / command), *arguments], cwd=folder, capture_output=True, check=False
    )
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        sys.exit(f"{command} failed:\n{done.stdout[-1000:]!r}{done.stderr[-2000:]!r}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, done.stdout


if __name__ == "__main__":
    main()
