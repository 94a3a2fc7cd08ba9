"""An upgrade carried out: files replaced as they were found, and what is to be remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.edit.new_file import SCHEMA
from postmortems.edit.save import save
from postmortems.load.files import source
from postmortems.load.starter import SHIPPED, text_of
from postmortems.pipeline import schema_text
from postmortems.scaffold.upgrade import WRITTEN
from postmortems.write.file import write_file, write_new_file
from postmortems.write.inside import require_inside

if TYPE_CHECKING:
    from pathlib import Path

    from postmortems.scaffold.upgrade import Step, Upgrade


def carry_out(root: Path, found: Upgrade) -> tuple[str, ...]:
    """Write what an upgrade changes; return the files that somebody else has changed meanwhile.

    Those stay, and are asked about again. What is remembered is written last, so that a run that
    was stopped is done again as a whole.
    """
    steps = [each for each in found.steps if each.kind in WRITTEN]
    for path in (*(each.path for each in steps), *found.memory):
        require_inside(root / path, root)
    lost = tuple(each.path for each in steps if not _written(root, each))
    for path, text in found.memory.items():
        if path.removeprefix(f"{SHIPPED}/") not in lost:
            write_file(root / path, text.encode())
    return lost


def refresh_schema(root: Path) -> bool:
    """Write the schema that editors read anew, where the repository has one and it is old."""
    old = text_of(root, SCHEMA)
    if old is None:
        return False
    require_inside(root / SCHEMA, root)
    return write_file(root / SCHEMA, schema_text(root).encode())


def _written(root: Path, step: Step) -> bool:
    path = root / step.path
    if step.kind == "new":
        return write_new_file(path, step.result.encode())
    return save(source(path, root), step.own.encode(), step.result.encode())
