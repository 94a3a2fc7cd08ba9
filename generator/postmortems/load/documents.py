"""Other people's documents: text files of any kind, bounded, decoded, line breaks evened."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postmortems.characters import printable
from postmortems.errors import UsageError
from postmortems.findings import Problem
from postmortems.load.files import DEEPEST, Source, Unreadable, open_bytes, source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
            found += _below(path, root)
        elif path.exists() or path.is_symlink():
            found.append(source(path, root))
        else:
            raise UsageError(f"{printable(str(path), 300)} does not exist")
    return found


def _below(path: Path, root: Path) -> Iterator[Source]:
    """Yield the documents of a folder in order; folders no deeper than those of records may lie."""
    waiting = [(path, 0)]
    while waiting:
        folder, depth = waiting.pop()
        with os.scandir(folder) as entries:
            listed = sorted(
                (each for each in entries if not each.name.startswith(".")),
                key=lambda each: each.name,
            )
        folders = [each for each in listed if each.is_dir(follow_symlinks=False)]
        if folders and depth == DEEPEST:
            raise UsageError(f"{printable(str(folder), 300)}: folders lie more than {DEEPEST} deep")
        waiting += [(folder / each.name, depth + 1) for each in reversed(folders)]
        for each in listed:
            if each not in folders and each.name.lower().endswith(SUFFIXES):
                yield source(folder / each.name, root)


def document_text(each: Source, max_bytes: int) -> str | Unreadable:
    """Read a file as text: UTF-8, or UTF-16 with its mark. Every line break becomes a line feed."""
    content = open_bytes(each, max_bytes)
    if isinstance(content, Unreadable):
        return content
    if len(content) > max_bytes:
        return _unread(each, f"the file is larger than {max_bytes:,} bytes", "import a part of it")
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _unread(each, f"line {line} holds bytes that are no UTF-8", "save the file as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unread(each: Source, message: str, fix: str) -> Unreadable:
    problem = Problem(rule="import-unread", path=(), message=message, fix=fix)
    return Unreadable(file=each.file, problem=problem)
