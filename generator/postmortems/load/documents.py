"""Other people's documents: text files of any kind, bounded, decoded, line breaks evened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.errors import UsageError
from postmortems.findings import Problem
from postmortems.load.files import Source, Unreadable, open_bytes, source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUFFIXES = (".md", ".markdown", ".txt", ".json", ".jsonl", ".ndjson", ".csv", ".tsv")
"""The files of a folder that are taken for documents; any file can be named by itself."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def documents(paths: Sequence[Path], root: Path) -> list[Source]:
    """List the files that paths name: themselves, and those of folders that end like documents.

    In the order of the paths; those of a folder by name. Raises UsageError for what is not there.
    """
    found: list[Source] = []
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(each for each in folders if not each.startswith("."))
                found += [
                    source(path.__class__(folder) / name, root)
                    for name in sorted(names)
                    if not name.startswith(".") and name.lower().endswith(SUFFIXES)
                ]
        elif path.exists() or path.is_symlink():
            found.append(source(path, root))
        else:
            raise UsageError(f"{printable(str(path), 300)} does not exist")
    return found


def document_text(each: Source, max_bytes: int) -> str | Unreadable:
    """Read a file as text: UTF-8, or UTF-16 with its mark. Every line break becomes a line feed."""
    content = open_bytes(each, max_bytes)
    if isinstance(content, Unreadable):
        return content
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Unreadable(
            file=each.file,
            problem=Problem(
                rule="import-unread",
                path=(),
                message=f"line {line} holds bytes that are no UTF-8",
                fix="save the file as UTF-8",
            ),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
