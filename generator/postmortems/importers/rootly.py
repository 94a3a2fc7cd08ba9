"""Rootly: incidents as its JSON:API gives them, with the events and action items included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.actions import Keys, action
from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.draft import Draft, SourceFault
from postmortems.importers.envelope import oldest_first
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import services, team
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part
from postmortems.importers.plain import plain
from postmortems.importers.texts import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.importers.json_text import Json

NAME = "rootly"
_TYPES = {"incidents", "incident_events", "incident_action_items"}
_TIMES = (
    *("in_triage_at", "started_at", "detected_at", "acknowledged_at"),
    *("mitigated_at", "resolved_at", "closed_at", "cancelled_at"),
)
_REAL = {"normal", "normal_sub", "backfilled"}
_ACTION = Keys(
    title=("summary",),
    owner=("assigned_to", "name"),
    due=("due_date",),
    type=("kind",),
    details=("description",),
    tracker=("jira_issue_url",),
)
_ROLES = ("commander", "mitigated_by", "resolved_by", "started_by", "closed_by")


def _fits(document: Document) -> int:
    return 95 if document.json is not None and _data(document.json) else 0


def _data(source: Json) -> list[Path]:
    held = source.value.get("data") if isinstance(source.value, dict) else None
    paths: list[Path] = [("data",)]
    if isinstance(held, list):
        paths = [("data", index) for index in range(len(held))]
    return [path for path in paths if _is(source.at(path), _TYPES)]


def _is(held: Any, types: set[str]) -> bool:  # noqa: ANN401 - whatever the source holds
    if not isinstance(held, dict) or not isinstance(held.get("attributes"), dict):
        return False
    return isinstance(held.get("type"), str) and held["type"] in types


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    included = source.at(("included",))
    if included and not isinstance(included, list):
        yield SourceFault("this is no list", source.spot(("included",)), "look at the source")
    held = source.value.get("data") if isinstance(source.value, dict) else None
    for index, each in enumerate(held if isinstance(held, list) else ()):
        if not _is(each, _TYPES):
            yield SourceFault(
                "no incident stands here, but something else",
                source.spot(("data", index)),
                "look at the source, or take it out",
            )
    paths = _data(source)
    incidents = [path for path in paths if source.at((*path, "type")) == "incidents"]
    parts = _parts(source, incidents)
    for path in paths:
        if path not in incidents:
            yield SourceFault(
                "an event or action item on its own does not say what happened",
                source.spot(path),
                "export the incident, and include its events and action items",
            )
    for path in parts.pop((), ()):
        yield SourceFault(
            "no incident of this file says that this is part of it",
            source.spot(path),
            "export one incident at a time, with what belongs to it",
        )
    for path in incidents:
        yield _incident(source, path, parts.get(path, []), terms)


def _parts(source: Json, incidents: list[Path]) -> dict[Path, list[Path]]:
    """Return what is included by the incident that it is related to; under ``()`` the others.

    Where the file holds one incident only, all that is included is part of it.
    """
    held = source.value.get("included") if isinstance(source.value, dict) else None
    included: list[Path] = [
        ("included", index) for index in range(len(held) if isinstance(held, list) else 0)
    ]
    owners: dict[tuple[str, str], Path] = {}
    for incident in incidents:
        relations = source.at((*incident, "relationships"))
        for each in relations.values() if isinstance(relations, dict) else ():
            data = each.get("data") if isinstance(each, dict) else None
            for one in data if isinstance(data, list) else ():
                if isinstance(one, dict):
                    owners[str(one.get("type")), str(one.get("id"))] = incident
    alone: Path = incidents[0] if len(incidents) == 1 else ()
    found: dict[Path, list[Path]] = {}
    for path in included:
        one = source.at(path)
        name = (str(one.get("type")), str(one.get("id"))) if isinstance(one, dict) else ("", "")
        found.setdefault(owners.get(name, alone), []).append(path)
    return found


def _incident(source: Json, path: Path, parts: list[Path], terms: Terms) -> Draft:
    top = View(source, path)
    related = [View(source, each) for each in parts]
    reading = Reading(View(source), terms, NAME, roots=(top, *related))
    view, draft = top.view("attributes"), reading.draft
    draft.key = top.text("id")
    top.drop("type")
    _relations(source, top, parts)
    reading.line(("title",), view, "title")
    reading.prose(("summary",), view, "summary")
    reading.status(view, "status")
    reading.kind("", view, "title")
    reading.severity(view, *_severity(view))
    sort = view.raw("kind")
    if isinstance(sort, str) and sort not in _REAL:
        told = f"its kind is `{shown(sort)}`, so it need not have been a real incident"
        draft.doubt(told, reading.spot(view, "kind"))
    _affected(reading, view)
    reading.opened(view, "created_at")
    reading.times(view, *_TIMES)
    for key, moment in (("mitigation_message", "mitigated"), ("resolution_message", "resolved")):
        at, text = draft.record.get("times", {}).get(moment), view.raw(key)
        if at and isinstance(text, str) and text.strip():
            reading.entry(at, plain(view.text(key)).text, reading.spot(view, key))
    reading.link("Rootly", view, "url")
    for role in _ROLES:
        steps = (role, "data", "attributes")
        name = "full_name" if view.raw(*steps, "full_name") else "name"
        if found := view.text(*steps, name):
            took_part(reading, found, reading.spot(view, *steps, name), role.replace("_", " "))
    for part in oldest_first([each.view("attributes") for each in related], "occurred_at"):
        reading.event(part, "occurred_at", ("event",), actor=("user_display_name",))
    for each in related:
        if each.raw("type") == "incident_action_items":
            action(reading, each.view("attributes"), _ACTION)
        reading.skip(each, "id", "type")
    return reading.done()


def _relations(source: Json, top: View, parts: list[Path]) -> None:
    """Pass over references to what is included and was read; others stay."""
    read = {(str(source.at((*each, "type"))), str(source.at((*each, "id")))) for each in parts}
    held = top.raw("relationships")
    for name, each in held.items() if isinstance(held, dict) else ():
        data = each.get("data") if isinstance(each, dict) else None
        for index, one in enumerate(data if isinstance(data, list) else ()):
            if isinstance(one, dict) and (str(one.get("type")), str(one.get("id"))) in read:
                top.drop("relationships", name, "data", index)


def _severity(view: View) -> tuple[str, ...]:
    """Return where the level's name stands: severities are nested, or but a word."""
    if isinstance(view.raw("severity"), str):
        return ("severity",)
    deep = ("severity", "data", "attributes", "name")
    return deep if view.raw(*deep) else ("severity", "name")


def _affected(reading: Reading, view: View) -> None:
    """Take services and teams, each an object by itself or wrapped as the API wraps it."""
    named = [
        (each.text("name"), reading.spot(each, "name"))
        for each in _objects(view, "services")
        if each.raw("name")
    ]
    services(reading.draft, [pair for pair in named if pair[0]], reading.terms)
    for each in _objects(view, "groups"):
        known = team(str(each.raw("name")), reading.terms)
        if known and known not in reading.draft.record.get("teams", ()):
            reading.draft.append(("teams",), known, reading.spot(each, "name"))
            each.drop("name")


def _objects(view: View, name: str) -> list[View]:
    held = view.views(name, "data") if isinstance(view.raw(name), dict) else view.views(name)
    return [each.view("attributes") if each.raw("attributes") else each for each in held]


FORMAT = Format(name=NAME, label="Rootly incident", fits=_fits, read=_read)
