"""Statuspage: incidents as the public API v2 gives them, and v1 as a list.

Updates come newest first. They happened when they were displayed, which need not be when they were
written, and their bodies are HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.envelope import oldest_first, strangers, views
from postmortems.importers.json_text import read_json
from postmortems.importers.names import said, services
from postmortems.importers.payload import Reading
from postmortems.importers.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.draft import Draft, SourceFault, Spot
    from postmortems.importers.json_text import View

NAME = "statuspage"
_LISTS = ("incidents", "scheduled_maintenances")
_PAGE = "Status page"
_SILENT = ("id", "incident_id", "page_id", "tweet_id")
_OF_COMPONENTS = (
    *("id", "page_id", "created_at", "updated_at", "position", "showcase", "start_date"),
    *("group_id", "group", "only_show_if_degraded", "status"),
)
"""What a component is when the file is made, and not what it was in the incident."""
_CHANGE = {"code", "name", "old_status", "new_status"}


def _fits(document: Document) -> int:
    source = document.json
    if source is None:
        return 0
    if views(source, _mine, lists=_LISTS, single=("incident",)):
        return 95
    value = source.value
    return 70 if isinstance(value, dict) and "page" in value and "incidents" in value else 0


def _mine(held: dict[str, Any]) -> bool:
    return bool({"incident_updates", "components"} & set(held)) and "impact" in held


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    yield from strangers(source, _mine, lists=_LISTS)
    for view in views(source, _mine, lists=_LISTS, single=("incident",)):
        yield _incident(Reading(view, terms, NAME))


def _incident(reading: Reading) -> Draft:
    view, draft = reading.view, reading.draft
    draft.key = view.text("id")
    reading.line(("title",), view, "name")
    reading.status(view, "status")
    reading.opened(view, "created_at")
    _same(view, "created_at", "started_at")
    reading.times(view, "started_at", "monitoring_at", "resolved_at")
    updates = oldest_first(view.views("incident_updates"), "display_at", "created_at")
    reading.changes([_update(reading, each, first=each is updates[0]) for each in updates])
    named, states = _components(reading, updates)
    services(draft, named, reading.terms)
    impact = "impact_override" if view.raw("impact_override") else "impact"
    worst = next((each.says for each in reading.words.kinds if each.says in states), "")
    reading.kind(worst or str(view.raw(impact)), view, impact)
    reading.severity(view, impact)
    _same(view, "impact_override", "impact")
    reading.link(_PAGE, view, "shortlink")
    reading.skip(view, *_SILENT)
    return reading.done()


def _same(view: View, name: str, other: str) -> None:
    """Pass over a value that only repeats another."""
    if view.raw(name) == view.raw(other):
        view.drop(name)


def _update(reading: Reading, update: View, *, first: bool) -> tuple[str, str, Spot]:
    """Read what was said on the page; return the state that it set, and when."""
    word = update.text("status")
    name = "display_at" if update.raw("display_at") else "created_at"
    at, spot = reading.moment(update, name, name="timeline"), reading.spot(update, "body")
    body = plain(update.text("body")) if at else plain("")
    for each in body.unseen:
        reading.draft.keep(spot.name, each)
    phase = said(reading.words.phases, word)
    text = body.text or f"{word.replace('_', ' ').capitalize()}."
    placed = reading.entry(at, text, spot, phase=phase.phase if phase else None, actor=_PAGE)
    audience = said(reading.words.audiences, _PAGE)
    if placed and audience is not None:
        kind = "all_clear" if word == "resolved" else "initial" if first else "update"
        told = {"at": at, "audience": audience.audience, "kind": kind, "channel": _PAGE}
        reading.draft.append(("communications",), told, spot)
    if not phase or not placed:
        reading.draft.keep(reading.spot(update, "status").name, word)
    for each in ("created_at", "updated_at"):
        _same(update, each, name)
    _same(update, "updated_at", "created_at")
    reading.skip(update, *_SILENT)
    return word, at, spot


def _components(reading: Reading, updates: list[View]) -> tuple[list[tuple[str, Spot]], set[str]]:
    """Return the components by name, and each state that one of them had in the incident."""
    named, states = [], set()
    for each in reading.view.views("components"):
        if name := each.text("name"):
            named.append((name, reading.spot(each, "name")))
            reading.skip(each, *_OF_COMPONENTS)
    for update in updates:
        changes = []
        for each in update.views("affected_components"):
            name, old, new = (each.raw(key) for key in ("name", "old_status", "new_status"))
            if not isinstance(name, str) or not isinstance(old, str) or not isinstance(new, str):
                continue
            named.append((name, reading.spot(each, "name")))
            states |= {old, new}
            if set(each.raw()) <= _CHANGE:
                changes.append(f"{name}: {old} → {new}")
                each.drop()
        spot = reading.spot(update, "affected_components")
        reading.draft.keep(spot.name, "; ".join(changes))
    return named, states


FORMAT = Format(
    name=NAME,
    label="Statuspage incident",
    fits=_fits,
    read=_read,
)
