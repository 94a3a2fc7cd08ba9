"""Builds the demo's site under each Python that is named and compares the sites byte by byte.

Each Python gets an environment of its own with the versions of constraints.txt, and surroundings
that differ in everything that must not matter: language, zone, hash seed, umask and folder.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "tests" / "golden" / "demo"
VERSIONS = ("3.11", "3.12", "3.13")
DAY = "2026-09-30"
SURROUNDINGS = (
    ({"LC_ALL": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "0"}, 0o022),
    ({"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "7"}, 0o077),
    ({"LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242"}, 0o002),
)


def site(python: str, place: Path, number: int) -> dict[str, str]:
    """Build the site under one interpreter; return the digest of each of its files."""
    venv, repository = place / f"venv-{number}", place / f"{number}" / "repository"
    subprocess.run([python, "-m", "venv", venv], check=True)
    subprocess.run(
        [
            *(venv / "bin" / "python", "-m", "pip", "install", "--quiet"),
            *("--constraint", ROOT / "constraints.txt", ROOT),
        ],
        check=True,
    )
    shutil.copytree(DEMO, repository)
    environment, umask = SURROUNDINGS[number % len(SURROUNDINGS)]
    subprocess.run(
        [venv / "bin" / "postmortems", "build", "--no-cache", "--quiet", "--as-of", DAY],
        cwd=repository,
        env=os.environ | environment,
        umask=umask,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return {
        path.relative_to(repository).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((repository / "site").rglob("*"))
        if path.is_file()
    }


def main() -> int:
    """Build all, and name the files that differ from those of the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pythons", nargs="*", default=[f"python{each}" for each in VERSIONS])
    pythons = [found for each in parser.parse_args().pythons if (found := shutil.which(each))]
    if len(pythons) < 2:  # noqa: PLR2004 - one alone differs from none
        print("name at least two interpreters that are here", file=sys.stderr)
        return 2
    different = 0
    with tempfile.TemporaryDirectory() as place:
        sites = [site(each, Path(place), number) for number, each in enumerate(pythons)]
    for python, files in zip(pythons, sites, strict=True):
        whole = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()
        changed = sorted(
            name for name in files.keys() | sites[0].keys() if files.get(name) != sites[0].get(name)
        )
        different += len(changed)
        print(f"{python}: {len(files)} files, {whole[:16]}", *changed[:10], sep="\n  ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
