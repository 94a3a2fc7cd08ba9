"""Events of a source as entries of a timeline, whatever it calls their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postmortems.importers.envelope import oldest_first
from postmortems.importers.names import said
from postmortems.importers.plain import plain
from postmortems.importers.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.importers.json_text import View
    from postmortems.importers.payload import Reading

TIMES = ("timestamp", "time", "at", "occurred_at", "created_at", "date", "datetime")
TEXTS = ("text", "message", "description", "event", "summary", "title")
ACTORS = ("actor", "user", "author", "who")
EVIDENCE = ("source", "url")
PHASES = ("phase", "type")


def is_event(held: Any) -> bool:  # noqa: ANN401 - whatever the source holds
    """Tell whether this is a mapping with a time and a text."""
    return isinstance(held, dict) and bool(_key(held, TIMES)) and bool(_key(held, TEXTS))


def add_events(reading: Reading, events: Sequence[View]) -> None:
    """Add events to the timeline. One without a time or a text is kept aside, and told."""
    names = tuple(dict.fromkeys(_key(each.raw(), TIMES) for each in events))
    for each in oldest_first(list(events), *names):
        add_event(reading, each)


def add_event(reading: Reading, event: View) -> bool:
    """Add one event; False where it lacks a time or a text."""
    held = event.raw()
    time, text = _key(held, TIMES), _text(held)
    if not time or not text:
        lacks = "a text" if time else "a time"
        told = f"an event without {lacks}; it is kept aside"
        reading.draft.doubt(told, reading.spot(event), field="timeline")
        return False
    actor = _key(held, ACTORS)
    sources = [key for key in (_key(held, (name,)) for name in EVIDENCE) if key]
    evidence = ", ".join(one_line(held[key]) for key in sources if isinstance(held[key], str))
    placed = reading.event(event, time, (text,), actor=(actor,) if actor else (), evidence=evidence)
    if placed:
        entry = reading.draft.record["timeline"][-1]
        phase = _phase(reading, event)
        if phase:
            entry["phase"] = phase
        for key in sources:
            event.text(key)
    return placed


def _text(held: dict[str, Any]) -> str:
    """Return the key of the text: the first that says anything a reader would see."""
    found = [
        key for key in (_key(held, (name,)) for name in TEXTS) if isinstance(held.get(key), str)
    ]
    return next((key for key in found if plain(held[key]).text), "")


def _phase(reading: Reading, event: View) -> str | None:
    """Take the phase that an event names; by its type only where the settings know that."""
    known = reading.terms.settings.names()["phase"]
    for key in (_key(event.raw(), (name,)) for name in PHASES):
        raw = event.raw(key) if key else None
        if not isinstance(raw, str) or not raw.strip():
            continue
        entry = said(reading.words.phases, raw)
        folded = "_".join(raw.split()).casefold()
        phase = entry.phase if entry else folded if folded in known else None
        if phase is not None:
            event.drop(key)
            if phase != raw.casefold():
                reading.draft.keep(reading.spot(event, key).name, raw)
            return phase
    return None


def _key(held: Any, names: tuple[str, ...]) -> str:  # noqa: ANN401
    """Return the key of a mapping that is one of these names, the first that holds anything."""
    if not isinstance(held, dict):
        return ""
    folded = {key.strip().casefold(): key for key, value in held.items() if value not in (None, "")}
    return next((folded[name] for name in names if name in folded), "")
