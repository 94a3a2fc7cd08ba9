"""A sqlite file in the user's folder for caches: what can be made again, and is never trusted.

It belongs to one repository and one fingerprint; of another one, it is emptied. One that is
damaged, locked, foreign or not to be written is as good as none. It never lies in the repository,
where a stranger's branch could bring one along.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

    Value = str | bytes
    Job = tuple[str, Sequence[tuple[Value, ...]]]


class Database:
    """One such file. Every method is silent about a disk that refuses."""

    suffix: ClassVar[str]
    """How the names of files of this kind end."""
    tables: ClassVar[dict[str, str]]
    """The columns of each table, as sqlite reads them."""

    def __init__(self, root: Path, fingerprint: str, name: str = "") -> None:
        """Open the file of a repository; ``name`` keeps several of one kind apart."""
        own = f".{name}" if name else ""
        self._path = folder() / f"{short(str(root))}{own}{self.suffix}"
        self.fingerprint = fingerprint
        self._connection: sqlite3.Connection | None = None
        if _inside(root, self._path):
            return
        with suppress(OSError, RuntimeError, sqlite3.Error):  # nobody may have no folder
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(self._path.lstat().st_mode):
                self._path.unlink()  # a link would be followed, and a pipe be waited for
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
        tables = {"about": "fingerprint TEXT NOT NULL", **self.tables}
        try:
            connection.executescript(
                "PRAGMA synchronous = OFF;"
                + "".join(
                    f"CREATE TABLE IF NOT EXISTS {name} ({columns});"
                    for name, columns in tables.items()
                )
            )
            # Whoever could add a trigger or a view could make it say anything.
            marks = ", ".join("?" * len(tables))
            foreign = (
                "SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index') "  # noqa: S608
                f"OR tbl_name NOT IN ({marks})"
            )
            if connection.execute(foreign, tuple(tables)).fetchall():
                _refuse()
            held = connection.execute("SELECT fingerprint FROM about").fetchall()
            if held != [(self.fingerprint,)]:
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    for table in tables:
                        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
                    connection.execute("INSERT INTO about VALUES (?)", (self.fingerprint,))
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def rows(self, question: str, values: Sequence[Value] = ()) -> list[tuple[object, ...]]:
        """Return what a question gives; nothing where there is no file to ask."""
        if self._connection is None:
            return []
        try:
            return self._connection.execute(question, tuple(values)).fetchall()
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def write(self, jobs: Sequence[Job]) -> None:
        """Do all of several statements, each for each of its rows, or none."""
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


def digest(content: bytes) -> str:
    """Return what identifies bytes."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def short(text: str) -> str:
    """Return what identifies a text, which may hold what is no text."""
    return digest(text.encode("utf-8", "surrogateescape"))


def _refuse() -> NoReturn:
    message = "this is not a cache of ours"
    raise sqlite3.DatabaseError(message)


def _inside(root: Path, path: Path) -> bool:
    """Tell whether a path leads into a repository, whose files are not all its owner's."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
