"""What the last build made of which records, kept on disk so that the next makes only the rest.

Of each record that was published: the digest of its file, and the record itself as packed bytes.
Of each job: what it was given, what it read, and which files came of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from postmortems.load.database import Database
from postmortems.load.packed import opened, sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Ledger(Database):
    """A ledger of one repository: silent about a disk that refuses, and of no use then."""

    suffix = ".built.sqlite3"
    tables: ClassVar[dict[str, str]] = {
        "records": "id TEXT PRIMARY KEY, digest TEXT NOT NULL, packed BLOB NOT NULL",
        "jobs": "name TEXT PRIMARY KEY, done BLOB NOT NULL",
    }

    def digests(self) -> dict[str, str]:
        """Return the digest of the file of each record, by id."""
        return {str(name): str(seen) for name, seen in self.rows("SELECT id, digest FROM records")}

    def packed(self, ids: Iterable[str] | None = None) -> dict[str, bytes]:
        """Return packed records by id, of all without ``ids``; what is damaged is left out."""
        if ids is None:
            rows = self.rows("SELECT id, packed FROM records")
        else:
            question = "SELECT id, packed FROM records WHERE id = ?"
            rows = [row for name in ids for row in self.rows(question, (name,))]
        return _opened(rows)

    def jobs(self) -> dict[str, bytes]:
        """Return what is known of each job; what is damaged is left out."""
        return _opened(self.rows("SELECT name, done FROM jobs"))

    def keep(
        self,
        records: Sequence[tuple[str, str, bytes]],
        jobs: Mapping[str, bytes],
        *,
        gone: Iterable[str],
        ended: Iterable[str],
    ) -> None:
        """Remember records (id, digest, packed) and jobs; forget others: all of it or nothing."""
        self.write(
            [
                ("DELETE FROM records WHERE id = ?", [(name,) for name in gone]),
                ("DELETE FROM jobs WHERE name = ?", [(name,) for name in ended]),
                (
                    "INSERT OR REPLACE INTO records VALUES (?, ?, ?)",
                    [(name, seen, sealed(packed)) for name, seen, packed in records],
                ),
                (
                    "INSERT OR REPLACE INTO jobs VALUES (?, ?)",
                    [(name, sealed(done)) for name, done in jobs.items()],
                ),
            ]
        )


def _opened(rows: Iterable[tuple[object, ...]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, content in rows:
        if isinstance(content, bytes):
            try:
                found[str(name)] = opened(content)
            except ValueError:
                continue
    return found
