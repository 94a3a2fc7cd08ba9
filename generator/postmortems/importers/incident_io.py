"""incident.io: incidents of the API v2, with updates, actions and follow-ups where they are there.

Levels, moments, roles and fields are named by each customer: what they mean is for the settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.actions import Keys, action
from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.envelope import oldest_first, strangers, views
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import said, services
from postmortems.importers.payload import Reading
from postmortems.importers.people import took_part
from postmortems.importers.texts import one_line, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.draft import Draft, SourceFault, Spot

NAME = "incident_io"
_LISTS = ("incidents",)
_MARKS = {"incident_status", "incident_role_assignments", "incident_timestamp_values"}
_MODES = {"standard", "retrospective"}
_VALUES = ("value_text", "value_numeric", "value_link")
_OF_NAMES = ("id", "rank", "description", "created_at", "updated_at")
"""What a level or status is in general, beside the name that an incident has of it."""
_OF_PEOPLE = ("id", "email", "role", "slack_user_id")
_ACTION = Keys(
    title=("title", "description"),
    owner=("assignee", "name"),
    done=("completed_at",),
    tracker=("external_issue_reference", "issue_permalink"),
    details=("description",),
)


def _fits(document: Document) -> int:
    found = views(document.json, _mine, lists=_LISTS, single=("incident",))
    return 95 if found else 0


def _mine(held: dict[str, Any]) -> bool:
    return bool(_MARKS & set(held))


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
    reading.prose(("summary",), view, "summary")
    _status(reading, view)
    reading.kind(str(view.raw("incident_type", "name") or ""), view, "incident_type", "name")
    reading.severity(view, "severity", "name")
    if view.raw("severity", "name"):
        reading.skip(view.view("severity"), *_OF_NAMES)
    _fields(reading, view)
    _people(reading, view)
    _moments(reading, view)
    mode = view.raw("mode")
    if isinstance(mode, str) and mode not in _MODES:
        told = f"its mode is `{shown(mode)}`, so it need not have been a real incident"
        draft.doubt(told, reading.spot(view, "mode"))
    reading.opened(view, "created_at")
    reading.link("incident.io", view, "permalink")
    reading.link("Postmortem document", view, "postmortem_document_url")
    ticket = view.raw("external_issue_reference", "issue_name")
    title = one_line(ticket) if isinstance(ticket, str) and ticket.strip() else "Ticket"
    reading.link(title, view, "external_issue_reference", "issue_permalink")
    for update in oldest_first(beside.views("incident_updates"), "created_at"):
        _update(reading, update)
    for key in ("actions", "follow_ups"):
        for each in beside.views(key):
            action(reading, each, _ACTION)
            reading.skip(each, "id", "incident_id")
    return reading.done()


def _status(reading: Reading, view: View) -> None:
    """Take the category, which is incident.io's own, before the name, which is the customer's."""
    steps = ("incident_status", "category" if view.raw("incident_status", "category") else "name")
    reading.status(view, *steps)
    if view.raw(*steps):
        reading.skip(view.view("incident_status"), *_OF_NAMES)


def _people(reading: Reading, view: View) -> None:
    for each in view.views("incident_role_assignments"):
        name = each.text("assignee", "name")
        if not name:
            continue
        spot = reading.spot(each, "assignee", "name")
        took_part(reading, name, spot, each.text("role", "name"))
        reading.skip(each.view("role"), "id", "role_type", "shortform")
        reading.skip(each.view("assignee"), *_OF_PEOPLE)


def _moments(reading: Reading, view: View) -> None:
    for each in view.views("incident_timestamp_values"):
        label = each.raw("incident_timestamp", "name")
        if not isinstance(label, str) or said(reading.words.moments, label) is None:
            continue
        spot = reading.spot(each, "value", "value")
        at = reading.moment(each, "value", "value", name="times")
        if reading.named_time(label, at, spot):
            reading.skip(each.view("incident_timestamp"), "id", "name", "rank")


def _fields(reading: Reading, view: View) -> None:
    """Take custom fields: services from those that the settings name, links; keep the others."""
    named: list[tuple[str, Spot]] = []
    for each in view.views("custom_field_entries"):
        label = each.raw("custom_field", "name")
        if not isinstance(label, str):
            continue
        values = [(_value(one), reading.spot(one)) for one in each.views("values")]
        held = each.raw("values")
        if (
            not isinstance(held, list)
            or len(values) != len(held)
            or not all(text for text, _ in values)
        ):
            continue  # something in it is not as usual: it is kept as a whole
        if _listed(reading.words.fields.services, label):
            named += values
        elif values:
            text = ", ".join(text for text, _ in values)
            reading.draft.keep(f"custom_field_entries: {one_line(label)}", text)
        reading.skip(each.view("custom_field"), "id", "name", "field_type")
        each.drop("custom_field", "options")
        each.drop("values")
    services(reading.draft, named, reading.terms)


def _value(view: View) -> str:
    option = view.raw("value_option", "value") or view.raw("value_catalog_entry", "name")
    found = [option, *(view.raw(each) for each in _VALUES)]
    return next((one_line(each) for each in found if isinstance(each, str) and each.strip()), "")


def _listed(names: tuple[str, ...], label: str) -> bool:
    return one_line(label).casefold() in {each.casefold() for each in names}


def _update(reading: Reading, update: View) -> None:
    if reading.event(update, "created_at", ("message",), actor=("updater", "user", "name")):
        reading.skip(update, "id", "incident_id")
        reading.skip(update.view("updater", "user"), *_OF_PEOPLE)


FORMAT = Format(name=NAME, label="incident.io incident", fits=_fits, read=_read)
