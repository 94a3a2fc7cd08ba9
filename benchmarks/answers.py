"""What an answer at the terminal costs: whole processes, the best of five, beside one check.

Run it with `python benchmarks/answers.py`; nothing else should run at the time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OPEN = "INC-20261120-2040"
FILE = f"incidents/2026/{OPEN}.yml"
RUNS = 5
COMMANDS = (
    ("check", FILE, "--no-cache"),
    ("classify", OPEN),
    ("advise", OPEN),
    ("announce", OPEN, "--to", "client", "--kind", "update"),
    ("due",),
)


def cpu_seconds(*arguments: str) -> float:
    """The CPU seconds of the cheapest of some runs of a command, its children included."""
    return min(_once(arguments) for _ in range(RUNS))


def _once(arguments: tuple[str, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [Path(sys.executable).parent / "postmortems", *arguments]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a row for each command."""
    first = cpu_seconds(*COMMANDS[0])
    print("| command | CPU, s | of `check` of one file |")
    print("|---|---|---|")
    for command in COMMANDS:
        seconds = first if command is COMMANDS[0] else cpu_seconds(*command)
        print(f"| `postmortems {command[0]}` | {seconds:.2f} | {seconds / first:.2f}× |")


if __name__ == "__main__":
    main()
