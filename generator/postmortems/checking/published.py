"""The records of a run that pages may show, each fetched when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict

from postmortems.checking.record import examine
from postmortems.errors import WriteError
from postmortems.load.database import digest
from postmortems.load.files import Unreadable, open_bytes
from postmortems.load.packed import Records, pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postmortems.checking.record import Examined, Terms
    from postmortems.load.files import Source
    from postmortems.load.ledger import Ledger


class Published(TypedDict):
    """Records, the file of each, and that file's bytes, by id."""

    incidents: Records
    files: dict[str, str]
    contents: Contents


def with_records(
    examined: Sequence[Examined], sources: Sequence[Source], by: Terms, ledger: Ledger | None
) -> Published:
    """Take the records that pages may show: well shaped, and one per id."""
    places: dict[str, tuple[Source, str]] = {}
    packs: dict[str, bytes] = {}
    taken: set[str] = set()
    for each, source in zip(examined, sources, strict=True):
        if each.card is None or each.card.id.casefold() in taken:
            continue
        taken.add(each.card.id.casefold())
        places[each.card.id] = source, each.digest
        if each.packed is not None:
            packs[each.card.id] = each.packed
    places = dict(sorted(places.items()))
    contents = Contents(places, by.limits.max_bytes)
    shelf = _Shelf(packs, contents, by, ledger)
    return Published(
        incidents=Records(
            {name: seen for name, (_, seen) in places.items()}, shelf.fetch, shelf.fill
        ),
        files={name: source.file for name, (source, _) in places.items()},
        contents=contents,
    )


class Contents(Mapping[str, bytes]):
    """The bytes of the files of records, by id, read when somebody wants them."""

    def __init__(self, places: Mapping[str, tuple[Source, str]], most: int) -> None:
        self._places = places
        self._most = most

    def source(self, incident_id: str) -> Source:
        """Return where a record stands."""
        return self._places[incident_id][0]

    def __getitem__(self, incident_id: str) -> bytes:
        """Return what was checked. Raises KeyError, and WriteError when the file has changed."""
        source, seen = self._places[incident_id]
        content = open_bytes(source, self._most)
        if isinstance(content, Unreadable) or digest(content) != seen:
            message = f"{source.file} was changed while it was being published; run it again"
            raise WriteError(message)
        return content

    def __iter__(self) -> Iterator[str]:
        """Go through all ids."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._places)


class _Shelf:
    """Packed records: those just read, and those that the ledger has."""

    def __init__(
        self, packs: dict[str, bytes], contents: Contents, by: Terms, ledger: Ledger | None
    ) -> None:
        self._packs = packs
        self._contents = contents
        self._by = by
        self._ledger = ledger

    def fill(self) -> None:
        """Fetch all of them at once; after this, nothing is asked of the ledger."""
        if self._ledger is not None and len(self._packs) < len(self._contents):
            self._packs = self._ledger.packed() | self._packs
        self._ledger = None

    def fetch(self, incident_id: str) -> bytes:
        """Return a record. Raises WriteError when it is no longer there."""
        packed = self._packs.get(incident_id)
        if packed is None and self._ledger is not None:
            packed = self._ledger.packed([incident_id]).get(incident_id)
        if packed is None:
            packed = self._again(incident_id)
        self._packs[incident_id] = packed
        return packed

    def _again(self, incident_id: str) -> bytes:
        """Read a record once more: what was kept of it is damaged."""
        source = self._contents.source(incident_id)
        incident = examine(source, self._contents[incident_id], self._by).incident
        assert incident is not None  # noqa: S101 - the same bytes gave a record before
        return pack(incident)
