"""Lists in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def either(names: Sequence[str]) -> str:
    """Say a choice: ``P0``, ``P0 or P1``, ``P0, P1 or P2``."""
    return _joined(names, "or")


def every(names: Sequence[str]) -> str:
    """Say a list: ``P0``, ``P0 and P1``, ``P0, P1 and P2``."""
    return _joined(names, "and")


def _joined(names: Sequence[str], last: str) -> str:
    if len(names) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
