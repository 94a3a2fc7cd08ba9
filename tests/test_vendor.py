from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

VENDOR = "templates/theme/assets/vendor"
FREE = ("MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC")


@pytest.fixture
def folder(repository: Path) -> Path:
    return repository / VENDOR


def packages(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))[
        "packages"
    ]
    return found


def test_every_vendored_file_is_the_one_that_its_manifest_names(folder: Path) -> None:
    named = {
        f"{each['name']}/{path.rpartition('/')[2]}": digest
        for each in packages(folder)
        for path, digest in each["files"].items()
    }
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert there == named
    assert len(there) >= 2


def test_every_vendored_package_is_pinned_free_and_brings_its_licence(folder: Path) -> None:
    for each in packages(folder):
        assert set(each["version"]) <= set("0123456789.")
        assert list(each["packed"]) == [each["version"]]
        assert each["license"] in FREE
        licences = [path for path in each["files"] if "licen" in path.lower()]
        assert licences != [], each["name"]
        for path in licences:
            text = (folder / each["name"] / path.rpartition("/")[2]).read_text("utf-8")
            assert "Permission is hereby granted" in text


def packed(folder: Path, files: dict[str, str], version: str, license_: str = "MIT") -> Path:
    """Stands in for npm: a folder with a command that packs these files under any name."""
    folder.mkdir()
    meta = {"name": "table", "version": version, "license": license_}
    with tarfile.open(folder / "packed.tgz", "w:gz") as archive:
        for name, text in {**files, "package.json": json.dumps(meta)}.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    command = folder / "npm"
    command.write_text(f'#!/bin/sh\nfor last; do :; done\ncp "{folder}/packed.tgz" "$last/x.tgz"\n')
    command.chmod(0o755)
    return folder


def refreshed(root: Path, npm: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / ".ci" / "vendor")],
        env={"PATH": f"{npm}:/usr/bin:/bin"},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def root(tmp_path: Path, repository: Path) -> Path:
    root = tmp_path / "root"
    (root / ".ci").mkdir(parents=True)
    (root / ".ci" / "vendor").write_bytes((repository / ".ci" / "vendor").read_bytes())
    (root / VENDOR).mkdir(parents=True)
    manifest = {
        "packages": [
            {
                "name": "table",
                "version": "1.2.0",
                "license": "MIT",
                "packed": {},
                "files": {"dist/table.min.js": "", "LICENSE": ""},
            }
        ]
    }
    (root / VENDOR / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return root


FILES = {"dist/table.min.js": "1", "LICENSE": "free", "dist/table.js": "not wanted"}


def test_refreshing_copies_what_is_wanted_and_says_so(root: Path, tmp_path: Path) -> None:
    npm = packed(tmp_path / "npm", FILES, "1.2.0")
    first = refreshed(root, npm)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == (
        "vendor: table 1.2.0: table.min.js, 1 bytes\nvendor: table 1.2.0: LICENSE, 4 bytes\n"
    )
    assert sorted(path.name for path in (root / VENDOR / "table").iterdir()) == [
        "LICENSE",
        "table.min.js",
    ]
    [package] = packages(root / VENDOR)
    assert package["files"]["dist/table.min.js"] == hashlib.sha256(b"1").hexdigest()
    digest = hashlib.sha512((npm / "packed.tgz").read_bytes()).digest()
    assert package["packed"] == {"1.2.0": base64.b64encode(digest).decode()}
    assert refreshed(root, npm).stdout == "vendor: nothing changed\n"


def test_another_package_under_a_pinned_version_is_refused(root: Path, tmp_path: Path) -> None:
    refreshed(root, packed(tmp_path / "npm", FILES, "1.2.0"))
    changed = {**FILES, "dist/table.min.js": "2"}
    later = refreshed(root, packed(tmp_path / "later", changed, "1.2.0"))
    assert later.returncode == 1
    assert "table 1.2.0 is not the package that was looked at" in later.stderr
    assert (root / VENDOR / "table" / "table.min.js").read_text("utf-8") == "1"


def test_a_package_under_another_licence_or_without_a_file_is_refused(
    root: Path, tmp_path: Path
) -> None:
    other = refreshed(root, packed(tmp_path / "other", FILES, "1.2.0", "BUSL-1.1"))
    assert "table 1.2.0 is under BUSL-1.1" in other.stderr
    lacking = refreshed(root, packed(tmp_path / "lacking", {"LICENSE": "free"}, "1.2.0"))
    assert "table has no dist/table.min.js any more" in lacking.stderr
    assert not (root / VENDOR / "table").exists()
