"""The file of an incident, found by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import UsageError
from postmortems.load.files import Source, Unreadable, discover, open_bytes
from postmortems.load.wording import nearest

if TYPE_CHECKING:
    from pathlib import Path


def incident_file(incident_id: str, folder: Path, root: Path) -> Source:
    """Return the file under a folder that carries an id as its name.

    Raises UsageError when none or more than one does.
    """
    everything = discover(folder, root)
    found = [each for each in everything if each.stem == incident_id]
    if len(found) == 1:
        return found[0]
    if found:
        files = ", ".join(each.file for each in found)
        raise UsageError(f"more than one file carries the id {incident_id!r}: {files}")
    near = nearest(incident_id, [each.stem for each in everything])
    hint = f"; did you mean {near}?" if near else ""
    raise UsageError(f"there is no incident {incident_id!r}{hint}")


def incident_bytes(source: Source, max_bytes: int) -> bytes:
    """Return what an incident's file holds; raises UsageError where it must not be opened."""
    content = open_bytes(source, max_bytes)
    if isinstance(content, Unreadable):
        raise UsageError(f"{source.file}: {content.problem.message}; {content.problem.fix}")
    return content
