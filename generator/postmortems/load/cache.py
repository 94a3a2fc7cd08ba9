"""What earlier runs found, kept on disk: never trusted where anything has changed since.

One sqlite file holds, for each incident file, what was found in it, and for each run what came
out of it. All of it belongs to one fingerprint of the tool and the configuration. It lies in the
user's own folder for caches, never in the repository, where a stranger's branch could bring one
along. A cache that is damaged, locked or not to be written is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import postmortems
from postmortems.load.defaults import defaults
from postmortems.load.files import Source, Unreadable, open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST = 1 << 24  # bytes; far more than a file of configuration may have
_TABLES = """
CREATE TABLE IF NOT EXISTS about (fingerprint TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files
    (file TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS runs (name TEXT PRIMARY KEY, state TEXT NOT NULL, result TEXT NOT NULL);
"""

_FOREIGN = """
SELECT name FROM sqlite_schema
WHERE type NOT IN ('table', 'index') OR tbl_name NOT IN ('about', 'files', 'runs')
"""

Row = tuple[str, str, str, str]
"""A file, its stamp, the digest of its bytes, and what was found in it."""


class Cache:
    """The cache of one repository. Every method is silent about a disk that refuses."""

    def __init__(self, root: Path, fingerprint: str) -> None:
        self._path = folder() / f"{_short(str(root))}.sqlite3"
        self._fingerprint = fingerprint
        self._connection: sqlite3.Connection | None = None
        if _inside(root, self._path):
            return
        with suppress(OSError, RuntimeError, sqlite3.Error):  # nobody may have no folder
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return self._prepared()
        except sqlite3.OperationalError:
            raise  # busy, or not to be written
        except sqlite3.DatabaseError:
            # Damaged, or something else: what belongs in it can be found again.
            self._path.unlink(missing_ok=True)
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=2, isolation_level=None)
        try:
            connection.executescript("PRAGMA synchronous = OFF;" + _TABLES)
            # Whoever could add a trigger or a view could make it say anything.
            if connection.execute(_FOREIGN).fetchall():
                _refuse()
            held = connection.execute("SELECT fingerprint FROM about").fetchall()
            if held != [(self._fingerprint,)]:
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    for table in ("about", "files", "runs"):
                        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
                    connection.execute("INSERT INTO about VALUES (?)", (self._fingerprint,))
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def result(self, name: str, state: str) -> str | None:
        """Return what a run of this name gave, if it saw the same state."""
        for (result,) in self._rows(
            "SELECT result FROM runs WHERE name = ? AND state = ?", (name, state)
        ):
            return str(result)
        return None

    def keep_result(self, name: str, state: str, result: str) -> None:
        """Remember what a run gave, in place of an earlier one of the same name."""
        self._write([("INSERT OR REPLACE INTO runs VALUES (?, ?, ?)", [(name, state, result)])])

    def entries(self, files: Sequence[str] | None = None) -> dict[str, tuple[str, str, str]]:
        """Return what is known of files (None for all): stamp, digest and entry by file."""
        if files is None:
            rows = self._rows("SELECT file, stamp, digest, entry FROM files", ())
        else:
            rows = [
                row
                for file in files
                for row in self._rows(
                    "SELECT file, stamp, digest, entry FROM files WHERE file = ?", (file,)
                )
            ]
        return {str(file): (str(a), str(b), str(c)) for file, a, b, c in rows}

    def keep_entries(self, rows: Sequence[Row], gone: Sequence[str] = ()) -> None:
        """Remember what was found in files, and forget files that are gone."""
        self._write(
            [
                ("DELETE FROM files WHERE file = ?", [(file,) for file in gone]),
                ("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", rows),
            ]
        )

    def _rows(self, question: str, values: tuple[str, ...]) -> list[tuple[object, ...]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(question, values).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _write(self, jobs: list[tuple[str, Sequence[tuple[str, ...]]]]) -> None:
        if self._connection is None:
            return
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                for statement, rows in jobs:
                    self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without a cache; one that is damaged is removed, so that the next run makes one."""
        self.close()
        if not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def folder() -> Path:
    """Return the folder for caches: `XDG_CACHE_HOME`, or `.cache` in the user's own folder."""
    told = os.environ.get("XDG_CACHE_HOME", "")
    # A relative one is to be ignored, says the specification; it could lie in the repository.
    base = Path(told) if os.path.isabs(told) else Path.home() / ".cache"  # noqa: PTH117
    return base / "postmortems"


def _refuse() -> NoReturn:
    message = "this is not a cache of ours"
    raise sqlite3.DatabaseError(message)


def _inside(root: Path, path: Path) -> bool:
    """Tell whether a path leads into a repository, whose files are not all its owner's."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def fingerprint(root: Path) -> str:
    """Return what identifies the tool and the configuration that applies in a repository."""
    seen = hashlib.blake2b(digest_size=16)
    seen.update(f"{postmortems.__version__} {sys.version_info[:3]}\0".encode())
    package = os.path.dirname(postmortems.__file__)  # noqa: PTH120 - paths by the thousand
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            if name.endswith(".py"):
                path = f"{folder}/{name}"
                seen.update(f"{path}\0{_stamp(os.stat(path))}\0".encode("utf-8", "replace"))  # noqa: PTH116
    shipped = os.listdir(defaults() / "site_config")  # noqa: PTH208 - names are wanted
    for name in sorted(name for name in shipped if name.endswith(".yml")):
        own = root / "site_config" / name
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
    return _short("\n".join([f"{each.file}\0{stamp(each)}" for each in sources]))


def names(sources: Iterable[Source]) -> str:
    """Return what identifies the names of files, together."""
    return _short("\n".join([each.file for each in sources]))


def digest(content: bytes) -> str:
    """Return what identifies bytes."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _short(text: str) -> str:
    return digest(text.encode("utf-8", "surrogateescape"))


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
