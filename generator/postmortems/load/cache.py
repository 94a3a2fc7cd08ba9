"""What earlier runs found, kept on disk: never trusted where anything has changed since.

One sqlite file holds, for each incident file, what was found in it, and for each run what came
out of it. All of it belongs to one fingerprint of the tool and the configuration. It lies in the
user's own folder for caches, never in the repository, where a stranger's branch could bring one
along. A cache that is damaged, locked or not to be written is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import sys
from typing import TYPE_CHECKING, ClassVar

import postmortems
from postmortems import extended
from postmortems.load.database import Database, short
from postmortems.load.defaults import defaults
from postmortems.load.files import Source, Unreadable, open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SEAL = 32
_MOST = 1 << 24  # bytes; far more than a file of configuration may have
Row = tuple[str, str, str, str]
"""A file, its stamp, the digest of its bytes, and what was found in it."""


class Cache(Database):
    """The cache of one repository. Every method is silent about a disk that refuses."""

    suffix = ".sqlite3"
    tables: ClassVar[dict[str, str]] = {
        "files": "file TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL, "
        "entry TEXT NOT NULL",
        "runs": "name TEXT PRIMARY KEY, state TEXT NOT NULL, result TEXT NOT NULL",
    }

    def result(self, name: str, state: str) -> str | None:
        """Return what a run of this name gave, if it saw the same state."""
        for (result,) in self.rows(
            "SELECT result FROM runs WHERE name = ? AND state = ?", (name, state)
        ):
            return _opened(result)
        return None

    def keep_result(self, name: str, state: str, result: str) -> None:
        """Remember what a run gave, in place of an earlier one of the same name."""
        self.write(
            [("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", [(name, state, _sealed(result))])]
        )

    def entries(self, files: Sequence[str] | None = None) -> dict[str, tuple[str, str, str]]:
        """Return what is known of files (None for all): stamp, digest and entry by file."""
        if files is None:
            rows = self.rows("SELECT file, stamp, digest, entry FROM files", ())
        else:
            rows = [
                row
                for file in files
                for row in self.rows(
                    "SELECT file, stamp, digest, entry FROM files WHERE file = ?", (file,)
                )
            ]
        return {
            str(file): (str(seen), str(content), entry)
            for file, seen, content, sealed in rows
            if (entry := _opened(sealed)) is not None
        }

    def keep_entries(self, rows: Sequence[Row], gone: Sequence[str] = ()) -> None:
        """Remember what was found in files, and forget files that are gone."""
        self.write(
            [
                ("DELETE FROM files WHERE file = ?", [(file,) for file in gone]),
                (
                    "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)",
                    [(file, seen, content, _sealed(entry)) for file, seen, content, entry in rows],
                ),
            ]
        )


def fingerprint(root: Path) -> str:
    """Return what identifies the tool, its extensions and the configuration of a repository."""
    seen = hashlib.blake2b(digest_size=16)
    seen.update(f"{postmortems.__version__} {sys.version_info[:3]}\0".encode())
    package = os.path.dirname(postmortems.__file__)  # noqa: PTH120 - paths by the thousand
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            if name.endswith(".py"):
                path = f"{folder}/{name}"
                seen.update(f"{path}\0{_stamp(os.stat(path))}\0".encode("utf-8", "replace"))  # noqa: PTH116
    seen.update(f"{extended.mark()}\0".encode())
    shipped = os.listdir(defaults() / "site_config")  # noqa: PTH208 - names are wanted
    settings = root / "site_config"
    for name in sorted(name for name in shipped if name.endswith(".yml")):
        own = settings / name
        if settings.is_symlink():
            own = settings  # never followed: the settings are refused
        chosen = own if os.path.lexists(own) else defaults() / "site_config" / name
        content = open_bytes(Source(path=os.fspath(chosen), file=name), _MOST)
        if isinstance(content, Unreadable):
            content = b"\0unreadable"
        seen.update(f"{name}\0{len(content)}\0".encode())
        seen.update(content)
    return seen.hexdigest()


def stamp(source: Source) -> str:
    """Return what changes whenever a file does; empty when the file cannot be looked at."""
    try:
        return _stamp(os.lstat(source.path))
    except OSError:
        return ""


def place(source: Source) -> str:
    """Return where a file is, whatever the folder it was named from."""
    return os.path.abspath(source.path)  # noqa: PTH100 - and never where a link leads


def listing(sources: Iterable[Source]) -> str:
    """Return what identifies files and their stamps, together."""
    return short("\n".join([f"{each.file}\0{stamp(each)}" for each in sources]))


def names(sources: Iterable[Source]) -> str:
    """Return what identifies the names of files, together."""
    return short("\n".join([each.file for each in sources]))


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _sealed(text: str) -> str:
    """Return a text with its digest before it: a disk may give back something else."""
    return short(text) + text


def _opened(sealed: object) -> str | None:
    """Return the text that was sealed, None where it is not what it was."""
    text = str(sealed)[_SEAL:]
    return text if sealed == _sealed(text) else None
