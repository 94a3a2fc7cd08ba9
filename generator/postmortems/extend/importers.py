"""An importer of one's own: a function from a document to drafts of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import ConfigurationError
from postmortems.extend.guarding import guarded, guarded_each
from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.draft import Draft, SourceFault, Spot
from postmortems.importers.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Document", "Draft", "Format", "SourceFault", "Spot", "Terms", "importer"]

_SHIPPED = frozenset(each.name for each in FORMATS)


def importer(
    name: str, *, label: str, fits: Callable[[Document], int]
) -> Callable[[Callable[[Document, Terms], Iterator[Draft | SourceFault]]], Format]:
    """Make a format of a function that yields a draft for each incident of a document.

    ``fits`` tells how surely a document is of it: 0 not at all, 100 for a mark that nothing else
    carries. Raises ConfigurationError for a name that one of ours has.
    """
    if name in _SHIPPED:
        raise ConfigurationError(f"there is a format {name} already; give this one another name")

    def made(read: Callable[[Document, Terms], Iterator[Draft | SourceFault]]) -> Format:
        return Format(name=name, label=label, fits=guarded(fits), read=guarded_each(read))

    return made
