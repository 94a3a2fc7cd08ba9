"""PagerDuty: incidents with their log entries and notes, as REST v2 gives them.

The three come from three addresses. They are read from one document, ``{"incident": …,
"log_entries": […], "notes": […]}``; log entries on their own name their incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.draft import Draft, SourceFault, Spot
from postmortems.importers.envelope import oldest_first, strangers, views
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import said, services, severity, team
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part
from postmortems.importers.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.json_text import Json

NAME = "pagerduty"
_LISTS = ("incidents", "log_entries")
_ENTRY = "_log_entry"
_PAGES = {"notes", "limit", "offset", "more", "total"}
_BESIDE = 'put them together, in one file: {"incident": …, "notes": […]}'
_SILENT = ("self", "type", "id")
"""What every object has for programs: its address in the API, its type, its id."""


def _fits(document: Document) -> int:
    source = document.json
    if source is None:
        return 0
    if views(source, _mine, lists=_LISTS, single=("incident",)):
        return 95
    return 80 if _bare_notes(source) else 0


def _mine(held: dict[str, Any]) -> bool:
    return "incident_number" in held or _is_entry(held) or held.get("type") == "incident"


def _is_entry(held: dict[str, Any]) -> bool:
    return str(held.get("type")).endswith(_ENTRY)


def _bare_notes(source: Json) -> bool:
    notes = source.value.get("notes") if isinstance(source.value, dict) else None
    if not isinstance(notes, list) or not notes or set(source.value) - _PAGES:
        return False
    return all(isinstance(each, dict) and "content" in each for each in notes)


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    if _bare_notes(source):
        raise SourceFault(
            "these notes do not say which incident they belong to",
            source.spot(("notes",)),
            _BESIDE,
        )
    root = View(source)
    if isinstance(root.raw("incident"), dict):
        yield _incident(Reading(root, terms, NAME), root.view("incident"), root)
        return
    yield from strangers(source, _mine, lists=_LISTS)
    for name in ("incident", "notes"):
        if root.raw(name):
            yield SourceFault(
                f"`{name}` cannot be read without the incident that it belongs to",
                root.spot(name),
                _BESIDE,
            )
    entries: dict[str, list[View]] = {}
    for view in views(source, _mine, lists=_LISTS):
        if _is_entry(view.raw()):
            key = view.raw("incident", "id")
            entries.setdefault(key if isinstance(key, str) else "", []).append(view)
        else:
            yield _incident(Reading(view, terms, NAME), view)
    for key, held in entries.items():
        reading = Reading(root, terms, NAME, roots=tuple(held))
        reading.draft.key = key
        title, spot = _reference(reading, held[0], "incident")
        reading.draft.place(("title",), _without_number(title), spot)
        reading.kind("", root)
        if _without_number(title) != title:
            reading.draft.keep(spot.name, title)
        for each in held[1:]:
            if each.raw("incident", "summary") == title:
                _reference(reading, each, "incident")
        _log(reading, held)
        yield reading.done()


def _incident(reading: Reading, view: View, beside: View | None = None) -> Draft:
    draft, terms = reading.draft, reading.terms
    draft.key = view.text("id")
    _title(reading, view)
    reading.status(view, "status")
    severity(draft, *_reference(reading, view, "priority"), terms, NAME)
    reading.kind("", view, "title")
    name, spot = _reference(reading, view, "service")
    services(draft, [(name, spot)] if name else [], terms)
    _teams(reading, view)
    for each in view.views("assignments"):
        took_part(reading, *_reference(reading, each, "assignee"))
    reading.link("PagerDuty incident", view, "html_url")
    reading.skip(view, *_SILENT)
    reading.opened(view, "created_at")
    places = [view, *([beside] if beside else [])]
    _log(reading, [entry for place in places for entry in place.views("log_entries")])
    for place in places:
        _notes(reading, place)
    for each in oldest_first(view.views("acknowledgements"), "at"):
        at = reading.moment(each, "at", name="times.acknowledged")
        reading.changes([("acknowledge", at, reading.spot(each, "at"))])
        took_part(reading, *_reference(reading, each, "acknowledger"))
    reading.times(view, "created_at", "resolved_at")
    return reading.done()


def _title(reading: Reading, view: View) -> None:
    """Place the title; the summary repeats it behind the incident's number."""
    spot = reading.spot(view, "title")
    title, summary = view.text("title"), view.text("summary")
    reading.draft.place(("title",), one_line(title or _without_number(summary)), spot)
    number = view.raw("incident_number")
    if summary not in {title, f"[#{number}] {title or _without_number(summary)}"}:
        reading.draft.keep(reading.spot(view, "summary").name, summary)


