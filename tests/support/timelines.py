"""Files with events, read as the command `timeline` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.events.gather import gather
from postmortems.importers.timeline import draw
from support.example import settings

if TYPE_CHECKING:
    from postmortems.importers.events.event import Event, Skipped
    from postmortems.importers.events.gather import Gathered
    from postmortems.importers.timeline import Drawn
    from postmortems.model.incident import Incident


def gathered(*files: tuple[str, str | bytes], **terms: Any) -> Gathered:  # noqa: ANN401
    """What files give, each a pair of a name and what it holds."""
    contents = [(name, each.encode() if isinstance(each, str) else each) for name, each in files]
    return gather(contents, settings().timeline, **terms)


def events(text: str, name: str = "file.txt", **terms: Any) -> tuple[Event, ...]:  # noqa: ANN401
    """The events of one file, all of which could be read."""
    found = gathered((name, text), **terms)
    assert [each for each in found.skipped if each.fault] == []
    return tuple(event for source in found.sources for event in source.events)


def skipped(text: str, name: str = "file.txt", **terms: Any) -> tuple[Skipped, ...]:  # noqa: ANN401
    """What of one file became no event."""
    return gathered((name, text), **terms).skipped


def drawn(
    incident: Incident,
    *files: tuple[str, str | bytes],
    zone: str | None = None,
    **terms: Any,  # noqa: ANN401
) -> Drawn:
    """The timeline of a record and files, in the record's zone unless another is given."""
    own = zone or incident.timezone
    return draw(incident, settings(), gathered(*files, zone=own, **terms), own)


def said(found: Drawn) -> list[tuple[str, str, str]]:
    """The new entries: time as written, phase, text."""
    return [
        (each.placed.said, each.proposal.phase, each.entry.text)
        for each in found.new
        if each.placed is not None
    ]
