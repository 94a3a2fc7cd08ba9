"""A checked repository as one edition shows it: its incidents, their files, and the settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from postmortems.load.database import short
from postmortems.load.packed import PackedIncident, Records, pack
from postmortems.load.words import words
from postmortems.parallel import spread
from postmortems.redaction.links import Links
from postmortems.redaction.people import People
from postmortems.redaction.policy import settings_shown
from postmortems.redaction.record import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postmortems.checking.result import Checked
    from postmortems.config.audiences import Edition
    from postmortems.load.ledger import Ledger


def redacted(checked: Checked, edition: Edition, ledger: Ledger | None = None) -> Checked:
    """Return what an edition may show of a repository, before anything is made of it.

    Incidents that it does not have are nowhere in the result; nor are the bytes of files and what
    was found in them. ``ledger`` is that of the same edition: what it has of a record need not be
    made again.
    """
    if edition.whole:
        return checked
    assert checked.settings is not None  # noqa: S101 - callers look first
    records = checked.incidents
    assert isinstance(records, Records)  # noqa: S101 - a run that was asked for records has them
    records.fill()
    present = [name for name in records.digests if _has(edition, name, records.packed(name))]
    absent = records.digests.keys() - set(present)
    people = People(checked.settings, edition)
    links = Links(edition, absent)
    shelf = _Shelf(checked, edition, people, links, present, ledger)
    return replace(
        checked,
        findings=(),
        count=len(present),
        about={},
        settings=settings_shown(
            checked.settings,
            edition,
            people,
            links,
            frozenset(present),
            _named(edition, records, present) if edition.marked else None,
        ),
        incidents=Records(shelf.digests, shelf.fetch, shelf.fill),
        files={name: checked.files[name] for name in present},
        contents={},
    )


def _has(edition: Edition, name: str, packed: bytes) -> bool:
    return not edition.marked or PackedIncident.of(name, packed).postmortem.audience == "public"


def _named(edition: Edition, records: Records, present: Iterable[str]) -> frozenset[str]:
    """Return the services and teams that incidents name where this edition shows it."""
    found: set[str | None] = set()
    for name in present:
        incident = PackedIncident.of(name, records.packed(name))
        if not edition.conceals("services"):
            found.update(incident.services)
        if not edition.conceals("origin_service"):
            found.add(incident.origin_service)
        if not edition.conceals("teams"):
            found.update(incident.teams)
        if not edition.conceals("actions.team"):
            found.update(each.team for each in incident.actions)
    return frozenset(each for each in found if each is not None)


class _Shelf:
    """Redacted records, packed: those that the ledger has, and those made when asked for."""

    def __init__(
        self,
        checked: Checked,
        edition: Edition,
        people: People,
        links: Links,
        present: Iterable[str],
        ledger: Ledger | None,
    ) -> None:
        assert isinstance(checked.incidents, Records)  # noqa: S101 - as above
        self._records = checked.incidents
        self._edition = edition
        self._people = people
        self._links = links
        self._present = frozenset(present)
        self._named = Links(edition, checked.incidents.digests)
        self._ledger = ledger
        self._made: dict[str, bytes] = {}
        self.digests: Mapping[str, str] = {
            name: self._digest(name) for name in checked.incidents.digests if name in self._present
        }
        """What each redacted record is made of, as a digest."""

    def _digest(self, name: str) -> str:
        # Whether the incidents that it names are absent may change while its file does not.
        # Unpacked: in JSON a line break is the letter `n` to whoever looks for words.
        said = words(self._records.packed(name))
        absent = self._links.mentioned(said)
        return short(f"{self._records.digests[name]} {absent} {self._named.mentioned(said)}")

    def fill(self) -> None:
        """Make all that is lacking at once."""
        if self._ledger is not None:
            known = self._ledger.digests()
            self._made |= {
                name: packed
                for name, packed in self._ledger.packed().items()
                if name not in self._made and known.get(name) == self.digests.get(name)
            }
            self._ledger = None
        lacking = [name for name in self.digests if name not in self._made]
        self._made |= zip(lacking, spread(self._make, lacking), strict=True)

    def fetch(self, name: str) -> bytes:
        """Return a redacted record."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> bytes:
        incident = PackedIncident.of(name, self._records.packed(name))
        return pack(shown(incident, self._edition, self._people, self._links, self._present))
