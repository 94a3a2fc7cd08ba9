"""What came of an incident, as reviews say it: causes, actions, lessons, messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.importers.actions import Keys, action, bare
from postmortems.importers.envelope import oldest_first
from postmortems.importers.event_list import add_event
from postmortems.importers.names import said
from postmortems.importers.texts import one_line, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from postmortems.importers.draft import Spot
    from postmortems.importers.json_text import View
    from postmortems.importers.payload import Reading

_ACTIONS = ("action_items", "preliminary_action_items", "actions", "follow_up_actions")
_ACTION = Keys(
    title=("title", "action", "description", "item", "task"),
    owner=("owner",),
    due=("deadline",),
    details=("description",),
)
_LEARNED = {
    "lessons": ("lessons_learned", "lessons_learned_preview", "lessons"),
    "went_well": ("went_well", "what_went_well"),
    "went_poorly": ("went_poorly", "what_went_wrong", "what_went_poorly", "what_didnt_go_well"),
    "got_lucky": ("got_lucky", "where_we_got_lucky"),
}
_TEXTS = ("lesson", "text", "description", "factor", "cause", "message", "content", "title")
_TIMES = ("timestamp", "time", "sent_at", "at")
_SAYS = ("message", "content", "text", "summary", "subject")
_FOR = ("audience", "recipients", "to", "type")
_KINDS = ("initial", "update", "all_clear")
_DONE = {"mitigation_steps": "Steps of the mitigation", "permanent_fix": "Permanent fix"}


def resolution(reading: Reading, places: list[View]) -> None:
    """Take causes as factors, and what was done at the end of the summary."""
    for view in places:
        for key in ("resolution", "technical_details", "response_details", "root_cause_analysis"):
            _causes(reading, view, key)
            _told(reading, view, key)
            for name, heading in _DONE.items():
                _done(reading, view, key, name, heading)
            spot = reading.spot(view, key, "customer_impact")
            reading.draft.place(("impact", "description"), view.text(key, "customer_impact"), spot)
        _causes(reading, view)


def _causes(reading: Reading, view: View, *steps: str) -> None:
    for name in ("root_cause", "root_causes", "contributing_factors"):
        for text, spot in _texts(reading, view, *steps, name):
            number = len(reading.draft.record.get("factors", ())) + 1
            reading.draft.append(("factors",), {"id": f"F{number}", "text": text}, spot)
    text = view.text(*steps, "trigger")
    if text:
        reading.draft.place(("trigger",), one_line(text), reading.spot(view, *steps, "trigger"))


def _told(reading: Reading, view: View, key: str) -> None:
    """Take a text at the end of the summary."""
    raw = view.raw(key)
    if isinstance(raw, str) and raw.strip():
        _append(reading, view.text(key), reading.spot(view, key))


def _append(reading: Reading, text: str, spot: Spot) -> None:
    there = reading.draft.record.get("summary", "")
    reading.draft.record["summary"] = f"{there}\n\n{text}" if there else text
    reading.draft.spots.setdefault(("summary",), spot)


def _done(reading: Reading, view: View, key: str, name: str, heading: str) -> None:
    found = _texts(reading, view, key, name)
    if not found:
        return
    lines = "\n".join(f"- {text}" for text, _ in found)
    part = f"{heading}: {found[0][0]}" if len(found) == 1 else f"{heading}:\n\n{lines}"
    _append(reading, part, found[0][1])


def actions(reading: Reading, places: list[View]) -> None:
    """Take actions: each a mapping, or but what is to be done."""
    for view in places:
        for key in _ACTIONS:
            held = view.raw(key)
            for index, each in enumerate(held if isinstance(held, list) else ()):
                if isinstance(each, dict):
                    action(reading, view.view(key, index), _ACTION)
                elif isinstance(each, str):
                    text = view.text(key, index)
                    _unless_blank(reading, text, reading.spot(view, key, index), bare)


def learned(reading: Reading, places: list[View]) -> None:
    """Take lessons, and what went well, poorly and by luck."""
    for view in places:
        for field, keys in _LEARNED.items():
            for key in keys:
                for text, spot in _texts(reading, view, key):
                    value = {"text": text} if field == "lessons" else text
                    reading.draft.append((field,), value, spot)


def communications(reading: Reading, places: list[View]) -> None:
    """Take messages. One whose readers nobody knows is told by the timeline instead."""
    for view in places:
        for key in ("communications", "communication_log"):
            for each in oldest_first(view.views(key), *_TIMES):
                _message(reading, each)


def _message(reading: Reading, view: View) -> None:
    time = next((each for each in _TIMES if view.raw(each)), "")
    words = next((each for each in _SAYS if isinstance(view.raw(each), str) and view.raw(each)), "")
    to = next((each for each in _FOR if _audience(reading, view.raw(each))), "")
    if not to or not time:
        add_event(reading, view)
        return
    at = reading.moment(view, time, name="communications")
    if not at:
        return
    audience = _audience(reading, view.raw(to))
    if one_line(view.text(to)).casefold() != audience:
        reading.draft.keep(reading.spot(view, to).name, view.text(to))
    first = "communications" not in reading.draft.record
    kind = view.raw("kind") or view.raw("type")
    if isinstance(kind, str) and kind in _KINDS:
        view.drop("kind" if view.raw("kind") else "type")
    else:
        kind = "initial" if first else "update"
    made = {"at": at, "audience": audience, "kind": kind, "channel": one_line(view.text("channel"))}
    made["text"] = one_line(view.text(words)) if words else ""
    filled = {key: value for key, value in made.items() if value}
    reading.draft.append(("communications",), filled, reading.spot(view, time))


def _audience(reading: Reading, text: object) -> str:
    if not isinstance(text, str):
        return ""
    entry = said(reading.words.audiences, text)
    known = reading.terms.settings.names()["audience"]
    return entry.audience if entry else text if text in known else ""


def _texts(reading: Reading, view: View, *steps: str | int) -> list[tuple[str, Spot]]:
    """Take a text, or a list of texts or of mappings with one; placeholders are kept and told."""
    raw = view.raw(*steps)
    if isinstance(raw, str):
        raw, many = [raw], False
    else:
        many = True
    found: list[tuple[str, Spot]] = []
    for index, each in enumerate(raw if isinstance(raw, list) else ()):
        own = (*steps, index) if many else steps
        if isinstance(each, dict):
            key = next((k for k in _TEXTS if isinstance(each.get(k), str) and each[k].strip()), "")
            own = (*own, key)
        if isinstance(view.raw(*own), str):
            _unless_blank(
                reading,
                view.text(*own),
                reading.spot(view, *own),
                lambda _, text, spot: found.append((one_line(text), spot)),
            )
    return found


def _unless_blank(
    reading: Reading, text: str, spot: Spot, use: Callable[[Reading, str, Spot], None]
) -> None:
    """Use a text, unless it only says that something is still to come: that is kept, and told."""
    bare_text = one_line(text).strip(" .").casefold()
    if bare_text in {each.casefold() for each in reading.terms.settings.language.placeholders}:
        reading.draft.keep(spot.name, text)
        reading.draft.doubt(f"`{shown(text)}` stands for a text that is still to come", spot)
    elif bare_text:
        use(reading, text, spot)