def _without_number(summary: str) -> str:
    number, found, rest = summary.partition("] ")
    return rest if found and number.startswith("[#") else summary


def _teams(reading: Reading, view: View) -> None:
    for each in view.views("teams"):
        name, spot = _reference(reading, each)
        known = team(name, reading.terms)
        if known is None:
            reading.draft.keep(spot.name, name)
        elif known not in reading.draft.record.get("teams", ()):
            reading.draft.append(("teams",), known, spot)


def _reference(reading: Reading, view: View, *steps: str) -> tuple[str, Spot]:
    """Take the name of an object that is referred to, and pass over what only programs need."""
    spot = reading.spot(view, *steps, "summary")
    name = view.text(*steps, "summary")
    if name:
        reading.skip(view.view(*steps) if steps else view, *_SILENT, "html_url")
    return name, Spot(spot.line, spot.column, spot.name.removesuffix(".summary"))


def _log(reading: Reading, entries: list[View]) -> None:
    """Read log entries, which come newest first: the first trigger counts, the last resolution."""
    changes = []
    for entry in oldest_first(entries, "created_at"):
        kind = str(entry.raw("type") or "").removesuffix(_ENTRY)
        spot = reading.spot(entry, "created_at")
        at = reading.moment(entry, "created_at", name="timeline")
        changes.append((kind, at, spot))
        if kind == "trigger":
            _detection(reading, entry)
        _entry(reading, entry, kind, at)
    reading.changes(changes)


def _detection(reading: Reading, entry: View) -> None:
    """Say what noticed first, by what set the incident off: a service or a user."""
    word = said(reading.words.detection, str(entry.raw("agent", "type")))
    if word is not None and "detection" not in reading.draft.record:
        spot = reading.spot(entry, "agent")
        reading.draft.place(("detection", "source"), word.source, spot)
        reading.draft.doubt(
            f"what set it off was a `{word.says}`, so it was taken to be seen by `{word.source}`",
            spot,
            field="detection.source",
        )


def _entry(reading: Reading, entry: View, kind: str, at: str) -> None:
    spot = reading.spot(entry, "summary")
    if not at:
        return  # it stays as it is, and is kept as a whole
    actor, _ = _reference(reading, entry, "agent")
    summary = entry.text("summary") or f"{kind.replace('_', ' ').capitalize()}."
    texts = [summary]
    for steps in (("event_details", "description"), ("channel", "summary"), ("channel", "content")):
        more = entry.text(*steps)
        if more and more not in summary:
            texts.append(more)
    phase = said(reading.words.phases, kind)
    whole = (" " if summary.endswith(".") else ": ").join(texts)
    reading.entry(at, whole, spot, phase=phase.phase if phase else None, actor=actor)
    reading.skip(entry, *_SILENT, "html_url")
    if entry.raw("incident", "summary") == reading.view.raw("incident", "summary"):
        _reference(reading, entry, "incident")
    reading.skip(entry.view("incident"), *_SILENT, "html_url")


def _notes(reading: Reading, place: View) -> None:
    for each in oldest_first(place.views("notes"), "created_at"):
        if reading.event(each, "created_at", ("content",), actor=("user", "summary")):
            reading.skip(each, "id")
            reading.skip(each.view("user"), *_SILENT, "html_url")
            if each.raw("updated_at") == each.raw("created_at"):
                each.drop("updated_at")


FORMAT = Format(
    name=NAME,
    label="PagerDuty incident",
    fits=_fits,
    read=_read,
)
