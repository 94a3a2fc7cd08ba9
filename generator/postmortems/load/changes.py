"""Which files changed since a commit: git is asked, and nothing it is given can be an option."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.load.files import SUFFIXES
from postmortems.load.git import answer, parted
from postmortems.load.settings import FOLDER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from postmortems.load.files import Source

_OPTION = "--changed-since"
_NAMES = ("-z", "--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")
NEW = ("ls-files", "-z", "--others", "--exclude-standard")
"""What git is asked for the files that it does not know yet."""


def changed_since(sources: Sequence[Source], ref: str, folder: str, root: Path) -> list[Source]:
    """Keep the sources under ``folder`` that differ from where ``ref`` and HEAD parted.

    What is not committed counts, and so do new files that git does not ignore. A change of the
    configuration may change the findings of any file, so it keeps them all; so does a record that
    is gone, since others may name it. Raises UsageError when git cannot tell.
    """
    base = parted(root, ref, _OPTION)
    # Without `--`, a file that is called like the commit would be in git's way.
    where = ("--", folder, FOLDER)
    names = _names(root, "diff", *_NAMES, "--relative", base, *where)
    names |= _names(root, *NEW, *where)
    records = {name for name in names if name.startswith(f"{folder}/")}
    gone = any(
        name.lower().endswith(SUFFIXES) and not os.path.lexists(root / name) for name in records
    )
    if gone or any(name.startswith(f"{FOLDER}/") for name in names):
        return list(sources)
    wanted = {printable(name, 300) for name in records}
    return [each for each in sources if each.file in wanted]


def _names(root: Path, *arguments: str) -> set[str]:
    found = answer(root, *arguments, option=_OPTION)
    return {os.fsdecode(name) for name in found.split(b"\0") if name}
