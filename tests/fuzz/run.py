"""Fuzzes the ways in by coverage: ``run.py [TARGET...] [--seconds N]``.

Each target runs in a process of its own for so long (60 s). Inputs that reach something new are
kept in ``.cache/fuzz/`` and begun with next time; one that breaks a promise, hangs or eats memory
is printed, kept there, and makes the exit code 1. Needs atheris, which `make fuzz` installs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".cache" / "fuzz"
NAMES = ("loader", "times", "importers", "timelines", "prose", "fixes")
HANGS = 20  # seconds for one input, a hundred times what the slowest seed takes
MEMORY = 2_048  # MB
SHOWN = 2_000
_RUNS = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVER = re.compile(r"cov: (\d+)")


class Fuzzed(NamedTuple):
    """How often a target ran, how many places it reached, and what it said where it broke."""

    runs: int
    reached: int
    broke: bool
    said: str


def fuzz(name: str, seconds: int) -> Fuzzed:
    """Run a target in a process of its own."""
    folder = KEPT / name
    (folder / "broken").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, __file__, "--inside", name, "--seconds", str(seconds)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "tests"),))}
    done = subprocess.run(
        command, env=environment, capture_output=True, check=False, cwd=folder / "broken"
    )
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    counted = _RUNS.search(said)
    reached = _COVER.findall(said)
    return Fuzzed(
        runs=int(counted[1]) if counted else 0,
        reached=int(reached[-1]) if reached else 0,
        broke=done.returncode != 0,
        said=said,
    )


def inside(name: str, seconds: int) -> None:
    """Fuzz in this process; never returns."""
    import atheris  # noqa: PLC0415 - only `make fuzz` has it

    with atheris.instrument_imports(include=["postmortems", "markdown_it"]):
        from fuzz.targets import TARGETS, seeds  # noqa: PLC0415 - read while it is instrumented

    target = TARGETS[name]
    corpus, begun = KEPT / name / "corpus", KEPT / name / "seeds"
    for folder in (corpus, begun):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(name):
        (begun / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-timeout={HANGS}",
        f"-rss_limit_mb={MEMORY}",
        "-print_final_stats=1",
        "-artifact_prefix=./",
    ]
    atheris.Setup([name, *options, str(corpus), str(begun)], target.run)
    atheris.Fuzz()


def main() -> int:
    """Fuzz the targets one after the other, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*NAMES, []], metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--inside", choices=NAMES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.inside, asked.seconds)
    broken = 0
    for name in asked.targets or NAMES:
        found = fuzz(name, asked.seconds)
        state = "BROKE" if found.broke else "held"
        print(f"{name}: {state}, {found.runs:,} runs, {found.reached:,} places reached")
        if found.broke:
            broken += 1
            before, _, raised = found.said.partition("=== Uncaught Python exception: ===")
            print(raised[:SHOWN] or before[-SHOWN:])
            for path in sorted((KEPT / name / "broken").iterdir()):
                print(f"{path.relative_to(ROOT)}: {path.read_bytes()[:SHOWN]!r}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
