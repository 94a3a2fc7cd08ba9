"""All files of a generated folder at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.write import TreeChange, open_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def sync_tree(root: Path, files: Mapping[str, bytes]) -> TreeChange:
    """Make the files of ours in `root` exactly `files`: relative POSIX path to content."""
    with open_tree(root) as tree:
        for path, content in files.items():
            tree.put(path, content)
    return tree.change
