from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from support.installed import built

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = "1790000000"


def _digest(package: Path) -> str:
    return hashlib.sha256(package.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def elsewhere(
    repository: Path, repository_files: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A clone in another place, whose files are younger and less open than those here."""
    root = tmp_path_factory.mktemp("elsewhere")
    for name in repository_files:
        copy = root / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository / name, copy, follow_symlinks=False)
        if not copy.is_symlink():
            copy.chmod(0o700 if (repository / name).stat().st_mode & 0o100 else 0o600)
    # Which files are left out of packages is read from git's own list of them.
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return root


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_two_clones_give_the_same_package_byte_for_byte(
    repository: Path,
    elsewhere: Path,
    tmp_path: Path,
    target: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    here, there = (
        built(repository, target, tmp_path / "a"),
        built(elsewhere, target, tmp_path / "b"),
    )
    assert (here.name, _digest(here)) == (there.name, _digest(there))


def test_the_source_package_gives_the_wheel_that_the_repository_gives(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    with tarfile.open(built(repository, "sdist", tmp_path / "sdist")) as package:
        package.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    from_source = built(source, "wheel", tmp_path / "a")
    assert _digest(from_source) == _digest(built(repository, "wheel", tmp_path / "b"))
