"""Forbidden characters that an escape puts into a text which seems to hold none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postmortems.characters import FORBIDDEN, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postmortems.findings import Path
    from postmortems.load.walk import Walk

# Any escape but those of a quotation mark, a backslash, a slash, a space, a tab and a line's end.
_ODD = re.compile(rb"\\[^\"\\/ tn\n]")


def check_escapes(content: bytes, value: object, walk: Walk) -> None:
    """Note each text of a document that holds a forbidden character only thanks to an escape."""
    if _ODD.search(content) is None:
        return
    for path, text in _texts(value, ()):
        match = FORBIDDEN.search(text)
        if match is not None and match.group().encode("utf-8", "surrogatepass") not in content:
            walk.add(
                "forbidden-character",
                path,
                f"an escape puts {describe(match.group())} into the text",
                "delete the escape",
                "it is invisible or steers a terminal, and can hide what a line says",
            )


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key), str(key)
            yield from _texts(item, (*path, key))
