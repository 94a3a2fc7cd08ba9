"""Where a record comes from: what its field `imported` says of the document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from postmortems.characters import FORBIDDEN, REPLACEMENT
from postmortems.importers.draft import SourceFault

if TYPE_CHECKING:
    from postmortems.importers.draft import Draft

_MOST_KEPT = 2_000
_MOST_DOUBTS = 500
_LONGEST_KEPT = 100_000
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a draft was read from: the format's name and label, and the file's name."""

    format: str
    label: str
    file: str


def digest(text: str) -> str:
    """Return the hash by which the same source is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def imported(draft: Draft, origin: Origin, mark: str) -> dict[str, Any]:
    """Return the field `imported`: the document, its doubts, and what was kept of it.

    ``mark`` is the digest of what was read. Raises SourceFault where more is kept than fits.
    """
    made: dict[str, Any] = {
        "format": origin.format,
        "file": key_of(origin.file),
        "digest": mark,
    }
    if draft.key:
        made["key"] = key_of(draft.key)
    doubts = [
        {"field": key_of(each.field), "text": _sentence(each.message)}
        if each.field
        else {"text": _sentence(each.message)}
        for each in draft.doubts[:_MOST_DOUBTS]
    ]
    if doubts:
        made["doubts"] = doubts
    kept = [
        {"name": key_of(name) or "text", "text": part}
        for name, text in draft.kept
        for part in _parts(FORBIDDEN.sub(REPLACEMENT, text.replace("\r\n", "\n")))
    ]
    if len(kept) > _MOST_KEPT:
        raise SourceFault("more texts would have to be kept aside than a record can hold")
    if kept:
        made["kept"] = kept
    return made


def _parts(text: str) -> list[str]:
    return [text[at : at + _LONGEST_KEPT] for at in range(0, len(text), _LONGEST_KEPT)]


def key_of(text: str) -> str:
    """Return a key, or another short text of a source, as a record holds it."""
    flat = " ".join(FORBIDDEN.sub(REPLACEMENT, text).split())
    return flat if len(flat) <= _LONGEST_NAME else flat[: _LONGEST_NAME - 1].rstrip() + "…"


def _sentence(text: str) -> str:
    return " ".join(FORBIDDEN.sub(REPLACEMENT, text).split())[:4_000]
