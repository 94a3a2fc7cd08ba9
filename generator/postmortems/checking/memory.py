"""The cache of a repository's checks, and whether a run would only repeat what it holds.

A run that finds nothing changed is answered from here alone, without reading any record.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from postmortems.checking.result import Checked
from postmortems.checking.stored import findings_of, row_of_text, rows_of, text_from, text_of
from postmortems.load.cache import Cache, fingerprint, listing, names, place, stamp
from postmortems.load.database import digest
from postmortems.load.files import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


class Memory:
    """What is known of a repository from earlier runs.

    ``everything`` are the files of all incidents; ``sources`` those that were asked about, None
    for all of them; ``known_as`` is the fingerprint of tool and settings, where it is known.
    """

    def __init__(
        self,
        root: Path,
        as_of: datetime,
        everything: Sequence[Source],
        sources: Sequence[Source] | None,
        known_as: str | None = None,
    ) -> None:
        self.cache = Cache(root, known_as or fingerprint(root))
        self.everything = everything
        self._as_of = as_of
        day = as_of.date().isoformat()
        if sources is None:
            self._name = "all"
            self._state = f"{day} {listing(everything)}"
        else:
            # Names of files need not be text; the digest of them is.
            asked = "\0".join(sorted(map(place, sources)))
            self._name = digest(asked.encode("utf-8", "surrogateescape"))
            self._state = f"{day} {names(everything)}"

    def recall(self) -> Checked | None:
        """Return what the same run gave before, if nothing that it looked at has changed."""
        text = self.cache.result(self._name, self._state)
        if text is None:
            return None
        try:
            count, consulted, rows, about = json.loads(text)
            if any(stamp(Source(path=path, file="")) != seen for path, seen in consulted):
                return None
            return Checked(
                as_of=self._as_of,
                findings=findings_of(rows),
                count=count,
                about={name: text_from(row) for name, row in about.items()},
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None

    def keep(self, checked: Checked, consulted: Sequence[tuple[str, str]] = ()) -> None:
        """Remember what this run gave; ``consulted`` are the paths it read, with their stamps."""
        if not checked.broken and all(seen for _, seen in consulted):
            about = {name: row_of_text(text) for name, text in checked.about.items()}
            text = text_of([checked.count, consulted, rows_of(checked.findings), about])
            self.cache.keep_result(self._name, self._state, text)
