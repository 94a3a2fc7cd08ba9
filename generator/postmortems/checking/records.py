"""The records of a repository as the rules between them see it: all of them, or a few."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from postmortems.checking.record import Examined
    from postmortems.load.files import Source
    from postmortems.rules.repository import Card


class AllRecords:
    """A repository of which every file was read."""

    def __init__(self, examined: Iterable[Examined]) -> None:
        self._cards: dict[str, Card] = {}
        files: dict[str, list[str]] = {}
        for each in sorted(examined, key=lambda each: each.file):
            name = each.card.id if each.card else each.stem
            files.setdefault(name.casefold(), []).append(each.file)
            if each.card is not None:
                self._cards.setdefault(name, each.card)
        self._files = {name: tuple(carried) for name, carried in files.items()}

    def get(self, incident_id: str) -> Card | None:
        """Return the card of a record."""
        return self._cards.get(incident_id)

    def files(self, incident_id: str) -> tuple[str, ...]:
        """Return the files that carry an id."""
        return self._files.get(incident_id.casefold(), ())

    def ids(self) -> tuple[str, ...]:
        """Return all ids."""
        return tuple(sorted(self._cards))

    def everyone(self) -> Mapping[str, Card] | None:
        """Return all cards by id."""
        return self._cards


class SomeRecords:
    """A repository of which only some files were asked about; others are read when named.

    A record is looked for in the file that has its id as its name, as records have.
    """

    def __init__(
        self,
        examined: Iterable[Examined],
        sources: Iterable[Source],
        read: Callable[[Source], Examined],
    ) -> None:
        self._read = read
        self._examined = {each.file: each for each in examined}
        self._by_name: dict[str, list[Source]] = {}
        for each in sorted(sources, key=lambda each: each.file):
            self._by_name.setdefault(each.stem.casefold(), []).append(each)
        self._carried: dict[str, list[str]] = {}
        self._asked: dict[str, Card] = {}
        for done in self._examined.values():
            # Text without a file, as from a pipe, may well be that of the one file with its id.
            if done.card is not None and done.stem:
                self._carried.setdefault(done.card.id.casefold(), []).append(done.file)
            if done.card is not None:
                self._asked.setdefault(done.card.id, done.card)

    def get(self, incident_id: str) -> Card | None:
        """Return the card of a record, reading its file when nobody has yet."""
        if incident_id in self._asked:
            return self._asked[incident_id]
        for source in self._by_name.get(incident_id.casefold(), ()):
            if source.file not in self._examined:
                self._examined[source.file] = self._read(source)
            card = self._examined[source.file].card
            if card is not None and card.id == incident_id:
                return card
        return None

    def files(self, incident_id: str) -> tuple[str, ...]:
        """Return the files that carry an id."""
        name = incident_id.casefold()
        found = {each.file for each in self._by_name.get(name, ())}
        return tuple(sorted(found | set(self._carried.get(name, ()))))

    def ids(self) -> tuple[str, ...]:
        """Return all ids, as the files are named."""
        return tuple(sorted(each.stem for held in self._by_name.values() for each in held))

    def everyone(self) -> Mapping[str, Card] | None:
        """Return nothing: not every record was read."""
        return None

    @property
    def consulted(self) -> tuple[str, ...]:
        """Return the files that were read, asked about or named by those."""
        return tuple(sorted(self._examined))
