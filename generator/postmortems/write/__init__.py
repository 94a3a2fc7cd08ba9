"""Bytes to disk: files and sites are replaced whole, trees of generated files where they differ."""

from __future__ import annotations

from postmortems.write.file import write_file
from postmortems.write.lock import locked
from postmortems.write.stage import staged
from postmortems.write.tree import TreeChange, open_tree

__all__ = ["TreeChange", "locked", "open_tree", "staged", "write_file"]
