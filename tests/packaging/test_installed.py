from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_installed_is_the_wheel_and_not_the_checkout(
    installed: Path, repository: Path, tmp_path: Path
) -> None:
    where = "import postmortems; print(postmortems.__file__)"
    said = subprocess.run(
        [installed / "bin" / "python", "-c", where],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.startswith(f"{installed}/lib/")
    assert str(repository) not in said.stdout
