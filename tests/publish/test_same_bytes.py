from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from golden.update import AS_OF, DEMO
from postmortems import today

if TYPE_CHECKING:
    from pathlib import Path

    from support.sites import Site

AS_EPOCH = str(int(today.instant(AS_OF).timestamp()))


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".postmortems")
    }


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's site, from other surroundings, the day said in another way."""
    root = tmp_path_factory.mktemp("a place with spaces") / "ünd mehr"
    shutil.copytree(DEMO, root)
    said = subprocess.run(
        [sys.executable, "-m", "postmortems", "build", "--no-cache", "--quiet"],
        cwd=root,
        env=os.environ
        | {
            "HOME": str(root.parent),
            "LC_ALL": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "4242",
            "SOURCE_DATE_EPOCH": AS_EPOCH,
            "TZ": "Pacific/Kiritimati",
        },
        umask=0o077,
        check=False,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stderr
    return root / "site"


def test_a_whole_site_is_the_same_to_the_byte_wherever_it_is_built(
    hostile: Site, elsewhere: Path
) -> None:
    ours, theirs = _files(hostile.folder), _files(elsewhere)
    assert [
        name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
    ] == []
    assert len(ours) > 200


def test_nothing_in_a_site_tells_where_or_under_which_name_it_was_built(elsewhere: Path) -> None:
    told = [os.fsencode(elsewhere.parent), os.fsencode(elsewhere.parent.parent.name)]
    for name, content in _files(elsewhere).items():
        assert [each for each in told if each in content] == [], name
