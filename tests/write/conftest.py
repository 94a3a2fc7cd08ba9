from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from postmortems.write import disk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files below the test's root that are read from now on, in order."""
    read = disk.read
    found: list[str] = []

    def reading(path: str | Path) -> bytes:
        found.append(os.path.relpath(path, root))
        return read(path)

    monkeypatch.setattr(disk, "read", reading)
    return found
