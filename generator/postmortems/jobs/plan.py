"""The jobs that the docs tree consists of."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from postmortems.config.audiences import NOTE
from postmortems.jobs.job import Job, Made, seal
from postmortems.jobs.printing import printed
from postmortems.load.files import INCIDENTS
from postmortems.load.templates import guides
from postmortems.metrics.similarity import Similar, similar
from postmortems.pages import postmortem
from postmortems.pages.base import publishable
from postmortems.pages.dashboard import dashboards
from postmortems.pages.site import families
from postmortems.render.message import Messenger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from postmortems.jobs.job import Done, Make
    from postmortems.pages.base import Library, Page
    from postmortems.pages.site import Family
    from postmortems.render.page import Renderer

    Facts = Mapping[str, msgspec.Raw]

_SIMILAR = "similar"
_REPEATS = "repeats"
_NONE = b"[]"
_COMMENT = b"# The record as it stands in the repository.\n"
_ALIKE = msgspec.json.Decoder(tuple[Similar, ...])
_IDS = msgspec.json.Decoder(tuple[str, ...])
_BY_ID = msgspec.json.Decoder(dict[str, msgspec.Raw])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What jobs need beside the library.

    ``style`` identifies the tool and the templates, ``given`` also the settings, the day and
    whatever else pages are made with. ``contents`` are the files of records, by id.
    """

    renderer: Renderer
    templates: Mapping[str, str]
    contents: Mapping[str, bytes]
    style: str
    given: str

    def comparisons(self) -> list[Job]:
        """Return the jobs whose facts the pages of incidents ask for."""
        kind = "what is alike"
        return [self._job(_SIMILAR, kind, _similar), self._job(_REPEATS, kind, _repeats)]

    def overviews(self) -> list[Job]:
        """Return the jobs that look across incidents, those that take longest first."""
        messenger = Messenger(self.templates)
        pages = families(
            lambda settings: messenger.specimens(settings.policy.messages),
            guides(self.templates),
        )
        return [
            self._job("dashboards", "charts", self._dashboards),
            *(
                self._job(f"pages/{name}", "overview pages", self._family(made))
                for name, made in pages.items()
            ),
        ]

    def incidents(self, ids: Iterable[str], facts: Facts) -> Iterator[Job]:
        """Yield the job of each incident's page; ``facts`` are those of the comparisons."""
        alike, again = _BY_ID.decode(facts[_SIMILAR]), _BY_ID.decode(facts[_REPEATS])
        for name in ids:
            resembling, repeating = bytes(alike.get(name, _NONE)), bytes(again.get(name, _NONE))
            yield Job(
                name=f"incident/{name}",
                kind="incident pages",
                given=f"{self.given} {seal([resembling, repeating])}",
                style=self.style,
                about=name,
                make=self._incident(name, resembling, repeating),
            )

    def notes(self) -> list[Job]:
        """Return the job that says for whom the site is, where that is not everyone inside."""
        return [self._job("edition", "what the site is", _edition)]

    def _job(self, name: str, kind: str, make: Make) -> Job:
        return Job(name=name, kind=kind, given=self.given, style=self.style, make=make, heavy=True)

    def _family(self, pages: Family) -> Make:
        return lambda library, last: printed(pages(library), self.renderer, last)

    def _dashboards(self, library: Library, last: Done | None) -> Made:
        drawn = dashboards(library)
        return self._with_pages(drawn.pages, drawn.data, last)

    def _with_pages(
        self, pages: Iterable[Page], files: Mapping[str, bytes], last: Done | None
    ) -> Made:
        made = printed(pages, self.renderer, last)
        return Made(files={**made.files, **files}, facts=made.facts)

    def _incident(self, name: str, resembling: bytes, repeating: bytes) -> Make:
        def make(library: Library, last: Done | None) -> Made:
            incident = library.incidents[name]
            again = tuple(library.incidents[each] for each in _IDS.decode(repeating))
            page = postmortem.page(incident, library, again, _ALIKE.decode(resembling))
            raw = {}
            if library.whole and publishable(incident):
                raw[f"{INCIDENTS}/{name}.yml"] = _downloaded(self.contents[name])
            return self._with_pages([page], raw, last)

        return make


def _downloaded(record: bytes) -> bytes:
    """Return a record for the site, which begins with a comment, whatever the file begins with.

    The site's own files may run as scripts, and a record can be written so that it is one.
    """
    return record if record.startswith(b"# ") else _COMMENT + record.removeprefix(BOM_UTF8)


def _edition(library: Library, last: Done | None) -> Made:
    del last
    public = library.edition is not None and library.edition.marked
    return Made(files={NOTE: b"public\n"} if public else {})


def _similar(library: Library, last: Done | None) -> Made:
    del last
    return Made(facts=similar(library.incidents, library.settings.site.similar))


def _repeats(library: Library, last: Done | None) -> Made:
    del last
    found = postmortem.repeats(library)
    return Made(facts={name: [each.id for each in again] for name, again in found.items()})
