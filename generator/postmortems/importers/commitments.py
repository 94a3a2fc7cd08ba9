"""What a document says will or might be done: actions with their owners and days, and ideas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from postmortems.importers import names
from postmortems.importers.clockwork import DAY
from postmortems.importers.dates import DateError
from postmortems.importers.draft import Spot
from postmortems.importers.links import ADDRESS, LINK
from postmortems.importers.parts import plain
from postmortems.importers.reading import flat
from postmortems.importers.story import column_indexes
from postmortems.rules.phrases import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.config.document_parts import Column
    from postmortems.importers.outline import Unit
    from postmortems.importers.reading import Reading

_HANDLE = re.compile(r"(?:^|(?<=[\s(\[—–-]))@(?P<handle>[A-Za-z0-9][\w.-]{0,60})")
_TICKET = re.compile(r"\b[A-Z][A-Z0-9]{1,9}-[0-9]{1,6}\b")
_PERSON = re.compile(r"@?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2}")
_TWO = 2
_BRACKETS = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]*)[)\]](?!\()")
_HOLLOW = re.compile(r" ?(?<!\])\((?P<rest>[^()]*)\)")
"""A bracket, some of whose values may have been taken out of it."""
_BY = re.compile(rf"\b(?:by|due)\s+(?:on\s+)?(?={DAY.pattern})", re.IGNORECASE)


@dataclass(slots=True)
class _Action:
    title: str
    line: int
    done: bool | None = None
    values: dict[Column, str] = field(default_factory=dict)

    @property
    def spot(self) -> Spot:
        return Spot(self.line, 1, "actions")

    @property
    def promised(self) -> bool:
        """Tell whether somebody stands for it, or it has a day or a box."""
        return self.done is not None or bool({"owner", "due", "status"} & self.values.keys())


def actions(reading: Reading, units: Iterable[Unit], *, measures: bool = False) -> None:
    """Place actions; measures that nobody promised, and proposals, are ideas."""
    found = _found(reading, units)
    unsaid = 0
    first: _Action | None = None
    for each in found:
        proposed = re.match(
            any_of(reading.words.proposals).pattern, plain(each.title), re.IGNORECASE
        )
        if (measures or proposed) and not each.promised:
            reading.draft.append(("ideas",), each.title, each.spot)
            continue
        if not _place(reading, each):
            unsaid, first = unsaid + 1, first or each
    if first is not None:
        reading.draft.doubt(
            "it is not said where it stands; it was taken as open"
            if unsaid == 1
            else f"of {unsaid} actions it is not said where they stand; they were taken as open",
            first.spot,
            field="actions",
        )


def _found(reading: Reading, units: Iterable[Unit]) -> list[_Action]:
    found: list[_Action] = []
    depth = 0
    for unit in units:
        if unit.sort == "row":
            if (action := _of_row(reading, unit)) is not None:
                found.append(action)
            continue
        for line in [unit] if unit.level else reading.lines(unit):
            text = flat(line.text)
            if unit.sort == "heading" or reading.blank(text) or text.endswith(":"):
                reading.aside("actions", text)
                continue
            nested = bool(found) and (unit.level > depth or (unit.level and unit.sort == "text"))
            if nested and depth and unit.done is None:
                _beneath(reading, found[-1], text)
                continue
            if unit.sort == "item":
                depth = unit.level
            found.append(_of_text(reading, text, line.line, unit.done))
    return found


def _beneath(reading: Reading, action: _Action, text: str) -> None:
    """Take a line under an action: one of its values, or a text that is kept aside."""
    name, sign, value = text.partition(":")
    column = _column(reading, name) if sign else None
    if column and value.strip() and column not in action.values:
        action.values[column] = value.strip(" *_")
    else:
        reading.aside(f"under the action “{action.title[:60]}”", text)


def _column(reading: Reading, name: str) -> Column | None:
    held = [each for each in reading.names.columns(name) if each not in {"time", "event", "actor"}]
    return next((each for each in held if each != "title"), None)


def _of_row(reading: Reading, unit: Unit) -> _Action | None:
    columns = {
        column: index
        for column, index in column_indexes(reading, unit).items()
        if column not in {"time", "event", "actor"}
    }
    if unit.cells == unit.header:
        return None
    at = columns.get("title", 0)
    title = unit.cells[at] if at < len(unit.cells) else ""
    if not title or reading.blank(title):
        reading.aside("actions", unit.text)
        return None
    values: dict[Column, str] = {
        column: unit.cells[index]
        for column, index in columns.items()
        if column != "title" and index < len(unit.cells) and unit.cells[index]
    }
    taken = {at, *columns.values()}
    for index, cell in enumerate(unit.cells):
        if index not in taken and cell and not (cell.isdigit() and index == 0):
            name = unit.header[index] if index < len(unit.header) else "actions"
            reading.aside(f"{name} of “{title[:60]}”", cell)
    box = re.match(r"\[([ xX])\]\s+", title)
    done = None if box is None else box[1] != " "
    return _Action(flat(title[box.end() :] if box else title), unit.line, done, values)


def _of_text(reading: Reading, text: str, line: int, done: bool | None) -> _Action:  # noqa: FBT001
    """Part an action in a line of text from its values: `Patch it (owner: Ana, due 2026-03-01)`."""
    action = _Action(text, line, done)
    for match in list(_BRACKETS.finditer(text)):
        if _values(reading, action, match["inside"]):
            action.title = action.title.replace(match.group(), "", 1)
    _named(action)
    for part in re.split(r"\s+[-–—|]\s+|;\s+", action.title)[1:]:
        if _values(reading, action, part):
            action.title = re.sub(
                rf"\s*(?:[-–—|]|;)\s*{re.escape(part)}", "", action.title, count=1
            )
    if (handle := _HANDLE.search(action.title)) and "owner" not in action.values:
        action.values["owner"] = handle["handle"]
        action.title = f"{action.title[: handle.start()]}{action.title[handle.end() :]}"
    if (by := _BY.search(action.title)) and (day := DAY.match(action.title, by.end())):
        action.values.setdefault("due", day["date"])
        action.title = f"{action.title[: by.start()]}{action.title[day.end() :]}"
    if (link := LINK.search(action.title)) and _TICKET.search(link["title"]):
        action.values.setdefault("tracker", link["url"])
        action.title = action.title.replace(link.group(), link["title"])
    if action.title != text:
        action.title = _HOLLOW.sub(_closed, action.title)
    action.title = " ".join(action.title.split()).rstrip(" ,;-–—").removesuffix(".") or text
    return action


def _closed(match: re.Match[str]) -> str:
    """Return a bracket without the commas of what was taken out, or nothing if all was."""
    rest = match["rest"]
    parts = [part.strip() for part in re.split(r"[,;]", rest)]
    if all(parts):
        return match.group()
    held = ", ".join(part for part in parts if part)
    return f" ({held})" if held else ""


def _named(action: _Action) -> None:
    """Take the owner and the day of `Patch it — Ana Ruiz — 2026-03-01`, in either order."""
    parts = re.split(r"\s+[-–—|]\s+", action.title)
    day = next((each for each in parts[1:] if DAY.fullmatch(each)), None)
    if day is None:
        return
    action.values.setdefault("due", day)
    parts.remove(day)
    if len(parts) == _TWO and _PERSON.fullmatch(parts[1]):
        action.values.setdefault("owner", parts.pop())
    action.title = " — ".join(parts)


def _values(reading: Reading, action: _Action, text: str) -> bool:
    """Take `owner: Ana, due: 2026-03-01` and the like; False, and nothing taken, if it is prose."""
    taken: dict[Column, str] = {}
    for part in re.split(r"[,;|]", text):
        bare = part.strip(" *_")
        name, sign, value = re.sub(r"^(due|by)\s+(?=[0-9A-Z])", r"due: ", bare).partition(":")
        column = _column(reading, name) if sign else None
        if handle := re.fullmatch(r"@([\w.-]+)", bare):
            taken["owner"] = handle[1]
        elif column and value.strip():
            taken[column] = value.strip(" *_")
        else:
            return False
    for key, value in taken.items():
        action.values.setdefault(key, value)
    return bool(taken)


def _place(reading: Reading, action: _Action) -> bool:
    """Place an action; False when its source does not say where it stands."""
    draft = reading.draft
    number = len(draft.record.get("actions", [])) + 1
    status = "" if action.done is None else "done" if action.done else "open"
    said = action.values.pop("status", "")
    said = said or ADDRESS.sub("", action.values.get("tracker", ""))
    status = status or _state(reading, said)
    made: dict[str, Any] = {"id": f"A{number}", "title": action.title, "status": status or "open"}
    draft.append(("actions",), made, action.spot)
    if re.search(r"\w", said) and not status and "tracker" not in action.values:
        draft.keep(f"status of A{number}", said)
    for column, text in action.values.items():
        if reading.blank(text) or not _value(reading, made, column, flat(text), action):
            reading.aside(f"{column} of A{number}", text)
    return bool(status)


def _state(reading: Reading, said: str) -> str:
    """Return the state that a text names: the one whose longest phrase it holds."""
    found = [
        (len(phrase), each.status)
        for each in reading.words.states
        for phrase in each.phrases
        if reading.has((phrase,), said)
    ]
    return max(found)[1] if found else ""


def _value(reading: Reading, made: dict[str, Any], column: Column, text: str, of: _Action) -> bool:
    if column == "owner":
        made["owner"] = text.lstrip("@")
    elif column == "due":
        return _due(reading, made, text, of)
    elif column == "type":
        return _sort(reading, made, text)
    elif column == "priority":
        levels = names.levels(reading.terms)
        if text.casefold() not in levels:
            return False
        made["priority"] = levels[text.casefold()]
    elif column == "tracker":
        match = ADDRESS.search(text)
        if match is None:
            return False
        made["tracker"] = match.group()
    return column in made


def _due(reading: Reading, made: dict[str, Any], text: str, of: _Action) -> bool:
    match = DAY.search(text)
    if match is None:
        return False
    try:
        made["due"] = reading.clockwork.day_of(match["date"])
    except DateError as error:
        reading.draft.doubt(
            f"`{text}`: {error.message}", of.spot, field=f"actions.{made['id']}.due", fix=error.fix
        )
        return False
    return True


def _sort(reading: Reading, made: dict[str, Any], text: str) -> bool:
    word = plain(text)
    kinds = ("prevent", "detect", "mitigate", "repair", "process", "investigate")
    for kind in kinds:
        if word == kind:
            made["type"] = kind
            return True
    for each in reading.words.sorts:
        if word in {plain(phrase) for phrase in each.phrases}:
            made["type"] = each.type
            return True
    return False
