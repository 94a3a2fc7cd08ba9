"""Alerts: Alertmanager's webhook and list, Prometheus' list, and samples of `ALERTS`."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from postmortems.importers.dates import DateError
from postmortems.importers.events.event import Piece, Reader, shown, skipped, told
from postmortems.importers.events.markdown import link, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postmortems.findings import Path
    from postmortems.importers.document import Document
    from postmortems.importers.events.event import Terms, Told

_NEVER = "0001-01-01"
"""How Go writes an end that has not come."""
_SAID = ("summary", "description", "message")
_SHOWN = ("severity", "service", "job", "instance", "namespace", "cluster")


def _alerts(value: Any) -> tuple[Path, list[Any]] | None:  # noqa: ANN401 - any JSON
    """Find the list of alerts of a document, and where it stands."""
    if isinstance(value, list) and value and _is_alert(value[0]):
        return (), value
    if isinstance(value, dict):
        for path, holder in (((), value), (("data",), value.get("data"))):
            held = holder.get("alerts") if isinstance(holder, dict) else None
            if isinstance(held, list) and (not held or _is_alert(held[0]) or "groupKey" in value):
                return (*path, "alerts"), held
    return None


def _is_alert(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("labels"), dict)
        and ("startsAt" in value or "activeAt" in value)
    )


def _samples(value: Any) -> list[Any] | None:  # noqa: ANN401 - any JSON
    data = value.get("data") if isinstance(value, dict) else None
    found = data.get("result") if isinstance(data, dict) and "resultType" in data else None
    return found if isinstance(found, list) else None


def _fits(document: Document, terms: Terms) -> int:
    del terms
    value = document.json.value if document.json else None
    return 95 if _alerts(value) is not None or _samples(value) is not None else 0


def _read(document: Document, terms: Terms) -> Iterator[Told]:
    json = document.json
    assert json is not None  # noqa: S101 - fits has looked
    found = _alerts(json.value)
    if found is None:
        yield from _of_samples(document, terms, _samples(json.value) or [])
        return
    path, alerts = found
    for index, each in enumerate(alerts):
        here = (*path, index)
        if not isinstance(each, dict) or not isinstance(each.get("labels"), dict):
            reason = "it is no alert with labels"
            yield skipped(document, json.spot(here), shown(each), reason)
            continue
        yield from _of_alert(document, terms, here, each)


def _of_alert(
    document: Document, terms: Terms, path: Path, alert: Mapping[str, Any]
) -> Iterator[Told]:
    json = document.json
    assert json is not None  # noqa: S101
    labels, name = alert["labels"], _name(alert["labels"])
    begun_key = "startsAt" if "startsAt" in alert else "activeAt"
    begun, ended = alert.get(begun_key), alert.get("endsAt")
    state = alert.get("state", alert.get("status"))
    pending = state == "pending"
    key = str(alert.get("fingerprint") or sorted(map(str, labels.items())))
    source = alert.get("generatorURL")
    more = link(name, source) if isinstance(source, str) and source else literal(name)
    actor = "Prometheus" if begun_key == "activeAt" else "Alertmanager"
    yield told(
        document,
        terms,
        Piece(
            time=begun,
            text=f"{name} {'was pending' if pending else 'fired'}{_rest(alert)}",
            spot=json.spot(path),
            kind="event" if pending else "alert",
            actor=actor,
            key=f"alert:{key}:{begun}:{'pending' if pending else 'fired'}",
            more=more,
        ),
    )
    # Of one that fires, the end is only when Alertmanager will give it up.
    if state == "resolved" and isinstance(ended, str) and not ended.startswith(_NEVER):
        yield told(
            document,
            terms,
            Piece(
                time=ended,
                text=f"{name} no longer fired",
                spot=json.spot(path),
                kind="alert_resolved",
                actor=actor,
                key=f"alert:{key}:{begun}:resolved",
                more=more,
                doubts=_backwards(terms, begun, ended),
            ),
        )


def _backwards(terms: Terms, begun: object, ended: object) -> tuple[str, ...]:
    """Say when an alert ended before it began: both stay as they are told."""
    try:
        first, last = (
            datetime.fromisoformat(terms.stamps.read(each).text) for each in (begun, ended)
        )
        return ("it ends before it begins",) if last < first else ()
    except (DateError, ValueError, TypeError):
        return ()


def _name(labels: Mapping[str, Any]) -> str:
    name = labels.get("alertname")
    return name if isinstance(name, str) and name.strip() else "An alert without a name"


def _rest(alert: Mapping[str, Any]) -> str:
    """Return what an alert says of itself, and the labels that tell where."""
    notes = alert.get("annotations")
    notes = notes if isinstance(notes, dict) else {}
    said = next((notes[each] for each in _SAID if isinstance(notes.get(each), str)), "")
    labels = alert["labels"]
    shown = [f"{key} {labels[key]}" for key in _SHOWN if isinstance(labels.get(key), str)]
    return (f": {said}" if said.strip() else "") + (f" ({', '.join(shown)})" if shown else "")


def _of_samples(document: Document, terms: Terms, series: list[Any]) -> Iterator[Told]:
    """Yield when each alert was first and last seen firing in samples; a gap parts two firings."""
    json = document.json
    assert json is not None  # noqa: S101
    times = [_times(each) for each in series]
    latest = max((each[-1] for each in times if each), default=0.0)
    step = min((b - a for each in times for a, b in pairwise(each) if b > a), default=0.0)
    for index, (each, seen) in enumerate(zip(series, times, strict=True)):
        spot = json.spot(("data", "result", index))
        labels = each.get("metric") if isinstance(each, dict) else None
        if not isinstance(labels, dict) or not seen:
            yield skipped(document, spot, shown(each), "it is no series with labels and samples")
            continue
        alert = {"labels": labels}
        name = _name(labels)
        state = "was pending" if labels.get("alertstate") == "pending" else "fired"
        alone = "values" not in each
        for first, last in _runs(seen, step):
            begins = Piece(
                time=first,
                text=f"{name} {state}{_rest(alert)}",
                spot=spot,
                # One sample says that it fired then, not that it began to.
                kind="event" if alone or state != "fired" else "alert",
                actor="Prometheus",
                key=f"alerts:{sorted(map(str, labels.items()))}:{first}",
                more=literal(name),
            )
            yield told(document, terms, begins)
            if state == "fired" and not alone and last < latest:
                yield told(
                    document,
                    terms,
                    Piece(
                        time=last,
                        text=f"{name} fired for the last time in these samples",
                        spot=spot,
                        kind="alert_resolved",
                        actor="Prometheus",
                        key=f"alerts:{sorted(map(str, labels.items()))}:{last}:end",
                        more=literal(name),
                    ),
                )


def _times(series: object) -> list[float]:
    if not isinstance(series, dict):
        return []
    pairs = series.get("values", [series.get("value")])
    found = [
        each[0]
        for each in (pairs if isinstance(pairs, list) else [])
        if isinstance(each, list)
        and each
        and isinstance(each[0], int | float)
        and not isinstance(each[0], bool)
    ]
    return sorted(found)


def _runs(seen: list[float], step: float) -> Iterator[tuple[float, float]]:
    first = last = seen[0]
    for each in seen[1:]:
        if step and each - last > 1.5 * step:
            yield first, last
            first = each
        last = each
    yield first, last


READER = Reader(name="alerts", label="alerts", fits=_fits, read=_read)
