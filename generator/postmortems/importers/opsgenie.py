"""Opsgenie: incidents and alerts, with their logs and notes where they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.envelope import oldest_first, strangers, views
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import services
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part
from postmortems.importers.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.draft import Draft, SourceFault

NAME = "opsgenie"
_LISTS = ("data",)
_MARKS = ("tinyId", "message")
_TEXTS = {"logs": "log", "notes": "note"}


def _fits(document: Document) -> int:
    return 95 if views(document.json, _mine, lists=_LISTS, single=("data",)) else 0


def _mine(held: dict[str, Any]) -> bool:
    return all(each in held for each in _MARKS)


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    yield from strangers(source, _mine, lists=_LISTS)
    for view in views(source, _mine, lists=_LISTS, single=("data",)):
        yield _incident(Reading(view, terms, NAME))


def _incident(reading: Reading) -> Draft:
    view, draft = reading.view, reading.draft
    draft.key = view.text("id")
    reading.line(("title",), view, "message")
    reading.prose(("summary",), view, "description")
    reading.status(view, "status")
    reading.kind("", view, "message")
    reading.severity(view, "priority")
    named = []
    for text, _ in view.texts("impactedServices"):
        named.append((text, reading.spot(view, "impactedServices")))
    for key in reading.words.fields.services:
        spot = reading.spot(view, "extraProperties", key)
        named += [(text, spot) for text, _ in view.texts("extraProperties", key)]
    services(draft, named, reading.terms)
    for index, (tag, _) in enumerate(view.texts("tags")):
        spot = reading.spot(view, "tags", index)
        if (word := slug(tag)) and word not in draft.record.get("tags", ()):
            draft.append(("tags",), word, spot)
        if word != tag:
            draft.keep(spot.name, tag)
    reading.opened(view, "createdAt")
    reading.times(view, "impactStartDate", "createdAt", "impactEndDate")
    _detection(reading, view)
    if owner := view.text("owner"):
        took_part(reading, owner, reading.spot(view, "owner"), "Owner")
    for key, text in _TEXTS.items():
        for each in oldest_first(view.views(key), "createdAt"):
            _entry(reading, each, text)
    return reading.done()


def _detection(reading: Reading, view: View) -> None:
    """An alert was noticed by what sent it; an incident does not say."""
    if view.raw("alias") is None and view.raw("count") is None:
        return
    spot = reading.spot(view, "message")
    reading.draft.place(("detection", "source"), "alert", spot)
    reading.draft.place(("detection", "alert"), view.text("alias"), reading.spot(view, "alias"))


def _entry(reading: Reading, view: View, key: str) -> None:
    phase = reading.phase(view.raw("type"))
    if reading.event(view, "createdAt", (key,), actor=("owner",), phase=phase):
        reading.skip(view, "offset")


FORMAT = Format(name=NAME, label="Opsgenie incident or alert", fits=_fits, read=_read)
