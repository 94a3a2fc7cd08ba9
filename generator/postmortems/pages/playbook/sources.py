"""Where a page of the playbook comes from: its settings, and when they last changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postmortems.load.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A settings file, and the day of the last commit that changed it; empty when not known."""

    file: str
    changed: str


def sources(names: tuple[str, ...], history: History) -> tuple[Source, ...]:
    """Tell of each settings file, named without its ending, when it last changed."""
    files = [f"{name}.yml" for name in names]
    return tuple(
        Source(file=file, changed=history.last[file].isoformat() if file in history.last else "")
        for file in files
    )
