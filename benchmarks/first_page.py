"""How long it takes from `pip install` to a first page: ours, beside MkDocs Material by itself.

    python benchmarks/first_page.py

Both are installed by pip into an environment of their own, with what pip already has in its cache,
and make their first site in an empty folder. Ours is the wheel of this repository.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
WAYS = {
    "mkdocs-material": (("mkdocs", "new", "."), ("mkdocs", "build", "--quiet", "-t", "material")),
    "postmortems": (("postmortems", "init", "--yes"), ("postmortems", "build", "--quiet")),
}


def wheel(folder: Path) -> Path:
    """Build the wheel of this repository."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def took(command: list[str], folder: Path) -> float:
    """Run a command and return how many seconds it took."""
    begun = monotonic()
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return monotonic() - begun


def main() -> None:
    """Measure both ways and print them as a table."""
    totals = []
    print("| | install | begin | first site | together | packages |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        ours = wheel(Path(place))
        for name, (begin, build) in WAYS.items():
            home, folder = Path(place) / f"env-{name}", Path(place) / name
            folder.mkdir()
            subprocess.run([sys.executable, "-m", "virtualenv", "-q", str(home)], check=True)
            programs = home / "bin"
            what = str(ours) if name == "postmortems" else name
            installed = took([str(programs / "python"), *PIP, what], folder)
            begun = took([str(programs / begin[0]), *begin[1:]], folder)
            built = took([str(programs / build[0]), *build[1:]], folder)
            count = len([*home.glob("lib/python*/site-packages/*.dist-info")]) - 1  # pip itself
            totals.append(installed + begun + built)
            figures = " | ".join(f"{each:.1f} s" for each in (installed, begun, built, totals[-1]))
            print(f"| {name} | {figures} | {count} |")
    print(
        f"\npostmortems takes {totals[1] / totals[0]:.1f} times as long as mkdocs-material alone."
    )


if __name__ == "__main__":
    main()
