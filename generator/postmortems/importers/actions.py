"""Action items of a source to actions of a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.importers.names import said, team
from postmortems.importers.texts import one_line, shown

if TYPE_CHECKING:
    from postmortems.importers.draft import Spot
    from postmortems.importers.json_text import View
    from postmortems.importers.payload import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What a source calls the parts of an action; steps into it where it nests them."""

    title: tuple[str, ...] = ("title",)
    status: tuple[str, ...] = ("status",)
    owner: tuple[str | int, ...] = ("owner",)
    team: tuple[str, ...] = ("team",)
    due: tuple[str, ...] = ("due",)
    done: tuple[str, ...] = ()
    type: tuple[str, ...] = ("type",)
    priority: tuple[str, ...] = ("priority",)
    details: tuple[str, ...] = ()
    tracker: tuple[str, ...] = ()


def action(reading: Reading, view: View, keys: Keys) -> None:
    """Add one action. Without a title there is none, and all that it says is kept aside.

    Where its state is not said it is taken to be open, with a doubt.
    """
    title = next((each for each in keys.title if one_line(view.text(each))), "")
    if not title:
        return
    made: dict[str, Any] = {"title": one_line(view.text(title))}
    spot = reading.spot(view, title)
    made["status"] = _status(reading, view, keys, spot)
    word = said(reading.words.action_types, _raw(view, keys.type))
    if word is not None:
        made["type"] = word.type
        view.drop(*keys.type)
    level = said_level(reading, _raw(view, keys.priority))
    if level:
        made["priority"] = level
        view.drop(*keys.priority)
    made["owner"] = one_line(view.text(*keys.owner))
    if known := team(_raw(view, keys.team), reading.terms):
        made["team"] = known
        view.drop(*keys.team)
    made["due"] = reading.day_of(view, *keys.due)
    if keys.done and made["status"] == "done":
        made["done_at"] = reading.day_of(view, *keys.done)
    made["tracker"] = reading.address(view, *keys.tracker) if keys.tracker else ""
    details = one_line(view.text(*keys.details)) if keys.details else ""
    if details and details != made["title"]:
        reading.draft.keep(reading.spot(view, *keys.details).name, details)
    put(reading, made, spot)


def bare(reading: Reading, text: str, spot: Spot) -> None:
    """Add an action of which only its title is said."""
    reading.draft.doubt("its state is not said, and was taken to be open", spot, field="actions")
    put(reading, {"title": one_line(text), "status": "open"}, spot)


def put(reading: Reading, made: dict[str, Any], spot: Spot) -> None:
    """Put an action at the end, under the next id of the record."""
    number = len(reading.draft.record.get("actions", ())) + 1
    filled = {key: each for key, each in made.items() if each}
    reading.draft.append(("actions",), {"id": f"A{number}", **filled}, spot)


def said_level(reading: Reading, text: str) -> str:
    """Return the level of the scale that a priority is spelled like; "" where none is."""
    levels = reading.terms.settings.names()["severity"]
    return next((each for each in levels if each.casefold() == text.casefold()), "")


def _status(reading: Reading, view: View, keys: Keys, spot: Spot) -> str:
    text = _raw(view, keys.status)
    word = said(reading.words.actions, text)
    if word is not None:
        view.drop(*keys.status)
        if text.casefold() != word.status:
            reading.draft.keep(reading.spot(view, *keys.status).name, text)
        return word.status
    told = f"its state `{shown(text)}` is not known here" if text else "its state is not said"
    reading.draft.doubt(f"{told}, and was taken to be open", spot, field="actions")
    return "open"


def _raw(view: View, steps: tuple[str | int, ...]) -> str:
    raw = view.raw(*steps)
    return one_line(raw) if isinstance(raw, str) else ""
