"""A document to be imported, what its reader must know, and what a format is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from postmortems.importers.draft import Draft, SourceFault
from postmortems.importers.json_text import Json, read_json
from postmortems.importers.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postmortems.config.importing import Importing
    from postmortems.config.settings import Settings
    from postmortems.importers.dates import Order


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file's name without folders, and its text, every line break a line feed."""

    name: str
    text: str

    @cached_property
    def json(self) -> Json | None:
        """Return what the text says as JSON; None when it is none."""
        try:
            return read_json(self.text)
        except SourceFault:
            return None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a reader must know: the team's settings, and what the person says of the files.

    ``zone`` is the IANA zone of times without an offset; ``order`` that of days in figures.
    """

    settings: Settings
    zone: str | None = None
    order: Order | None = None

    @property
    def words(self) -> Importing:
        """Return what the team says about other people's names."""
        return self.settings.importing

    @cached_property
    def services(self) -> dict[str, str]:
        """Return the ids of the catalogue's services by the slugs of their ids and names."""
        found: dict[str, str] = {}
        for each in self.settings.catalog.services:
            found.setdefault(slug(each.id), each.id)
            found.setdefault(slug(each.name), each.id)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format that can be read.

    ``fits`` tells how surely a document is of it: 0 not at all, 100 for a mark that nothing else
    carries. ``read`` yields a draft per incident; a SourceFault that it yields stands for one that
    could not be read, and one that it raises for all that would have followed.
    """

    name: str
    label: str
    fits: Callable[[Document], int]
    read: Callable[[Document, Terms], Iterator[Draft | SourceFault]]
