from __future__ import annotations

import tarfile
import zipfile
from typing import TYPE_CHECKING

from postmortems import __version__
from support.installed import built

if TYPE_CHECKING:
    from pathlib import Path

HOMES = {
    "generator/postmortems/": "postmortems/",
    "site_config/": "postmortems/defaults/site_config/",
    "templates/": "postmortems/defaults/templates/",
}


def test_the_wheel_carries_the_program_and_the_defaults_and_nothing_else(
    repository: Path, repository_files: list[str], tmp_path: Path
) -> None:
    expected = {
        home + path.removeprefix(start)
        for path in repository_files
        for start, home in HOMES.items()
        if path.startswith(start)
    }
    with zipfile.ZipFile(built(repository, "wheel", tmp_path)) as wheel:
        carried = {name for name in wheel.namelist() if ".dist-info/" not in name}
        entry_points = wheel.read(f"postmortems-{__version__}.dist-info/entry_points.txt").decode()
    assert carried == expected
    assert "postmortems = postmortems.cli:main" in entry_points
    assert "postmortems = postmortems.publish.plugin:PostmortemsPlugin" in entry_points


def test_the_source_package_is_the_whole_repository(
    repository: Path, repository_files: list[str], tmp_path: Path
) -> None:
    with tarfile.open(built(repository, "sdist", tmp_path)) as package:
        carried = {name.partition("/")[2] for name in package.getnames()}
    assert carried - {"PKG-INFO"} == set(repository_files)
