"""Judges many files: what the cache knows of them is taken from it, the rest on all cores."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from postmortems.checking.entries import entry, written
from postmortems.checking.record import Examined, Terms, examine
from postmortems.load.cache import stamp
from postmortems.load.database import digest
from postmortems.load.files import Unreadable, open_bytes
from postmortems.parallel import spread
from postmortems.progress import stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.checking.memory import Memory
    from postmortems.load.cache import Row
    from postmortems.load.files import Source
    from postmortems.load.ledger import Ledger

_MANY = 100
"""From how many files on the whole cache is read at once, and how many are written together."""


class Look:
    """Reads and judges files, or takes what the cache knows of them.

    With ``records``, each comes packed, but for those of which ``ledger`` has the same already.
    With ``noting``, ``stamps`` has the stamp of every file that it looked at.
    """

    def __init__(
        self,
        by: Terms,
        *,
        records: bool,
        memory: Memory | None,
        ledger: Ledger | None = None,
        noting: bool = False,
    ) -> None:
        self._by = by
        self._records = records
        self._cache = memory.cache if memory is not None else None
        self._ledger = ledger.digests() if ledger is not None else {}
        self._rows: list[Row] = []
        self._known: dict[str, tuple[str, str, str]] = {}
        self.known: set[str] = set()
        self.stamps: dict[str, str] | None = {} if noting else None

    def all(self, sources: Sequence[Source]) -> list[Examined]:
        """Judge files, in their order."""
        if self._cache is not None:
            few = [each.file for each in sources] if len(sources) < _MANY else None
            self._known = self._cache.entries(few)
            self.known |= self._known.keys()
        done = [self._remembered(each) for each in sources]
        rest = [source for source, each in zip(sources, done, strict=True) if each is None]
        fresh: list[Examined] = []
        with stage("files", len(rest)) as files:
            for each in spread(self._one, rest):
                fresh.append(self._kept(each))
                files.advance()
            self.remember(())
        anew = iter(fresh)
        return [next(anew) if each is None else each for each in done]

    def remember(self, gone: Sequence[str]) -> None:
        """Hand what was found anew to the cache."""
        if self._cache is not None and (self._rows or gone):
            self._cache.keep_entries(self._rows, gone)
            self._rows.clear()

    def _kept(self, found: tuple[Examined, Row | None]) -> Examined:
        """Put what the cache is to keep aside; not all of it at once, there may be much."""
        examined, row = found
        if row is not None:
            self._rows.append(row)
            if len(self._rows) >= _MANY:
                self.remember(())
        return examined

    def _remembered(self, source: Source) -> Examined | None:
        if self._cache is None or source.content is not None:
            return None
        now = stamp(source)
        if self.stamps is not None:
            self.stamps[source.path] = now
        seen, held, text = self._known.get(source.file, ("", "", ""))
        found = self._if_it_holds(text, source, held) if now and now == seen else None
        if found is not None:
            del self._known[source.file]
        return found

    def _if_it_holds(self, text: str, source: Source, held: str) -> Examined | None:
        """Return what the cache says of a file whose bytes have this digest, if it is enough."""
        found = entry(text, source)
        if found is None or not found.holds(self._by.as_of.date()):
            return None
        if self._records and found.card is not None and self._ledger.get(found.card.id) != held:
            return None  # nobody kept that record
        return replace(found, digest=held)

    def _one(self, source: Source) -> tuple[Examined, Row | None]:
        caching = self._cache is not None and source.content is None
        before = stamp(source) if caching else ""
        content = open_bytes(source, self._by.limits.max_bytes)
        if isinstance(content, Unreadable):
            return examine(source, content, self._by), None
        # Of a fresh clone all stamps are new, and few of the contents.
        now = digest(content) if caching or self._records else ""
        _, seen, text = self._known.get(source.file, ("", "", ""))
        found = self._if_it_holds(text, source, now) if caching and now == seen else None
        if found is None:
            found = self._lean(examine(source, content, self._by), now)
            text = written(found) if caching else ""
        return found, (source.file, before, now, text) if caching else None

    def _lean(self, examined: Examined, now: str) -> Examined:
        """Pack the record, or leave it out where nobody asked for it: results travel."""
        incident = examined.incident
        packed = None
        if self._records and incident is not None:
            # A check keeps no records, and starts quicker without what packs them.
            from postmortems.load.packed import pack  # noqa: PLC0415

            packed = pack(incident)
        return replace(examined, incident=None, packed=packed, digest=now)
