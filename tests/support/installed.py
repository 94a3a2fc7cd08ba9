"""The package as people install it: from its wheel, into an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from filelock import FileLock


def built(repository: Path, target: str, folder: Path) -> Path:
    """Build the ``wheel`` or the ``sdist`` of a checkout into an empty folder, without network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    (package,) = folder.iterdir()
    return package


@pytest.fixture(scope="session")
def installed(repository: Path, shared: Path) -> Path:
    """An environment with the built wheel in it; its ``bin/`` holds ``postmortems``.

    The libraries are those of the environment that runs the tests, since fetching them again would
    ask for a network. They come after the environment's own packages, and of the checkout itself
    nothing is found: a file of paths is not read in a folder that another such file names.
    """
    folder = shared / "installed"
    with FileLock(shared / "installed.lock"):
        if not (folder / "bin" / "postmortems").exists():
            _make(folder, built(repository, "wheel", shared / "wheel"))
    return folder


def _make(folder: Path, wheel: Path) -> None:
    # Not `venv`: some distributions leave out what puts pip into its environments.
    virtualenv = ["virtualenv", "--quiet", "--no-download", "--no-periodic-update"]
    seeds = {"VIRTUALENV_OVERRIDE_APP_DATA": str(folder.with_name("virtualenv"))}
    _run(sys.executable, "-m", *virtualenv, "--no-setuptools", str(folder), **seeds)
    python = str(folder / "bin" / "python")
    own = _run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip()
    libraries = sysconfig.get_paths()["purelib"]
    Path(own, "libraries.pth").write_text(f"{libraries}\n", "utf-8")
    install = ["pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile"]
    _run(python, "-m", *install, "--ignore-installed", "--disable-pip-version-check", str(wheel))


def _run(*command: str, **surroundings: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | surroundings
    )
    return done.stdout
