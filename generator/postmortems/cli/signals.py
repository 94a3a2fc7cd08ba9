"""Observations as options: ``--signal failure_rate_pct=100``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postmortems.cli.names import unknown
from postmortems.errors import UsageError
from postmortems.load.description import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postmortems.config.settings import Settings

_WORDS = {"true": True, "yes": True, "false": False, "no": False}


def observed(given: Sequence[str], settings: Settings) -> dict[str, tuple[bool | float, str]]:
    """Read observations by their names, each with where it comes from.

    Raises UsageError for a name that is unknown or given twice, and for a value that cannot be.
    """
    signals = settings.severities.signals
    found: dict[str, tuple[bool | float, str]] = {}
    for each in given:
        name, equals, said = (part.strip() for part in each.partition("="))
        if not equals:
            raise UsageError(f"--signal {each!r} lacks its value; write it as name=value")
        if name not in signals:
            raise UsageError(unknown("signal", name, signals))
        if name in found:
            raise UsageError(f"--signal gives `{name}` twice")
        found[name] = (fit(name, signals[name], _value(said), "--signal"), "--signal")
    return found


def _value(said: str) -> object:
    if said.lower() in _WORDS:
        return _WORDS[said.lower()]
    try:
        return float(said)
    except ValueError:
        return said
