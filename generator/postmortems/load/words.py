"""All that a packed record says, for a search that must miss nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator


def words(packed: bytes) -> str:
    """Return every text and every key of a packed record, each on lines of its own."""
    return "\n".join(_words(msgspec.json.decode(packed)))


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
