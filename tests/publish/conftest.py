"""The golden demo as a repository of its own, and its site."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from golden.update import AS_OF, DEMO
from postmortems import today
from postmortems.pipeline import check
from postmortems.publish.site import build_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the demo in which nothing has been built yet."""
    return shutil.copytree(DEMO, tmp_path / "demo")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo with its site; to be looked at only."""
    root = shutil.copytree(DEMO, tmp_path_factory.mktemp("published") / "demo")
    build_site(root, check(root, today.instant(AS_OF)))
    return root


@pytest.fixture
def built(published: Path, tmp_path: Path) -> Path:
    """A copy of the demo with its site."""
    return shutil.copytree(published, tmp_path / "built", copy_function=shutil.copy2)
