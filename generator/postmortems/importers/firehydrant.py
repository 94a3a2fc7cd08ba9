"""FireHydrant: incidents of the API v1, with their events and tasks where they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.actions import Keys, action
from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.envelope import oldest_first, strangers, views
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import said, services, team
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part
from postmortems.importers.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.draft import Draft, SourceFault

NAME = "firehydrant"
_LISTS = ("data",)
_MARKS = {"current_milestone", "milestones", "customer_impact_summary", "lifecycle_phases"}
_TEXTS = ("body", "text", "summary", "message", "description", "title", "name", "comment")
"""Where events of the many types carry what they say, the fullest first."""
_CHANGES = ("status", "milestone", "severity")
"""What others carry: the new value of something."""
_OF_PEOPLE = ("id", "email", "source", "slack_user_id", "slack_linked?")
_TASK = Keys(
    status=("state",), owner=("assignee", "name"), due=("due_at",), details=("description",)
)


def _fits(document: Document) -> int:
    found = views(document.json, _mine, lists=_LISTS, single=("incident",))
    return 95 if found else 0


def _mine(held: dict[str, Any]) -> bool:
    return len(_MARKS & set(held)) > 1


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    root = View(source)
    if isinstance(root.raw("incident"), dict):
        yield _incident(Reading(root, terms, NAME), root.view("incident"), root)
        return
    yield from strangers(source, _mine, lists=_LISTS)
    for view in views(source, _mine, lists=_LISTS):
        yield _incident(Reading(view, terms, NAME), view, view)


def _incident(reading: Reading, view: View, beside: View) -> Draft:
    draft = reading.draft
    draft.key = view.text("id")
    reading.line(("title",), view, "name")
    reading.prose(("summary",), view, "summary" if view.raw("summary") else "description")
    reading.prose(("impact", "description"), view, "customer_impact_summary")
    reading.status(view, "current_milestone")
    reading.kind("", view, "name")
    reading.severity(view, "severity")
    named = []
    for each in view.views("services"):
        if name := each.text("name"):
            named.append((name, reading.spot(each, "name")))
            reading.skip(each, "id")
    services(draft, named, reading.terms)
    for index, (tag, _) in enumerate(view.texts("tag_list")):
        spot = reading.spot(view, "tag_list", index)
        if (word := slug(tag)) and word not in draft.record.get("tags", ()):
            draft.append(("tags",), word, spot)
        if word != tag:
            draft.keep(spot.name, tag)
    _figures(reading, view)
    _people(reading, view)
    milestones = oldest_first(view.views("milestones"), "occurred_at")
    for each in milestones:
        _milestone(reading, each)
    reading.opened(view, "created_at")
    reading.times(view, "started_at")
    reading.link("FireHydrant", view, "incident_url")
    for each in oldest_first(beside.views("events"), "occurred_at"):
        _event(reading, each)
    for key in ("tasks", "follow_ups"):
        for each in beside.views(key):
            action(reading, each, _TASK)
            reading.skip(each, "id")
    return reading.done()


def _milestone(reading: Reading, milestone: View) -> None:
    word = milestone.raw("type")
    if not isinstance(word, str) or said(reading.words.moments, word) is None:
        return
    spot = reading.spot(milestone, "occurred_at")
    at = reading.moment(milestone, "occurred_at", name="times")
    if reading.named_time(word, at, spot):
        reading.skip(milestone, "id", "type", "created_at", "updated_at")


def _figures(reading: Reading, view: View) -> None:
    draft = reading.draft
    spot = reading.spot(view, "customers_impacted")
    draft.place(("impact", "clients"), _figure(view.number("customers_impacted")), spot)
    cents = view.raw("monetary_impact_cents")
    if isinstance(cents, int | float) and not isinstance(cents, bool) and cents >= 0:
        view.drop("monetary_impact_cents")
        spot = reading.spot(view, "monetary_impact_cents")
        note = "The source counts in cents, and does not say of which currency."
        draft.place(("impact", "revenue"), {"value": cents / 100, "note": note}, spot)


def _figure(number: float | None) -> dict[str, float] | None:
    return None if number is None else {"value": number}


def _people(reading: Reading, view: View) -> None:
    for each in view.views("role_assignments"):
        spot = reading.spot(each, "user", "name")
        if name := each.text("user", "name"):
            took_part(reading, name, spot, each.text("incident_role", "name"))
            reading.skip(each, "id")
            reading.skip(each.view("user"), *_OF_PEOPLE)
            reading.skip(each.view("incident_role"), "id")
    for each in view.views("team_assignments"):
        known = team(str(each.raw("team", "name")), reading.terms)
        if known and known not in reading.draft.record.get("teams", ()):
            reading.draft.append(("teams",), known, reading.spot(each, "team", "name"))
            each.drop()


def _event(reading: Reading, event: View) -> None:
    """Add an event, where its type carries a text; else it is kept aside as it is."""
    held = {key: event.raw("data", key) for key in (*_TEXTS, *_CHANGES)}
    key = next((key for key, raw in held.items() if isinstance(raw, str) and raw.strip()), "")
    if not key:
        return
    placed = reading.event(
        event,
        "occurred_at",
        ("data", key),
        actor=("author", "name"),
        phase=reading.phase(event.raw("type")),
        before=f"{key.capitalize()}: " if key in _CHANGES else "",
    )
    if placed:
        reading.skip(event, "id", "incident_id")
        reading.skip(event.view("author"), *_OF_PEOPLE)
        reading.skip(event.view("data"), "id")


FORMAT = Format(name=NAME, label="FireHydrant incident", fits=_fits, read=_read)
