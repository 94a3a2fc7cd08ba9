"""Credentials in what is imported: none is written down, and each is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from postmortems.findings import dotted
from postmortems.importers.draft import Spot
from postmortems.importers.fitting import spot_of
from postmortems.rules.credentials import search

if TYPE_CHECKING:
    from postmortems.config.settings import Settings
    from postmortems.findings import Path
    from postmortems.importers.draft import Draft
    from postmortems.rules.credentials import Search

_FIX = "revoke it first: the source still holds it"


def take_out(draft: Draft, settings: Settings) -> None:
    """Write `***` in place of each credential of a draft, and say so once for each text.

    What is kept aside and what doubts repeat are looked through as well.
    """
    known = settings.language.credentials
    if known is None:
        return
    credentials = search(known)
    draft.doubts[:] = [
        replace(each, message=credentials.masked(each.message)[0]) for each in draft.doubts
    ]
    _masked(draft, credentials, draft.record, ())
    for index, (name, text) in enumerate(draft.kept):
        kept, found = credentials.masked(text)
        if found:
            draft.kept[index] = (name, kept)
            _tell(draft, found, Spot(name=name), "")


def without_credentials(text: str, settings: Settings) -> str:
    """Return a text of a source with `***` in place of each credential, line for line."""
    known = settings.language.credentials
    return text if known is None else search(known).masked(text)[0]


def _masked(draft: Draft, credentials: Search, value: Any, path: Path) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        for key in value:
            value[key] = _masked(draft, credentials, value[key], (*path, key))
    elif isinstance(value, list):
        value[:] = [
            _masked(draft, credentials, each, (*path, index)) for index, each in enumerate(value)
        ]
    elif isinstance(value, str):
        # A key such as `password` says what its value is, as it does for the rule.
        said = f"{path[-1]}: " if path and path[-1] in credentials.words else ""
        text, found = credentials.masked(f"{said}{value}")
        if found:
            _tell(draft, found, spot_of(draft, path), dotted(path))
            return text.removeprefix(said)
    return value


def _tell(draft: Draft, found: list[str], spot: Spot, field: str) -> None:
    message = f"what looks like {' and '.join(found)} was taken out"
    draft.doubt(message, spot, field=field, fix=_FIX)
