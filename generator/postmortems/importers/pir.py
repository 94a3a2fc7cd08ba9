"""What tools for post-incident reviews take: a classification, a review, a bundle of all there is.

Each is a mapping with loose conventions: a bundle has its facts under ``incident`` and the rest
beside it, a review and a classification have all in one place. So each part is looked for in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.envelope import strangers, views
from postmortems.importers.event_list import add_events, is_event
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import services
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part, with_role
from postmortems.importers.pir_after import actions, communications, learned, resolution
from postmortems.importers.pir_impact import impact
from postmortems.importers.pir_length import length
from postmortems.importers.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.draft import Draft, SourceFault, Spot

NAME = "pir"
_LISTS = ("incidents",)
_BESIDE = {
    *("events", "timeline", "resolution", "action_items", "participants"),
    *("communications", "impact", "signals", "context"),
}
_REVIEW = {
    *("incident_id", "affected_services", "start_time", "end_time", "customer_impact"),
    *("business_impact", "incident_commander", "responders", "preliminary_action_items"),
    *("lessons_learned_preview", "communication_log", "technical_details", "response_details"),
}
_CLASSIFIED = {"service", "affected_users", "business_impact", "duration_minutes"}
_ENOUGH = 2
_SERVICES = ("affected_services", "services", "service")
_TIMES = (
    *("issue_started", "started_at", "start_time", "detected_at", "acknowledged_at"),
    *("declared_at", "mitigated_at", "resolved_at", "end_time", "closed_at"),
)
_COMMANDERS = ("incident_commander", "commander")
_LONGEST_TITLE = 120


def _fits(document: Document) -> int:
    return 60 if views(document.json, _mine, lists=_LISTS) else 0


def _mine(held: dict[str, Any]) -> bool:
    keys = set(held)
    if isinstance(held.get("incident"), dict):
        return bool(keys & _BESIDE)
    classified = "description" in keys and len(keys & _CLASSIFIED) >= _ENOUGH
    events = held.get("events")
    alone = isinstance(events, list) and any(is_event(each) for each in events)
    return len(keys & _REVIEW) >= _ENOUGH or classified or alone


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    yield from strangers(source, _mine, lists=_LISTS)
    for view in views(source, _mine, lists=_LISTS):
        yield _incident(Reading(view, terms, NAME))


def _incident(reading: Reading) -> Draft:
    draft, whole = reading.draft, reading.view
    facts = whole.view("incident")
    places = [facts, whole] if facts else [whole]
    for view in places:
        for name in ("incident_id", "id"):
            draft.key = draft.key or view.text(name)
    for view in places:
        reading.line(("title",), view, "title")
    for view in places:
        _description(reading, view)
        reading.severity(view, "severity")
        reading.status(view, "status")
    reading.kind("", whole)
    _services(reading, places)
    dated = [*places, whole.view("timeline")]
    for view in dated:
        reading.times(view, *_TIMES)
        reading.opened(view, "declared_at")
    for view in places:
        length(reading, view)
        impact(reading, view)
    _people(reading, places)
    for view in places:
        for key in ("events", "timeline"):
            if isinstance(view.raw(key), list):
                add_events(reading, view.views(key))
    _signals(reading, whole)
    resolution(reading, places)
    actions(reading, places)
    learned(reading, places)
    communications(reading, places)
    return reading.done()


def _description(reading: Reading, view: View) -> None:
    """Take the description; where there is no title and it is short, it is that, too."""
    text, spot = view.text("description"), reading.spot(view, "description")
    if text and "title" not in reading.draft.record and len(text) <= _LONGEST_TITLE:
        reading.draft.place(("title",), one_line(text).rstrip("."), spot)
        reading.draft.doubt("there is no title; the description was taken", spot, field="title")
    reading.draft.place(("summary",), text, spot)


def _services(reading: Reading, places: list[View]) -> None:
    named: list[tuple[str, Spot]] = []
    for view in places:
        for key in _SERVICES:
            for text, _ in view.texts(key):
                named += [(name, reading.spot(view, key)) for name in _listed(text)]
    services(reading.draft, named, reading.terms)


def _listed(text: str) -> list[str]:
    """Part a text that is a list: ``a, b``, or a list as programs print them."""
    parts = text.removeprefix("[").removesuffix("]").split(",")
    return [name for name in (part.strip().strip("'\"") for part in parts) if name]


def _people(reading: Reading, places: list[View]) -> None:
    """Take who took part, each once: leaders first, so that lists do not name them again."""
    for view in places:
        for key in _COMMANDERS:
            if name := view.text(key):
                took_part(reading, with_role(name)[0], reading.spot(view, key), "commander")
    for view in places:
        for key in ("participants", "responders"):
            held = view.raw(key)
            for index, each in enumerate(held if isinstance(held, list) else ()):
                spot = reading.spot(view, key, index)
                if isinstance(each, str) and each.strip():
                    took_part(reading, *_parted(view.text(key, index), spot))
                elif isinstance(each, dict) and isinstance(each.get("name"), str):
                    name = view.text(key, index, "name")
                    took_part(reading, name, spot, view.text(key, index, "role"))


def _parted(text: str, spot: Spot) -> tuple[str, Spot, str]:
    name, role = with_role(text)
    return name, spot, role


def _signals(reading: Reading, view: View) -> None:
    """Take measured values that the severity criteria look at; others are kept aside."""
    held = view.raw("signals")
    known = reading.terms.settings.severities.signals
    for name in held if isinstance(held, dict) else ():
        value = held[name]
        if name in known and isinstance(value, bool | int | float):
            spot = reading.spot(view, "signals", name)
            if reading.draft.place(("signals", name), value, spot):
                view.drop("signals", name)


FORMAT = Format(
    name=NAME,
    label="post-incident review",
    fits=_fits,
    read=_read,
)
