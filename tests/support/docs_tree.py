"""A docs tree in memory: what a build from nothing would write."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from postmortems.jobs.docs import docs
from postmortems.load.history import UNKNOWN, History

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.checking.result import Checked


def tree(root: Path, checked: Checked, history: History = UNKNOWN) -> dict[str, bytes]:
    """The files of the docs tree of the usable records, by path."""
    basket = Basket()
    docs(basket, root, checked, history)
    return basket.files


class Basket:
    """Takes files as a tree on disk does, and had none before."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def holds(self, path: str) -> str | None:
        """Return nothing: there is no earlier file."""

    def keep(self, path: str) -> None:
        """Refuse: there is nothing to keep. Raises KeyError."""
        raise KeyError(path)

    def put(self, path: str, content: bytes) -> str:
        """Take a file; returns its sha256 in hex."""
        self.files[path] = content
        return hashlib.sha256(content).hexdigest()
