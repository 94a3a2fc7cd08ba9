"""People of a source, with the roles they had, to the roles of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.importers.names import said
from postmortems.importers.texts import one_line

if TYPE_CHECKING:
    from postmortems.importers.draft import Spot
    from postmortems.importers.payload import Reading


def took_part(reading: Reading, name: str, spot: Spot, role: str = "") -> None:
    """Place someone who took part: in the role that the settings know, or as a responder.

    A second holder of a role becomes a responder with that role. Nobody is listed twice.
    """
    name, role = one_line(name), one_line(role)
    if not name:
        return
    roles = reading.draft.record.get("roles", {})
    entry = said(reading.words.roles, role) if role else None
    meant = entry.role if entry else ""
    if meant and meant not in roles:
        reading.draft.place(("roles", meant), name, spot)
        return
    held = roles.get("responders", [])
    there = {_name(each) for each in held} if role else {_name(each) for each in _all(roles)}
    if name not in there and (not meant or _name(roles[meant]) != name):
        person = {"name": name, "role": role} if role else name
        reading.draft.append(("roles", "responders"), person, spot)


def with_role(text: str) -> tuple[str, str]:
    """Part ``Ada Fox - database lead`` or ``Ada Fox (database lead)`` into name and role."""
    text = one_line(text)
    for sign in (" - ", " – ", " — "):
        name, found, role = text.partition(sign)
        if found and name.strip():
            return name.strip(), role.strip()
    if text.endswith(")") and " (" in text:
        name, _, role = text[:-1].rpartition(" (")
        return name.strip(), role.strip()
    return text, ""


def _name(person: object) -> str:
    return str(person["name"]) if isinstance(person, dict) else str(person)


def _all(roles: dict[str, object]) -> list[object]:
    held = roles.get("responders", [])
    leaders = [each for role, each in roles.items() if role != "responders"]
    return [*leaders, *held] if isinstance(held, list) else leaders
