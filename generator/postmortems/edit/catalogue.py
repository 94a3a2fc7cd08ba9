"""Services entered in the catalogue, whose comments and entries stay as they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postmortems.edit.entries import inserted
from postmortems.edit.save import save
from postmortems.errors import UsageError, WriteError
from postmortems.load.events import read
from postmortems.load.files import Source, Unreadable, open_bytes
from postmortems.load.settings import FOLDER, chosen
from postmortems.load.text import Limits
from postmortems.write.file import write_new_file
from postmortems.write.inside import require_inside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CATALOGUE = "catalog.yml"


def enter_services(root: Path, services: Mapping[str, str]) -> Path:
    """Enter services, by their ids and names, at the end of a repository's catalogue.

    A repository without one of its own gets a copy of the default to begin with. Returns the
    file. Raises UsageError where it cannot be read, WriteError where it cannot be written.
    """
    path = root / FOLDER / CATALOGUE
    content = open_bytes(chosen(root, CATALOGUE), Limits().max_bytes)
    if isinstance(content, Unreadable):
        raise UsageError(f"{content.file}: {content.problem.message}")
    text = content.decode("utf-8")
    for service, name in services.items():
        record = read(text.encode(), Limits()).value
        entry = {"id": service, "name": name}
        text = inserted(text, record, ("services",), len(record.get("services") or ()), entry)
    require_inside(path, root)
    own = Source(path=os.fspath(path), file=path.name)
    there = os.path.lexists(path)
    if not (save(own, content, text.encode()) if there else write_new_file(path, text.encode())):
        raise WriteError(f"{path} was changed by somebody else meanwhile; nothing was written")
    return path
