"""The golden demo as a repository of its own, and its site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from golden.update import DEMO

if TYPE_CHECKING:
    from pathlib import Path

    from support.sites import Site


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the demo in which nothing has been built yet."""
    return shutil.copytree(DEMO, tmp_path / "demo")


@pytest.fixture(scope="session")
def published(hostile: Site) -> Path:
    """A copy of the demo with its site; to be looked at only."""
    return hostile.root


@pytest.fixture
def built(published: Path, tmp_path: Path) -> Path:
    """A copy of the demo with its site."""
    return shutil.copytree(published, tmp_path / "built", copy_function=shutil.copy2)
