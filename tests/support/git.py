"""Repositories of git for tests, with an identity of their own and no settings of the machine."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_IDENTITY = {
    "GIT_AUTHOR_NAME": "Ana Ruiz",
    "GIT_AUTHOR_EMAIL": "ana@example.com",
    "GIT_COMMITTER_NAME": "Ana Ruiz",
    "GIT_COMMITTER_EMAIL": "ana@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes away what the surroundings tell git, and gives it a name to sign with."""
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in _IDENTITY.items():
        monkeypatch.setenv(name, value)


def git(root: Path, *arguments: str, at: str = "2026-03-01T00:00:00Z") -> str:
    """Runs git in a folder; commits are of one moment, and were written long before it."""
    env = {**os.environ, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE": at}
    done = subprocess.run(
        ["git", *arguments], cwd=root, env=env, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
