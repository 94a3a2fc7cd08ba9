"""The extensions of the repository that a command is called in, for commands that need none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def know_extensions(root: Path | None = None) -> None:
    """Load the extensions of the repository here or above, if there is one."""
    from postmortems.load.files import find_root

    try:
        find_root(root)
    except UsageError:
        return  # in no repository, there are ours alone
