"""The file of a new record: where it lies, what stands in it, and that it replaces nothing."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from postmortems.edit.compose import MODELINE
from postmortems.errors import WriteError
from postmortems.write.file import write_new_file
from postmortems.write.inside import require_inside

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "site_config/incident.schema.json"
UNDATED = "undated"
"""The folder of records without a date."""


def place(folder: Path, incident_id: str, started: str) -> Path:
    """Return where a record is to lie: in the folder of the year that its start or id names."""
    found = re.match(r"(?:19|20)[0-9]{2}", started) or re.search(
        r"(?<![0-9])(?:19|20)[0-9]{2}", incident_id
    )
    return folder / (found.group() if found else UNDATED) / f"{incident_id}.yml"


def modeline(path: Path, root: Path) -> str:
    """Return the comment that tells editors the repository's schema."""
    return MODELINE.format(schema=os.path.relpath(root / SCHEMA, path.parent))


def create_record(path: Path, text: str, root: Path) -> None:
    """Write a new record. Raises WriteError where something stands, or the disk refuses."""
    create_file(path, f"{modeline(path, root)}\n{text}", root)


def create_file(path: Path, text: str, root: Path) -> None:
    """Write a new file. Raises WriteError where something stands, or the disk refuses.

    Of a folder in the repository none on the way may be a link; one that the person named
    elsewhere is theirs.
    """
    if path.absolute().is_relative_to(root.absolute()):
        require_inside(path, root)
    if not write_new_file(path, text.encode()):
        raise WriteError(f"{path} is there already; nothing was written over it")
