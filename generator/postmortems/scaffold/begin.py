"""A repository begun: what is written into it, and what is there already and left alone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.errors import UsageError
from postmortems.load.files import INCIDENTS, discover
from postmortems.load.starter import stands
from postmortems.scaffold.memory import remembered
from postmortems.write.file import write_new_file
from postmortems.write.inside import require_inside

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.config.starter import Answers, StarterFile
    from postmortems.scaffold.contents import Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What `init` does to a folder: ``new`` files, files ``there`` already, and the ``memory``.

    Each holds texts by path; those of what is there are what would have been written.
    """

    new: dict[str, str]
    there: dict[str, tuple[StarterFile | None, str]]
    memory: dict[str, str]


def begin(root: Path, made: Contents, answers: Answers) -> Begun:
    """Part the files of a repository into those that are missing and those that are there."""
    recorded = bool(discover(root / INCIDENTS, root))
    new: dict[str, str] = {}
    there: dict[str, tuple[StarterFile | None, str]] = {}
    for path, text in made.files.items():
        entry = made.entries.get(path)
        if stands(root, path):
            there[path] = entry, text
        elif not (entry and entry.example and recorded):
            new[path] = text
    followed = made.maintained()
    shipped = {path: followed[path] for path in followed if path in new or path in made.settings}
    memory = {
        path: text for path, text in remembered(answers, shipped).items() if not stands(root, path)
    }
    return Begun(new=new, there=there, memory=memory)


def write(root: Path, files: dict[str, str]) -> None:
    """Write new files; raises WriteError where a folder on the way leads out of the repository."""
    for path in files:
        require_inside(root / path, root)
    for path, text in files.items():
        # What somebody else has written meanwhile is theirs.
        write_new_file(root / path, text.encode())


def named(text: str) -> dict[str, str]:
    """Return the id and the name of a service or team that somebody typed.

    ``Payment API`` has the id ``payment-api``; ``pay=Payment API`` says its own.
    """
    given, equals, name = (part.strip() for part in text.partition("="))
    if equals:
        return {"id": given, "name": name}
    letters = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", letters))
    if not slug:
        raise UsageError(
            f"{given!r} gives no id of the letters a to z; say one, as in `payments={given}`"
        )
    return {"id": slug[:64].rstrip("-"), "name": given}
