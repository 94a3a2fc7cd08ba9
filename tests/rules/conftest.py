"""Fixtures of the tests of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def invalid(repository: Path) -> set[str]:
    """The names of the folders under tests/invalid, each of which holds a fault."""
    return {each.name for each in (repository / "tests" / "invalid").iterdir() if each.is_dir()}
