"""Hidden folders of ours beside what is written: made, known again, and never somebody else's."""

from __future__ import annotations

import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from postmortems.errors import WriteError
from postmortems.write import disk

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

IGNORE = ".gitignore"
_IGNORE_TEXT = b"# Made by postmortems; git need not know of it.\n*\n"


def claim_neighbour(home: Path, names: Collection[str]) -> None:
    """Make a folder that holds these names at most, and that git ignores, unless it is there.

    Raises `WriteError` where something else has its name, `OSError`.
    """
    if disk.kind_at(home) is None:
        home.mkdir()
    check_neighbour(home, names)
    put(home / IGNORE, _IGNORE_TEXT)


def check_neighbour(home: Path, names: Collection[str]) -> None:
    """Raise `WriteError` unless a folder is one that `claim_neighbour` makes of these names."""
    known = {IGNORE, fresh_name(IGNORE), *names}
    found = {path.name for path in home.iterdir()} if disk.kind_at(home) == stat.S_IFDIR else None
    if found is None or not found <= known:
        raise in_the_way(home)


def in_the_way(home: Path) -> WriteError:
    """Return the error about what somebody has put in the place of a folder of ours."""
    return WriteError(
        f"{home} is in the way and postmortems did not write it; move it away or delete it"
    )


def put(path: Path, content: bytes) -> None:
    """Make a small file of ours hold this, whatever a stopped run has left. Raises `OSError`."""
    if disk.kind_at(path) == stat.S_IFREG and disk.read(path) == content:
        return
    fresh = path.with_name(fresh_name(path.name))
    with suppress(FileNotFoundError):
        fresh.unlink()
    disk.create(fresh, content, durable=False)
    fresh.replace(path)


def fresh_name(name: str) -> str:
    """Name what `put` makes first; a stopped run may leave it."""
    return f".postmortems-{name.removeprefix('.')}.tmp"
