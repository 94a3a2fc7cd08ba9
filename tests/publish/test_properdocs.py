from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from golden.update import AS_OF
from postmortems import today
from publish.files import contents, stamped

if TYPE_CHECKING:
    from pathlib import Path

EDITED = "incidents/2026/INC-20260614-1000.yml"
PAGE = "incidents/INC-20260614-1000/index.html"


def properdocs(root: Path, cache: Path) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml"],
        cwd=root,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "SOURCE_DATE_EPOCH": str(int(today.instant(AS_OF).timestamp())),
            "XDG_CACHE_HOME": str(cache),
        },
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return contents(root / "site")


def test_properdocs_builds_the_site_and_after_an_edit_only_what_changed(
    demo: Path, tmp_path: Path
) -> None:
    first = properdocs(demo, tmp_path / "cache")
    assert b"mkdocs-1.6" not in first["index.html"]
    before = stamped(demo / "site")
    text = (demo / EDITED).read_text("utf-8")
    (demo / EDITED).write_text(text.replace("98 %", "99 %"), "utf-8")
    edited = properdocs(demo, tmp_path / "cache")
    after = stamped(demo / "site")
    assert {name for name in after if name.endswith(".html") and after[name] != before[name]} == {
        PAGE
    }
    clean = shutil.copytree(
        demo, tmp_path / "clean", ignore=shutil.ignore_patterns("build", "site")
    )
    assert edited == properdocs(clean, tmp_path / "other")
