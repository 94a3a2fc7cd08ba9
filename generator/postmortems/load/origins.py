"""What records were imported from, read without reading the records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postmortems.load.events import read
from postmortems.load.files import Unreadable, open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postmortems.load.files import Source
    from postmortems.load.text import Limits

# The key and all below it: what begins with a space, and blank lines.
_BLOCK = re.compile(rb"^imported:[^\n]*\n(?:[ \t][^\n]*\n|\r?\n)*", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A record that was imported: its id, and the hash of what it was made from."""

    incident: str
    digest: str


def known_imports(sources: Iterable[Source], limits: Limits) -> dict[tuple[str, str], Known]:
    """Return the records that were imported, by format and key, and by format and hash.

    Files that cannot be read, and records that say nothing of the sort, are left out.
    """
    found: dict[tuple[str, str], Known] = {}
    for each in sources:
        content = open_bytes(each, limits.max_bytes)
        if isinstance(content, Unreadable):
            continue
        block = _BLOCK.search(content + b"\n")
        value = read(block.group(), limits).value if block else None
        said = value.get("imported") if isinstance(value, dict) else None
        if not isinstance(said, dict):
            continue
        name, mark = said.get("format"), said.get("digest")
        if isinstance(name, str) and isinstance(mark, str):
            key = said.get("key")
            known = Known(incident=each.stem, digest=mark)
            found[name, mark] = known
            if isinstance(key, str):
                found[name, key] = known
    return found
