"""Takes out one defence after the other and tells which of them no test holds.

Each is tried in a copy of the repository, by the tests that its table names. The copies share the
installed libraries and the tools of the tests; the package is read from the copy.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support.defences import Defence, defences  # noqa: E402 - the tests are no package

PYTEST = ("-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-o", "addopts=")
MODE = "--import-mode=importlib"
PASSED, FAILED = 0, 1


def copied(folder: Path) -> Path:
    """Copy what git knows of the repository, with its tools linked."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target, follow_symlinks=False)
    for name in (".venv", ".cache/node"):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).symlink_to(ROOT / name)
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@x.test", "-c", "gc.auto=0")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "x")):
        subprocess.run([*git, *command], cwd=folder, check=True)
    return folder


def run(folder: Path, tests: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy with the copy's package."""
    environment = os.environ | {"PYTHONPATH": str(folder / "generator")}
    return subprocess.run(
        [sys.executable, *PYTEST, MODE, *tests],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def without(folder: Path, defence: Defence) -> str:
    """Tell what is wrong with a defence of the table, if anything, by taking it out of a copy."""
    file = folder / defence.file
    before = file.read_text("utf-8")
    file.write_text(before.replace(defence.old, defence.new), "utf-8")
    try:
        done = run(folder, defence.tests)
    finally:
        file.write_text(before, "utf-8")
    if done.returncode == PASSED:
        return "NO TEST FAILS WITHOUT IT"
    if done.returncode != FAILED or "errors" in done.stdout.splitlines()[-1]:
        return "could not be tried: " + done.stdout[-2000:] + done.stderr[-1000:]
    return ""


def main() -> int:
    """Try all defences, or those that are named, and print what became of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*", help="only these")
    chosen = parser.parse_args().ids
    entries = [
        each for part in defences().values() for each in part if not chosen or each.id in chosen
    ]
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as place:
        free: SimpleQueue[Path] = SimpleQueue()
        for number in range(cores):
            free.put(copied(Path(place) / str(number)))

        def sound(tests: tuple[str, ...]) -> str:
            folder = free.get()
            try:
                done = run(folder, tests)
            finally:
                free.put(folder)
            return "" if done.returncode == PASSED else done.stdout[-3000:]

        def tried(defence: Defence) -> str:
            folder = free.get()
            try:
                return without(folder, defence)
            finally:
                free.put(folder)

        every = tuple(dict.fromkeys(test for each in entries for test in each.tests))
        with ThreadPoolExecutor(cores) as pool:
            slices = [every[start::cores] for start in range(cores) if every[start::cores]]
            broken = [said for said in pool.map(sound, slices) if said]
            if broken:
                print("the tests fail even with all defences in place:", *broken, sep="\n")
                return 1
            fates = dict(zip((each.id for each in entries), pool.map(tried, entries), strict=True))
    for each in entries:
        print(f"{each.id}: {fates[each.id] or 'without it fails ' + each.tests[0]}")
    missed = sum(not said for said in fates.values())
    print(
        f"{len(entries)} defences taken out, {missed} missed by a test, {len(entries) - missed} not"
    )
    return 0 if missed == len(entries) else 1


if __name__ == "__main__":
    sys.exit(main())
