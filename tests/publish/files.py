"""What stands in a folder, to be compared with what stood or stands elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its path in the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stamped(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The same with the moment at which each was last written."""
    return {
        name: (content, (folder / name).stat().st_mtime_ns)
        for name, content in contents(folder).items()
    }
