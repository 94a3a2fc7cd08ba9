"""The jobs of everything that programs read: feeds, calendars, badges, exports, the list's data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from postmortems.feeds.badges import Badge
from postmortems.feeds.channels import Change, changes, choose
from postmortems.feeds.exports import Counts, contents, cut, part
from postmortems.feeds.offer import (
    Facts,
    Shown,
    badge_files,
    calendar_files,
    data_page,
    feed_files,
)
from postmortems.jobs.job import Job, Made, seal
from postmortems.jobs.printing import printed
from postmortems.pages import table
from postmortems.render import prose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from postmortems.config.settings import Settings
    from postmortems.feeds.channels import Chosen
    from postmortems.jobs.job import Done, Make
    from postmortems.pages.base import Library
    from postmortems.render.page import Renderer

    Known = Mapping[str, msgspec.Raw]

_CALENDARS = "calendars"
_BADGES = "badges"
_ORDER = "order"
_CHANGES = "changes"
_EXPORTS = "exports"
_ROWS = "rows"


class _Badges(NamedTuple):
    own: tuple[Badge, ...]
    of_services: tuple[Badge, ...]


_OF_CALENDARS = msgspec.json.Decoder(tuple[Shown, ...])
_OF_BADGES = msgspec.json.Decoder(_Badges)
_OF_ORDER = msgspec.json.Decoder(tuple[str, ...])
_OF_CHANGES = msgspec.json.Decoder(tuple[Change, ...])
_OF_EXPORTS = msgspec.json.Decoder(Counts)
_OF_ROWS = msgspec.json.Decoder(table.Held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """These jobs for some records, by their ids in order; ``given`` and ``style`` as of `Job`."""

    settings: Settings
    ids: Sequence[str]
    renderer: Renderer
    given: str
    style: str

    def first(self) -> list[Job]:
        """Return the jobs whose facts the others ask for."""
        return [
            self._job(_ORDER, _order),
            *(
                self._job(f"{_CHANGES}/{number}", _changes(ids), ids)
                for number, ids in self._parts()
            ),
        ]

    def then(self, known: Known) -> list[Job]:
        """Return the jobs that look at incidents; ``known`` are facts of the first, by name."""
        changed = [
            each
            for number, _ in self._parts()
            for each in _OF_CHANGES.decode(known[f"{_CHANGES}/{number}"])
        ]
        return [
            *(
                self._job(f"{_EXPORTS}/{number}", _exports(number, ids), ids, heavy=True)
                for number, ids in self._parts()
            ),
            self._job(_CALENDARS, _calendars, heavy=True),
            self._job(_BADGES, _badges),
            *(
                self._job(f"feeds/{chosen.name}", _feed(chosen), chosen)
                for chosen in choose(self.settings, changed)
            ),
            *(
                self._job(f"{_ROWS}/{number}", _rows(number, ids), ids)
                for number, ids in self._rows(known)
            ),
        ]

    def last(self, known: Known) -> list[Job]:
        """Return the jobs that say what the others made; ``known`` are the facts of all."""
        parts = [_OF_EXPORTS.decode(known[f"{_EXPORTS}/{number}"]) for number, _ in self._parts()]
        rows = [_OF_ROWS.decode(known[f"{_ROWS}/{number}"]) for number, _ in self._rows(known)]
        badges = _OF_BADGES.decode(known[_BADGES])
        dated = sum(
            len(_OF_CHANGES.decode(known[f"{_CHANGES}/{number}"])) for number, _ in self._parts()
        )
        facts = Facts(
            undated=len(self.ids) - dated,
            calendars=_OF_CALENDARS.decode(known[_CALENDARS]),
            badges=badges.own,
            service_badges=badges.of_services,
            parts=tuple(parts),
        )

        def page(library: Library, last: Done | None) -> Made:
            return printed([data_page(library, facts)], self.renderer, last)

        return [
            self._job("contents", _plain(lambda library: contents(library, parts)), parts),
            self._job("list", _plain(lambda library: table.index(library.settings, rows)), rows),
            self._job("offer", page, facts),
        ]

    def _parts(self) -> list[tuple[int, tuple[str, ...]]]:
        return list(enumerate(cut(self.ids, self.settings.site.feeds.export_incidents), start=1))

    def _rows(self, known: Known) -> list[tuple[int, Sequence[str]]]:
        return list(table.cut(_OF_ORDER.decode(known[_ORDER])))

    def _job(self, name: str, make: Make, of: object = None, *, heavy: bool = False) -> Job:
        """Return a job; ``of`` is what it is given besides."""
        given = self.given if of is None else f"{self.given} {seal(of)}"
        return Job(
            name=name,
            kind="exports and feeds",
            given=given,
            style=self.style,
            make=make,
            heavy=heavy,
        )


def _plain(files: Callable[[Library], Mapping[str, bytes]]) -> Make:
    """Make a job of what gives files and nothing else."""

    def make(library: Library, last: Done | None) -> Made:
        del last
        return Made(files=dict(files(library)))

    return make


def _order(library: Library, last: Done | None) -> Made:
    del last
    return Made(facts=table.order(library))


def _changes(ids: Sequence[str]) -> Make:
    def make(library: Library, last: Done | None) -> Made:
        del last
        return Made(facts=changes(library, ids))

    return make


def _exports(number: int, ids: Sequence[str]) -> Make:
    def make(library: Library, last: Done | None) -> Made:
        del last
        files, counts = part(library, number, ids)
        return Made(files=files, facts=counts)

    return make


def _rows(number: int, ids: Sequence[str]) -> Make:
    def make(library: Library, last: Done | None) -> Made:
        del last
        files, held = table.part(library, number, ids)
        return Made(files=files, facts=held)

    return make


def _feed(chosen: Chosen) -> Make:
    return _plain(lambda library: feed_files(library, chosen, prose.block))


def _calendars(library: Library, last: Done | None) -> Made:
    del last
    files, shown = calendar_files(library)
    return Made(files=files, facts=shown)


def _badges(library: Library, last: Done | None) -> Made:
    del last
    files, own, of_services = badge_files(library)
    return Made(files=files, facts=_Badges(own, of_services))
