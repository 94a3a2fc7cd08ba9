"""A docs tree in memory, for whoever wants to look at it instead of publishing it."""

from __future__ import annotations

import hashlib


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
