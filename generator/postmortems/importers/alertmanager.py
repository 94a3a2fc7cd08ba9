"""Alertmanager and Grafana: a notification of a webhook is one incident, of one alert or many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.chronology import seconds
from postmortems.importers.document import Document, Format, Terms
from postmortems.importers.envelope import oldest_first, strangers, views
from postmortems.importers.json_text import View, read_json
from postmortems.importers.names import said, services
from postmortems.importers.payload import Reading
from postmortems.importers.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.importers.draft import Draft, SourceFault, Spot

NAME = "alertmanager"
_NAME = "alertname"
_SAYS = ("summary", "description", "message")
_LINK = {"runbook_url": "Runbook", "dashboardURL": "Dashboard", "panelURL": "Panel"}
_NEVER = "0001-01-01T00:00:00"
"""What Go writes for a time that is none: the alert is firing still."""


def _fits(document: Document) -> int:
    return 95 if views(document.json, _mine) else 0


def _mine(held: dict[str, Any]) -> bool:
    return "alerts" in held and bool({"groupKey", "groupLabels", "commonLabels"} & set(held))


def _read(document: Document, terms: Terms) -> Iterator[Draft | SourceFault]:
    source = document.json or read_json(document.text)
    yield from strangers(source, _mine)
    for view in views(source, _mine):
        yield _incident(Reading(view, terms, NAME))


def _incident(reading: Reading) -> Draft:
    view, draft = reading.view, reading.draft
    alerts = oldest_first(view.views("alerts"), "startsAt")
    names = [each for each in (_text(one, "labels", _NAME) for one in alerts) if each]
    first = _text(alerts[0], "startsAt") if alerts else ""
    draft.key = " ".join(each for each in (view.text("groupKey"), first) if each)
    reading.skip(view, "version")
    _title(reading, alerts)
    reading.status(view, "status")
    reading.kind("", view, "status")
    draft.place(("detection", "source"), "alert", reading.spot(view, "alerts"))
    draft.place(("detection", "alert"), next(iter(names), ""), reading.spot(view, "alerts"))
    _level(reading, alerts)
    _services(reading, alerts)
    _links(reading, [view, *alerts])
    times = [_alert(reading, each) for each in alerts]
    reading.changes([("startsAt", start, spot) for start, _, spot in times if start])
    if times and all(end for _, end, _ in times):
        zone = reading.terms.zone
        last = max(times, key=lambda each: seconds(each[1], zone))
        reading.changes([("endsAt", last[1], last[2])])
    cut_off = view.number("truncatedAlerts")
    if cut_off:
        told = f"{cut_off:g} more alerts were cut off before this was sent"
        draft.doubt(told, reading.spot(view, "truncatedAlerts"))
        draft.keep("truncatedAlerts", f"{cut_off:g}")
    _repeated(view, alerts)
    return reading.done()


def _text(view: View, *steps: str) -> str:
    raw = view.raw(*steps)
    return one_line(raw) if isinstance(raw, str) else ""


def _places(view: View, alerts: list[View]) -> list[tuple[View, str]]:
    """Return where labels and annotations stand: those that all alerts share come first."""
    shared = [(view, each) for each in ("commonAnnotations", "commonLabels", "groupLabels")]
    return shared + [(each, key) for each in alerts for key in ("annotations", "labels")]


def _title(reading: Reading, alerts: list[View]) -> None:
    """Take the best name for it: a text that all alerts share, of the first alert, or a label."""
    places = _places(reading.view, alerts)
    for name in reading.words.fields.title:
        for view, key in places:
            if _text(view, key, name):
                reading.line(("title",), view, key, name)
                return


def _level(reading: Reading, alerts: list[View]) -> None:
    """Take the level that all alerts share; where they differ, each stays with its alert."""
    for name in reading.words.fields.severity:
        if _text(reading.view, "commonLabels", name):
            reading.severity(reading.view, "commonLabels", name)
            return
        found = {_text(each, "labels", name) for each in alerts}
        if found != {""} and len(found) == 1:
            reading.severity(alerts[0], "labels", name)
            return


def _services(reading: Reading, alerts: list[View]) -> None:
    """Take the services from the first label that names any."""
    for name in reading.words.fields.services:
        named: dict[str, Spot] = {}
        for view, key in _places(reading.view, alerts):
            if key != "annotations" and _text(view, key, name):
                named.setdefault(view.text(key, name), reading.spot(view, key, name))
        if named:
            services(reading.draft, list(named.items()), reading.terms)
            return


def _links(reading: Reading, views: list[View]) -> None:
    """Take the links that the settings name, each address once."""
    seen: set[str] = set()
    for name in reading.words.fields.links:
        for view in views:
            for steps in ((name,), ("annotations", name), ("commonAnnotations", name)):
                address = _text(view, *steps)
                if address and address in seen:
                    view.drop(*steps)
                elif address:
                    seen.add(address)
                    reading.link(_LINK.get(name, name), view, *steps)


def _alert(reading: Reading, alert: View) -> tuple[str, str, Spot]:
    """Add when an alert began and, where it did, ended; return both, and where it stands."""
    name = _text(alert, "labels", _NAME) or "An alert"
    says = next((each for each in (_text(alert, "annotations", key) for key in _SAYS) if each), "")
    where = _text(alert, "labels", "instance")
    text = f"{name} fired{f' on {where}' if where else ''}{f': {says}' if says else '.'}"
    spot = reading.spot(alert, "startsAt")
    start = reading.moment(alert, "startsAt", name="timeline")
    if reading.entry(start, text, spot, phase=_phase(reading, "firing"), actor=_sender(reading)):
        if _text(alert, "labels", _NAME):
            alert.drop("labels", _NAME)
        if where:
            alert.drop("labels", "instance")
        for key in _SAYS:
            if says and _text(alert, "annotations", key) == says:
                alert.drop("annotations", key)
    if _text(alert, "endsAt").startswith(_NEVER):
        alert.drop("endsAt")
    end = ""
    if _text(alert, "status").casefold() == "resolved":
        end = reading.moment(alert, "endsAt", name="timeline")
        ended = f"{name}{f' on {where}' if where else ''} was no longer firing."
        reading.entry(
            end,
            ended,
            reading.spot(alert, "endsAt"),
            phase=_phase(reading, "resolved"),
            actor=_sender(reading),
        )
    if end or _text(alert, "status").casefold() == "firing":
        alert.drop("status")
    return start, end, spot


def _phase(reading: Reading, word: str) -> str | None:
    entry = said(reading.words.phases, word)
    return entry.phase if entry else None


def _sender(reading: Reading) -> str:
    return "Grafana" if reading.view.raw("orgId") is not None else "Alertmanager"


def _repeated(view: View, alerts: list[View]) -> None:
    """Pass over what single alerts and the group repeat of the labels that all alerts share."""
    for shared, own in (("commonLabels", "labels"), ("commonAnnotations", "annotations")):
        held = view.raw(shared)
        for name, value in held.items() if isinstance(held, dict) else ():
            for each in alerts:
                if each.raw(own, name) == value:
                    each.drop(own, name)
    held = view.raw("groupLabels")
    for name, value in held.items() if isinstance(held, dict) else ():
        if view.raw("commonLabels", name) == value:
            view.drop("groupLabels", name)


FORMAT = Format(
    name=NAME,
    label="Alertmanager or Grafana notification",
    fits=_fits,
    read=_read,
)
